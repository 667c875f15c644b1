"""The functions of the query language: people, days and moments."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.simulator.deals import NOW, Deals
from tui.simulator.data.people import EMMA, HARUTO, JON, MIKA, SALES, SUPPORT

_DAYS = [
    "2025-12-31",
    "2026-02-24",
    "2026-10-31",
    "2026-11-17",
    "2026-11-22",
    "2026-11-23",
    "2026-11-24",
    "2026-11-25",
    "2026-11-28",
    "2026-11-29",
    "2026-11-30",
    "2026-12-01",
    "2027-11-24",
]


def _days(*days: str) -> Deals:
    return Deals({number: {"Visit_on": day} for number, day in enumerate(days, 1)})


def test_loginuser_is_who_asks() -> None:
    deals = Deals(
        {
            1: {"Owner": [JON.reference()], "Created_by": MIKA.reference(), "Assignee": []},
            2: {"Owner": [MIKA.reference()], "Created_by": JON.reference(), "Assignee": [JON.reference()]},
        }
    )
    assert deals.set("Owner in (LOGINUSER())", user=JON) == {1}
    assert deals.set("Owner in (LOGINUSER())", user=MIKA) == {2}
    assert deals.set('Owner in (LOGINUSER(), "mika")', user=JON) == {1, 2}
    assert deals.set("Created_by not in (LOGINUSER())", user=JON) == {1}
    assert deals.set("Assignee in (LOGINUSER())", user=JON) == {2}


def test_primary_organization_is_ignored_for_who_has_none() -> None:
    deals = Deals({1: {"Dept": [SUPPORT.reference()]}, 2: {"Dept": [SALES.reference()]}, 3: {"Dept": []}})
    assert deals.set("Dept in (PRIMARY_ORGANIZATION())", user=MIKA) == {1}
    assert deals.set("Dept in (PRIMARY_ORGANIZATION())", user=EMMA) == {1, 2, 3}
    assert deals.set("Dept in (PRIMARY_ORGANIZATION()) and $id > 2", user=EMMA) == {3}


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        # NOW is Tuesday, 24 November 2026, half past one at night in Tokyo.
        ("TODAY()", {"2026-11-24"}),
        ("YESTERDAY()", {"2026-11-23"}),
        ("TOMORROW()", {"2026-11-25"}),
        ("FROM_TODAY(5, DAYS)", {"2026-11-29"}),
        ("FROM_TODAY(-1, WEEKS)", {"2026-11-17"}),
        ("FROM_TODAY(-9, MONTHS)", {"2026-02-24"}),
        ("FROM_TODAY(1, YEARS)", {"2027-11-24"}),
        ("THIS_WEEK(SUNDAY)", {"2026-11-22"}),
        ("THIS_WEEK(SATURDAY)", {"2026-11-28"}),
        ("LAST_WEEK(TUESDAY)", {"2026-11-17"}),
        ("NEXT_WEEK(SUNDAY)", {"2026-11-29"}),
        ("THIS_WEEK()", {"2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25", "2026-11-28"}),
        ("LAST_WEEK()", {"2026-11-17"}),
        ("NEXT_WEEK()", {"2026-11-29", "2026-11-30", "2026-12-01"}),
        ("THIS_MONTH(22)", {"2026-11-22"}),
        ("THIS_MONTH(LAST)", {"2026-11-30"}),
        ("THIS_MONTH(31)", {"2026-12-01"}),
        ("LAST_MONTH()", {"2026-10-31"}),
        ("NEXT_MONTH(1)", {"2026-12-01"}),
        ("THIS_YEAR()", set(_DAYS[1:-1])),
        ("LAST_YEAR()", {"2025-12-31"}),
        ("NEXT_YEAR()", {"2027-11-24"}),
    ],
)
def test_a_day_function_stands_for_its_days(function: str, expected: set[str]) -> None:
    found = {_DAYS[number - 1] for number in _days(*_DAYS).set(f"Visit_on = {function}")}
    assert found == expected


def test_a_period_is_compared_by_its_two_ends() -> None:
    deals = _days("2026-10-31", "2026-11-01", "2026-11-30", "2026-12-01")
    assert deals.set("Visit_on < THIS_MONTH()") == {1}
    assert deals.set("Visit_on <= THIS_MONTH()") == {1, 2, 3}
    assert deals.set("Visit_on = THIS_MONTH()") == {2, 3}
    assert deals.set("Visit_on != THIS_MONTH()") == {1, 4}
    assert deals.set("Visit_on >= THIS_MONTH()") == {2, 3, 4}
    assert deals.set("Visit_on > THIS_MONTH()") == {4}


def test_today_is_the_users_day_not_the_machines() -> None:
    deals = _days("2026-11-23", "2026-11-24")
    assert deals.set("Visit_on = TODAY()", user=MIKA, now=NOW) == {2}
    assert deals.set("Visit_on = TODAY()", user=JON, now=NOW) == {1}


def test_a_day_of_a_date_time_begins_at_the_users_midnight() -> None:
    # 24 November in Tokyo begins at 15:00 UTC of the 23rd, in Los Angeles at 8:00 UTC of the 24th.
    moments = ("14:59", "15:00")
    records = {number: {"Next_call": f"2026-11-23T{moment}:00Z"} for number, moment in enumerate(moments, 1)}
    deals = Deals({**records, 3: {"Next_call": "2026-11-24T14:59:00Z"}, 4: {"Next_call": ""}})
    assert deals.set("Next_call = TODAY()", user=MIKA, now=NOW) == {2, 3}
    assert deals.set("Next_call = TOMORROW()", user=JON, now=NOW) == {3}


def test_now_is_this_minute_wherever_one_is() -> None:
    moments = ("2026-11-23T16:29:00Z", "2026-11-23T16:30:00Z", "2026-11-23T16:31:00Z")
    deals = Deals({number: {"Next_call": moment} for number, moment in enumerate(moments, 1)})
    for user in (MIKA, JON):
        assert deals.set("Next_call < NOW()", user=user) == {1}
        assert deals.set("Next_call = NOW()", user=user) == {2}


def test_summer_time_shortens_its_day() -> None:
    # Stockholm puts its clocks forward on 29 March 2026, so that this day ends at 22:00 UTC.
    moments = ("2026-03-28T23:00:00Z", "2026-03-29T21:59:00Z", "2026-03-29T22:00:00Z")
    deals = Deals({number: {"Next_call": moment} for number, moment in enumerate(moments, 1)})
    now = datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert deals.set("Next_call = TODAY()", user=EMMA, now=now) == {1, 2}


def test_months_end_where_the_shorter_month_does() -> None:
    deals = _days("2026-02-28", "2026-03-01")
    now = datetime(2026, 3, 31, 3, tzinfo=UTC)
    assert deals.set("Visit_on = FROM_TODAY(-1, MONTHS)", user=HARUTO, now=now) == {1}
    assert deals.set("Visit_on = LAST_MONTH(30)", user=HARUTO, now=now) == {2}
