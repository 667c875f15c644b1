"""The fields of a record as text, for the clipboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.widgets.record_sections import Entry, Section, Table


def plain_text(sections: Sequence[Section]) -> str:
    """ "Label: value" by line, further lines of a value indented, tables with tabs between their cells."""
    return "\n".join(line for section in sections for line in _section(section)) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield f"\n{section.heading}"
    for item in section.items:
        yield from _entry(item) if isinstance(item, Entry) else _table(item)


def _entry(entry: Entry) -> Iterator[str]:
    first, *others = entry.lines or ("",)
    yield f"{entry.label}: {first}".rstrip()
    yield from (f"  {line}" for line in others)


def _table(table: Table) -> Iterator[str]:
    yield f"{table.label}:"
    yield "\t".join(table.headings)
    yield from ("\t".join(" ".join(cell.split()) for cell in row) for row in table.rows)
