"""The words and signs of a query.

Between them Kintone takes spaces, tabs, line breaks and the full-width space; inside a string a raw control
character is an error and has to be written as an escape.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from tui.simulator.query import refusals

_BETWEEN = re.compile(r"[ \t\r\n　]+")
# A field code may hold letters and digits of any script, the underscore and the middle dot (both widths), and
# currency signs, `$id` being one of them; it does not begin with an ASCII digit.
_WORD = re.compile(r"(?![0-9])[\w＿・･$¥€£¢￥＄￡￠]+")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w＿・･$])")
_STRING = re.compile(r'"((?:[^"\\\x00-\x1f\x7f]|\\["\\tnr])*)"')
_SIGN = re.compile(r"!=|>=|<=|[=<>(),.]")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {'"': '"', "\\": "\\", "t": "\t", "n": "\n", "r": "\r"}


class Kind(Enum):
    WORD = auto()
    NUMBER = auto()
    STRING = auto()
    SIGN = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is as written, but for a string: there it is what the string says."""

    kind: Kind
    text: str


_FORMS = ((Kind.WORD, _WORD), (Kind.NUMBER, _NUMBER), (Kind.STRING, _STRING), (Kind.SIGN, _SIGN))


def tokens(query: str) -> list[Token]:
    """The query's tokens with an END after them; raises QueryRefused for anything that is none."""
    found: list[Token] = []
    position = _skip(query, 0)
    while position < len(query):
        token, position = _next(query, position)
        found.append(token)
        position = _skip(query, position)
    found.append(Token(Kind.END, ""))
    return found


def _skip(query: str, position: int) -> int:
    match = _BETWEEN.match(query, position)
    return match.end() if match else position


def _next(query: str, position: int) -> tuple[Token, int]:
    for kind, form in _FORMS:
        match = form.match(query, position)
        if match:
            text = _plain(match[1]) if kind is Kind.STRING else match[0]
            return Token(kind, text), match.end()
    raise refusals.syntax()


def _plain(written: str) -> str:
    return _ESCAPE.sub(lambda match: _ESCAPED[match[1]], written)
