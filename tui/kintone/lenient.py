"""Reading JSON that somebody else wrote: what is missing, null or odd becomes a plain empty value.

Kintone sends ids, counts, sizes and indexes as strings, has three spellings of empty, and grows new keys.
Only the outermost shape of an answer is worth a failure; below it, one odd member must not cost the rest.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|(?P<alone>u[dD][89a-fA-F]\w\w)|.)", re.DOTALL
)


def decode(body: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T:
    """The decoded body; half an emoji, a byte that is not UTF-8 or a byte order mark is mended first.

    A text that was cut in the middle of a surrogate pair is legal in JSON (RFC 8259 section 8.2) and would
    otherwise take its whole page with it. Raises ValueError for what cannot be mended.
    """
    try:
        return decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return decoder.decode(_mend(bytes(body)))


def _mend(body: bytes) -> str:
    text = body.removeprefix(_BYTE_ORDER_MARK).decode("utf-8", "replace")
    return _ESCAPE.sub(lambda found: "\\ufffd" if found["alone"] else found[0], text)


def text(value: object) -> str:
    """Strings and numbers as text; everything else, null above all, as ""."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def integer(value: object) -> int | None:
    """Whole numbers, also as "17", else None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    if isinstance(value, float) and not value.is_integer():
        return None
    try:
        return int(value)
    except ValueError:
        return None


def flag(value: object, default: bool = False) -> bool:
    """Booleans, also as "true"; else the default."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(text(value).lower(), default)


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def sequence(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
