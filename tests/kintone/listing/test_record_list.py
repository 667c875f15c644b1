"""What a list asks Kintone for, and when: seen from outside, request by request."""

from __future__ import annotations

import asyncio
import contextlib

import pytest

from tests.kintone.listing.fake import FakeKintone
from tests.kintone.listing.lists import FIELDS, STATES, ids, numbered, quiet, record_list, shown, until
from tui.kintone.failures import InvalidQuery, Unreachable
from tui.kintone.listing import Limits, Order, PageRequest, RecordList
from tui.kintone.records import RecordPage

SMALL = Limits(page=10, offset=40, first=5, ids=60)


def amounts(count: int) -> FakeKintone:
    """Records in whose amounts every fourth is missing."""
    rows = [{"$id": n, "Amount": "" if n % 4 == 0 else str(n * 37 % 101)} for n in range(1, count + 1)]
    return FakeKintone(FIELDS, rows, limits=SMALL)


async def test_nothing_is_stated_before_kintone_answered() -> None:
    records = record_list(numbered(3, SMALL))
    assert records.total is None
    assert records.get(0) is None
    assert not records.notice


async def test_the_first_screen_comes_with_the_total_in_one_small_request() -> None:
    app = numbered(30_000, Limits())
    records = record_list(app)
    assert await records.ensure(0, 40)
    assert [(request.limit, request.offset, request.total) for request in app.requests] == [(100, 0, True)]
    assert records.total == 30_000
    assert shown(records, 0, 40) == list(range(30_000, 29_960, -1))
    await records.aclose()


async def test_at_rest_one_page_is_read_ahead_and_no_more() -> None:
    app = numbered(30_000, Limits())
    records = record_list(app)
    await records.ensure(0, 40)
    await quiet(app)
    assert [(request.limit, request.offset) for request in app.requests[1:]] == [(500, 99)]
    for first in range(0, 300, 40):
        assert await records.ensure(first, first + 40)
    await quiet(app)
    assert len(app.requests) == 2
    await records.ensure(400, 440)
    await quiet(app)
    assert [(request.limit, request.offset) for request in app.requests[2:]] == [(500, 598)]


async def test_the_end_of_the_list_is_one_request_in_the_opposite_order() -> None:
    app = numbered(30_000, Limits())
    records = record_list(app)
    await records.ensure(0, 40)
    await quiet(app)
    before = len(app.requests)
    assert await records.ensure(29_960, 30_000)
    assert [(request.order, request.offset) for request in app.requests[before:]] == [("$id asc", 0)]
    assert shown(records, 29_960, 30_000) == list(range(40, 0, -1))
    await records.aclose()


async def test_only_what_is_shown_and_what_the_order_needs_is_asked_for() -> None:
    app = amounts(3)
    order = Order.parse("Amount desc, No asc", app.form)
    records = RecordList(app.fetch, order=order, fields=["Stage", "Amount"], limits=SMALL)
    await records.ensure(0, 3)
    assert app.requests[0].fields == ("Stage", "Amount", "$id", "$revision")
    assert app.requests[0].order == "Amount desc, $id asc"


async def test_without_columns_every_field_is_asked_for() -> None:
    app = amounts(3)
    records = record_list(app, "Amount asc")
    await records.ensure(0, 3)
    assert app.requests[0].fields == ()


async def test_a_window_behind_the_end_shows_the_end() -> None:
    app = numbered(30, SMALL)
    records = record_list(app)
    assert await records.ensure(28, 36)
    assert records.total == 30
    assert shown(records, 22, 30) == list(range(8, 0, -1))
    await records.aclose()


async def test_an_empty_list_is_one_request() -> None:
    app = numbered(0, SMALL)
    records = record_list(app, condition="$id > 5")
    assert await records.ensure(0, 20)
    assert records.total == 0
    assert len(app.requests) == 1


async def test_a_place_far_down_is_opened_by_asking_for_the_total_first() -> None:
    app = numbered(30_000, Limits())
    records = record_list(app)
    assert await records.ensure(15_000, 15_040)
    assert shown(records, 15_000, 15_001) == [15_000]
    assert len(app.requests) == 3
    await records.aclose()


async def test_a_place_within_reach_is_opened_at_once() -> None:
    app = numbered(30_000, Limits())
    records = record_list(app)
    assert await records.ensure(9_000, 9_040)
    assert [(request.limit, request.offset) for request in app.requests] == [(100, 9_000)]
    await records.aclose()


