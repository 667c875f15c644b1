"""What an action is: declared once, and from the declaration come its key, its place in the footer, in the
palette, in the help and in the README's key table.
"""

from __future__ import annotations

from dataclasses import dataclass

from textual.binding import Binding, BindingType


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do in one place of the program.

    `id` is "place.method" and stays the same for ever: people's own keys will refer to it. The screen of the
    place carries it out in `action_<method>`. `help` is one sentence without a full stop.
    """

    id: str
    title: str
    help: str
    keys: tuple[str, ...]
    in_footer: bool = False
    in_palette: bool = True
    priority: bool = False
    """Taken before the focused widget sees the key: for keys that must work while text is typed."""

    @property
    def method(self) -> str:
        return self.id.rpartition(".")[2]

    def binding(self) -> Binding:
        """The key as Textual wants it; several keys share one entry of the footer."""
        return Binding(
            ",".join(self.keys),
            self.method,
            self.title,
            show=self.in_footer,
            key_display=key_name(self.keys[0]),
            priority=self.priority,
            tooltip=self.help,
            id=self.id,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A screen as a person thinks of it: what it is for and what can be done there."""

    title: str
    purpose: str
    actions: tuple[Action, ...]
    moving: tuple[Action, ...] = ()
    """Keys of the widgets on the screen, bound by them: listed in the help, not bound again."""

    def bindings(self) -> list[BindingType]:
        return [action.binding() for action in self.actions]

    @property
    def own(self) -> tuple[Action, ...]:
        """What can be done here and not everywhere."""
        return tuple(action for action in self.actions if not action.id.startswith("any."))


_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "question_mark": "?",
    "slash": "/",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
}


def key_name(key: str) -> str:
    """A key as it is written on keyboards and in the footer: "^q", "Esc", "F1", "G"."""
    modifier, _, rest = key.rpartition("+")
    name = _NAMES.get(rest) or (rest.upper() if rest[0] == "f" and rest[1:].isdigit() else rest)
    if modifier == "ctrl":
        return f"^{name}"
    return f"{modifier}+{name}" if modifier else name
