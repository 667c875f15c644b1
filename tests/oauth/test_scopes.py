"""Scopes in the words of a person."""

from __future__ import annotations

import pytest

from tui.oauth import scopes


def test_what_the_program_asks_for_reads_as_a_line() -> None:
    assert scopes.words(scopes.READ) == "read records · read app settings · read files"


def test_an_undocumented_scope_stands_under_its_own_name() -> None:
    assert scopes.words(["k:file:read", "g:schedule:read"]) == "read files · g:schedule:read"


def test_all_six_scopes_of_kintone_are_known_and_the_program_writes_nothing() -> None:
    assert len(scopes.SCOPES) == 6
    assert not any("write" in name for name in scopes.READ)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("k:app_recrod:read", "k:app_record:read"),
        ("K:FILE:READ", "k:file:read"),
        ("app_settings:read", "k:app_settings:read"),
        ("k:file:read", ""),
        ("something else", ""),
    ],
)
def test_a_mistyped_scope_gets_a_suggestion(typed: str, meant: str) -> None:
    assert scopes.suggestion(typed) == meant


def test_free_text_is_split_at_spaces_commas_and_lines_each_scope_once() -> None:
    assert scopes.parse(" k:file:read,k:app_record:read\n k:file:read ") == (
        "k:file:read",
        "k:app_record:read",
    )


def test_granted_less_than_asked_names_what_will_not_work() -> None:
    sentence = scopes.shortfall(scopes.READ, ["k:app_record:read", "k:app_settings:read"])
    assert sentence == "Kintone granted read records · read app settings only. Opening files will not work."


def test_granted_as_asked_says_nothing() -> None:
    assert scopes.shortfall(scopes.READ, [*reversed(scopes.READ), "k:file:write"]) == ""


def test_nothing_granted_is_said_so() -> None:
    assert scopes.shortfall(["k:file:read"], []) == "Kintone granted nothing. Opening files will not work."
