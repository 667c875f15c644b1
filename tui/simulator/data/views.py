"""Views of an app, as Kintone's Get Views gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.simulator.data.fields import Json

_FIRST_ID = 5_310_000


@dataclass(frozen=True, slots=True)
class View:
    """`settings` are the keys that the view's type adds."""

    name: str
    type: str
    condition: str
    sort: str
    settings: dict[str, Json]


def list_view(name: str, fields: Sequence[str], *, where: str = "", sort: str = "") -> View:
    return View(name, "LIST", where, sort, {"fields": list(fields)})


def assigned_to_me(language: str, fields: Sequence[str], *, number: str) -> View:
    """The view that Kintone makes when process management is switched on.

    `number` is the code of the record number.
    """
    name, assignee = {"en": ("(Assigned to me)", "Assignee"), "ja": ("（作業者が自分）", "作業者")}[language]
    settings: dict[str, Json] = {"builtinType": "ASSIGNEE", "fields": list(fields)}
    return View(name, "LIST", f"{assignee} in (LOGINUSER())", f"{number} desc", settings)


def calendar(name: str, *, date: str, title: str, where: str = "", sort: str = "") -> View:
    return View(name, "CALENDAR", where, sort, {"date": date, "title": title})


def custom(name: str, html: str, *, where: str = "", sort: str = "") -> View:
    return View(name, "CUSTOM", where, sort, {"html": html, "pager": True, "device": "DESKTOP"})


def describe(views: Sequence[View], app: int) -> dict[str, dict[str, Json]]:
    """The "views" of Get Views. Ids are unique in the whole Kintone."""
    return {
        view.name: {
            "type": view.type,
            "id": str(_FIRST_ID + app * 100 + index),
            "name": view.name,
            "index": str(index),
            "filterCond": view.condition,
            "sort": view.sort,
            **view.settings,
        }
        for index, view in enumerate(views)
    }
