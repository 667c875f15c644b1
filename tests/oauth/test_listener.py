"""The listener as a browser meets it: rules L1 to L15 and L23 to L26 of the sign-in."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re

import pytest

from tests.oauth.support import CLIENT_ID, CLIENT_SECRET, callback_url, state_of, until
from tests.oauth.visits import Listen
from tui.oauth.events import (
    AnswerReceived,
    Bound,
    BrowserArrived,
    Event,
    ForeignVisit,
    HandlerFailed,
    ListenerExpired,
    SignInDenied,
    UnprovenError,
)
from tui.oauth.grant import Phase
from tui.oauth.paste import read_answer
from tui.oauth.routes import MISSES_A_MINUTE
from tui.secret import Secret

GOOD = "code=c0de-of-this-sign-in&state=STATE"


async def test_the_right_answer_is_received_once_and_the_browser_sent_on(listening: Listen) -> None:
    callback = await listening()
    answered = await callback.get(callback.target(GOOD))
    assert (answered.status, answered.headers["location"]) == (303, "/done")
    [event] = callback.told(AnswerReceived)
    assert isinstance(event, AnswerReceived)
    assert event.accepted.code == Secret("c0de-of-this-sign-in")
    done = await callback.get("/done")
    assert done.status == 200
    assert "acme.kintone.com" in done.body


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
async def test_both_loopback_addresses_are_served(listening: Listen, address: str) -> None:
    callback = await listening()
    bound = callback.told(Bound)[0]
    assert isinstance(bound, Bound)
    if address not in bound.addresses:
        pytest.skip("this machine has no IPv6 loopback")
    assert (await callback.get(callback.target(GOOD), address=address)).status == 303


async def test_port_and_path_are_those_of_the_redirect_uri(listening: Listen) -> None:
    callback = await listening(path="/oauth2callback")
    assert (await callback.get(callback.target(GOOD))).status == 404
    target = callback.target(GOOD).replace("/callback", "/oauth2callback")
    assert (await callback.get(target)).status == 303


async def test_a_redirect_uri_that_is_itself_done_still_ends_on_a_page(listening: Listen) -> None:
    callback = await listening(path="/done")
    answered = await callback.get(callback.target(GOOD).replace("/callback", "/done"))
    assert answered.status == 303
    assert (await callback.get(answered.headers["location"])).status == 200


async def test_L1_a_wrong_state_is_a_400_and_counted_quietly(listening: Listen) -> None:
    callback = await listening()
    for count in (1, 2):
        answered = await callback.get("/callback?code=c&state=" + "a" * 43)
        assert answered.status == 400
        assert "This sign-in link is old or not ours" in answered.body
        assert callback.events[-1] == ForeignVisit(count)
    assert (await callback.answer()).status == 303


@pytest.mark.parametrize(
    "query",
    ["code=c", "code=c&state=", f"{GOOD}&state=STATE", f"code=c&state={'a' * 7000}", "code=c&state=%00%ff"],
)
async def test_L2_an_odd_state_is_a_400_and_the_sign_in_waits_on(listening: Listen, query: str) -> None:
    callback = await listening()
    assert (await callback.get(callback.target(query))).status == 400
    assert (await callback.answer()).status == 303


@pytest.mark.parametrize(
    "query", ["state=STATE", "code=&state=STATE", "code=a&code=b&state=STATE", "code=%0d%0a&state=STATE"]
)
async def test_L3_an_odd_code_is_a_400_and_the_sign_in_waits_on(listening: Listen, query: str) -> None:
    callback = await listening()
    assert (await callback.get(callback.target(query))).status == 400
    assert (await callback.answer()).status == 303


async def test_L4_a_denial_ends_the_sign_in_with_a_page_that_says_so(listening: Listen) -> None:
    callback = await listening()
    answered = await callback.get(callback.target("error=access_denied&state=STATE"))
    assert (answered.status, answered.headers["location"]) == (303, "/done")
    assert "was not allowed" in (await callback.get("/done")).body
    assert len(callback.told(SignInDenied)) == 1
    assert callback.grant.phase is Phase.ENDED


async def test_L4_a_denial_without_a_state_is_told_and_ends_nothing(listening: Listen) -> None:
    callback = await listening()
    assert (await callback.get("/callback?error=access_denied")).status == 400
    assert callback.events[-1] == UnprovenError("access_denied", "")
    assert (await callback.answer()).status == 303


async def test_L5_error_and_code_together_are_an_error(listening: Listen) -> None:
    callback = await listening()
    await callback.get(callback.target(f"{GOOD}&error=server_error"))
    assert len(callback.told(SignInDenied)) == 1
    assert callback.answers == 0


async def test_L6_nothing_of_a_description_is_on_any_page(listening: Listen) -> None:
    callback = await listening()
    nasty = "error=x&error_description=%3Cscript%3Ealert(1)%3C/script%3E%1b%5b2J"
    for query in (nasty, nasty + "&state=STATE"):
        answered = await callback.get(callback.target(query))
        assert "script" not in answered.body
    assert "alert" not in (await callback.get("/done")).body


async def test_L7_a_reload_after_success_shows_the_same_page_and_exchanges_nothing(listening: Listen) -> None:
    callback = await listening()
    first, second = await callback.answer(), await callback.answer()
    assert (first.status, first.headers["location"]) == (second.status, second.headers["location"])
    assert callback.answers == 1
    assert callback.told(ForeignVisit) == []


async def test_L8_two_answers_at_the_same_instant_are_one(listening: Listen) -> None:
    callback = await listening()
    answers = await asyncio.gather(*(callback.answer() for _ in range(8)))
    assert {answer.status for answer in answers} == {303}
    assert callback.answers == 1


async def test_L9_after_the_sign_in_was_left_an_answer_is_told_that_it_is_over(listening: Listen) -> None:
    callback = await listening()
    callback.grant.cancel()
    answered = await callback.answer()
    assert answered.status == 410
    assert "This sign-in is over" in answered.body
    assert "Go back to your terminal." in answered.body
    assert callback.answers == 0


async def test_L9_the_answer_to_an_earlier_run_is_told_that_it_is_old(listening: Listen) -> None:
    earlier, later = await listening(), await listening()
    answered = await later.get(earlier.target(GOOD))
    assert answered.status == 400
    assert "old or not ours" in answered.body


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/callback/",
        "/callback/..",
        "/./callback",
        "//callback",
        "/CALLBACK",
        "/callbac%6B",
        "*",
        "/callback;x",
    ],
)
async def test_L10_only_the_exact_path_is_the_callback(listening: Listen, path: str) -> None:
    callback = await listening()
    assert (await callback.get(callback.target(GOOD).replace("/callback", path))).status == 404
    assert callback.answers == 0


async def test_L10_the_absolute_form_of_the_path_is_not_it(listening: Listen) -> None:
    callback = await listening()
    assert (await callback.get(f"https://{callback.authority}{callback.target(GOOD)}")).status == 404
    assert callback.answers == 0


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/robots.txt", "/apple-touch-icon.png", "/.well-known/security.txt", "/done"]
)
async def test_L11_what_browsers_ask_for_on_their_own_has_no_effect(listening: Listen, path: str) -> None:
    callback = await listening()
    assert (await callback.get(path)).status in (204, 404)
    assert len(callback.events) == 1
    assert (await callback.answer()).status == 303


@pytest.mark.parametrize("method", ["POST", "PUT", "HEAD", "OPTIONS", "TRACE", "DELETE", "get", "QUERY"])
async def test_L12_no_other_method_consumes_the_code(listening: Listen, method: str) -> None:
    callback = await listening()
    answered = await callback.get(callback.target(GOOD), method=method)
    assert (answered.status, answered.headers["allow"]) == (405, "GET")
    assert callback.answers == 0


async def test_L12_connect_and_the_preface_of_http_2_are_refused(listening: Listen) -> None:
    callback = await listening()
    assert (await callback.get(callback.authority, method="CONNECT")).status == 405
    preface = await callback.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    assert preface.status in (400, 405, 421)


@pytest.mark.parametrize(
    "header",
    [
        "Sec-Purpose: prefetch",
        "Sec-Purpose: prefetch;prerender",
        "Purpose: prefetch",
        "X-Moz: prefetch",
        "X-Purpose: preview",
    ],
)
async def test_L13_looking_ahead_consumes_nothing(listening: Listen, header: str) -> None:
    callback = await listening()
    for target in (callback.target(GOOD), callback.grant.short_path):
        assert (await callback.get(target, header)).status == 204
    assert len(callback.events) == 1
    assert (await callback.answer()).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        ["Sec-Fetch-Dest: image", "Sec-Fetch-Mode: no-cors"],
        ["Sec-Fetch-Dest: script", "Sec-Fetch-Mode: no-cors"],
        ["Sec-Fetch-Dest: empty", "Sec-Fetch-Mode: cors"],
        ["Sec-Fetch-Dest: iframe", "Sec-Fetch-Mode: navigate"],
        ["Sec-Fetch-Mode: cors"],
        ["Sec-Fetch-Dest:"],
    ],
)
async def test_L14_another_page_s_images_scripts_and_frames_are_refused(
    listening: Listen, headers: list[str]
) -> None:
    callback = await listening()
    for target in (callback.target(GOOD), callback.grant.short_path):
        assert (await callback.get(target, *headers)).status == 403
    assert callback.answers == 0
    assert callback.told(BrowserArrived) == []


async def test_L14_a_person_who_goes_there_is_served(listening: Listen) -> None:
    callback = await listening()
    headers = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"]
    assert (await callback.get(callback.target(GOOD), *headers, "Sec-Fetch-User: ?1")).status == 303


@pytest.mark.parametrize(
    "host", ["evil.test:PORT", "localhost", "127.0.0.1:PORT", "[::1]:PORT", "localhost:1", "xlocalhost:PORT"]
)
async def test_L15_the_callback_has_one_name_only(listening: Listen, host: str) -> None:
    callback = await listening()
    answered = await callback.get(callback.target(GOOD), host=host.replace("PORT", str(callback.port)))
    assert answered.status == 421
    assert "evil" not in answered.raw.decode()
    assert callback.answers == 0


@pytest.mark.parametrize(
    ("host", "status"), [("127.0.0.1:PORT", 303), ("[::1]:PORT", 303), ("evil.test:PORT", 421)]
)
async def test_L15_the_short_address_may_be_opened_by_number(
    listening: Listen, host: str, status: int
) -> None:
    callback = await listening()
    host = host.replace("PORT", str(callback.port))
    assert (await callback.get(callback.grant.short_path, host=host)).status == status


async def test_L15_a_missing_or_a_second_host_is_refused(listening: Listen) -> None:
    callback = await listening()
    target, host = callback.target(GOOD), f"Host: {callback.authority}\r\n"
    for head in ("", host + host, host + "Host: evil.test\r\n"):
        answered = await callback.send(f"GET {target} HTTP/1.1\r\n{head}\r\n".encode())
        assert answered.status in (400, 421)
    assert (await callback.send(f"GET {target} HTTP/1.0\r\n\r\n".encode())).status == 421
    assert callback.answers == 0


async def test_L23_every_answer_has_the_headers_that_keep_it_to_itself(listening: Listen) -> None:
    callback = await listening()
    short = callback.grant.short_path
    refused = [await callback.get(target) for target in ("/", "/callback?code=c", "/favicon.ico", short)]
    taken = [await callback.answer(), await callback.get("/done")]
    for answered in [*refused, *taken]:
        policy = answered.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; style-src 'sha256-")
        assert policy.endswith("; frame-ancestors 'none'; base-uri 'none'; form-action 'none'")
        assert answered.headers["cache-control"] == "no-store"
        assert answered.headers["referrer-policy"] == "no-referrer"
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert answered.headers["cross-origin-opener-policy"] == "same-origin"
        assert answered.headers["connection"] == "close"
        assert "strict-transport-security" not in answered.headers
        assert not any(name.startswith("access-control") for name in answered.headers)


async def test_L23_the_page_loads_nothing_and_its_style_is_the_one_allowed(listening: Listen) -> None:
    callback = await listening()
    await callback.answer()
    done = await callback.get("/done")
    style = re.search("<style>(.*)</style>", done.body)
    assert style is not None
    allowed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{allowed}'" in done.headers["content-security-policy"]
    assert not re.search(r"<(script|link|img|iframe|form)|https?://|url\(|@import", done.body)


async def test_L24_the_pages_say_which_host_in_both_languages_and_nothing_else(listening: Listen) -> None:
    callback = await listening()
    state = state_of(callback.grant)
    pages = [await callback.get("/callback?code=c"), await callback.get("/nowhere")]
    pages += [await callback.answer(), await callback.get("/done")]
    for answered in pages:
        for secret in (state, "c0de-of-this-sign-in", CLIENT_ID, CLIENT_SECRET):
            assert secret.encode() not in answered.raw
    done = pages[-1].body
    assert "acme.kintone.com からの応答を受け取りました" in done
    assert "The answer from acme.kintone.com has arrived" in done


async def test_L25_the_only_way_out_is_the_address_that_was_built(listening: Listen) -> None:
    callback = await listening()
    for extra in ("", "?next=https://evil.test", "?next=//evil.test&redirect=1"):
        answered = await callback.get(callback.grant.short_path + extra)
        assert (answered.status, answered.headers["location"]) == (303, callback.grant.authorization_url)
    for target in ("//evil.test", "/s//evil.test", "/s/https://evil.test"):
        assert (await callback.get(target)).status == 404


async def test_L26_the_short_address_tells_that_a_browser_is_here(listening: Listen) -> None:
    callback = await listening()
    await callback.get(callback.grant.short_path)
    assert callback.events[-1] == BrowserArrived()


async def test_L26_the_short_address_ends_with_the_sign_in(listening: Listen) -> None:
    callback = await listening()
    await callback.answer()
    assert (await callback.get(callback.grant.short_path)).status == 404


async def test_L26_guessing_is_cut_short(listening: Listen) -> None:
    callback = await listening()
    statuses = [(await callback.get(f"/s/AAAA{n:04}")).status for n in range(MISSES_A_MINUTE + 5)]
    assert statuses == [404] * MISSES_A_MINUTE + [429] * 5
    limited = await callback.get(callback.grant.short_path)
    assert (limited.status, limited.headers["retry-after"]) == (429, "60")
    assert (await callback.answer()).status == 303, "the answer itself is not held up"


async def test_L32_a_fault_of_ours_is_a_500_an_event_and_nothing_on_the_screen(
    listening: Listen, capfd: pytest.CaptureFixture[str]
) -> None:
    def fail(event: Event) -> None:
        if isinstance(event, BrowserArrived):
            raise ZeroDivisionError

    callback = await listening(on_event=fail)
    answered = await callback.get(callback.grant.short_path)
    assert answered.status == 500
    assert callback.events[-1] == HandlerFailed("ZeroDivisionError")
    assert capfd.readouterr() == ("", "")
    assert (await callback.answer()).status == 303


async def test_L29_after_success_the_listener_lingers_and_then_closes_by_itself(listening: Listen) -> None:
    callback = await listening(linger=0.3)
    await callback.answer()
    assert (await callback.get("/done")).status == 200
    async with asyncio.timeout(5):
        await callback.listener.wait_closed()
    assert not callback.listener.is_listening


@pytest.mark.parametrize("how", ["pasted", "denied", "left"])
async def test_L29_however_the_sign_in_ends_the_listener_closes_by_itself(
    listening: Listen, how: str
) -> None:
    callback = await listening(linger=0.05)
    match how:
        case "pasted":
            callback.grant.receive(read_answer(callback_url(callback.grant), callback.grant))
        case "denied":
            await callback.get(callback.target("error=access_denied&state=STATE"))
        case _:
            callback.grant.cancel()
    async with asyncio.timeout(5):
        await callback.listener.wait_closed()
    assert not callback.listener.is_listening


@pytest.mark.parametrize("by_grant", [False, True])
async def test_L29_after_an_hour_without_an_answer_the_listener_closes_by_itself(
    listening: Listen, *, by_grant: bool
) -> None:
    callback = await listening(life=0.05, linger=0.05)
    if by_grant:  # whose clock has run out unnoticed, a moment earlier
        callback.grant._started -= 3600
        assert callback.grant.phase is Phase.ENDED
    await until(lambda: ListenerExpired() in callback.events)
    async with asyncio.timeout(5):
        await callback.listener.wait_closed()
    assert callback.grant.phase is Phase.ENDED
