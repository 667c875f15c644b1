"""What goes wrong is said in a sentence that tells what to do, and the program goes on."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from tests.pilot import eventually, screen_text, until
from tests.screens.conftest import Kintone, MakeKintone, at_the_apps
from tests.simulator.browser import consent
from tui.screens.sign_in import SignInScreen


@asynccontextmanager
async def signing_in(kintone: Kintone) -> AsyncIterator[Pilot[int]]:
    """The program at its sign-in screen, for a connection that was saved and never used."""
    kintone.services.connections.put(kintone.connection)
    secret = kintone.simulator.client.secret
    kintone.services.store(kintone.connection).update({"client_secret": secret})
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, "Waiting for your browser")
        yield pilot


async def test_a_token_that_reads_records_alone_opens_an_app_by_its_number(kintone: Kintone) -> None:
    kintone.sign_in(scopes=("k:app_record:read",))
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, "may read records, but not the list of apps")
        await pilot.press(*str(kintone.app_id("Customers")), "enter")
        shown = await until(pilot, r"row 1 of \d+")
        assert "k:app_settings:read" in shown
        assert "Record_number" in shown, "codes stand for the names that may not be read"
        await pilot.press("enter")
        await until(pilot, "revision")
        await pilot.press("escape", "escape")
        await until(pilot, "Type the number of an app")


async def test_a_kintone_that_cannot_be_reached_is_named(kintone: Kintone, unused_tcp_port: int) -> None:
    elsewhere = kintone.at(f"localhost:{unused_tcp_port}")
    elsewhere.sign_in()
    async with elsewhere.program().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, rf"localhost:{unused_tcp_port}")
        await until(pilot, "does not (take|accept)|refuse|reach")
        await pilot.press("escape")
        await until(pilot, "Set up a connection")


async def test_an_app_without_permission_says_so(kintone: Kintone) -> None:
    kintone.sign_in(user="jon")
    closed = next(
        app_id
        for app_id in range(1, 60)
        if (app := kintone.simulator.world.find(app_id))
        and not app.may_view(kintone.simulator.world.users[1])
    )
    async with at_the_apps(kintone) as pilot:
        await pilot.press("slash", *str(closed), "enter")
        await until(pilot, "(?i)permission|may not")
        await pilot.press("escape")
        await until(pilot, r"\d+ apps|of \d+ apps")


async def test_an_empty_app_says_that_it_is_empty(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("slash", *"Trade shows", "enter")
        await until(pilot, "No records here")
        await pilot.press("enter", "j", "G", "escape")
        await until(pilot, r"of \d+ apps")


async def test_what_passes_by_itself_is_tried_again(kintone: Kintone) -> None:
    kintone.sign_in()
    kintone.inject(fault="maintenance")
    async with at_the_apps(kintone) as pilot:
        await eventually(pilot, lambda: kintone.statuses == [503, 200])


async def test_an_access_token_that_ends_is_renewed_unnoticed(kintone: Kintone) -> None:
    kintone.sign_in()
    kintone.inject(fault="expire_access_tokens")
    async with at_the_apps(kintone) as pilot:
        await eventually(pilot, lambda: kintone.statuses == [401, 200, 200])


async def test_a_session_that_kintone_ended_is_signed_in_again_from_where_one_is(kintone: Kintone) -> None:
    kintone.sign_in()
    kintone.inject(fault="expire_access_tokens")
    kintone.inject(fault="revoke_refresh_tokens")
    async with kintone.program().run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await until(pilot, "Signed out by Kintone")
        await pilot.press("s")
        await until(pilot, "Waiting for your browser")
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address))
        await until(pilot, r"\d+ apps")


async def test_a_code_that_is_too_old_is_said_to_be(make_kintone: MakeKintone) -> None:
    kintone = make_kintone(code_lifetime=0)
    async with signing_in(kintone) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address))
        await until(pilot, "older than 10 minutes")
        await pilot.press("enter")
        await until(pilot, "Waiting for your browser")


async def test_an_address_of_another_sign_in_is_refused_and_the_right_one_still_taken(
    kintone: Kintone,
) -> None:
    async with signing_in(kintone) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        answer = consent(screen.full_address)
        screen.take(re.sub("state=[^&]+", "state=" + "x" * 43, answer))
        await until(pilot, "from another sign-in")
        screen.take(answer)
        await until(pilot, r"\d+ apps")


async def test_a_wrong_client_secret_is_said_to_be(kintone: Kintone) -> None:
    async with signing_in(kintone) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        kintone.services.store(kintone.connection).update({"client_secret": "0" * 64})
        await pilot.press("escape")
        await until(pilot, "New connection")
        await pilot.press("enter")
        await until(pilot, "Waiting for your browser")
        again = pilot.app.screen
        assert isinstance(again, SignInScreen)
        again.take(consent(again.full_address))
        await until(pilot, "did not accept the client id or secret")
        await pilot.press("escape")
        await until(pilot, "New connection")


async def test_denying_is_said_and_one_may_begin_again(kintone: Kintone) -> None:
    async with signing_in(kintone) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address, "deny"))
        await until(pilot, "You pressed Deny at Kintone")
        await pilot.press("enter")
        await until(pilot, "Waiting for your browser")
        screen.take(consent(screen.full_address))
        await until(pilot, r"\d+ apps")


async def test_signing_in_twice_in_a_row_listens_both_times(kintone: Kintone) -> None:
    """The first listener lingers for the browser's last page, and gives way."""
    async with signing_in(kintone) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address))
        await until(pilot, r"\d+ apps")
        await pilot.press("s")
        shown = await until(pilot, "Waiting for your browser")
        assert "https://localhost:" in shown


