"""Learning which values a key has, so that it can be asked for one by one.

Kintone does not tell what is greater than a text, a person or a status. Where few different values occur,
naming those that come later is as good. Their order is Kintone's own, as seen in a sorted sample.
"""

from __future__ import annotations

import unicodedata

from tui.kintone.listing.keys import UnreadableError, choice_of
from tui.kintone.listing.ranks import Ranks, count_of
from tui.kintone.listing.request import PageRequest
from tui.kintone.listing.steps import Covering, Ranking
from tui.kintone.listing.survey import Survey
from tui.kintone.query import both, quote
from tui.kintone.records import ID, Record, RecordPage

_MOST = 100
"""Different values that are still named one by one."""
_ROUNDS = 2
"""Requests for values that the sample does not have."""


class Choices:
    """The values of a list's first key. Once all are known, they make that key of `Ranks.order` LISTED."""

    def __init__(self, ranks: Ranks, survey: Survey) -> None:
        self._ranks = ranks
        self._survey = survey
        self._found: dict[str, int] = {}
        """Values, each with the id of a record that has it."""
        self._rounds = 0
        self._hopeless = False
        self._sorted = True
        self._complete = False

    @property
    def _code(self) -> str:
        return self._ranks.order.keys[0].code

    def next(self) -> Covering | Ranking | None:
        """The next request about the values; None when they cannot be listed, or are."""
        if self._ranks.order.depth or self._hopeless:
            return None
        if not self._rounds:
            self._add(self._survey.records, sorted_=True)
        if self._hopeless or not self._found:
            return None
        order, codes = self._ranks.order.text, (self._code, ID)
        if self._complete:
            condition = f"{ID} in ({', '.join(map(str, self._found.values()))})"
            return Ranking(PageRequest(condition, order, len(self._found), fields=codes))
        if self._rounds == _ROUNDS:
            return None
        self._rounds += 1
        others = f"{self._code} not in ({', '.join(map(quote, self._found))})"
        condition = both(self._ranks.condition, others)
        return Covering(PageRequest(condition, order, self._ranks.limits.page, fields=codes))

    def learn_covering(self, answer: RecordPage | None) -> None:
        """Values that were not known; None where Kintone does not take the question."""
        if answer is None:
            self._hopeless = True
            return
        self._add(answer.records, sorted_=False)
        self._sorted = self._sorted and not answer.records
        self._complete = count_of(answer) == len(answer.records)
        if self._complete and self._sorted and not self._hopeless:
            self._ranks.reorder(self._ranks.order.listed(list(self._found)))

    def learn_ranking(self, answer: RecordPage) -> None:
        """One record for each value, in the order of the list."""
        self._hopeless = True
        values = [value for record in answer.records if (value := self._value(record)) is not None]
        if len(set(values)) == len(values) == len(self._found):
            self._ranks.reorder(self._ranks.order.listed(values))

    def _add(self, records: list[Record], *, sorted_: bool) -> None:
        """Takes in values. What cannot be listed makes an end of it."""
        previous: str | None = None
        for record in records:
            value = self._value(record)
            returning = sorted_ and value != previous and value in self._found
            if value is None or returning:
                self._hopeless = True
                return
            self._found.setdefault(value, record.id)
            previous = value
        alike = {unicodedata.normalize("NFKC", value).casefold() for value in self._found}
        # Kintone may take for one what differs in case or width only.
        self._hopeless = len(alike) < len(self._found) or len(self._found) > _MOST

    def _value(self, record: Record) -> str | None:
        field = record.value(self._code)
        try:
            return None if field is None else choice_of(field)
        except UnreadableError:
            return None
