"""The parts of one line of JSON, each with the component class it is drawn with.

A line is enough to tell them: no token of JSON goes over a line end. Text that is no JSON comes back whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.widgets.drawing import Piece

KEY = "json--key"
STRING = "json--string"
NUMBER = "json--number"
LITERAL = "json--literal"
PUNCTUATION = "json--punctuation"
NOT_TEXT = "json--not-text"
OTHER = ""

STYLES = frozenset({KEY, STRING, NUMBER, LITERAL, PUNCTUATION, NOT_TEXT})

_TOKEN = re.compile(
    r'(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+"(?P<key>\s*:)?)'
    r"|(?P<number>-?\d[\d.eE+-]*+)"
    r"|(?P<literal>true|false|null)"
    r"|(?P<punctuation>[][{}:,]+)"
    r"|(?P<other>\s++|.)",
    re.DOTALL,
)
_STYLE_OF = {"number": NUMBER, "literal": LITERAL, "punctuation": PUNCTUATION, "other": OTHER}
_BYTES = re.compile("[\udc80-\udcff]+")


def pieces(line: str) -> list[Piece]:
    """`line`, in parts that make it up again, but for bytes that are no UTF-8: those are shown as <FF>."""
    return list(_tokens(line))


def _tokens(line: str) -> Iterator[Piece]:
    for match in _TOKEN.finditer(line):
        kind = match.lastgroup or "other"
        if kind != "string":
            yield match.group(), _STYLE_OF[kind]
        elif match["key"] is None:
            yield from readable(match["string"], STRING)
        else:
            colon = match.start("key")
            yield from readable(line[match.start() : colon], KEY)
            yield match["key"], PUNCTUATION


def readable(text: str, style: str) -> list[Piece]:
    """`text` in `style`, with each surrogate that stands for a byte shown as the byte."""
    if text.isascii() or not _BYTES.search(text):
        return [(text, style)]
    made: list[Piece] = []
    at = 0
    for match in _BYTES.finditer(text):
        made.append((text[at : match.start()], style))
        made.append(("".join(f"<{ord(byte) - 0xDC00:02X}>" for byte in match.group()), NOT_TEXT))
        at = match.end()
    made.append((text[at:], style))
    return [piece for piece in made if piece[0]]
