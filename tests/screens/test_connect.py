"""The form for a connection: setting one up, changing one, and what may go wrong on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Checkbox, Input

from tests.pilot import screen_text, until
from tests.screens.conftest import Kintone
from tui.screens.connect import ConnectScreen
from tui.storage.connections import Connection, Connections
from tui.storage.failures import StorageError
from tui.storage.history import Place

SIZE = (80, 40)
SIGNING_IN = "Waiting for your browser"


def field(pilot: Pilot[int], name: str) -> Input:
    return pilot.app.screen.query_one(f"#{name}", Input)


async def fill(pilot: Pilot[int], **values: str) -> None:
    for name, value in values.items():
        field(pilot, name).value = value
    await pilot.pause()


@asynccontextmanager
async def setting_up(kintone: Kintone) -> AsyncIterator[Pilot[int]]:
    """The form with everything in it that signs in to the simulated Kintone."""
    async with kintone.program().run_test(size=SIZE) as pilot:
        await until(pilot, "Set up a connection")
        await pilot.press("n")
        await until(pilot, "Kintone address")
        await fill(
            pilot,
            domain=kintone.connection.domain,
            redirect_uri=kintone.connection.redirect_uri,
            client_id=kintone.connection.client_id,
            client_secret=kintone.simulator.client.secret,
            name="work",
        )
        yield pilot


@asynccontextmanager
async def editing(kintone: Kintone) -> AsyncIterator[Pilot[int]]:
    """The form for the connection that is marked among the saved ones."""
    async with kintone.program().run_test(size=SIZE) as pilot:
        await until(pilot, r"demo\s+localhost")
        await pilot.press("e")
        await until(pilot, "Edit demo")
        yield pilot


def secret_of(kintone: Kintone, connection: Connection) -> object:
    return kintone.services.store(connection).read().get("client_secret")


async def test_what_is_typed_is_saved_and_the_secret_apart_from_it(kintone: Kintone) -> None:
    async with setting_up(kintone) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    assert kintone.services.connections.all() == [replace(kintone.connection, name="work")]
    assert secret_of(kintone, replace(kintone.connection, name="work")) == kintone.simulator.client.secret
    assert kintone.simulator.client.secret not in kintone.services.paths.connections.read_text()


async def test_with_nothing_allowed_the_boxes_wait_to_be_ticked(kintone: Kintone) -> None:
    async with setting_up(kintone) as pilot:
        boxes = list(pilot.app.screen.query(Checkbox))
        for box in boxes:
            box.focus()
            await pilot.press("space")
        await pilot.press("ctrl+s")
        await until(pilot, "Choose at least one")
        assert pilot.app.focused is boxes[0]
        await pilot.press("space")
        assert "Choose at least one" not in screen_text(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    assert [each.scopes for each in kintone.services.connections.all()] == [("k:app_record:read",)]


async def test_the_first_field_that_is_wrong_waits_to_be_mended(kintone: Kintone) -> None:
    async with setting_up(kintone) as pilot:
        await fill(pilot, client_id=" ", name="--all")
        await pilot.press("ctrl+s")
        await until(pilot, "Paste the client ID")
        assert pilot.app.focused is field(pilot, "client_id")
        assert kintone.services.connections.all() == []


async def test_a_strangers_host_gets_the_secret_only_when_somebody_means_it(kintone: Kintone) -> None:
    async with setting_up(kintone) as pilot:
        await fill(pilot, domain="https://evil.example")
        await pilot.press("ctrl+s")
        await until(pilot, r"evil\.example is not one of Kintone's domains")
        assert pilot.app.focused is field(pilot, "domain")
        assert kintone.services.connections.all() == []
        await fill(pilot, domain="other.example")
        assert "not one of Kintone's" not in screen_text(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, r"other\.example is not one of Kintone's domains")
        assert kintone.services.connections.all() == []
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    assert [each.domain for each in kintone.services.connections.all()] == ["other.example"]


@pytest.mark.parametrize("domain", ["acme.kintone.com", "acme.cybozu.com", "localhost:8080"])
async def test_kintones_own_domains_and_this_computer_are_not_asked_about(
    kintone: Kintone, domain: str
) -> None:
    async with setting_up(kintone) as pilot:
        await fill(pilot, domain=domain)
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)


async def test_a_value_is_mended_after_the_sign_in_and_nothing_is_saved_twice(kintone: Kintone) -> None:
    async with setting_up(kintone) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
        await pilot.press("escape")
        await until(pilot, "Kintone address")
        await fill(pilot, client_id="l.1.other", client_secret="fedcba", name="")
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    (saved,) = kintone.services.connections.all()
    assert (saved.name, saved.client_id, secret_of(kintone, saved)) == ("localhost", "l.1.other", "fedcba")
    assert len(list(kintone.services.paths.tokens.glob("*.json"))) == 1


async def test_a_connection_that_was_removed_meanwhile_is_saved_again(kintone: Kintone) -> None:
    async with setting_up(kintone) as pilot:
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
        await pilot.press("escape")
        await until(pilot, "Kintone address")
        kintone.services.connections.remove("work")
        await fill(pilot, name="other")
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    assert [each.name for each in kintone.services.connections.all()] == ["other"]


async def test_what_cannot_be_saved_leaves_the_earlier_one_and_is_said_until_it_can(
    kintone: Kintone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(connections: Connections, connection: Connection) -> None:
        raise StorageError("The disk is full.", hint="Make room.")

    kintone.sign_in()
    async with editing(kintone) as pilot:
        await fill(pilot, client_id="l.1.other", client_secret="fedcba")
        with monkeypatch.context() as patched:
            patched.setattr(Connections, "put", refuse)
            await pilot.press("ctrl+s")
            await until(pilot, "The disk is full")
        assert kintone.services.connections.all() == [kintone.connection]
        assert "access_token" in kintone.services.store(kintone.connection).read()
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
        await pilot.press("escape")
        assert "The disk is full" not in await until(pilot, "Kintone address")
    assert [each.client_id for each in kintone.services.connections.all()] == ["l.1.other"]


async def test_the_form_for_a_saved_connection_shows_all_of_it_but_its_secret(kintone: Kintone) -> None:
    kintone.sign_in()
    kintone.services.connections.put(replace(kintone.connection, scopes=("k:app_record:read",)))
    async with editing(kintone) as pilot:
        shown = screen_text(pilot)
        assert kintone.connection.domain in shown
        assert kintone.connection.client_id in shown
        assert "unchanged" in shown
        assert field(pilot, "client_secret").value == ""
        assert [box.value for box in pilot.app.screen.query(Checkbox)] == [True, False, False]
        assert kintone.simulator.client.secret not in shown


async def test_another_name_keeps_the_sign_in_and_what_a_person_wrote_into_the_file(
    kintone: Kintone,
) -> None:
    kintone.sign_in()
    path = kintone.services.paths.connections
    path.write_text(path.read_text() + 'timezone = "Asia/Tokyo"  # where we are\n')
    before = kintone.services.store(kintone.connection).read()
    async with editing(kintone) as pilot:
        await fill(pilot, name="work")
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    assert kintone.services.connections.all() == [
        replace(kintone.connection, name="work", timezone="Asia/Tokyo")
    ]
    assert "# where we are" in path.read_text()
    assert kintone.services.store(replace(kintone.connection, name="work")).read() == before
    assert kintone.services.store(kintone.connection).read() == {}


async def test_a_changed_secret_takes_the_place_of_the_saved_one(kintone: Kintone) -> None:
    kintone.sign_in()
    async with editing(kintone) as pilot:
        await fill(pilot, client_secret=" fedcba ")
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    assert kintone.services.connections.all() == [kintone.connection]
    kept = kintone.services.store(kintone.connection).read()
    assert kept["client_secret"] == "fedcba"
    assert "access_token" in kept


async def test_another_kintone_gets_neither_the_secret_nor_the_token_of_the_earlier_one(
    kintone: Kintone,
) -> None:
    kintone.sign_in()
    async with editing(kintone) as pilot:
        kintone.services.history.leave(Place(connection="demo", app=5))
        await fill(pilot, domain="acme.kintone.com")
        await pilot.press("ctrl+s")
        await until(pilot, "Paste it again")
        assert pilot.app.focused is field(pilot, "client_secret")
        await fill(pilot, client_secret="fedcba")
        await pilot.press("ctrl+s")
        await until(pilot, SIGNING_IN)
    (saved,) = kintone.services.connections.all()
    assert kintone.services.store(saved).read() == {"client_secret": "fedcba"}
    assert kintone.services.store(kintone.connection).read() == {}
    assert kintone.services.history.place() is None


async def test_a_connection_without_a_saved_secret_asks_for_it(kintone: Kintone) -> None:
    kintone.services.connections.put(kintone.connection)
    async with editing(kintone) as pilot:
        assert "unchanged" not in screen_text(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, "Paste the client secret")


async def test_a_connection_that_was_edited_into_nonsense_is_shown_harmlessly(kintone: Kintone) -> None:
    kintone.sign_in()
    nonsense = replace(kintone.connection, domain="acme\x1b[31m.kintone.com", redirect_uri="\x9b2J")
    kintone.services.connections.put(nonsense)
    async with kintone.program().run_test(size=SIZE) as pilot:
        await until(pilot, r"demo\s+acme")
        await pilot.press("e")
        await until(pilot, "Edit demo")
        assert isinstance(pilot.app.screen, ConnectScreen)
        await pilot.press("ctrl+s")
        shown = await until(pilot, "is not a domain")
        assert not [c for c in shown if (c < " " and c != "\n") or "\x7f" <= c <= "\x9f"]


async def test_what_is_typed_right_behind_tab_is_in_the_next_field(kintone: Kintone) -> None:
    """A password manager types without a pause; its secret must not stand in the field before, in clear."""
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, "Client secret")
        pilot.app.screen.query_one("#client_id", Input).focus()
        await pilot.pause()
        for key in ("M", "Y", "I", "D", "tab", "S", "E", "C"):
            pilot.app.simulate_key(key)
        await pilot.pause()
        await until(pilot, "MYID")
        assert pilot.app.screen.query_one("#client_id", Input).value == "MYID"
        assert pilot.app.screen.query_one("#client_secret", Input).value == "SEC"
