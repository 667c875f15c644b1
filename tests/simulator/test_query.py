"""What the operators of the query language match."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.deals import NOW, Deals, Records, row
from tui.simulator.data.files import reference
from tui.simulator.data.people import HARUTO, JON, MIKA, QUALITY, SALES, SUPPORT
from tui.simulator.query import Rules

_RECORDS: Records = {
    1: {
        "Company": "Blue Kite Ltd",
        "Amount": "12500.5",
        "Total": "13750.55",
        "Closing": "2026-11-01",
        "Duration": "49:30",
        "Stage": "Lead",
        "Kind": "New",
        "Tags": ["A", "C"],
        "Areas": ["North"],
        "Visit_on": "2026-11-01",
        "Visit_at": "09:30",
        "Next_call": "2026-12-01T00:30:00Z",
        "Memo": "gamma keyword\nsecond line",
        "Notes": "<div>Prefers <b>email</b></div>",
        "Site": "https://bluekite.example",
        "Owner": [JON.reference()],
        "Dept": [SALES.reference()],
        "Team": [QUALITY.reference()],
        "Docs": [reference("error log.txt")],
        "Created_by": MIKA.reference(),
        "Status": "New",
        "Assignee": [JON.reference()],
        "Lines": [row(1, Item="Kite", Qty="3", Part="Small"), row(2, Item="Tail", Qty="9", Part="Large")],
    },
    2: {
        "Company": "青空精工",
        "Amount": "5",
        "Total": "",
        "Closing": "",
        "Duration": "-0:30",
        "Stage": None,
        "Kind": None,
        "Tags": [],
        "Areas": [],
        "Visit_on": None,
        "Visit_at": None,
        "Next_call": "",
        "Memo": "  \n\t",
        "Notes": "<div><br></div>",
        "Site": "",
        "Owner": [],
        "Dept": [],
        "Team": [],
        "Docs": [],
        "Created_by": HARUTO.reference(),
        "Status": "Review",
        "Assignee": [],
        "Lines": [],
    },
    3: {
        "Company": 'Say "hi" \\ back',
        "Amount": "",
        "Stage": "Won",
        "Kind": "Existing",
        "Tags": ["B"],
        "Areas": ["North", "South"],
        "Visit_on": "2026-11-24",
        "Visit_at": "18:00",
        "Next_call": "2026-11-23T15:00:00Z",
        "Memo": "校正装置の不具合",
        "Notes": "",
        "Owner": [MIKA.reference(), JON.reference()],
        "Dept": [SUPPORT.reference()],
        "Docs": [reference("drift.png")],
        "Created_by": JON.reference(),
        "Status": "Done",
        "Lines": [row(3, Item="Kite", Qty="9", Part="Small"), row(4, Item="Kite", Qty="", Part=None)],
    },
}
_ALL = {1, 2, 3}


@pytest.fixture(scope="module")
def deals() -> Iterator[Deals]:
    found = Deals(_RECORDS)
    yield found
    found.store.close()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", _ALL),
        ("limit 500", _ALL),
        ("limit 500 offset 0", _ALL),
        ("Amount > 5", {1}),
        ('Amount > "5"', {1}),
        ("Amount >= 5.0", {1, 2}),
        ("Amount = 0.5e1", {2}),
        ("Amount != 5", {1, 3}),
        ('Amount = ""', {3}),
        ('Amount != ""', {1, 2}),
        ("Amount in (5, 12500.50)", {1, 2}),
        ("Amount not in (5)", {1, 3}),
        ('Amount in ("", 5)', {2, 3}),
        ('Total > "13750.549"', {1}),
        ('Total = ""', {2, 3}),
        ('Closing >= "2026-01-01"', {1}),
        ("Closing = THIS_MONTH()", {1}),
        ('Duration > "0:00"', {1}),
        ('Duration < "0:00"', {2}),
    ],
)
def test_numbers_and_calculations(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('Company = "Blue Kite Ltd"', {1}),
        ('Company = "blue kite ltd"', set()),
        ('Company != "Blue Kite Ltd"', {2, 3}),
        ('Company in ("青空精工", "x")', {2}),
        (r'Company = "Say \"hi\" \\ back"', {3}),
        ('Site = ""', {2, 3}),
        ('Site = "https://bluekite.example"', {1}),
        ('Site not in ("")', {1}),
    ],
)
def test_texts_and_links(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('Stage in ("Lead", "Won")', {1, 3}),
        ('Stage not in ("Lead")', {2, 3}),
        ('Stage in ("")', {2}),
        ('Stage not in ("")', {1, 3}),
        ('Kind in ("", "New")', {1, 2}),
        ('Tags in ("A", "B")', {1, 3}),
        ('Tags not in ("A")', {2, 3}),
        ('Tags in ("")', {2}),
        ('Areas in ("South")', {3}),
        ('Areas not in ("", "South")', {1}),
        ('Owner in ("jon")', {1, 3}),
        ('Owner in ("", "mika")', {2, 3}),
        ('Dept in ("sales")', {1}),
        ('Team in ("quality")', {1}),
        ('Team in ("")', {2, 3}),
        ('Created_by in ("jon", "haruto")', {2, 3}),
        ('Created_by not in ("jon")', {1, 2}),
        ('Status = "Review"', {2}),
        ('Status != "Review"', {1, 3}),
        ('Status in ("New", "Done")', {1, 3}),
        ('Assignee in ("jon")', {1}),
    ],
)
def test_choices_and_people(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('Visit_on >= "2026-11-01"', {1, 3}),
        ('Visit_on = "2026-11"', {1}),
        ('Visit_on = "2026-11-1"', {1}),
        ('Visit_on > "2026"', {1, 3}),
        ('Visit_on = ""', {2}),
        ('Visit_on != "2026-11-01"', {2, 3}),
        ('Visit_at < "12:00"', {1}),
        ('Visit_at >= "9:30"', {1, 3}),
        ('Next_call < "2026-12-01T00:00:00Z"', {3}),
        ('Next_call = "2026-12-01T09:30:00+09:00"', {1}),
        ('Next_call = "2026-12-01T00:30:59Z"', {1}),
        ('Next_call = "2026-12-01T00:30"', {1}),
        ('Next_call < "2026-12-01"', {3}),
        ('Next_call = ""', {2}),
    ],
)
def test_dates_and_times(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('Memo like "keyword"', {1}),
        ('Memo like "KEYWORD"', {1}),
        ('Memo like "key"', set()),
        ('Memo like "second gamma"', {1}),
        ('Memo not like "keyword"', {2, 3}),
        ('Memo like "校正"', {3}),
        ('Memo like "正装"', {3}),
        ('Memo like "校"', set()),
        ('Memo like "校正 keyword"', set()),
        ('Company like "kite"', {1}),
        ('Company not like "kite"', {2, 3}),
        ('Notes like "email"', {1}),
        ('Notes like "div"', set()),
        ('Docs like "watchdog"', {1}),
        ('Docs like "drift"', {3}),
        ('Docs like "png"', {3}),
        ('Memo like "!?"', set()),
    ],
)
def test_like_searches_words_not_parts_of_words(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Memo is empty", {2}),
        ("Memo is not empty", {1, 3}),
        ("Notes is empty", {2, 3}),
        ("Docs is empty", {2}),
        ("Docs is not empty", {1, 3}),
    ],
)
def test_white_space_alone_is_empty(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('Amount > 5 or Company = "青空精工" and Amount > 5', {1}),
        ('(Amount > 5 or Company = "青空精工") and Amount = 5', {2}),
        ("$id >= 2", {2, 3}),
        ("$id in (1, 3) and $id != 3", {1}),
        ("Record_number < 3", {1, 2}),
        ('Amount > 5 and $id in ("1")', {1}),
        ("Amount > 5\n  or\tAmount　=　5", {1, 2}),
        ("((($id = 1)))", {1}),
    ],
)
def test_and_binds_tighter_than_or(deals: Deals, query: str, expected: set[int]) -> None:
    assert deals.set(query) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ('Item in ("Kite")', {1, 3}),
        ('Item not in ("Kite")', set()),
        ('Item not in ("Tail")', {3}),
        ("Qty >= 9", {1, 3}),
        ('Item in ("Kite") and Qty >= 9', {3}),
        ('Item in ("Kite") and (Qty >= 9 and Part in ("Small"))', {3}),
        ('Item in ("Tail") and Part in ("Small")', set()),
        ('Item in ("Tail") or Part in ("Small")', {1, 3}),
        ('Qty in ("")', {3}),
        ('Part not in ("")', {1}),
        ('Item like "tail"', {1}),
        ('Item not like "tail"', {3}),
        ("Remark is empty", {1, 3}),
        ("Remark is not empty", set()),
        ('Item in ("Kite") and Amount > 5', {1}),
    ],
)
def test_tests_on_a_table_hold_in_one_row_and_negative_ones_in_all(
    deals: Deals, query: str, expected: set[int]
) -> None:
    assert deals.set(query) == expected


def test_related_records_are_those_with_the_same_key_that_their_own_filter_leaves() -> None:
    deals = Deals(
        {
            1: {"Company": "Kite", "Amount": "1", "Stage": "Lead"},
            2: {"Company": "Kite", "Amount": "50", "Stage": "Won"},
            3: {"Company": "Finch", "Amount": "9", "Stage": "Lead"},
            4: {"Company": "", "Amount": "9", "Stage": "Lead"},
        }
    )
    assert deals.set("Siblings.Amount >= 1") == {1, 2, 3}
    assert deals.set("Siblings.Amount >= 9") == {3}
    assert deals.set("Siblings.Amount not in (1)") == {3}
    assert deals.set("Siblings.Amount >= 9 or $id = 4") == {3, 4}


def test_ranges_leave_out_empty_values_unless_the_rule_says_otherwise() -> None:
    records: Records = {1: {"Amount": "5", "Visit_on": "2026-11-01"}, 2: {"Amount": "", "Visit_on": None}}
    usual, other = Deals(records), Deals(records, rules=Rules(empty_in_ranges=True))
    for query in ("Amount < 9", "Amount <= 9", 'Visit_on < "2026-12-01"', "Visit_on <= TODAY()"):
        assert usual.set(query) == {1}
        assert other.set(query) == {1, 2}
    for query in ("Amount > 1", "Amount >= 1", 'Visit_on > "2026-10-01"'):
        assert usual.set(query) == other.set(query) == {1}


def test_numbers_compare_exactly_at_thirty_digits() -> None:
    large, small = "123456789012345678901234567890", "123456789012345678901234567889.9999"
    deals = Deals({1: {"Amount": large}, 2: {"Amount": small}, 3: {"Amount": "-0.0001"}, 4: {"Amount": "-1"}})
    assert deals.set(f"Amount >= {large}") == {1}
    assert deals.set(f"Amount < {large} and Amount > 0") == {2}
    assert deals.set("Amount < 0 and Amount > -1") == {3}
    assert deals.ids("order by Amount asc") == [4, 3, 2, 1]


def test_the_record_number_is_asked_for_with_or_without_the_apps_code() -> None:
    deals = Deals({7: {}, 8: {}}, code="CRM")
    assert deals.set('Record_number = "CRM-7"') == {7}
    assert deals.set("Record_number in (7, 8)") == {7, 8}


def test_a_search_with_too_many_hits_stops_and_says_so() -> None:
    records = {number: {"Company": "Kite" if number % 2 else "Finch"} for number in range(1, 41)}
    deals = Deals(records, rules=Rules(search_limit=15))
    stopped = deals.app.select('Company like "kite"', user=MIKA, now=NOW)
    assert (stopped.total(), stopped.aborted) == (15, True)
    whole = deals.app.select('Company = "Kite"', user=MIKA, now=NOW)
    assert (whole.total(), whole.aborted) == (20, False)
    few = deals.app.select('Company like "heron"', user=MIKA, now=NOW)
    assert (few.total(), few.aborted) == (0, False)


def test_thousands_of_values_and_conditions_are_taken() -> None:
    deals = Deals({number: {"Amount": str(number)} for number in range(1, 50)})
    values = ", ".join(str(number) for number in range(10, 3010))
    assert deals.set(f"Amount in ({values})") == set(range(10, 50))
    either = " or ".join(f"Amount = {number}" for number in range(10, 3010))
    assert deals.set(either) == set(range(10, 50))
