"""Exceptions as text that holds no data: types and places, no values of variables and no words of others."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

from tui.errors import KintoneTuiError

_MOST_ERRORS = 10
_MOST_FRAMES = 60
_LONGEST_MESSAGE = 500


def describe(error: BaseException) -> str:
    """The error and what led to it: type, place and, for failures of this program, the message.

    The message of any other exception may hold a token, an address with its query or a value of a record.
    """
    return "\n".join(_describe(error, set()))


def visible(text: str) -> str:
    """`text` on one line, without characters that a terminal would obey when it is shown the file."""
    return "".join(character if character.isprintable() else f"\\u{ord(character):04x}" for character in text)


def _describe(error: BaseException, seen: set[int]) -> Iterator[str]:
    if id(error) in seen or len(seen) >= _MOST_ERRORS:
        return
    seen.add(id(error))
    yield _title(error)
    yield from _frames(error)
    if isinstance(error, BaseExceptionGroup):
        for member in error.exceptions:
            yield "Among them:"
            yield from _describe(member, seen)
    earlier = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if earlier is not None:
        yield "It followed this one:"
        yield from _describe(earlier, seen)


def _title(error: BaseException) -> str:
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if isinstance(error, KintoneTuiError):
        return f"{name}: {visible(error.message[:_LONGEST_MESSAGE])}"
    return name


def _frames(error: BaseException) -> Iterator[str]:
    """`file:line:function` of each call, the outermost first; of a very deep stack the innermost."""
    places = [
        f"  {_shown(frame.f_code.co_filename)}:{line}:{frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if len(places) > _MOST_FRAMES:
        yield f"  … {len(places) - _MOST_FRAMES} calls"
    yield from places[-_MOST_FRAMES:]


def _shown(filename: str) -> str:
    """The file as it is imported: where things are installed is nobody's business."""
    within = (root for root in map(Path, sys.path) if root != Path() and Path(filename).is_relative_to(root))
    root = max(within, key=lambda path: len(path.parts), default=None)
    return visible(str(Path(filename).relative_to(root)) if root else Path(filename).name)
