"""The rows that are here."""

from __future__ import annotations

import msgspec

from tui.kintone.listing.pages import Pages
from tui.kintone.listing.request import Limits
from tui.kintone.records import Record


def records(*ids: int) -> list[Record]:
    return [Record(msgspec.json.encode({"$id": {"type": "__ID__", "value": str(n)}})) for n in ids]


def run(first: int, stop: int) -> list[Record]:
    """Records whose ids are their positions."""
    return records(*range(first, stop))


def ids(pages: Pages, first: int, stop: int) -> list[int | None]:
    found = (pages.get(position) for position in range(first, stop))
    return [None if record is None else record.id for record in found]


def test_runs_that_share_a_record_become_one() -> None:
    pages = Pages(Limits())
    assert pages.put(0, run(0, 5), size=1, serial=0)
    assert pages.put(10, run(10, 15), size=1, serial=1)
    assert pages.missing(range(2, 12)) == range(5, 10)
    assert pages.gap(7, 100) == range(5, 10)
    assert pages.put(4, run(4, 11), size=1, serial=2)
    assert ids(pages, 0, 15) == list(range(15))
    assert not pages.missing(range(15))
    assert pages.gap(40, 100) == range(15, 100)


def test_of_runs_that_contradict_each_other_the_one_asked_for_later_stays() -> None:
    pages = Pages(Limits())
    pages.put(0, run(0, 5), size=1, serial=0)
    assert not pages.put(4, records(99, 5, 6), size=1, serial=1)
    assert pages.missing(range(7)) == range(4)
    assert ids(pages, 0, 7) == [0, 1, 2, 3, 99, 5, 6], "what is old is shown until it is read again"
    assert not pages.put(5, records(77), size=1, serial=0)
    assert ids(pages, 4, 7) == [99, 5, 6]


def test_runs_that_only_touch_are_compared_by_what_was_seen_next_to_them() -> None:
    pages = Pages(Limits())
    pages.put(0, run(0, 6), size=1, serial=0)
    pages.put(4, run(4, 9), size=1, serial=1)
    assert not pages.put(5, records(50, 51, 52, 53), size=1, serial=2)
    assert pages.missing(range(9)) == range(4, 5)
    assert not pages.put(4, records(40, 50), size=1, serial=3)
    assert pages.missing(range(9)) == range(4), "the first run was seen to go on with another record"


def test_retired_rows_are_shown_and_missing() -> None:
    pages = Pages(Limits())
    pages.put(0, run(0, 5), size=1, serial=0)
    pages.retire(1)
    assert pages.missing(range(5)) == range(5)
    assert ids(pages, 0, 5) == [0, 1, 2, 3, 4]
    pages.put(2, records(50, 51), size=1, serial=1)
    assert ids(pages, 0, 5) == [0, 1, 50, 51, 4]


def test_what_was_shown_longest_ago_goes_first() -> None:
    pages = Pages(Limits(kept_rows=10))
    for start in (0, 10, 20, 30):
        pages.put(start, run(start, start + 5), size=1, serial=start)
    pages.get(0)
    pages.evict(range(20, 25))
    assert ids(pages, 20, 21) == [20]
    assert ids(pages, 0, 1) == [0]
    assert ids(pages, 10, 11) == [None]
    assert ids(pages, 30, 31) == [30]


def test_rows_behind_the_end_are_forgotten() -> None:
    pages = Pages(Limits())
    pages.put(0, run(0, 5), size=1, serial=0)
    pages.end_at(3)
    assert ids(pages, 0, 5) == [0, 1, 2, None, None]