async def test_scrolling_through_a_long_list_is_one_request_a_page() -> None:
    app = amounts(2_000)
    records = record_list(app, "Amount desc")
    truth = ids(app.sorted_by(records.order.text))
    await records.ensure(900, 905)
    await quiet(app)
    before = len(app.requests)
    for first in range(900, 1_300, 5):
        assert await records.ensure(first, first + 5)
        await quiet(app)
        assert shown(records, first, first + 5) == truth[first : first + 5]
    assert len(app.requests) - before <= 400 / 9 + 1
    before = len(app.requests)
    for first in range(1_300, 700, -5):
        assert await records.ensure(first, first + 5)
        await quiet(app)
        assert shown(records, first, first + 5) == truth[first : first + 5]
    assert len(app.requests) - before <= 600 / 9 + 1


# Sharing and cancelling


async def test_two_who_want_the_same_rows_share_the_request() -> None:
    app = numbered(100, SMALL)
    records = record_list(app)
    await asyncio.gather(records.ensure(0, 4), records.ensure(1, 5), records.ensure(0, 2))
    assert [request.offset for request in app.requests].count(0) == 1
    await quiet(app)
    before = len(app.requests)
    assert all(await asyncio.gather(records.ensure(40, 44), records.ensure(42, 46)))
    await quiet(app)
    assert sum(request.limit == 10 and request.offset < 40 for request in app.requests[before:]) <= 2
    assert len(app.requests) - before <= 2


