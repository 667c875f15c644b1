"""Lists that others write to while they are read."""

from __future__ import annotations

import asyncio
import itertools
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kintone.listing.fake import FakeKintone
from tests.kintone.listing.lists import FIELDS, ids, numbered, quiet, record_list, shown, until
from tui.kintone.listing import Limits, Order, PageRequest, RecordList
from tui.kintone.records import RecordPage

SMALL = Limits(page=10, offset=40, first=5, ids=60)


def add(app: FakeKintone, count: int = 1) -> None:
    """New records, as people add them: with the next ids."""
    for _ in range(count):
        app.rows.append({**app.rows[-1], "$id": max(row["$id"] for row in app.rows) + 1})
    app.changed()


def delete(app: FakeKintone, record_id: int) -> None:
    app.rows = [row for row in app.rows if row["$id"] != record_id]
    app.changed()


async def test_refresh_shows_the_old_rows_until_the_new_ones_are_here() -> None:
    app = numbered(100, SMALL)
    records = record_list(app)
    await records.ensure(0, 5)
    await quiet(app)
    add(app, 2)
    records.refresh()
    assert shown(records, 0, 5) == [100, 99, 98, 97, 96]
    assert records.total == 100
    app.gate = asyncio.Event()
    waiting = asyncio.create_task(records.ensure(0, 5))
    await until(lambda: app.running == 1)
    assert shown(records, 0, 5) == [100, 99, 98, 97, 96]
    app.gate.set()
    assert await waiting
    assert shown(records, 0, 5) == [102, 101, 100, 99, 98]
    assert records.total == 102
    await records.aclose()


async def test_refresh_far_down_asks_for_the_total_and_finds_the_place_again() -> None:
    app = numbered(3_000, SMALL)
    records = record_list(app)
    await records.ensure(1_500, 1_505)
    await quiet(app)
    add(app, 7)
    records.refresh()
    assert await records.ensure(1_500, 1_505)
    assert shown(records, 1_500, 1_505) == ids(app.sorted_by("$id desc"))[1_500:1_505]
    await records.aclose()


class Stubborn:
    """Sends every answer, late, even for what was cancelled."""

    def __init__(self, app: FakeKintone) -> None:
        self.app = app
        self.waiting: list[asyncio.Event] = []
        self.answered = 0

    async def fetch(self, request: PageRequest) -> RecordPage:
        answer = self.app.answer(request)
        gate = asyncio.Event()
        self.waiting.append(gate)
        while not gate.is_set():
            try:
                await gate.wait()
            except asyncio.CancelledError:
                continue
        self.answered += 1
        return answer

    def all_let_go(self) -> bool:
        for gate in self.waiting:
            gate.set()
        return self.answered == len(self.waiting)

    async def asked(self, count: int) -> None:
        await until(lambda: len(self.waiting) >= count)


async def test_an_answer_to_what_was_asked_before_a_refresh_is_not_taken() -> None:
    app = numbered(100, SMALL)
    stubborn = Stubborn(app)
    records = RecordList(stubborn.fetch, order=Order.parse("", app.form), limits=SMALL)
    first = asyncio.create_task(records.ensure(0, 5))
    await stubborn.asked(1)
    add(app)
    records.refresh()
    stubborn.waiting[0].set()
    await stubborn.asked(2)
    assert records.total is None
    assert shown(records, 0, 5) == [None] * 5
    stubborn.waiting[1].set()
    assert await first
    assert shown(records, 0, 5) == [101, 100, 99, 98, 97]
    await stubborn.asked(3)
    stubborn.waiting[2].set()
    await records.aclose()


async def test_an_older_answer_that_comes_later_does_not_undo_a_newer_one() -> None:
    app = numbered(100, SMALL)
    stubborn = Stubborn(app)
    records = RecordList(stubborn.fetch, order=Order.parse("", app.form), limits=SMALL)
    opening = asyncio.create_task(records.ensure(20, 25))
    await stubborn.asked(1)
    stubborn.waiting[0].set()
    await opening
    await stubborn.asked(2)
    older = asyncio.create_task(records.ensure(50, 55))
    await stubborn.asked(3)
    add(app, 3)
    newer = asyncio.create_task(records.ensure(0, 5))
    await stubborn.asked(4)
    stubborn.waiting[3].set()
    assert await newer
    assert records.total == 103
    stubborn.waiting[2].set()
    await stubborn.asked(5)
    assert records.total == 103
    for gate in stubborn.waiting:
        gate.set()
    assert await older
    assert shown(records, 0, 5) == [103, 102, 101, 100, 99]
    assert shown(records, 50, 55) == [53, 52, 51, 50, 49]
    closing = asyncio.create_task(records.aclose())
    await until(stubborn.all_let_go)
    await closing


