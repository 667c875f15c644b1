"""A program on a real pty, driven by keys, its screen read by another's terminal emulator (pyte)."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import pyte

KEYS = {
    "Enter": "\r",
    "Esc": "\x1b",
    "Tab": "\t",
    "Up": "\x1b[A",
    "Down": "\x1b[B",
    "Right": "\x1b[C",
    "Left": "\x1b[D",
    "PgUp": "\x1b[5~",
    "PgDn": "\x1b[6~",
    "Home": "\x1b[H",
    "End": "\x1b[F",
    "F1": "\x1bOP",
    "Space": " ",
}


def key(name: str) -> str:
    """The bytes that a terminal sends for "Enter", "Ctrl+Q" or a text."""
    if name.startswith("Ctrl+"):
        return chr(ord(name[5:].upper()) - 64)
    return KEYS.get(name, name)


class Terminal:
    """Starts `command` on a pty of `rows` × `columns`; `wait_for` reads until the screen shows a text."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], *, rows: int = 24, columns: int = 80
    ) -> None:
        self.output = bytearray()
        self.exit_code: int | None = None
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            _become(command, environ)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self._screen.display]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def press(self, *names: str) -> None:
        """Keys one after another, each when the answer to the one before has been seen."""
        for name in names:
            os.write(self._master, key(name).encode())
            self._settle()

    def paste(self, text: str) -> None:
        """As terminals paste where a program asked for bracketed paste."""
        os.write(self._master, b"\x1b[200~" + text.encode() + b"\x1b[201~")
        self._settle()

    def _settle(self) -> None:
        """Read until nothing has come for a moment; a key that changes nothing gets half a second."""
        quiet_after = time.monotonic() + 0.5
        deadline = time.monotonic() + 5
        while time.monotonic() < min(quiet_after, deadline):
            before = len(self.output)
            if not self._read_for(0.05):
                return
            if len(self.output) > before:
                quiet_after = time.monotonic() + 0.1

    def wait_for(self, pattern: str, seconds: float = 30) -> str:
        """The screen, once it matches the regular expression; fails with the screen in the message."""
        deadline = time.monotonic() + seconds
        while not re.search(pattern, self.text):
            if time.monotonic() > deadline or not self._read_for(0.2):
                if re.search(pattern, self.text):
                    break
                raise AssertionError(f"never saw {pattern!r}; the screen is\n{self.text}")
        return self.text

    def wait_for_end(self, seconds: float = 20) -> int:
        """The exit code of the program."""
        deadline = time.monotonic() + seconds
        while self.exit_code is None:
            self._read_for(0.1)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.exit_code = os.waitstatus_to_exitcode(status)
            elif time.monotonic() > deadline:
                raise AssertionError(f"it did not end; the screen is\n{self.text}")
        return self.exit_code

    def _read_for(self, seconds: float) -> bool:
        """Feed what arrives within `seconds`; False when the other side has closed."""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return True
        try:
            chunk = os.read(self._master, 65536)
        except OSError as closed:
            if closed.errno != errno.EIO:
                raise
            return False
        self.output += chunk
        self._stream.feed(chunk)
        return bool(chunk)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._master)


def _become(command: Sequence[str], environ: Mapping[str, str]) -> None:
    try:
        os.execvpe(command[0], list(command), dict(environ))
    finally:
        os._exit(127)