async def test_signing_in_again_comes_back_to_the_record(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("j", "enter")
        await until(pilot, r"row 1 of 120")
        await pilot.press("j", "enter")
        record = await until(pilot, r"record \d+")
        await until(pilot, "revision")
        await pilot.press("s")
        await until(pilot, "Waiting for your browser")
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address))
        await until(pilot, "revision")
        shown = re.search(r"record \d+", record)
        assert shown is not None
        assert shown.group() in screen_text(pilot)


async def test_keys_pressed_twice_do_a_thing_once(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        pilot.app.simulate_key("enter")
        pilot.app.simulate_key("enter")
        await until(pilot, r"row 1 of \d+")
        pilot.app.simulate_key("v")
        await until(pilot, "Views of this app")
        pilot.app.simulate_key("escape")
        pilot.app.simulate_key("escape")
        await until(pilot, r"row 1 of \d+|\d+ apps")
        pilot.app.simulate_key("escape")
        await until(pilot, r"\d+ apps|Set up a connection")
        assert "row 1 of" not in screen_text(pilot), "one list of records, not two"


async def test_enter_while_the_token_is_asked_for_sends_nothing_twice(kintone: Kintone) -> None:
    async with signing_in(kintone) as pilot:
        kintone.inject(fault="latency", milliseconds=700, place="token")
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address))
        await until(pilot, "Asking Kintone for the token")
        await pilot.press("enter", "enter")
        await until(pilot, r"\d+ apps")
    asked = [seen for seen in kintone.simulator.traffic.seen() if seen.path.startswith("/oauth2/token")]
    assert [seen.status for seen in asked] == [200]


async def test_an_answer_is_kept_while_kintone_cannot_take_it(kintone: Kintone) -> None:
    async with signing_in(kintone) as pilot:
        kintone.inject(fault="maintenance", place="token")
        screen = pilot.app.screen
        assert isinstance(screen, SignInScreen)
        screen.take(consent(screen.full_address))
        await until(pilot, r"Your answer is good for (9|10):\d\d")
        await pilot.press("enter")
        await until(pilot, r"\d+ apps")


async def test_a_view_that_kintone_refuses_leaves_the_present_one(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("j", "enter")
        await until(pilot, r"All inquiries   120 records")
        kintone.inject(fault="unexpected_error", count=4)
        await pilot.press("v", "j", "enter")
        await until(pilot, "Trying again")
        await pilot.press("r")
        await until(pilot, r"All inquiries   120 records")
