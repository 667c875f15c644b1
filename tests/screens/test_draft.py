"""What is typed into the form for a connection."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tui.screens.connect.draft import Draft, free_name, suggested_name
from tui.secret import Secret
from tui.storage.connections import tidy_name

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
        (replace(SOUND, redirect_uri="https://localhost:0/callback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:65536/callback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:18543/callback#"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://local\nhost:18543/callback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:18543/call\tback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:18543/call back"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost:18543/\x1b[31mcallback"), "redirect_uri"),
        (replace(SOUND, redirect_uri="https://localhost\\.evil.example/callback"), "redirect_uri"),
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


def test_a_long_name_is_cut_so_that_it_can_be_saved_with_its_number() -> None:
    longest = "x" * 60
    assert tidy_name(longest) == longest
    assert free_name(longest, []) == longest
    assert free_name(longest, [longest]) == f"{'x' * 58} 2"
    taken = [longest, *(f"{'x' * 58} {number}" for number in range(2, 10))]
    assert free_name(longest, taken) == f"{'x' * 57} 10"


def test_a_kintone_with_the_longest_host_there_is_gets_a_name_that_can_be_saved() -> None:
    draft = replace(SOUND, domain=f"{'a' * 63}.kintone.com")
    assert draft.problems() == {}
    first = draft.connection(taken=[]).name
    second = draft.connection(taken=[first]).name
    assert [tidy_name(name) for name in (first, second)] == ["a" * 60, f"{'a' * 58} 2"]


@pytest.mark.parametrize(
    ("domain", "stranger"),
    [
        ("acme.kintone.com", ""),
        ("acme.cybozu.com", ""),
        ("acme.s.cybozu.cn", ""),
        ("http://localhost:8080", ""),
        ("evil.example", "evil.example"),
        ("https://acme.kintone.com.evil.example/k/", "acme.kintone.com.evil.example"),
        ("evilkintone.com:8443", "evilkintone.com:8443"),
    ],
)
def test_a_host_that_is_not_kintones_is_a_stranger(domain: str, stranger: str) -> None:
    assert replace(SOUND, domain=domain).stranger == stranger


def test_an_empty_secret_stands_for_the_saved_one_of_the_same_client_alone() -> None:
    kept = SOUND.connection(taken=[])
    empty = replace(SOUND, client_secret=Secret(""))
    assert empty.problems(kept) == {}
    assert replace(empty, name="other", redirect_uri="https://localhost:1/").problems(kept) == {}
    assert list(empty.problems()) == ["client_secret"]
    assert list(replace(empty, client_id="l.1.other").problems(kept)) == ["client_secret"]
    assert list(replace(empty, domain="evil.example").problems(kept)) == ["client_secret"]
    assert list(replace(empty, domain="acme").problems(kept)) == ["domain"]


def test_what_the_form_does_not_show_stays_as_it_was_written() -> None:
    earlier = replace(
        SOUND.connection(taken=[]),
        scopes=("k:app_record:write", "k:app_record:read", "k:file:read"),
        authorization_endpoint="https://login.kintone.com/authorize",
        token_endpoint="https://login.kintone.com/token",
        pkce=False,
        ca_bundle="/etc/ca.pem",
        timezone="Asia/Tokyo",
    )
    changed = SOUND.connection(taken=[], earlier=earlier)
    assert set(changed.scopes) == {"k:app_record:write", "k:app_record:read"}
    assert replace(changed, scopes=()) == replace(earlier, scopes=())
    elsewhere = replace(SOUND, domain="other.kintone.com").connection(taken=[], earlier=earlier)
    assert (elsewhere.authorization_endpoint, elsewhere.token_endpoint) == ("", "")
    assert (elsewhere.pkce, elsewhere.ca_bundle, elsewhere.timezone) == (False, "/etc/ca.pem", "Asia/Tokyo")
