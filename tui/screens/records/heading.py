"""The line above the list: which app, which view, how many; and the words for where the cursor stands."""

from __future__ import annotations

from rich.text import Text

from tui.kintone.schema import App, View
from tui.screens.known_app import KnownApp
from tui.terminal.text import one_line


def heading(known: KnownApp, view: View, total: int | None, *, about: bool) -> Text:
    """`total` None while it is not known: then no number is stated."""
    text = Text(one_line(known.title), style="bold", no_wrap=True, overflow="ellipsis")
    text.append(f"   {one_line(view.name)}", style="not bold")
    if total is not None:
        text.append(f"   {_counted(total, about=about)}", style="not bold dim")
    return text


def _counted(total: int, *, about: bool) -> str:
    noun = "record" if total == 1 else "records"
    return f"{'about ' if about and total else ''}{total:,} {noun}"


def opening_heading(app: App) -> Text:
    """While nothing more is known of the app than what it was opened by."""
    return Text(one_line(app.name) or f"App {app.id}", style="bold", no_wrap=True, overflow="ellipsis")


def view_words(view: View) -> str:
    """What a view looks like in Kintone, where that is no list; "" for a list."""
    looks = {"CALENDAR": "a calendar", "CUSTOM": "a page of its own"}
    return f"In Kintone this view is {looks[view.type]}; here it is a list." if view.type in looks else ""


def position_words(position: int, total: int | None) -> str:
    """ "row 12 of 30,000"; "" while there is no row."""
    if not total:
        return ""
    return f"row {position + 1:,} of {total:,}"


def settings_would_add(known: KnownApp) -> str:
    """What a person gets to know who may read records only; "" for everybody else."""
    if not known.inferred:
        return ""
    return "k:app_settings:read would add field names and views"
