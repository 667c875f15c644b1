"""What the query language allows each field type: operators, functions, sorting.

After the table of operators and functions by field type on Kintone's page "Query string" and its help page on
sorting records. STATUS_ASSIGNEE is not in that table; Kintone's own view "(Assigned to me)" uses it with
`in`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from tui.simulator.query.tree import Operator


class Kind(Enum):
    """How a field's values are stored and compared."""

    ID = auto()
    NUMBER = auto()
    TEXT = auto()
    DATE = auto()
    TIME = auto()
    INSTANT = auto()
    MINUTES = auto()
    RANK = auto()
    """One of a known row of things, by its place there: an option, a state, a user."""
    SET = auto()
    """Some of a known row of things."""
    PROSE = auto()
    """Only searched for words, and asked whether it is empty."""


@dataclass(frozen=True, slots=True)
class TypeRules:
    kind: Kind
    operators: frozenset[Operator]
    functions: frozenset[str] = frozenset()
    sortable: bool = False


_EQUALITY = frozenset({Operator.EQUAL, Operator.UNEQUAL})
_COMPARISON = _EQUALITY | {Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST}
_LISTING = frozenset({Operator.IN, Operator.NOT_IN})
_SEARCH = frozenset({Operator.LIKE, Operator.NOT_LIKE})
_EMPTINESS = frozenset({Operator.IS, Operator.IS_NOT})

_DAYS = frozenset(
    {"TODAY", "YESTERDAY", "TOMORROW", "FROM_TODAY"}
    | {f"{which}_{period}" for which in ("THIS", "LAST", "NEXT") for period in ("WEEK", "MONTH", "YEAR")}
)
_MOMENTS = _DAYS | {"NOW"}
FUNCTIONS = _MOMENTS | {"LOGINUSER", "PRIMARY_ORGANIZATION"}

_PERSON = frozenset({"LOGINUSER"})
_NUMBER = TypeRules(Kind.NUMBER, _COMPARISON | _LISTING, sortable=True)
_TEXT = TypeRules(Kind.TEXT, _EQUALITY | _LISTING | _SEARCH, sortable=True)
_INSTANT = TypeRules(Kind.INSTANT, _COMPARISON, _MOMENTS, sortable=True)
_CHOICE = TypeRules(Kind.RANK, _LISTING, sortable=True)
_CHOICES = TypeRules(Kind.SET, _LISTING)
_ID = TypeRules(Kind.ID, _COMPARISON | _LISTING, sortable=True)
_AUTHOR = TypeRules(Kind.RANK, _LISTING, _PERSON, sortable=True)

TYPES: Mapping[str, TypeRules] = {
    "__ID__": _ID,
    "RECORD_NUMBER": _ID,
    "CREATOR": _AUTHOR,
    "MODIFIER": _AUTHOR,
    "CREATED_TIME": _INSTANT,
    "UPDATED_TIME": _INSTANT,
    "SINGLE_LINE_TEXT": _TEXT,
    "LINK": _TEXT,
    "NUMBER": _NUMBER,
    "CALC": _NUMBER,
    "MULTI_LINE_TEXT": TypeRules(Kind.PROSE, _SEARCH | _EMPTINESS),
    "RICH_TEXT": TypeRules(Kind.PROSE, _SEARCH | _EMPTINESS),
    "FILE": TypeRules(Kind.PROSE, _SEARCH | _EMPTINESS),
    "CHECK_BOX": _CHOICES,
    "MULTI_SELECT": _CHOICES,
    "RADIO_BUTTON": _CHOICE,
    "DROP_DOWN": _CHOICE,
    "DATE": TypeRules(Kind.DATE, _COMPARISON, _DAYS, sortable=True),
    "TIME": TypeRules(Kind.TIME, _COMPARISON, sortable=True),
    "DATETIME": _INSTANT,
    "USER_SELECT": TypeRules(Kind.SET, _LISTING, _PERSON),
    "ORGANIZATION_SELECT": TypeRules(Kind.SET, _LISTING, frozenset({"PRIMARY_ORGANIZATION"})),
    "GROUP_SELECT": _CHOICES,
    "STATUS": TypeRules(Kind.RANK, _EQUALITY | _LISTING, sortable=True),
    "STATUS_ASSIGNEE": TypeRules(Kind.SET, _LISTING, _PERSON),
}
"""What is missing here (CATEGORY, SUBTABLE, GROUP, REFERENCE_TABLE) can neither be tested nor sorted by."""

CALCULATED: Mapping[str, TypeRules] = {
    "DATETIME": TypeRules(Kind.INSTANT, _COMPARISON | _LISTING, _MOMENTS, sortable=True),
    "DATE": TypeRules(Kind.DATE, _COMPARISON | _LISTING, _DAYS, sortable=True),
    "TIME": TypeRules(Kind.TIME, _COMPARISON | _LISTING, sortable=True),
    "HOUR_MINUTE": TypeRules(Kind.MINUTES, _COMPARISON | _LISTING, sortable=True),
    "DAY_HOUR_MINUTE": TypeRules(Kind.MINUTES, _COMPARISON | _LISTING, sortable=True),
}
"""CALC by its `format`; every other format is a number."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How this Kintone answers where nobody has published what the real one does."""

    empty_in_ranges: bool = False
    """Whether `<` and `<=` match empty numbers, dates and times, which sort below all others."""
    search_limit: int = 100_000
    """A `like` with more hits than this stops there (documented: 100,000)."""
