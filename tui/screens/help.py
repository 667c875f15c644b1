"""`?`: the keys of where one is, in groups, from the action registry."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Footer, Static

from tui.actions import Action, Place, key_name
from tui.actions.places import EVERYWHERE
from tui.screens.dialog import Dialog


class HelpScreen(Dialog[None]):
    """Says what the place is for and which keys do what there. Any of its keys closes it again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1,enter,q", "leave", "Close", key_display="Esc")
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        here = (*(action for action in self._place.moving if action.in_footer), *self._place.own)
        moving = tuple(action for action in self._place.moving if not action.in_footer)
        with VerticalScroll(id="help"):
            yield Static(Text(self._place.title, style="bold"))
            yield Static(Text(self._place.purpose), classes="muted")
            yield Static(_keys("Here", here))
            if moving:
                yield Static(_keys("Moving", moving))
            yield Static(_keys("Everywhere", EVERYWHERE.actions))
        yield Footer(show_command_palette=False, compact=True)


def _keys(heading: str, actions: tuple[Action, ...]) -> Text:
    rows = [(" ".join(key_name(key) for key in action.keys), action.help) for action in actions]
    width = max(len(keys) for keys, _ in rows)
    text = Text(f"\n{heading}\n", style="")
    text.stylize("bold", 1)
    for keys, words in rows:
        text.append(f"  {keys:<{width}}  ", style="bold")
        text.append(f"{words}\n")
    text.rstrip()
    return text
