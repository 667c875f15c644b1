"""JSON laid out for reading, byte for byte as it was sent.

Nothing is decoded and encoded again: numbers keep all their digits, escapes stay escapes, keys keep their
order and may come twice. All that changes is the white space between tokens, which means nothing (RFC 8259,
section 2). The layout is an index of eight bytes a line, made by one regular expression that matches a whole
line at a time; it goes as far as somebody reads. The text of a line is cut out of the body when it is drawn.
"""

from __future__ import annotations

import re
from array import array
from itertools import islice
from typing import Literal, NamedTuple, TypeAlias

_SPACE = rb"[ \t\n\r]*+"
_STRING = rb'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"'
_NUMBER = rb"-?+(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?+(?:[eE][+-]?+[0-9]++)?+"
_WHOLE = rb"(?:%s|%s|true|false|null|\{%s\}|\[%s\])" % (_STRING, _NUMBER, _SPACE, _SPACE)

# One line: a member or an element with its comma, or one bracket. No group holds anything: `lastindex` says
# which way the line went, and no byte is copied. The last way always matches, so that nothing is skipped.
_LINE = re.compile(
    rb"%(space)b(?:"
    rb"%(string)b%(space)b:%(space)b(?:%(whole)b(?:%(space)b,()|())|\{()|\[())"
    rb"|\}(?:%(space)b,()|())"
    rb"|\](?:%(space)b,()|())"
    rb"|%(whole)b(?:%(space)b,()|())|\{()|\[()"
    rb"|\Z()"
    rb"|())" % {b"space": _SPACE, b"string": _STRING, b"whole": _WHOLE}
)
_NEWLINE = re.compile(rb"\n")
_REST_OF_LINE = re.compile(rb"[ \t\r]*+\n")
_PARTS = re.compile(
    rb"%b(?:(%b)%b:%b)?(%b|[][{}])(?:%b(,))?" % (_SPACE, _STRING, _SPACE, _SPACE, _WHOLE, _SPACE)
)


class _Way(NamedTuple):
    """What a line does. `within` are the brackets that may be the innermost around it, a space for none."""

    within: bytes
    opens: int = 0
    closes: bool = False
    comma: bool = False
    ends: bool = False


_OBJECT, _ARRAY = ord("{"), ord("[")
_NOT_JSON = _Way(b"")
_WAYS = (
    _NOT_JSON,
    _Way(b"{", comma=True),
    _Way(b"{"),
    _Way(b"{", opens=_OBJECT),
    _Way(b"{", opens=_ARRAY),
    _Way(b"{", closes=True, comma=True),
    _Way(b"{", closes=True),
    _Way(b"[", closes=True, comma=True),
    _Way(b"[", closes=True),
    _Way(b"[", comma=True),
    _Way(b"[ "),
    _Way(b"[ ", opens=_OBJECT),
    _Way(b"[ ", opens=_ARRAY),
    _Way(b" ", ends=True),
    _NOT_JSON,
)
"""By the number of the group in `_LINE`."""

_NO_BRACKET = ord(" ")

Kind: TypeAlias = Literal["json", "note", "raw"]


class Line(NamedTuple):
    """A line of the body without indentation, or a note of ours. Bytes that are no UTF-8 are surrogates."""

    kind: Kind
    depth: int
    text: str


class JsonLayout:
    """Lines of `body`, laid out from the first on as far as `read_on` is called.

    Where the body stops being JSON stands a note, and from there on it is shown as it was sent.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._starts = array("I")
        self._depths = array("I")
        self._open = bytearray()
        self._needs_value = True
        self._position = 0
        self._raw_starts = array("I")
        self.is_complete = False
        self.fault: int | None = None
        """The offset from which on the body is not JSON."""

    @property
    def line_count(self) -> int:
        """Lines laid out so far."""
        note = 0 if self.fault is None else 1
        return len(self._starts) + note + len(self._raw_starts)

    def read_on(self, lines: int) -> None:
        """Lay out about `lines` more, or what is left."""
        if self.is_complete:
            return
        is_open, starts, depths = self._open, self._starts, self._depths
        needs_value, position = self._needs_value, self._position
        for match in islice(_LINE.finditer(self._body, position), lines):
            way = _WAYS[match.lastindex or 0]
            within = is_open[-1] if is_open else _NO_BRACKET
            if within not in way.within or needs_value == (way.closes or way.ends):
                self._show_as_sent(position)
                return
            if way.ends:
                self.is_complete = True
                return
            if way.closes:
                is_open.pop()
            starts.append(position)
            depths.append(len(is_open))
            if way.opens:
                is_open.append(way.opens)
            needs_value = way.comma or way.opens > 0
            position = match.end()
        self._needs_value, self._position = needs_value, position

    def line(self, y: int) -> Line:
        """Line `y`, one of the `line_count` that have been laid out."""
        if y < len(self._starts):
            return Line("json", self._depths[y], self._text(y))
        y -= len(self._starts)
        if self.fault is None or y > len(self._raw_starts):
            raise IndexError("no such line")
        return Line("note", 0, self._note(self.fault)) if y == 0 else Line("raw", 0, self._raw_text(y - 1))

    def _text(self, y: int) -> str:
        stop = self._starts[y + 1] if y + 1 < len(self._starts) else len(self._body)
        if self.fault is not None:
            stop = min(stop, self.fault)
        match = _PARTS.match(self._body, self._starts[y], stop)
        assert match is not None, "the index holds only lines that match"  # noqa: S101
        key, value, comma = match.groups(b"")
        if value[0] in b"{[" and len(value) > 1:
            value = value[:1] + value[-1:]
        return _decoded((key + b": " if key else b"") + value + comma)

    def _raw_text(self, y: int) -> str:
        last = y + 1 == len(self._raw_starts)
        stop = len(self._body) if last else self._raw_starts[y + 1] - 1
        return _decoded(self._body[self._raw_starts[y] : stop].removesuffix(b"\r"))

    def _note(self, fault: int) -> str:
        if not self._body.strip():
            return "Nothing was sent."
        if not self._raw_starts:
            return "The JSON ends here, before it is complete."
        return f"From here on this is not JSON (byte {fault + 1:,}). It is shown as it was sent."

    def _show_as_sent(self, fault: int) -> None:
        self.fault = fault
        self.is_complete = True
        if self._body[fault:].strip():
            # What is left of the last good line's own line end is not a line.
            rest = _REST_OF_LINE.match(self._body, fault)
            first = rest.end() if rest else fault
            self._raw_starts.append(first)
            self._raw_starts.extend(found.end() for found in _NEWLINE.finditer(self._body, first))


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")
