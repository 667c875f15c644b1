"""The conditions that select what is on either side of a place in a list."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kintone.listing.fake import FakeKintone
from tests.kintone.listing.lists import FIELDS, STATES, ids
from tests.kintone.listing.test_any_list import Data
from tui.kintone.listing import Limits, Order, PageRequest
from tui.kintone.listing.cuts import Cut, Empties, compare, half
from tui.kintone.listing.order import Place
from tui.kintone.schema import Form

FORM = Form(FIELDS)
UNKNOWN: dict[str, Empties] = {}


def condition(sort: str, place: Place, *, after: bool = False, forward: bool = True) -> str | None:
    side = half(Order.parse(sort, FORM), Cut(place, after), forward=forward, empties=UNKNOWN)
    return None if side is None else side.condition


@pytest.mark.parametrize(
    ("sort", "place", "expected"),
    [
        ("No asc", (7,), "$id >= 7"),
        ("No desc", (7,), "$id <= 7"),
        ("Amount asc", (Decimal("12.50"),), 'Amount >= "12.50"'),
        ("Amount asc", (Decimal("1E+3"),), 'Amount >= "1000"'),
        ("Amount desc", (Decimal(-1),), 'Amount <= "-1"'),
        ("Amount asc", (Decimal(5), 7), 'Amount > "5" or (Amount = "5" and $id <= 7)'),
        ("Due asc", ("2026-02-28",), 'Due >= "2026-02-28"'),
        ("At desc", ("09:30",), 'At <= "09:30"'),
        ("Created asc", ("2026-12-31T23:59:00Z",), 'Created >= "2026-12-31T23:59:00Z"'),
        ("Created desc", ("2026-12-31T23:59:00Z",), 'Created < "2027-01-01T00:00:00Z"'),
        (
            "Created asc",
            ("2026-12-31T23:59:00Z", 7),
            'Created >= "2027-01-01T00:00:00Z" or ((Created >= "2026-12-31T23:59:00Z"'
            ' and Created < "2027-01-01T00:00:00Z") and $id <= 7)',
        ),
        ("Stage asc", (1,), 'Stage in ("Quote", "Won \\"big\\"")'),
        ("Stage desc", (1,), 'Stage not in ("Won \\"big\\"")'),
        ("Stage desc", (2,), ""),
        ("Stage desc", (None,), 'Stage not in ("Lead", "Quote", "Won \\"big\\"")'),
        ("Stage asc", (2, 7), 'Stage in ("Won \\"big\\"") and $id <= 7'),
        ("Amount asc", (None,), ""),
        ("Amount desc", (None, 7), 'Amount = "" and $id <= 7'),
    ],
)
def test_what_comes_at_or_after_a_place(sort: str, place: Place, expected: str) -> None:
    assert condition(sort, place) == expected


def test_nothing_is_asked_for_behind_the_last_option() -> None:
    assert condition("Stage asc", (2,), after=True) is None
    assert condition("Stage desc", (None,), after=True) is None


def test_the_end_of_all_years_is_not_a_crash() -> None:
    assert condition("Call desc", ("9999-12-31T23:59:00Z",)) is None


def test_upward_conditions_never_lean_on_how_empty_values_are_selected() -> None:
    order = Order.parse("Amount asc, Due asc", FORM)
    side = half(order, Cut((Decimal(1), "2026-01-01", 3)), forward=True, empties=UNKNOWN)
    assert side is not None
    assert not side.count_leans
    assert not side.row_leans


def test_downward_conditions_lean_on_the_empty_values_below() -> None:
    order = Order.parse("Amount desc, Due desc", FORM)
    side = half(order, Cut((Decimal(1), "2026-01-01", 3)), forward=True, empties=UNKNOWN)
    assert side is not None
    assert side.count_leans == {"Amount", "Due"}
    assert side.row_leans == {"Due"}, "those without an amount are the last, and cost no row before them"
    side = half(
        order,
        Cut((Decimal(1), "2026-01-01", 3)),
        forward=True,
        empties={"Amount": Empties.EQUAL_NOTHING, "Due": Empties.IN_RANGES},
    )
    assert side is not None
    assert side.condition == (
        '(Amount < "1" or Amount = "") or (Amount = "1" and Due < "2026-01-01")'
        ' or (Amount = "1" and Due = "2026-01-01" and $id <= 3)'
    )
    assert not side.count_leans


_DATA = st.builds(
    Data,
    count=st.integers(1, 60),
    gap=st.sampled_from([1, 3]),
    variety=st.sampled_from([1, 2, 5]),
    common=st.just(0.2),
    seed=st.integers(0, 10**6),
)
_KEY = st.tuples(
    st.sampled_from(["Amount", "Total", "Due", "At", "Call", "Created", "Stage", "Status", "No"]),
    st.sampled_from(["asc", "desc"]),
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(
    _DATA,
    st.lists(_KEY, max_size=3).map(", ".join),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["selects", "selects nothing"]),
    st.integers(0, 10**6),
)
def test_a_half_that_leans_on_nothing_is_what_one_sorted_list_has_there(
    data: Data,
    sort: str,
    forward: bool,
    in_ranges: bool,
    equals: Literal["selects", "selects nothing"],
    seed: int,
) -> None:
    dice = random.Random(seed)
    app = FakeKintone(FIELDS, data.rows(), Limits(), STATES, empty_in_ranges=in_ranges, empty_equals=equals)
    order = Order.parse(sort, app.form, states=STATES)
    rows = app.sorted_by(order.text)
    records = app.answer(PageRequest("", order.text, 500)).records
    index = dice.randrange(len(rows))
    place = order.place(records[index])
    assert place is not None
    cut = Cut(place[: dice.randint(1, len(place))], after=dice.random() < 0.5)
    truth = [
        row["$id"]
        for row, record in zip(rows, records, strict=True)
        if (compare(order, Cut(order.place(record) or ()), cut) >= 0) == forward
    ]
    truth = truth if forward else truth[::-1]
    believed = Empties.UNKNOWN
    if dice.random() < 0.7:
        believed = Empties.EQUAL_NOTHING if equals == "selects" else believed
        believed = Empties.IN_RANGES if in_ranges else believed
    side = half(order, cut, forward=forward, empties={key.code: believed for key in order.keys})
    if side is None:
        return
    found = ids(app.select(side.condition, side.order))
    if not side.count_leans:
        assert found == truth
    if not side.row_leans:
        assert found == truth[: len(found)]
