"""Finding out how records without a value can be selected, which no document says.

Only asked where a count depends on it: some record without a value is looked up by its id, together with the
condition in question.
"""

from __future__ import annotations

from tui.kintone.listing.cuts import Empties
from tui.kintone.listing.keys import Key, UnreadableError
from tui.kintone.listing.ranks import Ranks
from tui.kintone.listing.request import PageRequest
from tui.kintone.listing.steps import Lowest, Selecting
from tui.kintone.listing.survey import Survey
from tui.kintone.query import both
from tui.kintone.records import ID, Record, RecordPage


class Emptiness:
    """What is known of the empty values of each key goes to `Ranks.empties`."""

    def __init__(self, ranks: Ranks, survey: Survey) -> None:
        self._ranks = ranks
        self._survey = survey
        self._examples: dict[str, Record] = {}
        self._refuted: set[tuple[str, Empties]] = set()

    def next(self, code: str) -> Lowest | Selecting | None:
        """The next request about a key; None when all is known."""
        if self._ranks.empties.get(code, Empties.UNKNOWN) is not Empties.UNKNOWN:
            return None
        sampled, filled = self._survey.examples(code)
        empty = self._examples.get(code) or sampled
        if empty is None:
            request = PageRequest(self._ranks.condition, f"{code} asc", 1, fields=(ID, code))
            return Lowest(request, code)
        if (code, Empties.EQUAL_NOTHING) not in self._refuted:
            return self._selecting(code, Empties.EQUAL_NOTHING, f'{code} = ""', empty)
        below = self._below(code, filled)
        if below and (code, Empties.IN_RANGES) not in self._refuted:
            return self._selecting(code, Empties.IN_RANGES, below, empty)
        self._ranks.empties[code] = Empties.OUT_OF_REACH
        return None

    def _below(self, code: str, filled: Record | None) -> str:
        """A downward test that holds for some value; "" where no record with a value is known."""
        key = next(key for key in self._ranks.order.keys if key.code == code)
        try:
            return f"{code} <= {_literal(key, filled)}" if filled else ""
        except UnreadableError:
            return ""

    def _selecting(self, code: str, means: Empties, condition: str, empty: Record) -> Selecting:
        query = both(f"{ID} = {empty.id}", condition)
        return Selecting(PageRequest(query, f"{ID} desc", 1, fields=(ID,)), code, means)

    # Answers

    def learn_lowest(self, step: Lowest, answer: RecordPage) -> None:
        for record in answer.records:
            field = record.value(step.code)
            if field is not None and field.value in (None, ""):
                self._examples[step.code] = record
                return
        self._ranks.empties[step.code] = Empties.NONE

    def learn_selecting(self, step: Selecting, answer: RecordPage | None) -> None:
        if answer is not None and answer.records:
            self._ranks.empties[step.code] = step.means
        else:
            self._refuted.add((step.code, step.means))


def _literal(key: Key, record: Record) -> str:
    return key.literal(key.read(record))
