"""The keys that widgets answer to, as data: bindings, help and documentation are made from these tables.

They are keys that every terminal can send, arrows beside those of vi and less. A widget's class reads its
table once; a program that lets people choose their own keys goes through the binding ids, such as
"table.cursor_down".
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar, cast

from textual.binding import Binding, BindingType
from textual.widget import Widget

WidgetClass = TypeVar("WidgetClass", bound=type[Widget])


@dataclass(frozen=True, slots=True)
class ViewKey:
    """`keys` do `action`, a method `action_<action>` of the widget. `help` is a sentence without its stop."""

    action: str
    keys: tuple[str, ...]
    title: str
    help: str
    in_footer: bool = False

    def binding(self, widget: str) -> Binding:
        return Binding(
            ",".join(self.keys),
            self.action,
            self.title,
            show=self.in_footer,
            tooltip=self.help,
            id=f"{widget}.{self.action}",
        )


TABLE_KEYS = (
    ViewKey("cursor_up", ("up", "k"), "Up", "Go to the row above"),
    ViewKey("cursor_down", ("down", "j"), "Down", "Go to the row below"),
    ViewKey("column_left", ("left", "h"), "Column left", "Go to the column on the left"),
    ViewKey("column_right", ("right", "l"), "Column right", "Go to the column on the right"),
    ViewKey("page_up", ("pageup",), "Page up", "Go up by one screen"),
    ViewKey("page_down", ("pagedown", "space"), "Page down", "Go down by one screen"),
    ViewKey("half_page_up", ("ctrl+u",), "Half a page up", "Go up by half a screen"),
    ViewKey("half_page_down", ("ctrl+d",), "Half a page down", "Go down by half a screen"),
    ViewKey("first_row", ("home", "g"), "First row", "Go to the first row"),
    ViewKey("last_row", ("end", "G"), "Last row", "Go to the last row"),
)
"""How one moves in a table."""

OPEN_ROW = ViewKey("open_row", ("enter",), "Open", "Open the marked row", in_footer=True)

LINE_KEYS = (
    ViewKey("line_up", ("up", "k"), "Up", "Go up by one line"),
    ViewKey("line_down", ("down", "j"), "Down", "Go down by one line"),
    ViewKey("move_left", ("left", "h"), "Left", "Show what is further to the left"),
    ViewKey("move_right", ("right", "l"), "Right", "Show what is further to the right"),
    ViewKey("page_up", ("pageup",), "Page up", "Go up by one screen"),
    ViewKey("page_down", ("pagedown", "space"), "Page down", "Go down by one screen"),
    ViewKey("half_page_up", ("ctrl+u",), "Half a page up", "Go up by half a screen"),
    ViewKey("half_page_down", ("ctrl+d",), "Half a page down", "Go down by half a screen"),
    ViewKey("first_line", ("home", "g"), "Beginning", "Go to the beginning"),
    ViewKey("last_line", ("end", "G"), "End", "Go to the end"),
)
"""How one moves in long text."""

LIST_KEYS = (
    ViewKey("select", ("enter",), "Open", "Choose the marked one", in_footer=True),
    ViewKey("cursor_up", ("up", "k"), "Up", "Go to the one above"),
    ViewKey("cursor_down", ("down", "j"), "Down", "Go to the one below"),
    ViewKey("page_up", ("ctrl+u",), "Page up", "Go up by one screen"),
    ViewKey("page_down", ("ctrl+d",), "Page down", "Go down by one screen"),
    ViewKey("first", ("g",), "First", "Go to the first one"),
    ViewKey("last", ("G",), "Last", "Go to the last one"),
)
"""How one moves in a short list."""


def bindings(keys: Iterable[ViewKey], widget: str) -> list[BindingType]:
    """Textual's bindings for `keys`, with ids that begin with `widget`."""
    return [key.binding(widget) for key in keys]


@functools.cache
def with_vim_keys(list_class: WidgetClass) -> WidgetClass:
    """A subclass of one of Textual's lists that also moves by j, k, g, G, Ctrl+D and Ctrl+U.

    It keeps the name of `list_class`, and so its styles and the names of its messages' handlers.
    """
    members = {"BINDINGS": bindings(LIST_KEYS, "list")}
    return cast(WidgetClass, type(list_class.__name__, (list_class,), members))