async def test_a_changed_total_makes_what_is_here_be_read_again() -> None:
    app = numbered(100, SMALL)
    records = record_list(app)
    await records.ensure(0, 5)
    await quiet(app)
    add(app, 4)
    assert await records.ensure(25, 30)
    assert records.total == 104
    assert shown(records, 0, 5) == [100, 99, 98, 97, 96]
    assert await records.ensure(0, 5)
    assert shown(records, 0, 5) == [104, 103, 102, 101, 100]
    await records.aclose()


async def test_pages_that_do_not_join_are_not_shown_next_to_each_other() -> None:
    app = numbered(100, SMALL)
    records = record_list(app)
    await records.ensure(0, 5)
    await quiet(app)
    delete(app, 98)
    add(app)
    assert await records.ensure(8, 20)
    assert records.total == 100
    assert shown(records, 8, 20) == ids(app.sorted_by("$id desc"))[8:20]
    await records.aclose()


async def test_rows_far_down_keep_their_numbers_while_others_are_added_above() -> None:
    app = numbered(3_000, SMALL)
    records = record_list(app)
    await records.ensure(1_500, 1_505)
    await quiet(app)
    before = shown(records, 1_500, 1_505)
    for first in range(1_505, 1_560, 5):
        add(app, 2)
        assert await records.ensure(first, first + 5)
        await quiet(app)
    assert shown(records, 1_500, 1_560) == list(range(before[0] or 0, (before[0] or 0) - 60, -1))
    assert records.total == 3_000


async def test_the_total_follows_what_is_deleted_further_down() -> None:
    app = numbered(3_000, SMALL)
    records = record_list(app)
    await records.ensure(1_500, 1_505)
    await quiet(app)
    delete(app, 700)
    assert await records.ensure(1_520, 1_525)
    assert records.total == 2_999
    await records.aclose()


async def test_a_list_that_changes_with_every_request_is_not_read_for_ever() -> None:
    app = numbered(200, SMALL)

    async def changing(request: PageRequest) -> RecordPage:
        add(app)
        return await app.fetch(request)

    records = RecordList(changing, order=Order.parse("", app.form), limits=SMALL)
    for first in (0, 30, 100, 195):
        before = len(app.requests)
        await records.ensure(first, first + 12)
        assert None not in shown(records, first, first + 5)
        await quiet(app)
        assert len(app.requests) - before <= 12
    await records.aclose()


async def test_rows_that_kintone_counts_but_does_not_send_are_not_asked_for_again_and_again() -> None:
    app = numbered(200, SMALL)

    async def hiding(request: PageRequest) -> RecordPage:
        answer = await app.fetch(request)
        return RecordPage([record for record in answer.records if record.id % 7], answer.total, answer.raw)

    records = RecordList(hiding, order=Order.parse("", app.form), limits=SMALL)
    for first in (0, 90, 180):
        before = len(app.requests)
        await records.ensure(first, first + 20)
        await quiet(app)
        assert len(app.requests) - before <= 24
    await records.aclose()


_WRITES = st.lists(
    st.tuples(st.sampled_from(["add", "delete", "none"]), st.floats(0, 0.999), st.integers(1, 12)),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 200), _WRITES, st.sampled_from(["", "Amount asc", "Amount desc"]), st.integers(0, 999))
def test_neighbours_on_screen_were_neighbours_at_some_time(
    count: int, writes: list[tuple[str, float, int]], sort: str, seed: int
) -> None:
    dice = random.Random(seed)
    rows = [{"$id": n, "Amount": dice.choice(["1", "2", "30"])} for n in range(1, count + 1)]
    app = FakeKintone(FIELDS, rows, limits=SMALL)
    records = record_list(app, sort, seed=seed)
    neighbours: set[tuple[int, int]] = set()

    async def read() -> None:
        for kind, part, length in writes:
            if kind == "add":
                add(app)
            elif kind == "delete" and len(app.rows) > 1:
                delete(app, dice.choice(app.rows)["$id"])
            neighbours.update(itertools.pairwise(ids(app.sorted_by(records.order.text))))
            first = int(part * len(app.rows))
            if await records.ensure(first, first + length):
                end = min(first + length, records.total or 0)
                found = shown(records, max(0, end - length), end)
                assert all(pair in neighbours for pair in itertools.pairwise(found))
            if dice.random() < 0.5:
                await quiet(app)
        await records.aclose()

    asyncio.run(read())
