"""The registry of actions, and what is made from it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tui.actions import Action, Place, key_name
from tui.actions.__main__ import key_table
from tui.actions.places import PLACES, QUIT

README = Path(__file__).parents[1] / "README.md"

# What a terminal sends for these is another key (Backspace, Tab, Enter), or belongs to tmux and screen.
UNSENDABLE = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a", "ctrl+b"}


def test_the_key_table_of_the_readme_is_that_of_the_registry() -> None:
    shown = re.search(r"<!-- keys: .*?-->\n(.*?)<!-- end -->", README.read_text(), re.DOTALL)
    assert shown is not None
    assert shown.group(1).strip() == key_table().strip(), "run: python -m tui.actions"


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.title)
def test_no_key_of_a_place_does_two_things(place: Place) -> None:
    keys = [key for action in {*place.actions, *place.moving, QUIT} for key in action.keys]
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.title)
def test_every_key_can_be_sent_by_every_terminal(place: Place) -> None:
    keys = {key for action in (*place.actions, *place.moving) for key in action.keys}
    assert not keys & UNSENDABLE
    assert not any("shift+" in key or "alt+" in key or key == "ctrl+enter" for key in keys)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.title)
def test_the_footer_shows_at_most_six_and_fits_eighty_columns(place: Place) -> None:
    shown = [action for action in {*place.actions, *place.moving, QUIT} if action.in_footer]
    assert len(shown) <= 6
    assert sum(len(f" {key_name(action.keys[0])} {action.title} ") for action in shown) <= 80


def test_no_id_names_two_actions() -> None:
    actions = [action for place in PLACES for action in (*place.actions, *place.moving)]
    meanings = {(action.id, action.help, action.keys) for action in actions}
    assert len(meanings) == len({action.id for action in actions})


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("ctrl+q", "^q"),
        ("escape", "Esc"),
        ("question_mark", "?"),
        ("f1", "F1"),
        ("G", "G"),
        ("pagedown", "PgDn"),
    ],
)
def test_keys_are_named_as_on_keyboards(key: str, name: str) -> None:
    assert key_name(key) == name


def test_help_is_a_sentence_without_its_stop() -> None:
    actions: list[Action] = [action for place in PLACES for action in (*place.actions, *place.moving)]
    assert [action.id for action in actions if not action.help or action.help.endswith(".")] == []
