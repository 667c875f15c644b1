"""A log file, for who asks for one with `KINTONE_TUI_LOG=debug` (or info, warning, error).

Only what this program itself says is in it. Libraries log addresses with their queries, headers and the
text of exceptions, any of which may hold a token or a value of a record, so nothing of theirs is written
anywhere.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Mapping
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

from tui.diagnostics.files import make_folder, open_private
from tui.diagnostics.stack import describe, visible

VARIABLE = "KINTONE_TUI_LOG"

_LARGEST_BYTES = 1_000_000
_OLD_FILES = 2
_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

_ExceptionInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def start_log(path: Path, environ: Mapping[str, str]) -> str:
    """Begin to log into `path` if `environ` asks for it; what could not be done, in a sentence, or "".

    To be called once, also when nothing is asked for: what nobody logs, Python would print over the screen.
    """
    logging.getLogger().addHandler(logging.NullHandler())
    wish = environ.get(VARIABLE, "").strip().lower()
    if not wish:
        return ""
    if wish not in _LEVELS:
        return f"{VARIABLE} should be one of {', '.join(_LEVELS)}."
    try:
        make_folder(path.parent)
        handler = _PrivateFile(path)
    except OSError as error:
        return f"No log is written: {path}: {error.strerror or type(error).__name__}."
    handler.setFormatter(_OneLine("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log = logging.getLogger("tui")
    log.setLevel(_LEVELS[wish])
    log.addHandler(handler)
    log.propagate = False
    return ""


class _PrivateFile(RotatingFileHandler):
    """A file that only its owner may read from its first byte on, a few of them at most."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=_LARGEST_BYTES, backupCount=_OLD_FILES, encoding="utf-8", errors="replace"
        )

    def _open(self) -> io.TextIOWrapper:
        descriptor = open_private(Path(self.baseFilename), os.O_APPEND)
        if sys.platform != "win32":
            # One that an older umask or a person left open to others.
            os.fchmod(descriptor, 0o600)
        return io.TextIOWrapper(
            io.FileIO(descriptor, "a"), encoding=self.encoding, errors=self.errors, write_through=True
        )

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  (a method of the base class)
        """A full disk must not print a traceback over the screen."""


class _OneLine(logging.Formatter):
    """One line an event, whatever it holds, and exceptions without their words."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  (a method of the base class)
        record.message = visible(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: _ExceptionInfo) -> str:  # noqa: N802  (a method of the base class)
        return describe(ei[1]) if ei[1] is not None else ""
