"""Text of others, made safe to draw, and cut or padded to an exact number of cells.

Kintone values, file contents and messages from the network may hold anything: an escape sequence that sets
the clipboard, a bidi override that swaps what a person reads, a joiner that one terminal draws in two cells
and another in six. Here each such character becomes something visible of a known width, or goes where it
only chose between two looks of the character before it. Everything in this module takes raw text, and may
be given text that is safe already: safe text comes back as it is.

Widths are those of `rich.cells`, which is also what places text on the screen.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from rich.cells import get_character_cell_size

NEWLINE = "⏎"
INVISIBLE = "·"
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS = "…"
MARK_WITHOUT_BASE = "\N{DOTTED CIRCLE}"

_LINE_END = re.compile("\r\n|[\n\u2028\u2029]")
_TAB_STOP = 4

# Characters that draw nothing although Unicode does not count them as controls or formats: fillers, the
# grapheme joiner, selectors of a variant. A skin tone alone belongs here because terminals disagree on its
# width.
_BLANKS = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U0001d159\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef"
)
_BLANK = re.compile(f"[{_BLANKS}]")
# Besides them, what Python calls printable and terminals disagree on: keycaps and the halves of a flag.
_SUSPECT = re.compile(f"[{_BLANKS}\u20e3\U0001f1e6-\U0001f1ff]")
_FLAG_A = 0x1F1E6

_EMOJI = "©®‼⁉™ℹ\u2190-\u2bff〰〽㊗㊙\U0001f000-\U0001f3fa\U0001f400-\U0001faff"
# What follows a character only to choose its look. Without it every terminal draws the same character in
# the same cells, and a family of emoji becomes its members side by side, which is how Unicode says a
# sequence is shown where it is not supported (UTS #51, section 2.3). Between letters of Arabic and Indic
# scripts the joiners are spelling. Of a keycap the key is left.
_LOOKS = re.compile(
    "(?<=[0-9#*])[\ufe00-\ufe0f\U000e0100-\U000e01ef]*\u20e3"
    f"|(?<=[{_EMOJI}])[\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+"
    "|(?<=[^\\W_])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
    "|(?<=[\u0620-\u06d3\u0900-\u0dff])[\u200c\u200d]+(?=[\u0620-\u06d3\u0900-\u0dff])"
)

# The longest thing a cell holds: a letter with a few combining marks, or half of an emoji family.
_CODE_POINTS_PER_CELL = 8


class _Drawn(dict[int, str]):
    """Code point to what is drawn for it, filled as characters are met. A table for `str.translate`."""

    _LARGEST = 20_000

    def __missing__(self, code: int) -> str:
        if len(self) >= self._LARGEST:
            self.clear()
        drawn = self[code] = _drawn(chr(code))
        return drawn


class _Widths(dict[str, int]):
    """Character to its width in cells (0, 1 or 2), filled as characters are met."""

    _LARGEST = 20_000

    def __missing__(self, character: str) -> int:
        if len(self) >= self._LARGEST:
            self.clear()
        cells = self[character] = get_character_cell_size(character)
        return cells


def _drawn(character: str) -> str:
    """What is drawn for one character."""
    code = ord(character)
    if code < 0x20:
        return {"\t": " ", "\n": NEWLINE}.get(character, chr(0x2400 + code))
    if _FLAG_A <= code < _FLAG_A + 26:
        # Two of them are a flag, in two cells or four; where flags are not supported, letters are shown.
        return chr(ord("A") + code - _FLAG_A)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    match unicodedata.category(character):
        case "Cc" | "Cf":
            return INVISIBLE
        case "Zl" | "Zp":
            return NEWLINE
        case "Zs":
            return character if character == "\N{IDEOGRAPHIC SPACE}" else " "
        case "Cs":
            return UNREADABLE
        case "Cn":
            return character if _is_newer_than_python(character) else UNREADABLE
    return INVISIBLE if _BLANK.match(character) else character


def _is_newer_than_python(character: str) -> bool:
    """Whether this is an emoji or an ideograph that Rich's tables know and Python's do not yet."""
    return _widths[character] == 2


_widths = _Widths()
_drawn_for = _Drawn()
_width_of = _widths.__getitem__


def one_line(text: str) -> str:
    """`text` as it can be drawn on one line: a line end shows as ⏎, a tab as a space, ESC as ␛."""
    if text.isprintable() and (text.isascii() or not _is_suspect(text)):
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    safe = _LOOKS.sub("", text).translate(_drawn_for)
    if safe and not _width_of(safe[0]):
        # It would otherwise be drawn onto whatever stands to the left of this text.
        return MARK_WITHOUT_BASE + safe
    return safe


def _is_suspect(printable: str) -> bool:
    """Whether text that Python calls printable still holds something that is not drawn as it is."""
    return not _width_of(printable[0]) or _SUSPECT.search(printable) is not None


def lines(text: str) -> list[str]:
    """`text` as lines that can be drawn, tabs expanded; at least one line, empty when the text is."""
    return [_expand_tabs(line) if "\t" in line else one_line(line) for line in _LINE_END.split(text)]


def _expand_tabs(line: str) -> str:
    """`line` made safe, with spaces up to the next tab stop, counted in cells."""
    expanded: list[str] = []
    column = 0
    *before_tabs, last = line.split("\t")
    for part in before_tabs:
        safe = one_line(part)
        column += _cells(safe)
        gap = _TAB_STOP - column % _TAB_STOP
        column += gap
        expanded.append(safe + " " * gap)
    return "".join(expanded) + one_line(last)


def width(text: str) -> int:
    """Cells that `one_line(text)` takes."""
    if text.isascii() and text.isprintable():
        return len(text)
    return _cells(one_line(text))


def _cells(safe: str) -> int:
    return len(safe) if safe.isascii() else sum(map(_width_of, safe))


def fit(text: str, cells: int, align: Literal["left", "right"] = "left") -> str:
    """`one_line(text)` in exactly `cells` cells: padded with spaces, or cut with … at its end.

    A wide character is never cut in half and a combining mark never leaves its letter. Only the beginning
    of a long text is looked at, so a value of a megabyte costs no more than what is seen of it.
    """
    if cells <= 0:
        return ""
    start = text[: cells + 1]
    if start.isascii() and start.isprintable():
        if len(start) > cells:
            return start[: cells - 1] + ELLIPSIS
        return start.ljust(cells) if align == "left" else start.rjust(cells)
    return _fit_wide(text, cells, align)


def _fit_wide(text: str, cells: int, align: Literal["left", "right"]) -> str:
    """`fit` for text that is not plain ASCII."""
    for enough in (cells + 1, (cells + 1) * _CODE_POINTS_PER_CELL):
        safe = one_line(text[:enough])
        taken = _cells(safe)
        if taken > cells or len(text) <= enough:
            break
    if taken > cells or len(text) > enough:
        safe, taken = _cut(safe, cells - 1)
        safe, taken = safe + ELLIPSIS, taken + 1
    gap = " " * (cells - taken)
    return safe + gap if align == "left" else gap + safe


def _cut(safe: str, cells: int) -> tuple[str, int]:
    """The longest beginning of `safe` that takes at most `cells` cells, and the cells it takes."""
    taken = 0
    for index, character in enumerate(safe):
        wider = taken + _width_of(character)
        if wider > cells:
            return safe[:index], taken
        taken = wider
    return safe, taken
