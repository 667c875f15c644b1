"""The order of a list: keys that decide every tie, so that each record has one place.

The last key is always `$id`. Kintone leaves the order of equal records open (observed: newest first), and a
list that is read in pages needs it settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tui.kintone.listing.keys import Key, Kind, Scalar, UnreadableError
from tui.kintone.records import ID, Record
from tui.kintone.schema import ID_FIELD, Field, Form

Place: TypeAlias = tuple[Scalar, ...]
"""A record's values of the leading keys, in their order."""


@dataclass(frozen=True, slots=True)
class Order:
    """Keys, most significant first; the last one is `$id`."""

    keys: tuple[Key, ...]

    @classmethod
    def parse(cls, sort: str, form: Form, *, states: Sequence[str] = ()) -> Order:
        """A view's `sort`, such as "Amount desc, Record_number asc", over the fields of `form`.

        "" is Kintone's own order, newest first. The record number is `$id` under another name: it sorts the
        same, but its code and format differ between apps. `states` are those of the process management.
        """
        keys = [
            Key.of(form.fields.get(code) or _unlisted(code), descending=descending, states=tuple(states))
            for code, descending in split_sort(sort)
        ]
        return cls(_settled(keys))

    @property
    def text(self) -> str:
        """What follows the words `order by`."""
        return ", ".join(key.text for key in self.keys)

    @property
    def codes(self) -> tuple[str, ...]:
        """The fields that tell a record's place."""
        return tuple(key.code for key in self.keys)

    @property
    def depth(self) -> int:
        """How many leading keys can be compared with."""
        return next((i for i, key in enumerate(self.keys) if key.kind is Kind.OPAQUE), len(self.keys))

    @property
    def complete(self) -> bool:
        """Whether every key can be compared with, so that a place is the place of one record."""
        return self.depth == len(self.keys)

    def reversed(self) -> Order:
        """The same list from its end."""
        return Order(tuple(key.flipped() for key in self.keys))

    def place(self, record: Record) -> Place | None:
        """The record's values of the leading `depth` keys; None where it does not tell them."""
        try:
            return tuple(key.read(record) for key in self.keys[: self.depth])
        except UnreadableError:
            return None

    def compare(self, first: Place, second: Place) -> int:
        """Below 0 when `first` comes earlier, by as many keys as both places have."""
        for key, one, other in zip(self.keys, first, second, strict=False):
            if result := key.compare(one, other):
                return result
        return 0

    def known_to(self, depth: int) -> Order:
        """The same order, of which no more than `depth` leading keys are compared with."""
        opaque = (replace(key, kind=Kind.OPAQUE) for key in self.keys[depth : depth + 1])
        return Order((*self.keys[:depth], *opaque, *self.keys[depth + 1 :]))

    def listed(self, values: Sequence[str]) -> Order:
        """The same order, whose first key has these values, in the order of the list."""
        first = self.keys[0]
        options = tuple(reversed(values)) if first.descending else tuple(values)
        return Order((replace(first, kind=Kind.LISTED, options=options), *self.keys[1:]))


def split_sort(sort: str) -> list[tuple[str, bool]]:
    """The field codes in the text of a `sort`, each with whether it is descending."""
    keys = []
    for part in sort.split(","):
        words = part.split()
        if words:
            keys.append((words[0], words[-1].lower() == "desc" and len(words) > 1))
    return keys


def _unlisted(code: str) -> Field:
    """A field that the form does not have: hidden, gone, or `$id`, which no form lists."""
    return ID_FIELD if code == ID else Field(code, "")


def _settled(keys: Iterable[Key]) -> tuple[Key, ...]:
    """Each field once, and nothing behind `$id`, which decides everything."""
    kept: dict[str, Key] = {}
    for key in keys:
        kept.setdefault(key.code, key)
        if key.kind is Kind.ID:
            return tuple(kept.values())
    return (*kept.values(), Key(ID, Kind.ID, descending=True, filled=True))
