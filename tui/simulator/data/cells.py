"""A field's value as SQLite keeps it: as a key to compare by, and as words to search."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from tui.simulator.data.source import Value
from tui.simulator.query import Column
from tui.simulator.query.keys import minutes_key, number_key, searchable
from tui.simulator.query.rules import Kind

Cell = str | int | None
Encoder = Callable[[Value], Cell]
FileText = Callable[[str], str]
"""The text in the file with that key; empty where it has none."""

_TAG = re.compile(r"<[^>]*>")


def encoder(column: Column) -> Encoder:
    """Empty values become None, an empty set 0."""
    match column.kind:
        case Kind.NUMBER:
            return lambda value: number_key(value) if isinstance(value, str) and value else None
        case Kind.MINUTES:
            return lambda value: minutes_key(value) if isinstance(value, str) and value else None
        case Kind.RANK:
            return lambda value: column.members.get(_name(value))
        case Kind.SET:
            return lambda value: _bits(value, column.members)
        case Kind.PROSE:
            return _presence
    return lambda value: value if isinstance(value, str) and value else None


def words(file_text: FileText) -> Callable[[Value], str]:
    """Of an attachment both the name and the content are searched."""

    def encode(value: Value) -> str:
        if isinstance(value, str):
            return searchable(value)
        parts = [part for file in _entries(value) for part in (file["name"], file_text(file["fileKey"]))]
        return searchable(" ".join(parts))

    return encode


def _presence(value: Value) -> Cell:
    if isinstance(value, str):
        return 1 if _TAG.sub("", value).strip() else None
    return 1 if _entries(value) else None


def _bits(value: Value, members: Mapping[str, int]) -> int:
    bits = 0
    for name in map(_name, value if isinstance(value, list) else ()):
        if name in members:
            bits |= 1 << members[name]
    return bits


def _name(value: Value) -> str:
    """Of an option its name, of a user, an organization or a group the code."""
    if isinstance(value, dict):
        return str(value["code"])
    return value if isinstance(value, str) else ""


def _entries(value: Value) -> list[Mapping[str, str]]:
    return value if isinstance(value, list) else []


def rows(value: Value) -> Iterable[tuple[int, Mapping[str, Value]]]:
    """The rows of a table: their ids and their cells."""
    for row in value if isinstance(value, list) else ():
        yield int(row["id"]), row["value"]
