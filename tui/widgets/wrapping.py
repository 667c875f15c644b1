"""Text broken into lines of a number of cells, between words where there are any.

Latin words stay whole; between full-width characters a line may end anywhere, but none begins with a closing
mark. All of it is one regular expression over the text, in which a full-width character counts as two.
"""

from __future__ import annotations

import functools
import re

from tui.terminal.text import width

_SECOND_CELL = "\0"
_NOT_FIRST = "、。，．・：；？！」』）】〉》〕］｝’”ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…,.;:!?)]}"


def wrap(line: str, cells: int) -> list[str]:
    """`line`, which must be safe to draw, in lines of at most `cells` cells; at least one.

    Spaces at which a line is broken are dropped.
    """
    cells = max(cells, 2)
    if len(line) <= cells and (line.isascii() or width(line) <= cells):
        return [line]
    if line.isascii():
        return [found[0] or found[1] for found in _ascii(cells).findall(line)]
    sizes = {character: width("a" + character) - 1 for character in set(line)}
    counted = line.translate({ord(each): each + _SECOND_CELL for each, size in sizes.items() if size == 2})
    marks = "".join(sorted(each for each, size in sizes.items() if size == 0))
    found = _wide(cells, marks).findall(counted)
    return [(whole or cut).replace(_SECOND_CELL, "") for whole, cut in found]


@functools.lru_cache(maxsize=16)
def _ascii(cells: int) -> re.Pattern[str]:
    return re.compile(rf"(.{{1,{cells}}})(?: +|$)|(.{{{cells}}})")


@functools.lru_cache(maxsize=16)
def _wide(cells: int, marks: str) -> re.Pattern[str]:
    """`marks` are the characters of the text that take no cell of their own; they stay with their letter."""
    letter = f"[^{re.escape(marks)}][{re.escape(marks)}]*+" if marks else "."
    letters = f"(?:{letter}){{1,{cells}}}"
    spaces = f" +(?![{re.escape(marks)}])" if marks else " +"
    after_wide = f"(?<={_SECOND_CELL})"
    before_wide = f"(?=[^{_SECOND_CELL}]{_SECOND_CELL})"
    between_wide = f"(?:{after_wide}|{before_wide})(?![{re.escape(_NOT_FIRST)}{_SECOND_CELL}])"
    return re.compile(
        f"({letters})(?:{spaces}|$|{between_wide})|({letters})(?!{_SECOND_CELL})",
        re.DOTALL,
    )
