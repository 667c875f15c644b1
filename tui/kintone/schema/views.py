"""The views of an app: saved filters, orders and columns (Kintone REST API, Get Views)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tui.kintone import lenient


@dataclass(frozen=True, slots=True)
class View:
    """One view. LIST has `fields`, CALENDAR `date` and `title` (field codes); CUSTOM has no columns.

    `condition` and `sort` are in the query language, either may be "". `fields` may name fields that are gone
    or closed to the person. `builtin` is true for "(Assigned to me)", which Kintone makes by itself.
    """

    id: int
    name: str
    index: int = 0
    type: str = "LIST"
    condition: str = ""
    sort: str = ""
    fields: tuple[str, ...] = ()
    builtin: bool = False
    date: str = ""
    title: str = ""

    @classmethod
    def from_json(cls, name: str, document: object) -> View:
        members = lenient.mapping(document)
        return cls(
            id=lenient.integer(members.get("id")) or 0,
            name=lenient.text(members.get("name")) or name,
            index=lenient.integer(members.get("index")) or 0,
            type=lenient.text(members.get("type")) or "LIST",
            condition=lenient.text(members.get("filterCond")),
            sort=lenient.text(members.get("sort")),
            fields=tuple(code for code in map(lenient.text, lenient.sequence(members.get("fields"))) if code),
            builtin=bool(members.get("builtinType")),
            date=lenient.text(members.get("date")),
            title=lenient.text(members.get("title")),
        )


ALL_RECORDS = View(id=0, name="All records")
"""The view without conditions that every app has on Kintone's own page; Get Views does not list it."""


def views_from_json(document: object) -> list[View]:
    """The views in the order that people gave them; none at all is common."""
    views = lenient.mapping(lenient.mapping(document).get("views"))
    return sorted((View.from_json(name, view) for name, view in views.items()), key=lambda view: view.index)


def first_view(views: Iterable[View]) -> View:
    """The one to open an app with: not "(Assigned to me)", which comes first and is empty for most people."""
    return next((view for view in views if not view.builtin), ALL_RECORDS)
