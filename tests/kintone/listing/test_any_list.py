"""Whatever the records, the order and the way through them: one sorted list would show the same."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kintone.listing.fake import FakeKintone, Row
from tests.kintone.listing.lists import FIELDS, STATES, ids, quiet, record_list, shown
from tui.kintone.listing import Limits

_MINUTES = ("00", "01", "59")
_POOLS: dict[str, tuple[Any, ...]] = {
    "Amount": ("", "-3", "0", "0.5", "12", "12.000000000000000001", "1E+3"),
    "Total": ("", *map(str, range(-5, 40))),
    "Span": ("", "1:30", "49:30"),
    "Due": (None, *(f"2026-02-{day:02}" for day in range(1, 29))),
    "At": (None, *(f"09:{minute}" for minute in _MINUTES)),
    "Call": ("", *(f"2026-12-31T23:{minute}:00Z" for minute in _MINUTES)),
    "Created": tuple(f"2026-11-23T10:{minute:02}:00Z" for minute in range(60)),
    "Stage": (None, *FIELDS["Stage"].options),
    "Status": STATES,
    "Company": ("", "Blue Kite", "青い凧", 'The "K" \\ Co'),
    "By": tuple({"code": code, "name": ""} for code in ("mika", "jon", "guest/ann@partner.example")),
}
_COMPARABLE = ("Amount", "Total", "Due", "At", "Call", "Created", "Stage", "$id", "No")
_NULLABLE = ("Amount", "Total", "Due", "At", "Call")
_OPAQUE = ("Span", "Status", "Company", "By")


@dataclass(frozen=True)
class Data:
    """`count` records with ids up to `gap` times as large; of a field at most `variety` values occur.

    `common` is how likely a record has the first of them in a field.
    """

    count: int
    gap: int
    variety: int
    common: float
    seed: int

    def rows(self) -> list[Row]:
        dice = random.Random(self.seed)
        numbers = sorted(dice.sample(range(1, 1 + max(self.count, 1) * self.gap), self.count))
        pools = {code: dice.sample(pool, min(len(pool), self.variety)) for code, pool in _POOLS.items()}
        return [
            {"$id": number, **{code: self._one(pool, dice) for code, pool in pools.items()}}
            for number in numbers
        ]

    def _one(self, pool: list[Any], dice: random.Random) -> Any:
        return pool[0] if dice.random() < self.common else dice.choice(pool)


_DATA = st.builds(
    Data,
    count=st.integers(0, 120),
    gap=st.sampled_from([1, 1, 3, 40]),
    variety=st.sampled_from([1, 2, 5, 50]),
    common=st.sampled_from([0.0, 0.0, 0.3, 0.8]),
    seed=st.integers(0, 10**6),
)


def _sorts(codes: tuple[str, ...]) -> st.SearchStrategy[str]:
    key = st.tuples(st.sampled_from(codes), st.sampled_from(["asc", "desc"])).map(" ".join)
    return st.lists(key, max_size=3).map(", ".join)


_LIMITS = st.builds(
    Limits,
    page=st.integers(3, 8),
    offset=st.integers(8, 20),
    first=st.integers(1, 8),
    ids=st.sampled_from([10, 40, 200]),
    requests=st.just(300),
    kept_rows=st.sampled_from([1, 20, 1000]),
    kept_bytes=st.sampled_from([1, 10**6]),
)
_JUMPS = st.lists(st.tuples(st.floats(-0.1, 1.1), st.integers(0, 12)), min_size=1, max_size=6)
_CONDITIONS = st.sampled_from(["", 'Stage in ("Lead", "")', "Amount >= 0 or $id > 20"])


async def _follow(app: FakeKintone, sort: str, condition: str, jumps: list[tuple[float, int]]) -> list[bool]:
    """Goes from place to place, and compares what is shown with the list as a whole."""
    records = record_list(app, sort, condition)
    truth = ids(app.select(condition, records.order.text))
    outcomes = []
    for part, length in jumps:
        first = max(0, int(part * len(truth)))
        outcomes.append(await records.ensure(first, first + length))
        assert records.total == len(truth)
        end = min(first + length, len(truth))
        for position, record_id in zip(range(first, end), shown(records, first, end), strict=True):
            if outcomes[-1] or record_id is not None:
                assert record_id == truth[position]
            else:
                assert not records.reachable(position)
        await quiet(app)
    await records.aclose()
    return outcomes


@settings(max_examples=150, deadline=None)
@given(_DATA, _sorts(_COMPARABLE), _CONDITIONS, _LIMITS, _JUMPS, st.booleans())
def test_every_row_of_a_comparable_order_is_shown_at_its_place(
    data: Data,
    sort: str,
    condition: str,
    limits: Limits,
    jumps: list[tuple[float, int]],
    in_ranges: bool,
) -> None:
    app = FakeKintone(FIELDS, data.rows(), limits=limits, empty_in_ranges=in_ranges)
    outcomes = asyncio.run(_follow(app, sort, condition, jumps))
    assert all(outcomes) or _empties_between_directions(sort)


def _empties_between_directions(sort: str) -> bool:
    """Whether two keys with empty values go opposite ways.

    Then records without either cannot be told from those without one of them, unless by what is not empty.
    """
    keys = (key.split() for key in sort.split(", ") if key)
    return len({direction for code, direction in keys if code in _NULLABLE}) > 1


@settings(max_examples=150, deadline=None)
@given(
    _DATA,
    _sorts(_COMPARABLE + _OPAQUE),
    _CONDITIONS,
    _LIMITS,
    _JUMPS,
    st.booleans(),
    st.sampled_from(["selects", "selects nothing", "refused"]),
)
def test_no_row_is_ever_shown_at_another_place(
    data: Data,
    sort: str,
    condition: str,
    limits: Limits,
    jumps: list[tuple[float, int]],
    in_ranges: bool,
    equals: Any,
) -> None:
    app = FakeKintone(
        FIELDS, data.rows(), limits=limits, empty_in_ranges=in_ranges, empty_equals=equals, states=STATES
    )
    asyncio.run(_follow(app, sort, condition, jumps))
