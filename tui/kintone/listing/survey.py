"""Getting to know a list by a sample: how its values are spread, and whether its order is what it seems."""

from __future__ import annotations

import random

from tui.kintone.listing.cuts import Cut
from tui.kintone.listing.ranks import Ranks
from tui.kintone.listing.request import PageRequest
from tui.kintone.listing.sample import Sample, Zone, draw
from tui.kintone.listing.steps import Newest, Sampling
from tui.kintone.query import both
from tui.kintone.records import ID, Record, RecordPage

_FEW = 8
"""Records that make no sample: where fewer are expected, finding none tells nothing."""


class Survey:
    """The sample of one list. It may find that the order is less well known than it seemed, or better."""

    def __init__(self, ranks: Ranks, dice: random.Random) -> None:
        self._ranks = ranks
        self._dice = dice
        self._drawn: list[tuple[Record, float]] | None = None
        self._missed = False
        self._newest_known = False
        self.sample = Sample(ranks.order, [])
        self.cuts: list[tuple[Cut, float]] = []
        """Cuts at the records of the sample, in their order, each with the weight of what is before it."""

    def next(self) -> Sampling | Newest | None:
        """The next request towards a sample of the whole list; None when there is no more to learn."""
        if self._missed and not self._newest_known:
            return Newest(PageRequest(self._ranks.condition, f"{ID} desc", 1, fields=(ID,)))
        if self._missed or self._drawn is None:
            return self._sampling(self._zones())
        return None

    def _zones(self) -> list[Zone]:
        """Most ids from where records were seen, some from beyond: how far ids go is not certain."""
        count, total = self._ranks.limits.ids, self._ranks.total or 1
        largest = self._ranks.largest_id
        if self._newest_known:
            return [Zone(1, max(largest, 1), count)]
        seen = max(total, largest + largest // 50)
        return [
            Zone(1, seen, count - 2 * (count // 10)),
            Zone(seen + 1, 2 * seen, count // 10),
            Zone(2 * seen + 1, 4 * seen, count // 10),
        ]

    def _sampling(self, zones: list[Zone]) -> Sampling:
        drawn = draw([zone for zone in zones if zone.count], self._dice)
        ids = ", ".join(map(str, sorted(drawn)))
        request = PageRequest(
            condition=both(self._ranks.condition, f"{ID} in ({ids})"),
            order=self._ranks.order.text,
            limit=len(drawn),
            fields=self._ranks.order.codes,
        )
        first = zones[0]
        density = min(1.0, (self._ranks.total or 0) / (first.high - first.low + 1))
        return Sampling(request, drawn, first.count * density)

    # Answers

    def learn_sample(self, step: Sampling, answer: RecordPage) -> None:
        self._drawn = [(record, step.drawn.get(record.id, 1.0)) for record in answer.records]
        found = len(answer.records)
        self._missed = not self._newest_known and step.expected >= _FEW and found < step.expected / 4
        self._ranks.largest_id = max([self._ranks.largest_id, *(record.id for record in answer.records)])
        self.sort_out()

    def learn_newest(self, answer: RecordPage) -> None:
        self._newest_known = True
        self._ranks.largest_id = max([self._ranks.largest_id, *(record.id for record in answer.records)])

    def sort_out(self) -> None:
        """Compares the sample with what the order is thought to be; Kintone is right where they differ."""
        self.sample = self._sampled()
        if self.sample.depth < self._ranks.order.depth:
            self._ranks.reorder(self._ranks.order.known_to(self.sample.depth))
            self.sample = self._sampled()
        found = self.sample.cuts(self._ranks.total or 0, self._ranks.limits.offset // 4)
        self.cuts = [(cut, self.sample.weight_before(cut)) for cut in found]

    def _sampled(self) -> Sample:
        order = self._ranks.order
        places = ((order.place(record), weight) for record, weight in self._drawn or ())
        return Sample(order, [(place, weight) for place, weight in places if place is not None])

    @property
    def records(self) -> list[Record]:
        """The records of the sample, in the order of the list."""
        return [record for record, _ in self._drawn or ()]

    def examples(self, code: str) -> tuple[Record | None, Record | None]:
        """A record of the sample without a value of a field, and one with a value."""
        empty = filled = None
        for record in self.records:
            field = record.value(code)
            if field is not None and field.value in (None, ""):
                empty = empty or record
            elif field is not None:
                filled = filled or record
        return empty, filled
