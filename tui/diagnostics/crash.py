"""The report that is written when a fault of this program ends it. It can be sent to anyone as it is."""

from __future__ import annotations

import contextlib
import os
import platform
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

from tui import __version__
from tui.diagnostics.files import make_folder, open_private
from tui.diagnostics.stack import describe, visible

REPORTS_KEPT = 10

_PREFIX = "crash-"
_LONGEST_CONTEXT = 200
_LIBRARIES = ("textual", "rich", "httpx", "msgspec", "click", "cryptography", "filelock", "tomlkit")
# Variables that name a kind of terminal and nothing else.
_TERMINAL = ("TERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "COLORTERM", "LANG", "LC_ALL", "LC_CTYPE")
# Of these it only counts whether they are set: their values name machines and people.
_PRESENT = ("SSH_CONNECTION", "TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "NO_COLOR")


def farewell(error: BaseException, folder: Path, context: Mapping[str, str]) -> str:
    """The program's last words after a fault of its own, two lines; the report on it is written then."""
    return (
        "kintone-tui stopped because of a fault of its own. Nothing of yours was changed.\n"
        f"{_where_it_is_reported(error, folder, context)}\n"
    )


def _where_it_is_reported(error: BaseException, folder: Path, context: Mapping[str, str]) -> str:
    try:
        report = write_report(error, folder, context)
    except OSError as refused:
        return f"No report could be written: {refused.strerror}."
    return f"A report without your data is in {visible(str(report))}"


def write_report(error: BaseException, folder: Path, context: Mapping[str, str]) -> Path:
    """Write a report on `error` into `folder`, readable by its owner only; the path of it.

    `context` is what the program knows of itself at that moment, such as the place that was on the screen; it
    must hold no data. Older reports go, so that ten are left. Where `folder` cannot be written, the report is
    among the temporary files; raises OSError if it cannot be written there either.
    """
    report = "\n".join(_report(error, context)) + "\n"
    try:
        path = _write(folder, report)
    except OSError:
        return _write_elsewhere(report)
    _remove_oldest(folder)
    return path


def _report(error: BaseException, context: Mapping[str, str]) -> Iterator[str]:
    yield f"kintone-tui {__version__} stopped at {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    yield ""
    yield describe(error)
    yield ""
    for name, value in context.items():
        yield f"{visible(name)}: {visible(value[:_LONGEST_CONTEXT])}"
    yield f"Python {platform.python_version()} ({platform.python_implementation()})"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    yield ", ".join(f"{name} {_version(name)}" for name in _LIBRARIES)
    yield from (f"{name}={visible(os.environ[name])}" for name in _TERMINAL if name in os.environ)
    yield from (f"{name} is set" for name in _PRESENT if os.environ.get(name))


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "is missing"


def _write(folder: Path, report: str) -> Path:
    make_folder(folder)
    path = folder / f"{_PREFIX}{datetime.now(UTC):%Y%m%d-%H%M%S-%f}-{os.getpid()}.txt"
    descriptor = open_private(path, os.O_EXCL)
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(report)
    return path


def _write_elsewhere(report: str) -> Path:
    descriptor, name = tempfile.mkstemp(prefix="kintone-tui-crash-", suffix=".txt")
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(report)
    return Path(name)


def _remove_oldest(folder: Path) -> None:
    """The names begin with the time, so they sort by it."""
    with contextlib.suppress(OSError):
        for old in sorted(folder.glob(f"{_PREFIX}*.txt"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)
