"""`python -m tui.actions`: the key table of the README, in Markdown."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from tui.actions.places import EVERYWHERE, PLACES
from tui.actions.registry import Action, Place, key_name


def _cell(key: str) -> str:
    return f"`{key_name(key)}`".replace("|", "\\|")


def _rows(place: Place) -> Iterator[str]:
    yield f"| **{place.title}** | |"
    yield "| --- | --- |"
    for action in (*(place.actions if place is EVERYWHERE else place.own), *place.moving):
        yield f"| {_keys(action)} | {action.help} |"


def _keys(action: Action) -> str:
    return " ".join(_cell(key) for key in action.keys)


def key_table() -> str:
    """One small table a place, in the order in which a person meets them."""
    return "\n\n".join("\n".join(_rows(place)) for place in PLACES) + "\n"


if __name__ == "__main__":
    sys.stdout.write(key_table())
