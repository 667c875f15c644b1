"""Going through the places with the keyboard, as somebody does who was signed in before."""

from __future__ import annotations

import base64

import pytest

from tests.pilot import screen_text, until
from tests.screens.conftest import Kintone, at_the_apps
from tui.app import KintoneTui
from tui.storage.history import Place

SIZES = [(80, 24), (200, 50)]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_from_the_connections_to_the_json_of_a_record_and_back(
    kintone: Kintone, size: tuple[int, int]
) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone, size) as pilot:
        await pilot.press("j", "enter")
        await until(pilot, r"row 1 of 120")
        await pilot.press("G")
        await until(pilot, r"row 120 of 120")
        await pilot.press("enter")
        await until(pilot, "Subject")
        await pilot.press("tab")
        await until(pilot, r'"record": \{')
        await pilot.press("tab")
        await until(pilot, "Subject")
        await pilot.press("escape")
        await until(pilot, r"row 120 of 120")
        await pilot.press("escape")
        await until(pilot, r"\d+ apps")
        await pilot.press("escape")
        await until(pilot, "Set up a connection")
        await pilot.press("escape")
        assert "Set up a connection" in screen_text(pilot)


async def test_typing_narrows_the_apps_and_esc_shows_them_all_again(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        everything = screen_text(pilot)
        await pilot.press("slash", *"顧客")
        await until(pilot, r"1 of \d+ apps")
        assert "受注管理" not in screen_text(pilot)
        await pilot.press("escape")
        await until(pilot, "受注管理")
        assert "Customers" in everything


async def test_another_view_has_other_rows(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("j", "enter")
        await until(pilot, r"row 1 of 120")
        await pilot.press("v")
        await until(pilot, "Views of this app")
        await pilot.press("j", "enter")
        await until(pilot, r"Open   \d+ record")
        await pilot.press("escape")
        await until(pilot, r"\d+ apps")


async def test_help_names_the_keys_of_the_place(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone, (80, 40)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, "Find an app by name, code or number")
        await pilot.press("escape")
        await until(pilot, r"\d+ apps")


async def test_the_palette_finds_an_action_by_what_it_does(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("ctrl+p")
        await until(pilot, "Search for commands|Sign in again")
        await pilot.press(*"sign in again", "enter")
        await until(pilot, "Waiting for your browser")


async def test_a_row_is_copied_with_tabs_between_its_cells(
    kintone: Kintone, monkeypatch: pytest.MonkeyPatch
) -> None:
    kintone.sign_in()
    written: list[str] = []
    monkeypatch.setattr(KintoneTui, "write_to_terminal", lambda app, text: written.append(text))
    async with at_the_apps(kintone) as pilot:
        await pilot.press("enter")
        await until(pilot, r"row 1 of")
        await pilot.press("y")
        await until(pilot, "Copied the row")
        await pilot.press("u")
        await until(pilot, "Copied the address of the record")
    row, link = (base64.b64decode(text[len("\x1b]52;c;") : -1]).decode() for text in written)
    assert row.startswith("1\tA\t")
    assert link == f"{kintone.base_url}/k/{kintone.app_id('Customers')}/show#record=1"


async def test_the_next_start_goes_to_the_record_where_one_was(kintone: Kintone) -> None:
    kintone.sign_in()
    inquiries = kintone.app_id("Inquiries")
    kintone.services.history.leave(Place(connection="demo", app=inquiries, view="", record=7))
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await until(pilot, "record 7")
        await until(pilot, "revision")
        await pilot.press("escape")
        await until(pilot, r"row 1 of 120")
        await pilot.press("escape")
        await until(pilot, r"\d+ apps")


async def test_a_record_that_is_gone_is_said_to_be_and_its_list_is_still_there(kintone: Kintone) -> None:
    kintone.sign_in()
    inquiries = kintone.app_id("Inquiries")
    kintone.services.history.leave(Place(connection="demo", app=inquiries, view="", record=99_999))
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await until(pilot, "99999|99,999")
        await until(pilot, "(?i)not found|no record|is gone")
        await pilot.press("escape")
        await until(pilot, r"row 1 of 120")


async def test_a_guest_space_app_opens_through_its_own_path(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("slash", *"Joint", "enter")
        await until(pilot, r"row 1 of \d+")
        await pilot.press("enter")
        await until(pilot, "revision")


async def test_data_that_would_take_over_a_terminal_is_drawn_harmlessly(kintone: Kintone) -> None:
    """Record 4 of the app with every field type holds markup, escape sequences and bidi overrides."""
    kintone.sign_in()
    equipment = kintone.app_id("設備台帳")
    kintone.services.history.leave(Place(connection="demo", app=equipment, view="", record=4))
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await until(pilot, "revision")
        for key in ("pagedown", "pagedown", "tab", "pagedown", "G", "y", "escape", "G"):
            await pilot.press(key)
            shown = screen_text(pilot)
            assert not [
                c for c in shown if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f" or c in "\u202e\u200b"
            ]


async def test_a_theme_that_nobody_knows_and_a_broken_history_do_not_keep_it_from_starting(
    kintone: Kintone,
) -> None:
    paths = kintone.services.paths
    paths.settings.parent.mkdir(parents=True)
    paths.settings.write_text('theme = "no-such"\nmoose = true\n')
    async with KintoneTui(type(kintone.services)(paths, kintone.services.environ)).run_test() as pilot:
        await until(pilot, "Set up a connection")
        await until(pilot, "there is no setting called moose")


async def test_in_a_small_terminal_what_is_to_be_chosen_stays_in_sight(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone, (40, 12)) as pilot:
        await pilot.press("j", "enter")
        await until(pilot, r"row 1 of 120")
        await pilot.press("v", "G")
        await until(pilot, "All records")


async def test_what_was_settled_at_the_start_is_still_to_be_read_when_the_apps_are_here(
    kintone: Kintone,
) -> None:
    kintone.sign_in()
    kintone.services.history.leave(Place(connection="demo"))
    kintone.services.tell("Signed in, but not saved.")
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await until(pilot, r"\d+ apps")
        await pilot.pause()
        assert "Signed in, but not saved." in screen_text(pilot)
        await pilot.press("enter")
        await until(pilot, r"row 1 of \d+")
        await pilot.press("escape")
        await until(pilot, r"\d+ apps")
        assert "Signed in, but not saved." not in screen_text(pilot), "whoever goes on has read it"
