"""The demo's simulator: a process of its own that ends with this one, even when this one is killed.

The child reads its standard input, which is a pipe that only this process holds open: however this process
ends, the system closes the pipe and the child stops.
"""

from __future__ import annotations

import subprocess
import sys
from types import TracebackType
from typing import Self

import msgspec

from tui.errors import KintoneTuiError
from tui.secret import Secret


class SimulatorFailed(KintoneTuiError):
    """The simulator did not start; the message holds the last line that it said."""


class Announcement(msgspec.Struct):
    """The line of JSON with which `kintone-tui simulator` says where it is and how to sign in there."""

    base_url: str
    client_id: str
    client_secret: str
    redirect_uri: str

    @property
    def secret(self) -> Secret:
        return Secret(self.client_secret)


class SimulatorProcess:
    """Starts at once, is ready when `announcement` returns, stops at the end of the `with`."""

    def __init__(self, redirect_uri: str, records: int) -> None:
        self._process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tui", "simulator", "--with-parent"),
                *("--redirect-uri", redirect_uri, "--records", str(records)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def announcement(self) -> Announcement:
        line = self._process.stdout.readline() if self._process.stdout else b""
        try:
            return msgspec.json.decode(line, type=Announcement)
        except msgspec.DecodeError:
            raise SimulatorFailed(
                f"The simulated Kintone did not start: {self._last_words()}",
                hint='Run "kintone-tui simulator" by itself to see what it says.',
            ) from None

    def _last_words(self) -> str:
        self._process.kill()
        _, errors = self._process.communicate()
        words = errors.decode(errors="replace").strip().splitlines()
        return words[-1] if words else "it said nothing"

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
