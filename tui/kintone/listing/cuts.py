"""Cuts: places between two records of a list, and the conditions that select what lies on either side.

A record comes at or after another if it does so by the first key, or equals it there and does so by the
second, and so on. What that means for empty values is not documented: whether `Amount < 5` selects records
without an amount, and whether `Amount = ""` does. So a condition also says on which keys' empties it leans,
if any. Upward tests (`>`, `>=`) never lean on them, since empty values are the lowest.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from tui.kintone.listing.keys import Key, Kind, Scalar, minute_after
from tui.kintone.listing.order import Order, Place
from tui.kintone.query import quote


class Empties(enum.Enum):
    """How the records whose value of a key is empty can be selected."""

    UNKNOWN = enum.auto()
    NONE = enum.auto()
    """There are none."""
    EQUAL_NOTHING = enum.auto()
    """By `F = ""`."""
    IN_RANGES = enum.auto()
    """By every `F < v`, together with what is less than v; not alone."""
    OUT_OF_REACH = enum.auto()


@dataclass(frozen=True, slots=True)
class Cut:
    """The place just before, or just after, the records that have these values of the leading keys."""

    place: Place
    after: bool = False


@dataclass(frozen=True, slots=True)
class Half:
    """What lies on one side of a cut, nearest first: a condition and the order to read it in.

    Where `count_leans` is not empty, the condition may miss records without a value of those keys, so that
    its count is not to be trusted. Where `row_leans` is not empty, records may be missing in the middle; else
    only at the far end.
    """

    condition: str
    order: str
    count_leans: frozenset[str]
    row_leans: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Test:
    """A condition; "" holds always."""

    text: str
    leans: frozenset[str] = frozenset()


class _InexpressibleError(Exception):
    """No condition is known to select that."""


def half(order: Order, cut: Cut, *, forward: bool, empties: Mapping[str, Empties]) -> Half | None:
    """One side of a cut: what follows it in `order`, or backwards what is before it.

    None where that is nothing, or cannot be asked for.
    """
    directed = order if forward else order.reversed()
    try:
        terms = _terms(directed, cut.place, inclusive=cut.after != forward, empties=empties)
    except (_InexpressibleError, OverflowError):
        return None
    if not terms:
        return None
    first, count_leans = directed.keys[0], frozenset[str]().union(*(test.leans for test in terms))
    # Read downwards, the empty values of the first key are the last: missing them costs no row before them.
    at_the_end = first.descending and cut.place[0] is not None
    in_the_middle = [test.leans for test in (terms[1:] if at_the_end else terms)]
    return Half(
        condition=_any_of(terms),
        order=directed.text,
        count_leans=count_leans | {first.code} if _stops_at_values(directed, cut.place) else count_leans,
        row_leans=frozenset[str]().union(*in_the_middle),
    )


def _stops_at_values(order: Order, place: Place) -> bool:
    """Whether a condition ends with the empty values of the first key, because nothing selects all others."""
    first = order.keys[0]
    return place[0] is None and not first.descending and first.kind is not Kind.LISTED and len(place) > 1


def _terms(order: Order, place: Place, *, inclusive: bool, empties: Mapping[str, Empties]) -> list[_Test]:
    """Conditions one of which holds for whatever comes after (or, at the last key, equals) a place."""
    terms = []
    equal: list[_Test] = []
    for key, value in zip(order.keys, place, strict=False):
        state = empties.get(key.code, Empties.UNKNOWN)
        last = len(equal) == len(place) - 1
        if not equal and _stops_at_values(order, place):
            beyond = None
        else:
            beyond = (_down if key.descending else _up)(key, value, state, inclusive=inclusive and last)
        if beyond is not None:
            terms.append(_all_of([*equal, beyond]))
        if not last:
            equal.append(_equal(key, value, state))
    return terms


def _all_of(tests: list[_Test]) -> _Test:
    texts = [test.text for test in tests if test.text]
    return _Test(" and ".join(texts), frozenset[str]().union(*(test.leans for test in tests)))


def _any_of(tests: list[_Test]) -> str:
    texts = [test.text for test in tests]
    if len(texts) == 1:
        return texts[0]
    return " or ".join(f"({text})" if " and " in text else text for text in texts) if all(texts) else ""


def _up(key: Key, value: Scalar, state: Empties, *, inclusive: bool) -> _Test | None:
    """What is above a value (or equals it, if inclusive); None where nothing can be."""
    if value is None and inclusive:
        return _Test("")
    if key.kind is Kind.LISTED:
        return _one_of(key, 0 if value is None else _index(value) + (not inclusive))
    if value is None:
        raise _InexpressibleError
    if key.kind is Kind.MOMENT and not inclusive:
        return _Test(f"{key.code} >= {quote(minute_after(str(value)))}")
    return _Test(f"{key.code} {'>=' if inclusive else '>'} {key.literal(value)}")


def _down(key: Key, value: Scalar, state: Empties, *, inclusive: bool) -> _Test | None:
    """What is below a value (or equals it, if inclusive), empty ones too; None where nothing can be."""
    if key.kind is Kind.LISTED:
        if value is None and not inclusive:
            return None
        return _none_of(key, 0 if value is None else _index(value) + inclusive)
    if value is None:
        return _equal(key, None, state) if inclusive else None
    if key.kind is Kind.MOMENT and inclusive:
        text = f"{key.code} < {quote(minute_after(str(value)))}"
    else:
        text = f"{key.code} {'<=' if inclusive else '<'} {key.literal(value)}"
    if key.filled or state in {Empties.NONE, Empties.IN_RANGES}:
        return _Test(text)
    if state is Empties.EQUAL_NOTHING:
        return _Test(f'({text} or {key.code} = "")')
    return _Test(text, frozenset({key.code}))


def _equal(key: Key, value: Scalar, state: Empties) -> _Test:
    if key.kind is Kind.LISTED:
        if value is None:
            return _Test(f"{key.code} not in ({_quoted(key.options)})")
        return _Test(f"{key.code} in ({quote(key.options[_index(value)])})")
    if value is None:
        if state not in {Empties.UNKNOWN, Empties.EQUAL_NOTHING}:
            raise _InexpressibleError
        leans = frozenset({key.code}) if state is Empties.UNKNOWN else frozenset[str]()
        return _Test(f'{key.code} = ""', leans)
    if key.kind is Kind.MOMENT:
        # Kintone may keep seconds that it does not show.
        first, next_ = quote(str(value)), quote(minute_after(str(value)))
        return _Test(f"({key.code} >= {first} and {key.code} < {next_})")
    return _Test(f"{key.code} = {key.literal(value)}")


def _one_of(key: Key, first: int) -> _Test | None:
    """Options from `first` on."""
    chosen = key.options[first:]
    return _Test(f"{key.code} in ({_quoted(chosen)})") if chosen else None


def _none_of(key: Key, first: int) -> _Test:
    """Options below `first`, and what has no option."""
    others = key.options[first:]
    return _Test(f"{key.code} not in ({_quoted(others)})" if others else "")


def _index(value: Scalar) -> int:
    if not isinstance(value, int):
        raise TypeError(f"no index of an option: {value!r}")
    return value


def _quoted(values: tuple[str, ...]) -> str:
    return ", ".join(map(quote, values))


def compare(order: Order, first: Cut, second: Cut) -> int:
    """Below 0 when the first cut is nearer to the beginning of the list."""
    if result := order.compare(first.place, second.place):
        return result
    return _edge(first, second) - _edge(second, first)


def _edge(cut: Cut, other: Cut) -> int:
    """Which side of the records with the values of both cuts it is on: before, among, or after them."""
    if len(cut.place) > len(other.place):
        return 0
    return 1 if cut.after else -1
