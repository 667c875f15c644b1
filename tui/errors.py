"""What a failure is in this program, and what the shell is told of it.

Each room declares its own failures as subclasses, raised where the failure is understood. They are shown in
one place by what they are; nobody catches one only to raise it again with other words.
"""

from __future__ import annotations

import enum
from typing import ClassVar


class ExitCode(enum.IntEnum):
    """Exit status of the command line."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_SIGNED_IN = 4
    REFUSED = 5
    INTERRUPTED = 130


class KintoneTuiError(Exception):
    """A failure that the program understands.

    `message` is one sentence that says what happened, `hint` one that says what to do about it, or "".
    Both may hold text of others (Kintone's, a browser's, a file's): they are made safe when they are drawn,
    never before.
    """

    exit_code: ClassVar[ExitCode] = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()
