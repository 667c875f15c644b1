"""Samples: which ids are drawn, and what the records found tell."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.kintone.listing.lists import FIELDS
from tui.kintone.listing import Order
from tui.kintone.listing.cuts import Cut
from tui.kintone.listing.order import Place
from tui.kintone.listing.sample import Sample, Zone, draw
from tui.kintone.schema import Form

AMOUNT = Order.parse("Amount asc", Form(FIELDS))


@given(st.integers(1, 50), st.integers(0, 10**7), st.integers(1, 500), st.integers())
def test_ids_are_drawn_evenly_and_stand_for_all_of_their_zone(
    low: int, size: int, count: int, seed: int
) -> None:
    zone = Zone(low, low + size, count)
    drawn = draw([zone], random.Random(seed))
    assert len(drawn) == min(count, size + 1)
    assert all(zone.low <= record_id <= zone.high for record_id in drawn)
    assert abs(sum(drawn.values()) - (size + 1)) < 1e-6 * (size + 1)
    step = (size + 1) / len(drawn)
    assert all(low + step * n - 1 <= found <= low + step * (n + 1) for n, found in enumerate(sorted(drawn)))


def of(*amounts: tuple[str | None, int]) -> Sample:
    places: list[tuple[Place, float]] = [
        ((None if amount is None else Decimal(amount), record_id), 1.0) for amount, record_id in amounts
    ]
    return Sample(AMOUNT, places)


def test_a_sample_tells_how_much_is_before_a_cut() -> None:
    sample = of((None, 9), ("1", 8), ("1", 5), ("7", 6))
    assert sample.depth == 2
    assert sample.weight == 4
    assert sample.weight_before(Cut((Decimal(1),))) == 1
    assert sample.weight_before(Cut((Decimal(1),), after=True)) == 3
    assert sample.weight_before(Cut((Decimal(1), 5))) == 2
    assert sample.weight_before(Cut((Decimal(4), 5))) == 3
    assert sample.weight_before(None) == 0
    assert sample.count_between(Cut((Decimal(1),)), None) == 3


def test_kintone_is_believed_where_it_sorts_otherwise() -> None:
    assert of(("1", 8), ("1", 9), ("2", 1)).depth == 1, "not newest first among equals"
    assert of(("2", 8), ("10", 9), ("1", 1)).depth == 0, "not by number at all"


def test_a_cut_goes_by_as_few_keys_as_keep_ties_short() -> None:
    sample = of(("1", 9), ("1", 8), ("1", 7), ("5", 6), ("6", 5))
    found = sample.cuts(total=500, longest_tie=150)
    assert Cut((Decimal(5),)) in found
    assert Cut((Decimal(5),), after=True) in found
    assert Cut((Decimal(1), 8)) in found
    assert Cut((Decimal(1),)) not in found
