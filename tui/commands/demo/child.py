"""The demo's simulator: a process of its own that ends with this one, even when this one is killed.

The child reads its standard input, which is a pipe that only this process holds open: however this process
ends, the system closes the pipe and the child stops.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from tui.commands.demo.failures import SimulatorFailed
from tui.secret import Secret

_SAID_PROPERLY = "kintone-tui: "


class Announcement(msgspec.Struct):
    """The line of JSON with which `kintone-tui simulator` says where it is and how to sign in there."""

    base_url: str
    client_id: str
    client_secret: Secret
    redirect_uri: str


class SimulatorProcess:
    """Starts at once, is ready when `announcement` returns, stops at the end of the `with`."""

    def __init__(self, redirect_uri: str, records: int) -> None:
        """Raises `SimulatorFailed` where no other process can be started."""
        try:
            self._process = subprocess.Popen(
                [
                    # -P: in a folder with another `tui` that one must not run instead of ours.
                    *(sys.executable, "-P", "-m", "tui", "simulator", "--with-parent"),
                    *("--redirect-uri", redirect_uri, "--records", str(records)),
                ],
                env={**os.environ, "PYTHONPATH": _module_search_path()},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # A Ctrl+C typed on the terminal goes to every process of its session.
                start_new_session=True,
            )
        except OSError as error:
            raise SimulatorFailed(
                f"The simulated Kintone cannot be started: {error.strerror}.",
                hint="It is a process of its own, which needs some 40 MB of memory.",
            ) from error

    def announcement(self) -> Announcement:
        """What it says once it serves. Raises `SimulatorFailed` where it ends instead."""
        line = self._process.stdout.readline() if self._process.stdout else b""
        try:
            return msgspec.json.decode(line, type=Announcement, dec_hook=_secret)
        except msgspec.DecodeError:
            raise SimulatorFailed(
                f"The simulated Kintone did not start: {self._last_words()}",
                hint='Run "kintone-tui simulator" by itself to see what it says.',
            ) from None

    def _last_words(self) -> str:
        """The sentence with which it failed; of anything else that it said, such as a traceback, the end."""
        self._process.kill()
        _, errors = self._process.communicate()
        words = errors.decode(errors="replace").strip().splitlines() or ["it said nothing"]
        sentences = (line.removeprefix(_SAID_PROPERLY) for line in words if line.startswith(_SAID_PROPERLY))
        return next(sentences, words[-1])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for stream in (self._process.stdout, self._process.stderr):
            if stream is not None:
                stream.close()


def _module_search_path() -> str:
    """Where this process finds its modules: the child runs the same program, however that was installed."""
    return os.pathsep.join(str(Path(folder).absolute()) for folder in sys.path)


def _secret(kind: type, value: Any) -> Secret:
    if kind is Secret and isinstance(value, str):
        return Secret(value)
    raise TypeError(f"{kind.__name__} is not read from JSON")
