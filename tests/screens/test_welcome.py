"""The saved connections: choosing, changing and removing one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.pilot import screen_text, until
from tests.screens.conftest import Kintone
from tui.storage.connections import Connections
from tui.storage.failures import StorageError
from tui.storage.history import Place


def marked(pilot: Pilot[int]) -> str:
    choices = pilot.app.screen.query_one("#connections", OptionList)
    assert choices.highlighted is not None
    return str(choices.get_option_at_index(choices.highlighted).prompt).split()[0]


def save(kintone: Kintone, *names: str) -> None:
    for name in names:
        kintone.services.connections.put(replace(kintone.connection, name=name))


async def test_the_marked_connection_stays_marked_after_the_help(kintone: Kintone) -> None:
    save(kintone, "one", "two", "three")
    async with kintone.program().run_test() as pilot:
        await until(pilot, "three")
        await pilot.press("j", "question_mark")
        await until(pilot, "Here")
        await pilot.press("escape")
        await until(pilot, "three")
        assert marked(pilot) == "two"


async def test_a_connection_that_came_is_marked(kintone: Kintone) -> None:
    save(kintone, "one", "two")
    async with kintone.program().run_test() as pilot:
        await until(pilot, r"two\s+localhost")
        await pilot.press("n")
        await until(pilot, "Kintone address")
        save(kintone, "three")
        await pilot.press("escape")
        await until(pilot, r"three\s+localhost")
        assert marked(pilot) == "three"


async def test_removing_asks_first_and_esc_keeps(kintone: Kintone) -> None:
    kintone.sign_in()
    async with kintone.program().run_test() as pilot:
        await until(pilot, r"demo\s+localhost")
        await pilot.press("d")
        shown = await until(pilot, r"Remove demo\?")
        assert "saved sign-in is deleted from this computer" in shown
        await pilot.press("escape")
        await until(pilot, r"demo\s+localhost")
    assert kintone.services.connections.get("demo") is not None
    assert "access_token" in kintone.services.store(kintone.connection).read()


async def test_a_removed_connection_leaves_nothing_behind(kintone: Kintone) -> None:
    save(kintone, "one")
    kintone.sign_in()
    save(kintone, "two")
    async with kintone.program().run_test() as pilot:
        await until(pilot, r"demo\s+localhost")
        kintone.services.history.leave(Place(connection="demo", app=5))
        await pilot.press("j", "d")
        await until(pilot, r"Remove demo\?")
        await pilot.press("enter")
        await until(pilot, r"one\s+localhost.*\n\s*two\s+localhost")
        assert marked(pilot) == "two"
    assert [each.name for each in kintone.services.connections.all()] == ["one", "two"]
    kept = [path for path in kintone.services.paths.tokens.glob("localhost*") if path.suffix != ".lock"]
    assert kept == []
    assert kintone.services.history.place() is None
    assert kintone.services.history.recent_apps("demo") == []


async def test_a_connection_that_was_removed_meanwhile_is_gone_too(kintone: Kintone) -> None:
    kintone.sign_in()
    async with kintone.program().run_test() as pilot:
        await until(pilot, r"demo\s+localhost")
        kintone.services.connections.remove("demo")
        await pilot.press("d")
        await until(pilot, r"Remove demo\?")
        await pilot.press("enter")
        await until(pilot, r"(?s)^(?!.*demo\s+localhost).*Set up a connection")
        assert "no connection called" not in screen_text(pilot)
    assert kintone.services.store(kintone.connection).read() == {}


async def test_what_keeps_a_connection_from_being_removed_is_said_until_one_goes_on(
    kintone: Kintone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(connections: Connections, name: str) -> None:
        raise StorageError("The disk is full.", hint="Make room.")

    kintone.sign_in()
    monkeypatch.setattr(Connections, "remove", refuse)
    async with kintone.program().run_test() as pilot:
        await until(pilot, r"demo\s+localhost")
        await pilot.press("d")
        await until(pilot, r"Remove demo\?")
        await pilot.press("enter")
        await until(pilot, "The disk is full")
        await pilot.press("n")
        await until(pilot, "Kintone address")
        await pilot.press("escape")
        assert "The disk is full" not in await until(pilot, r"demo\s+localhost")


async def test_below_the_connections_there_is_nothing_to_remove_and_editing_makes_a_new_one(
    kintone: Kintone,
) -> None:
    kintone.sign_in()
    async with kintone.program().run_test() as pilot:
        await until(pilot, r"demo\s+localhost")
        await pilot.press("G", "d")
        await until(pilot, "Mark the connection to remove")
        await pilot.press("e")
        await until(pilot, "Kintone address")
        assert kintone.connection.client_id not in screen_text(pilot)


NAMED = "".join(re.escape(sign) + r"(?:\s*▌\s*)?" for sign in "connections.toml")
"""The file's name, wherever the notice that names its whole path breaks the line."""


@pytest.mark.parametrize(
    "text",
    [
        b"[connections.acme\n",
        b"connections = 3\n",
        b"[connections]\nacme = 3\n",
        b'[connections.acme]\ndomain = 5\nclient_id = "x"\nredirect_uri = "y"\nscopes = []\n',
        b'[connections."\\u001b[31m"]\ndomain = "a"\nclient_id = "x"\nredirect_uri = "y"\nscopes = []\n',
        b"\xff\xfe\x00",
    ],
)
async def test_a_file_of_connections_that_makes_no_sense_is_named_until_it_is_mended(
    kintone: Kintone, text: bytes
) -> None:
    path = kintone.services.paths.connections
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)
    async with kintone.program().run_test(size=(200, 40)) as pilot:
        shown = await until(pilot, NAMED)
        assert "Set up a connection" in shown
        await pilot.press("enter")
        await until(pilot, "Kintone address")
        path.unlink()
        await pilot.press("escape")
        assert not re.search(NAMED, await until(pilot, "Set up a connection"))


async def test_a_connection_that_leads_nowhere_is_drawn_harmlessly_and_said_to(kintone: Kintone) -> None:
    kintone.sign_in()
    kintone.at("acme\x1b[31m\u202e").sign_in()
    async with kintone.program().run_test() as pilot:
        shown = await until(pilot, r"demo\s+acme")
        assert not [c for c in shown if (c < " " and c != "\n") or c == "\u202e"]
        await pilot.press("enter")
        shown = await until(pilot, "not a domain|first part of a domain")
        assert "Set up a connection" in shown
