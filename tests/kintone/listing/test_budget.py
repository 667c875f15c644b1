"""How many requests it takes to get somewhere, in lists as large as they come.

The lists are a hundredth of a million records, and so are pages and offsets: what a sample of 500 tells of a
position does not depend on the scale.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest

from tests.kintone.listing.fake import FakeKintone
from tests.kintone.listing.lists import FIELDS, ids, quiet, record_list, shown
from tui.kintone.listing import Limits

COUNT = 10_000
LIMITS = Limits(page=5, offset=100, first=5)
JUMPS = 20

Draw = Callable[[random.Random], Any]

_DISTRIBUTIONS: dict[str, tuple[str, Draw]] = {
    "uniform": ("Amount", lambda dice: str(dice.randrange(10**6))),
    "log-normal": ("Amount", lambda dice: f"{dice.lognormvariate(8, 2):.2f}"),
    "Pareto": ("Amount", lambda dice: f"{dice.paretovariate(1.1):.2f}"),
    "Zipf ties": ("Amount", lambda dice: str(int(dice.paretovariate(0.7)))),
    "a fifth on one day": (
        "Due",
        lambda dice: (
            "2026-01-05" if dice.random() < 0.2 else f"2026-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        ),
    ),
    "two fifths empty": ("Amount", lambda dice: "" if dice.random() < 0.4 else str(dice.randrange(1_000))),
}


def spread(code: str, draw: Draw, *, gap: int = 1) -> FakeKintone:
    dice = random.Random(code)
    numbers = range(1, COUNT + 1) if gap == 1 else sorted(dice.sample(range(1, COUNT * gap), COUNT))
    return FakeKintone(FIELDS, [{"$id": n, code: draw(dice)} for n in numbers], limits=LIMITS)


async def requests_of_jumps(app: FakeKintone, sort: str) -> tuple[list[int], list[int]]:
    """Requests that first far jumps took, and then second ones nearby."""
    dice = random.Random(sort)
    first_jumps: list[int] = []
    second_jumps: list[int] = []
    for seed in range(JUMPS):
        records = record_list(app, sort, seed=seed)
        truth = ids(app.sorted_by(records.order.text))
        await records.ensure(0, 5)
        await quiet(app)
        target = dice.randrange(150, COUNT - 200)
        for position, spent in ((target, first_jumps), (target + 50, second_jumps)):
            before = len(app.requests)
            assert await records.ensure(position, position + 3)
            spent.append(len(app.requests) - before)
            assert shown(records, position, position + 3) == truth[position : position + 3]
            await quiet(app)
        await records.aclose()
    return first_jumps, second_jumps


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("name", _DISTRIBUTIONS)
async def test_a_first_far_jump_takes_five_requests_and_one_nearby_two(name: str, direction: str) -> None:
    code, draw = _DISTRIBUTIONS[name]
    first_jumps, second_jumps = await requests_of_jumps(spread(code, draw), f"{code} {direction}")
    assert sorted(first_jumps)[math.ceil(0.95 * JUMPS) - 1] <= 5
    assert max(first_jumps) <= 12
    assert max(second_jumps) <= 2


@pytest.mark.parametrize("direction", ["asc", "desc"])
@pytest.mark.parametrize("gap", [1, 2, 10])
async def test_by_id_a_far_jump_takes_four_requests_whatever_the_gaps(gap: int, direction: str) -> None:
    app = spread("Amount", lambda dice: "", gap=gap)
    first_jumps, second_jumps = await requests_of_jumps(app, f"$id {direction}")
    assert max(first_jumps) <= 4
    assert max(second_jumps) <= 1


@pytest.mark.parametrize("direction", ["asc", "desc"])
async def test_ids_in_clumps_are_found_all_the_same(direction: str) -> None:
    numbers = [start + n for start in (1, 10**6, 10**7, 9 * 10**7) for n in range(COUNT // 4)]
    app = FakeKintone(FIELDS, [{"$id": n} for n in numbers], limits=LIMITS)
    first_jumps, _ = await requests_of_jumps(app, f"$id {direction}")
    assert max(first_jumps) <= 12


async def test_a_sparse_filter_is_no_harder() -> None:
    app = spread("Amount", lambda dice: str(dice.randrange(1_000)), gap=10)
    first_jumps, _ = await requests_of_jumps(app, "Amount desc")
    assert max(first_jumps) <= 12


async def test_no_request_asks_for_more_than_kintone_gives() -> None:
    app = FakeKintone(FIELDS, [{"$id": n, "Amount": str(n % 977)} for n in range(1, 40_001)])
    records = record_list(app, "Amount asc")
    truth = ids(app.sorted_by(records.order.text))
    for target in (0, 20_000, 10_400, 10_480, 29_490, 39_990):
        assert await records.ensure(target, target + 40)
        end = min(target + 40, 40_000)
        assert shown(records, target, end) == truth[target:end]
        await quiet(app)
    assert max(request.limit for request in app.requests) == 500
    assert max(request.offset for request in app.requests) <= 10_000
