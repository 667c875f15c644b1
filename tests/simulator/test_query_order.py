"""In which order a query's records come, and which of them."""

from __future__ import annotations

import pytest

from tests.simulator.deals import Deals
from tui.simulator.data.people import HARUTO, JON, MIKA, REMOVED


def test_without_an_order_the_newest_record_comes_first() -> None:
    assert Deals({number: {} for number in (3, 1, 8)}).ids("") == [8, 3, 1]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("Amount", ["", "-5", "2", "10", "10.5"]),
        ("Total", ["", "2", "10"]),
        ("Duration", ["", "-1:00", "0:30", "9:00", "49:30"]),
        ("Company", ["", "10", "2", "A", "a", "あ", "ア", "亜", "Ａ", "𠮷"]),
        ("Site", ["", "https://a.example"]),
        ("Stage", [None, "Lead", "Quote", "Won"]),
        ("Kind", [None, "Existing", "New"]),
        ("Status", ["New", "Review", "Done"]),
        ("Visit_on", [None, "2025-12-31", "2026-01-01"]),
        ("Visit_at", [None, "08:00", "17:45"]),
        ("Next_call", ["", "2026-01-01T00:00:00Z", "2026-01-01T00:01:00Z"]),
        # By the number that Kintone gave each of them, which is not the order of their names.
        ("Created_by", [REMOVED, JON.reference(), HARUTO.reference(), MIKA.reference()]),
    ],
)
def test_each_type_has_its_order_and_empty_values_come_lowest(field: str, values: list[object]) -> None:
    # The ids run against the order, so that a sort by id would be noticed.
    records = {len(values) - place: {field: value} for place, value in enumerate(values)}
    deals = Deals(records)
    ascending = sorted(records, reverse=True)
    assert deals.ids(f"order by {field} asc") == ascending
    assert deals.ids(f"order by {field}") == ascending
    assert deals.ids(f"order by {field} desc") == ascending[::-1]


def test_later_keys_decide_between_equal_ones() -> None:
    deals = Deals(
        {
            1: {"Stage": "Won", "Amount": "1"},
            2: {"Stage": "Lead", "Amount": "1"},
            3: {"Stage": "Lead", "Amount": "2"},
            4: {"Stage": "Won", "Amount": "1"},
        }
    )
    assert deals.ids("order by Stage asc, Amount desc, $id asc") == [3, 2, 1, 4]
    assert deals.ids("order by Amount asc, Record_number desc") == [4, 2, 1, 3]


def test_ties_come_in_no_order_to_rely_on_but_always_the_same() -> None:
    deals = Deals({number: {"Stage": "Lead"} for number in range(1, 101)})
    ties = deals.ids("order by Stage asc")
    assert sorted(ties) == list(range(1, 101))
    assert ties not in (sorted(ties), sorted(ties, reverse=True))
    pages = [deals.ids(f"order by Stage asc limit 30 offset {offset}") for offset in (0, 30, 60, 90)]
    assert [number for page in pages for number in page] == ties


def test_limit_is_100_unless_said_and_offset_skips() -> None:
    deals = Deals({number: {} for number in range(1, 131)})
    assert deals.ids("") == list(range(130, 30, -1))
    assert deals.ids("limit 500") == list(range(130, 0, -1))
    assert deals.ids("order by $id asc limit 2 offset 127") == [128, 129]
    assert deals.ids("limit 0") == []
    assert deals.ids("offset 10000") == []


def test_the_total_ignores_limit_and_offset() -> None:
    deals = Deals({number: {"Amount": str(number)} for number in range(1, 131)})
    assert deals.total("Amount > 30 order by Amount asc limit 5 offset 20") == 100
    assert deals.total("limit 0") == 130
