"""What is typed into the form for a connection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.screens.connect.draft import Draft, free_name, suggested_name
from tui.secret import Secret

SOUND = Draft(
    domain=" https://Acme.kintone.com/k/\n",
    redirect_uri="https://localhost:18543/callback",
    client_id=" l.1.abc \n",
    client_secret=Secret("0123456789abcdef\n"),
    scopes=("k:app_record:read",),
    name="",
)


def test_pasted_values_are_trimmed() -> None:
    assert SOUND.problems() == {}
    connection = SOUND.connection(taken=[])
    assert connection.domain == "acme.kintone.com"
    assert connection.client_id == "l.1.abc"
    assert SOUND.trimmed_secret == "0123456789abcdef"


def test_a_connection_is_named_after_its_kintone_and_names_stay_apart() -> None:
    assert SOUND.connection(taken=[]).name == "acme"
    assert SOUND.connection(taken=["acme"]).name == "acme 2"
    assert SOUND.connection(taken=["acme", "acme 2"]).name == "acme 3"
    assert replace(SOUND, name=" Work ").connection(taken=["acme"]).name == "Work"
    assert replace(SOUND, name="Acme").connection(taken=["acme"]).name == "Acme 2"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(SOUND, domain=""), "domain"),
        (replace(SOUND, domain="acme"), "domain"),
        (replace(SOUND, domain="http://acme.kintone.com"), "domain"),
        (replace(SOUND, redirect_uri="http://localhost:18543/callback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:18543/callback#x"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https:///callback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:port/callback"), "redirect_uri"),
        (replace(SOUND, client_id=" "), "client_id"),
        (replace(SOUND, client_secret=Secret("\n")), "client_secret"),
        (replace(SOUND, scopes=()), "scopes"),
        (replace(SOUND, name="--all"), "name"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(wrong: Draft, field: str) -> None:
    problems = wrong.problems()
    assert list(problems) == [field]
    assert problems[field].endswith((".", "there is nothing to see."))


@pytest.mark.parametrize("host", ["acme.kintone.com", "acme:8080", "acme"])
def test_the_suggested_name_is_the_first_part_of_the_host(host: str) -> None:
    assert suggested_name(host) == "acme"


def test_a_free_name_is_kept() -> None:
    assert free_name("acme", ["other"]) == "acme"
