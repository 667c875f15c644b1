"""A sample of a list, in its order: where in the list which values are, roughly.

Records are drawn by their ids, which need not exist, and Kintone sorts those that do. So the sample is the
list's own table of quantiles, whatever the distribution of the values.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tui.kintone.listing import cuts
from tui.kintone.listing.cuts import Cut
from tui.kintone.listing.order import Order, Place


@dataclass(frozen=True, slots=True)
class Zone:
    """Ids from `low` to `high`, of which `count` are drawn."""

    low: int
    high: int
    count: int


def draw(zones: Sequence[Zone], dice: random.Random) -> dict[int, float]:
    """Ids spread evenly over each zone, each with how many ids it stands for."""
    drawn: dict[int, float] = {}
    for zone in zones:
        size = zone.high - zone.low + 1
        count = min(zone.count, size)
        bounds = [zone.low + size * i // count for i in range(count + 1)]
        for low, next_low in itertools.pairwise(bounds):
            drawn[dice.randrange(low, next_low)] = size / count
    return drawn


class Sample:
    """The places of the records that were drawn, as Kintone sorted them, each with its weight.

    `depth` is how many of the order's leading keys compare here as they do in Kintone. It is less than the
    order has where Kintone sorts by something else than is thought, and then those keys cannot be relied on.
    """

    def __init__(self, order: Order, drawn: Sequence[tuple[Place, float]]) -> None:
        self._order = order
        self._places = [place for place, _ in drawn]
        self._cumulated = list(itertools.accumulate((weight for _, weight in drawn), initial=0.0))
        self.depth = next(
            (depth for depth in range(order.depth, 0, -1) if self._in_order(depth)),
            0,
        )

    def _in_order(self, depth: int) -> bool:
        return all(
            self._order.compare(one[:depth], other[:depth]) <= 0
            for one, other in itertools.pairwise(self._places)
        )

    @property
    def weight(self) -> float:
        return self._cumulated[-1]

    def __len__(self) -> int:
        return len(self._places)

    def weight_before(self, cut: Cut | None) -> float:
        """How much of the sample precedes a cut."""
        return self._cumulated[self._index(cut)] if cut else 0.0

    def count_between(self, first: Cut | None, second: Cut | None) -> int:
        """How many records of the sample are between two cuts; None is the beginning, or the end."""
        stop = self._index(second) if second else len(self._places)
        return stop - (self._index(first) if first else 0)

    def _index(self, cut: Cut) -> int:
        key = functools.cmp_to_key(functools.partial(cuts.compare, self._order))
        return bisect.bisect_left(self._places, key(cut), key=lambda place: key(Cut(place)))

    def cuts(self, total: int, longest_tie: int) -> list[Cut]:
        """Cuts at the records of the sample, in their order, by as few keys as split the list well.

        `longest_tie` is how many records, of `total`, may share the values of one cut.
        """
        ties = [Counter(place[:depth] for place in self._places) for depth in range(self.depth + 1)]
        record = total / max(len(self._places), 1)
        found: dict[Cut, None] = {}
        for place in self._places:
            for depth in range(1, self.depth + 1):
                if depth == self.depth or (ties[depth][place[:depth]] - 1) * record <= longest_tie:
                    found[Cut(place[:depth])] = None
                    if depth < len(self._order.keys):
                        found[Cut(place[:depth], after=True)] = None
                    break
        return list(found)