async def _cancelled(task: asyncio.Task[bool]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    assert task.cancelled()


async def _started(app: FakeKintone, requests: int) -> None:
    """Until so many requests were sent."""
    await until(lambda: len(app.requests) >= requests)


async def test_who_gives_up_waiting_and_asks_again_finds_the_request_under_way() -> None:
    app = numbered(100, SMALL)
    app.gate = asyncio.Event()
    records = record_list(app)
    for first in range(3):
        waiting = asyncio.create_task(records.ensure(first, first + 2))
        await _started(app, 1)
        await _cancelled(waiting)
    waiting = asyncio.create_task(records.ensure(0, 5))
    await _started(app, 1)
    app.gate.set()
    assert await waiting
    assert [request.offset for request in app.requests].count(0) == 1
    await records.aclose()


async def test_what_nobody_waits_for_is_cancelled_when_something_else_is_wanted() -> None:
    app = numbered(100, SMALL)
    records = record_list(app)
    await records.ensure(0, 5)
    await quiet(app)
    app.gate = asyncio.Event()
    sent = len(app.requests)
    abandoned = asyncio.create_task(records.ensure(90, 95))
    await _started(app, sent + 1)
    await _cancelled(abandoned)
    assert app.running == 1
    wanted = asyncio.create_task(records.ensure(50, 55))
    await _started(app, sent + 2)
    assert app.running == 1
    app.gate.set()
    assert await wanted
    assert shown(records, 50, 55) == [50, 49, 48, 47, 46]
    await records.aclose()


async def test_a_search_that_was_cancelled_leaves_the_list_usable() -> None:
    app = amounts(2_000)
    records = record_list(app, "Amount asc")
    truth = ids(app.sorted_by(records.order.text))
    await records.ensure(0, 5)
    await quiet(app)
    for steps in range(1, 4):
        app.gate = asyncio.Event()
        sent = len(app.requests)
        waiting = asyncio.create_task(records.ensure(1_000, 1_005))
        await _started(app, sent + 1)
        await _cancelled(waiting)
        app.gate.set()
        app.gate = None
        target = 300 * steps
        assert await records.ensure(target, target + 5)
        assert shown(records, target, target + 5) == truth[target : target + 5]
    await records.aclose()


async def test_closing_ends_what_is_under_way() -> None:
    app = numbered(100, SMALL)
    app.gate = asyncio.Event()
    records = record_list(app)
    waiting = asyncio.create_task(records.ensure(0, 5))
    await _started(app, 1)
    await _cancelled(waiting)
    await records.aclose()
    assert app.running == 0


async def test_every_change_is_told() -> None:
    app = numbered(100, SMALL)
    told: list[int | None] = []
    records: RecordList = RecordList(
        app.fetch,
        order=Order.parse("", app.form),
        limits=SMALL,
        on_change=lambda: told.append(records.total),
    )
    await records.ensure(0, 5)
    await quiet(app)
    assert told == [100, 100]
    records.refresh()
    assert told == [100, 100, 100]


# Failures


class Failing:
    """Fails as often as told, then answers."""

    def __init__(self, app: FakeKintone, failures: int) -> None:
        self.app = app
        self.failures = failures

    async def fetch(self, request: PageRequest) -> RecordPage:
        if self.failures:
            self.failures -= 1
            raise Unreachable("network", "No connection.", hint="")
        return await self.app.fetch(request)


async def test_a_failure_reaches_everybody_who_waits_and_the_next_try_is_a_new_one() -> None:
    app = numbered(100, SMALL)
    records = RecordList(Failing(app, 1).fetch, order=Order.parse("", app.form), limits=SMALL)
    results = await asyncio.gather(records.ensure(0, 5), records.ensure(0, 3), return_exceptions=True)
    assert all(isinstance(result, Unreachable) for result in results)
    assert await records.ensure(0, 5)
    await records.aclose()


async def test_a_failure_to_read_ahead_disturbs_nobody() -> None:
    app = numbered(100, SMALL)
    failing = Failing(app, 0)
    records = RecordList(failing.fetch, order=Order.parse("", app.form), limits=SMALL)
    await records.ensure(0, 5)
    failing.failures = 1
    await quiet(app)
    assert failing.failures == 0
    assert await records.ensure(0, 5)
    assert await records.ensure(5, 10)
    await records.aclose()


async def test_a_filter_that_kintone_refuses_is_told_as_it_is() -> None:
    app = numbered(100, SMALL)
    records = record_list(app, condition='Stage in ("gone")')
    app.rows[0]["Stage"] = None
    with pytest.raises(InvalidQuery):
        await records.ensure(0, 5)


# Memory


async def test_rows_shown_longest_ago_go_and_what_is_on_screen_never_does() -> None:
    limits = Limits(page=10, offset=40, first=5, ids=60, kept_rows=30)
    app = numbered(3_000, limits)
    records = record_list(app)
    for first in range(0, 3_000, 8):
        assert await records.ensure(first, first + 8)
        assert None not in shown(records, first, min(first + 8, 3_000))
        await quiet(app)
        assert None not in shown(records, first, min(first + 8, 3_000))
        held = sum(records.get(position) is not None for position in range(3_000))
        assert held <= 30 + 8 + 2 * limits.page
    assert records.get(0) is None


async def test_memory_is_bounded_in_bytes_too() -> None:
    limits = Limits(page=10, offset=40, first=5, ids=60, kept_bytes=2_000)
    app = numbered(500, limits)
    for row in app.rows:
        row["Company"] = "x" * 100
    records = record_list(app)
    for first in range(0, 500, 10):
        assert await records.ensure(first, first + 4)
    await quiet(app)
    assert sum(records.get(position) is not None for position in range(500)) <= 30


async def test_a_window_larger_than_memory_is_loaded_all_the_same() -> None:
    limits = Limits(page=10, offset=40, first=5, ids=60, kept_rows=1, kept_bytes=1)
    app = numbered(500, limits)
    records = record_list(app)
    assert await records.ensure(100, 300)
    assert None not in shown(records, 100, 300)
    await records.aclose()


# What cannot be had


async def test_an_order_by_free_text_reaches_only_the_first_and_the_last_rows() -> None:
    rows = [{"$id": n, "Company": f"Company {n * 7919 % 1_000:04}"} for n in range(1, 1_001)]
    app = FakeKintone(FIELDS, rows, limits=SMALL)
    records = record_list(app, "Company asc")
    truth = ids(app.sorted_by(records.order.text))
    await records.ensure(0, 5)
    assert not records.notice
    assert not await records.ensure(500, 505)
    assert records.unreachable == range(50, 950)
    assert not records.reachable(50)
    assert not records.reachable(949)
    assert records.reachable(49)
    assert records.reachable(950)
    assert "51 to 950" in records.notice
    assert await records.ensure(45, 50)
    assert await records.ensure(950, 955)
    assert shown(records, 45, 50) == truth[45:50]
    assert shown(records, 950, 955) == truth[950:955]
    before = len(app.requests)
    assert not await records.ensure(600, 605)
    await quiet(app)
    assert len(app.requests) == before


async def test_a_window_half_out_of_reach_shows_the_other_half() -> None:
    rows = [{"$id": n, "Company": f"Company {n * 7919 % 1_000:04}"} for n in range(1, 1_001)]
    app = FakeKintone(FIELDS, rows, limits=SMALL)
    records = record_list(app, "Company asc")
    await records.ensure(0, 5)
    assert not await records.ensure(46, 56)
    assert shown(records, 46, 50) == ids(app.sorted_by(records.order.text))[46:50]
    assert shown(records, 50, 56) == [None] * 6
    await records.aclose()


@pytest.mark.parametrize("sort", ["Status asc", "Status desc", "By asc", "Company desc, Amount asc"])
async def test_few_different_values_are_as_good_as_numbers(sort: str) -> None:
    rows = [
        {
            "$id": n,
            "Status": STATES[n % 3],
            "By": {"code": "guest/a@b.example" if n % 2 else "mika", "name": ""},
            "Company": ("", "青い凧", 'Say "hi"')[n % 3],
            "Amount": str(n % 50),
        }
        for n in range(1, 1_001)
    ]
    app = FakeKintone(FIELDS, rows, limits=SMALL, states=STATES)
    records = record_list(app, sort)
    truth = ids(app.sorted_by(records.order.text))
    for first in (500, 20, 700, 333, 980):
        assert await records.ensure(first, first + 5)
        assert shown(records, first, first + 5) == truth[first : first + 5]
        await quiet(app)


@pytest.mark.parametrize("sort", ["Status asc", "Status desc"])
async def test_a_value_too_rare_for_the_sample_is_asked_for(sort: str) -> None:
    states = ("New", "Review", "Reopened", "Done")
    rows = [{"$id": n, "Status": "Reopened" if n == 77 else states[3 * (n % 2)]} for n in range(1, 1_001)]
    app = FakeKintone(FIELDS, rows, limits=SMALL, states=states)
    records = record_list(app, sort)
    truth = ids(app.sorted_by(records.order.text))
    await records.ensure(0, 5)
    await quiet(app)
    for first in (495, 300, 700):
        assert await records.ensure(first, first + 10)
        assert shown(records, first, first + 10) == truth[first : first + 10]
    await records.aclose()


async def test_an_opaque_key_matters_only_within_the_ties_before_it() -> None:
    rows = [
        {"$id": n, "Due": f"2026-01-{1 + n % 25:02}", "Company": f"C{n * 7919 % 1_000}"}
        for n in range(1, 1_001)
    ]
    app = FakeKintone(FIELDS, rows, limits=SMALL)
    records = record_list(app, "Due desc, Company asc")
    truth = ids(app.sorted_by(records.order.text))
    for first in (500, 733, 111):
        assert await records.ensure(first, first + 5)
        assert shown(records, first, first + 5) == truth[first : first + 5]
    assert records.unreachable is None
    await records.aclose()


async def test_a_tie_too_long_to_split_is_reached_from_both_ends() -> None:
    rows = [
        {
            "$id": n,
            "Due": "2026-01-05" if n % 5 else f"2026-01-{1 + n % 28:02}",
            "Company": f"C{n * 7919 % 1_000}",
        }
        for n in range(1, 1_001)
    ]
    app = FakeKintone(FIELDS, rows, limits=SMALL)
    records = record_list(app, "Due asc, Company asc")
    truth = ids(app.sorted_by(records.order.text))
    tie = [place for place, row in enumerate(app.sorted_by(records.order.text)) if row["Due"] == "2026-01-05"]
    middle = (tie[0] + tie[-1]) // 2
    assert not await records.ensure(middle, middle + 5)
    assert records.unreachable == range(tie[0] + 50, tie[-1] + 1 - 50)
    for first in (tie[0] + 45, tie[-1] - 49, tie[0] - 10, tie[-1]):
        assert await records.ensure(first, first + 5)
        assert shown(records, first, first + 5) == truth[first : first + 5]
    await records.aclose()


async def test_a_list_gives_up_before_it_spends_too_many_requests() -> None:
    rows = [{"$id": 10**9 * n, "Amount": str(n)} for n in range(1, 2_001)]
    app = FakeKintone(FIELDS, rows, limits=SMALL)
    records = record_list(app, "Amount asc")
    await records.ensure(0, 5)
    await quiet(app)
    before = len(app.requests)
    assert not await records.ensure(1_000, 1_005)
    await quiet(app)
    assert len(app.requests) - before <= SMALL.requests
    assert records.unreachable is not None
    assert 1_000 in records.unreachable


# What is uncertain


async def test_a_search_that_kintone_stopped_early_is_said_so() -> None:
    app = numbered(100, SMALL)
    app.warning = "Filter aborted because of too many search results"
    records = record_list(app)
    await records.ensure(0, 5)
    assert records.approximate
    assert "Narrow the filter" in records.notice
    await records.aclose()


@pytest.mark.parametrize(
    ("condition", "moves"),
    [
        ("Call < NOW()", True),
        ("Due = TODAY ( )", True),
        ('Due > FROM_TODAY(-3, DAYS) and Stage in ("x")', True),
        ("Due = this_month(LAST)", True),
        ('Company = "NOW()"', False),
        ('Company = "say \\"TODAY()\\" NOW()"', False),
        ("By in (LOGINUSER())", False),
        ("KNOWNOW = 3", False),
        ("", False),
    ],
)
async def test_a_filter_by_the_clock_makes_positions_approximate(condition: str, moves: bool) -> None:
    records = record_list(numbered(3, SMALL), condition=condition)
    assert records.approximate is moves
    assert bool(records.notice) is moves
