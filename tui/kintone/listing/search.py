"""How to find an anchor near a position far inside a list: which request to send next.

First a sample, which Kintone sorts, for a rough distribution of the values; then the count of what is on one
side of one of its records, whose position is exact by that; and so on from both sides, until a page can be
had by offset. A list in the order of `$id` needs no sample as long as its ids are spread evenly.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tui.kintone.listing import cuts
from tui.kintone.listing.choices import Choices
from tui.kintone.listing.cuts import Cut
from tui.kintone.listing.emptiness import Emptiness
from tui.kintone.listing.keys import Kind
from tui.kintone.listing.order import Place
from tui.kintone.listing.ranks import Ranks, count_of
from tui.kintone.listing.steps import Covering, Lowest, Newest, Probe, Ranking, Sampling, Selecting, Step
from tui.kintone.listing.survey import Survey
from tui.kintone.records import RecordPage

_GUESSES = 3
"""Ids guessed from known ones on the way to one position."""
_DENSE = 1.02
"""Ids to a record, up to which ids count as having no gaps."""


@dataclass(frozen=True, slots=True)
class _Bracket:
    """The nearest known anchors around a target; a cut that is None is the beginning or end of the list."""

    low: Cut | None
    low_position: int
    high: Cut | None
    high_position: int

    @property
    def rows(self) -> int:
        return self.high_position - self.low_position


class Search:
    """What was learnt of one list on the way to positions in it, of use for the way to others."""

    def __init__(self, ranks: Ranks, dice: random.Random) -> None:
        self._ranks = ranks
        self._survey = Survey(ranks, dice)
        self._choices = Choices(ranks, self._survey)
        self._emptiness = Emptiness(ranks, self._survey)
        self._guesses = 0
        self._guessed: Cut | None = None

    def next(self, target: int, asked: int) -> Step | None:
        """The next request on the way to row `target`, after `asked` others; None when there is no way."""
        (low, low_position), (high, high_position) = self._ranks.bracket(target)
        bracket = _Bracket(low, low_position, high, high_position)
        if self._ranks.order.keys[0].kind is Kind.ID:
            return self._by_id(target, bracket, asked)
        if not asked:
            self._guesses = 0
        return (
            self._guess_in_tie(target, bracket)
            or self._survey.next()
            or self._choices.next()
            or self._probe(target, bracket)
            or self._walk(target, bracket)
        )

    # By id

    def _by_id(self, target: int, bracket: _Bracket, asked: int) -> Step | None:
        """A guess, and where that was wrong, by turns a walk from there and another guess.

        Guesses alone would take long where ids have large holes: they fall into one again and again.
        """
        if end := self._newest_end(bracket):
            return end
        guess = self._guess((), target, bracket) if asked < 2 or asked % 2 else None
        return guess or self._walk(target, bracket)

    def _guess_in_tie(self, target: int, bracket: _Bracket) -> Step | None:
        """Between two records that differ in nothing but their id."""
        low, high, keys = bracket.low, bracket.high, self._ranks.order.keys
        if not (low and high and len(low.place) == len(high.place) == len(keys)):
            return None
        if low.place[:-1] != high.place[:-1] or self._guesses == _GUESSES:
            return None
        self._guesses += 1
        return self._guess(low.place[:-1], target, bracket)

    def _guess(self, prefix: Place, target: int, bracket: _Bracket) -> Step | None:
        """Measures where an id is among the records of a tie, as if ids were spread evenly."""
        aim = min(max(target + self._lead(prefix), bracket.low_position), bracket.high_position)
        cut = self._guessed = Cut((*prefix, self._likeliest_id(aim, bracket)))
        sides = (self._ranks.side(cut, 0, forward=forward) for forward in (True, False))
        side = next((side for side in sides if side and side.exact), None)
        return Probe(self._ranks.request(side.half), side) if side and not self._ranks.knows(cut) else None

    def _lead(self, prefix: Place) -> int:
        """How far from the rows wanted a cut should be, where they can be had from one side of it only."""
        cut = Cut((*prefix, 1))
        sides = [self._ranks.side(cut, 0, forward=forward) for forward in (True, False)]
        after, before = (side is not None and not side.half.row_leans for side in sides)
        return self._ranks.limits.page * (before - after)

    def _newest_end(self, bracket: _Bracket) -> Step | None:
        """Where ids have gaps, the largest one has to be known before others can be guessed."""
        if self._ranks.order.keys[0].descending:
            side = None if bracket.low else self._ranks.beginning()
        else:
            dense = _id(bracket.low, default=1) <= bracket.low_position * _DENSE + 1
            behind = bracket.high is not None and bracket.high_position == self._ranks.total
            side = self._ranks.end() if behind or (bracket.high is None and not dense) else None
        return None if side is None else Probe(self._ranks.request(side.half), side, known=True)

    def _likeliest_id(self, position: int, bracket: _Bracket) -> int:
        first, rows = bracket.low_position, bracket.rows
        if self._ranks.order.keys[-1].descending:
            high = _id(bracket.high, default=1)
            low = _id(bracket.low, default=high + rows)
        else:
            low = _id(bracket.low, default=1)
            high = _id(bracket.high, default=low + rows)
        return max(1, low + (high - low) * (position - first) // max(rows, 1))

    # By the sample

    def _within(self, cut: Cut, bracket: _Bracket) -> bool:
        order = self._ranks.order
        return (
            not self._ranks.knows(cut)
            and (bracket.low is None or cuts.compare(order, bracket.low, cut) < 0)
            and (bracket.high is None or cuts.compare(order, cut, bracket.high) < 0)
        )

    def _probe(self, target: int, bracket: _Bracket) -> Step | None:
        """Measures the cut of the sample that the target is likeliest to be near to."""
        for cut, forward, offset in self._candidates(target, bracket):
            side = self._ranks.side(cut, 0, forward=forward)
            if side is None:
                continue
            if side.exact:
                whole = self._ranks.order.complete and not side.half.row_leans
                return Probe(self._ranks.request(side.half, offset=offset if whole else 0), side)
            other = self._ranks.side(cut, 0, forward=not forward)
            if (other is None or not other.exact) and (step := self._settle(side.half.count_leans)):
                return step
        return None

    def _settle(self, codes: Iterable[str]) -> Step | None:
        """What has to be asked of the empty values of some keys before a condition can rely on them."""
        steps = map(self._emptiness.next, sorted(codes))
        return next((step for step in steps if step is not None), None)

    def _candidates(self, target: int, bracket: _Bracket) -> Iterator[tuple[Cut, bool, int]]:
        """Cuts, each with a direction and an offset, the most promising first.

        A row that a probe skips to is an anchor, too: so it skips as far as the estimate may be wrong, and
        starts half as far on the other side of the target.
        """
        known = [(cut, weight) for cut, weight in self._survey.cuts if self._within(cut, bracket)]
        sample = self._survey.sample
        low = sample.weight_before(bracket.low)
        high = sample.weight_before(bracket.high) if bracket.high else sample.weight
        rows_each = bracket.rows / max(high - low, 1e-9)
        offset = min(self._ranks.limits.offset, self._doubt(target, bracket))
        found: list[tuple[float, bool, int, Cut]] = []
        for cut, weight in known:
            estimate = bracket.low_position + (weight - low) * rows_each
            for forward, ideal in ((True, target - offset // 2), (False, target + offset // 2)):
                found.append((abs(estimate - ideal), not forward, len(found), cut))
        for _, backward, _, cut in sorted(found):
            yield cut, not backward, offset

    def _doubt(self, target: int, bracket: _Bracket) -> int:
        """Twice the standard deviation, in rows, of where the sample says the target is."""
        part = (target - bracket.low_position) / max(bracket.rows, 1)
        count = max(1, self._survey.sample.count_between(bracket.low, bracket.high))
        return int(2 * bracket.rows * math.sqrt(max(0.0, part * (1 - part)) / count))

    # Row by row

    def _walk(self, target: int, bracket: _Bracket) -> Step | None:
        """From an anchor as far as the offset goes, where the sample has no record nearer to the target."""
        if not self._ranks.order.complete:
            return None
        ends = [(bracket.low, bracket.low_position, True), (bracket.high, bracket.high_position, False)]
        for cut, position, forward in sorted(
            ends, key=lambda end: (end[0] != self._guessed, abs(target - end[1]))
        ):
            side = self._ranks.side(cut, position, forward=forward)
            if side is not None and (step := self._settle(side.half.row_leans)):
                return step
            if side is None or side.half.row_leans:
                continue
            offset = self._ranks.limits.offset
            if len(self._ranks.reach(side)) > offset:
                return Probe(self._ranks.request(side.half, offset=offset), side, known=True)
        return None

    # Answers

    def learn(self, step: Step, answer: RecordPage | None) -> None:
        """Takes in the answer to a request; None when it was refused, which only some may be."""
        match step:
            case Covering():
                self._choices.learn_covering(answer)
                self._survey.sort_out()
            case Selecting():
                self._emptiness.learn_selecting(step, answer)
            case _ if answer is None:
                raise ValueError(f"an answer was expected: {step!r}")
            case Sampling():
                self._survey.learn_sample(step, answer)
            case Ranking():
                self._choices.learn_ranking(answer)
                self._survey.sort_out()
            case Newest():
                self._survey.learn_newest(answer)
            case Lowest():
                self._emptiness.learn_lowest(step, answer)
            case Probe():
                self._learn_probe(step, answer)

    def _learn_probe(self, step: Probe, answer: RecordPage) -> None:
        count, side, offset = count_of(answer), step.side, step.request.offset
        position = side.position
        if side.cut is not None and not step.known:
            position = max(0, (self._ranks.total or 0) - count) if side.forward else count
            self._ranks.put(side.cut, position)
        if step.known:
            self._ranks.measured(side, count)
        if answer.records and self._ranks.order.complete:
            place = self._ranks.order.place(answer.records[0])
            if place is not None:
                self._ranks.put(Cut(place), position + offset if side.forward else position - 1 - offset)


def _id(cut: Cut | None, *, default: int) -> int:
    """The id at a cut by all keys."""
    value = cut.place[-1] if cut else None
    return value if isinstance(value, int) else default
