"""The transport against a real server: answers, the sign-in, trying again, giving up, files."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncGenerator

import httpx
import pytest

from tests.kintone.scripted import (
    Act,
    Bearer,
    Cut,
    Hang,
    Observed,
    Reply,
    ScriptedServer,
    Seen,
    json_reply,
    refusal,
)
from tui.errors import KintoneTuiError
from tui.kintone import endpoints
from tui.kintone.call import LONGEST_URL
from tui.kintone.failures import (
    KintoneFailure,
    NotFound,
    Redirected,
    UnexpectedAnswer,
    Unreachable,
)
from tui.kintone.transport import IN_FLIGHT

ADD_RECORD = endpoints.find("POST", "record")
assert ADD_RECORD is not None


async def _send(server: ScriptedServer) -> None:
    async with Observed(server.address) as observed:
        await observed.transport.send(endpoints.GET_RECORDS, {"app": 17})


# What comes back


async def test_a_compressed_answer_arrives_whole() -> None:
    body = json.dumps({"records": [], "padding": "x" * 100_000}).encode()
    reply = Reply(body=gzip.compress(body), headers={"Content-Encoding": "gzip"})
    async with ScriptedServer(reply) as server, Observed(server.address) as observed:
        answer = await observed.transport.send(endpoints.GET_RECORDS, {"app": 17})
    assert answer.body == body
    assert answer.exchange.received_bytes == len(reply.body) < len(body)
    assert server.seen[0].headers["accept-encoding"] == "gzip"


async def test_the_trace_tells_of_an_exchange_and_holds_no_secret() -> None:
    async with ScriptedServer(Reply(body=b'{"a":1}')) as server, Observed(server.address) as observed:
        answer = await observed.transport.send(endpoints.GET_APP, {"id": 17})
    (exchange,) = observed.trace
    assert exchange == answer.exchange
    assert (exchange.method, exchange.status, exchange.attempt, exchange.error) == ("GET", 200, 1, "")
    assert exchange.url == f"http://{server.address}/k/v1/app.json?id=17"
    assert exchange.received_bytes == 7
    assert 0 < exchange.seconds < 60
    assert exchange.started > 1_700_000_000
    assert "token-1" not in repr(observed.trace)


async def test_kintones_session_cookie_is_not_sent_back() -> None:
    with_cookie = Reply(headers={"Set-Cookie": "JSESSIONID=abc; Path=/"})
    async with ScriptedServer(with_cookie) as server, Observed(server.address) as observed:
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert all("cookie" not in seen.headers for seen in server.seen)


async def test_a_redirect_is_not_followed_and_no_token_goes_elsewhere() -> None:
    async with ScriptedServer() as other:
        elsewhere = Reply(302, headers={"Location": f"http://{other.address}/login?a=b"})
        async with ScriptedServer(elsewhere) as server:
            with pytest.raises(Redirected) as redirected:
                await _send(server)
    assert other.seen == []
    assert redirected.value.location == other.address
    assert other.address in redirected.value.message
    assert len(server.seen) == 1


async def test_a_damaged_archive_is_an_unexpected_answer() -> None:
    reply = Reply(body=gzip.compress(b"{}" * 1_000)[:-20], headers={"Content-Encoding": "gzip"})
    async with ScriptedServer(reply) as server:
        with pytest.raises(UnexpectedAnswer):
            await _send(server)


async def test_a_packing_that_nobody_asked_for_is_an_unexpected_answer() -> None:
    async with ScriptedServer(Reply(headers={"Content-Encoding": "br"})) as server:
        with pytest.raises(UnexpectedAnswer, match="br"):
            await _send(server)


# The sign-in


class SignedOutError(KintoneTuiError):
    """As the sign-in raises it, which this room does not know."""


async def test_what_the_sign_in_raises_passes_through_untouched() -> None:
    class SignedOut(httpx.Auth):
        async def async_auth_flow(
            self, request: httpx.Request
        ) -> AsyncGenerator[httpx.Request, httpx.Response]:
            await self._renew()
            yield request

        async def _renew(self) -> None:
            raise SignedOutError("Signed out.", hint="Sign in again.")

    async with ScriptedServer() as server, Observed(server.address, auth=SignedOut()) as observed:
        with pytest.raises(SignedOutError):
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert server.seen == []
    assert observed.trace == []


async def test_a_renewed_token_repeats_the_request_and_both_are_traced() -> None:
    script = refusal(401, "CB_OA01"), json_reply({"a": 1})
    async with (
        ScriptedServer(*script) as server,
        Observed(server.address, auth=Bearer(fresh="token-2")) as observed,
    ):
        answer = await observed.transport.send(endpoints.GET_RECORDS, {"app": 17, "query": "x" * LONGEST_URL})
    assert answer.body == b'{"a": 1}'
    assert [seen.headers["authorization"] for seen in server.seen] == ["Bearer token-1", "Bearer token-2"]
    assert server.seen[0].body == server.seen[1].body
    assert [exchange.status for exchange in observed.trace] == [401, 200]
    assert observed.waits == []


async def test_what_the_sign_in_asks_on_its_way_is_not_traced() -> None:
    class Renewing(Bearer):
        async def async_auth_flow(
            self, request: httpx.Request
        ) -> AsyncGenerator[httpx.Request, httpx.Response]:
            yield httpx.Request(
                "POST", request.url.join("/oauth2/token?refresh_token=sesame"), data={"a": "b"}
            )
            yield request

    async with ScriptedServer() as server, Observed(server.address, auth=Renewing()) as observed:
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert [seen.method for seen in server.seen] == ["POST", "GET"]
    assert [exchange.url for exchange in observed.trace] == [f"http://{server.address}/k/v1/app.json?id=1"]


# Trying again


@pytest.mark.parametrize(
    "passing",
    [
        refusal(429, "GAIA_TO04"),
        Reply(503, b"Service Unavailable"),
        refusal(520, "CB_IJ01"),
        Cut(),
        Reply(body=b"x" * 99, cut_after=9),
    ],
)
async def test_a_read_is_tried_again_until_it_succeeds(passing: Act) -> None:
    async with (
        ScriptedServer(passing, passing, passing, Reply(body=b'{"a":1}')) as server,
        Observed(server.address) as observed,
    ):
        answer = await observed.transport.send(endpoints.GET_RECORDS, {"app": 17})
    assert answer.body == b'{"a":1}'
    assert answer.exchange.attempt == 4
    assert len(server.seen) == 4
    assert observed.waits == [1, 2, 4]
    assert [(pause.seconds, pause.attempt) for pause in observed.pauses] == [(1, 2), (2, 3), (4, 4)]
    assert all(pause.failure.passing for pause in observed.pauses)
    assert [exchange.attempt for exchange in observed.trace] == [1, 2, 3, 4]


async def test_after_four_tries_the_failure_stands() -> None:
    async def never(seen: Seen) -> Act:
        return Cut()

    async with ScriptedServer(handler=never) as server, Observed(server.address) as observed:
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_RECORDS, {"app": 17})
    assert failed.value.reason == "cut"
    assert len(server.seen) == 4
    assert [(exchange.status, bool(exchange.error)) for exchange in observed.trace] == [(None, True)] * 4


async def test_waits_differ_and_still_grow() -> None:
    async def seconds(chance: float) -> list[float]:
        script = [refusal(429, "GAIA_TO04")] * 3
        async with ScriptedServer(*script) as server, Observed(server.address, chance=chance) as observed:
            await observed.transport.send(endpoints.GET_RECORDS, {"app": 17})
        return observed.waits

    soonest, latest = await seconds(0.0), await seconds(0.999)
    assert all(one < other for one, other in zip(soonest, latest, strict=True))
    assert all(one < other for one, other in zip(latest[:-1], soonest[1:], strict=True))


@pytest.mark.parametrize("act", [refusal(429, "GAIA_TO04"), Reply(503, b"Service Unavailable"), Cut()])
async def test_a_write_is_never_sent_twice(act: Act) -> None:
    assert ADD_RECORD is not None
    async with ScriptedServer(act) as server, Observed(server.address) as observed:
        with pytest.raises(KintoneFailure):
            await observed.transport.send(ADD_RECORD, {"app": 17})
    assert len(server.seen) == 1


async def test_a_cursor_is_not_read_twice_although_it_is_a_get() -> None:
    cursor = endpoints.find("GET", "records/cursor")
    assert cursor is not None
    async with ScriptedServer(Cut()) as server, Observed(server.address) as observed:
        with pytest.raises(Unreachable):
            await observed.transport.send(cursor, {"id": "0f0e"})
    assert len(server.seen) == 1


# Many at once, and giving up


async def test_no_more_than_four_requests_are_in_flight() -> None:
    waiting, most = 0, 0
    full, go = asyncio.Event(), asyncio.Event()

    async def counting(seen: Seen) -> Act:
        nonlocal waiting, most
        if "probe" in seen.target:
            return Reply()
        waiting += 1
        most = max(most, waiting)
        if waiting == IN_FLIGHT:
            full.set()
        await go.wait()
        waiting -= 1
        return Reply()

    async with ScriptedServer(handler=counting) as server, Observed(server.address) as observed:
        sends = [
            asyncio.create_task(observed.transport.send(endpoints.GET_APP, {"id": n})) for n in range(12)
        ]
        await full.wait()
        async with httpx.AsyncClient() as probe:
            for _ in range(3):  # Whatever else was sent has arrived by the time these are answered.
                await probe.get(f"http://{server.address}/probe")
        go.set()
        await asyncio.gather(*sends)
    assert most == IN_FLIGHT == 4
    assert len(observed.trace) == 12


async def test_giving_up_ends_the_request_and_frees_its_place() -> None:
    async with ScriptedServer() as server, Observed(server.address) as observed:
        for _ in range(IN_FLIGHT + 1):
            hang = Hang()
            server.script.append(hang)
            task = asyncio.create_task(observed.transport.send(endpoints.GET_APP, {"id": 1}))
            await hang.asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await hang.gone.wait()
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert [exchange.error for exchange in observed.trace] == ["cancelled"] * (IN_FLIGHT + 1) + [""]


async def test_giving_up_while_waiting_to_try_again_ends_the_wait() -> None:
    waiting = asyncio.Event()

    async def forever(seconds: float) -> None:
        waiting.set()
        await asyncio.Event().wait()

    async with ScriptedServer(Cut()) as server, Observed(server.address, sleep=forever) as observed:
        task = asyncio.create_task(observed.transport.send(endpoints.GET_APP, {"id": 1}))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert len(server.seen) == 1


async def test_a_client_that_was_handed_in_is_left_open() -> None:
    async with ScriptedServer() as server, httpx.AsyncClient() as http:
        async with Observed(server.address, http=http) as observed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
        assert not http.is_closed


# Files


async def test_a_file_comes_piece_by_piece() -> None:
    content = bytes(range(256)) * 1_000
    reply = Reply(body=content, headers={"Content-Type": "application/pdf"})
    async with (
        ScriptedServer(Cut(), reply) as server,
        Observed(server.address) as observed,
        observed.transport.download(endpoints.GET_FILE, {"fileKey": "abc"}) as download,
    ):
        assert (download.size, download.content_type) == (len(content), "application/pdf")
        assert b"".join([chunk async for chunk in download.chunks]) == content
    assert [exchange.status for exchange in observed.trace] == [None, 200]
    assert observed.trace[-1].received_bytes == len(content)


async def test_a_file_that_breaks_off_is_a_failure_and_not_a_short_file() -> None:
    async with (
        ScriptedServer(Reply(body=b"x" * 1_000, cut_after=500)) as server,
        Observed(server.address) as observed,
        observed.transport.download(endpoints.GET_FILE, {"fileKey": "abc"}) as download,
    ):
        with pytest.raises(Unreachable):
            [chunk async for chunk in download.chunks]
    assert len(server.seen) == 1


async def test_a_file_that_is_gone_is_said_before_anything_is_written() -> None:
    async with ScriptedServer(refusal(404, "GAIA_BL01")) as server, Observed(server.address) as observed:
        with pytest.raises(NotFound):
            async with observed.transport.download(endpoints.GET_FILE, {"fileKey": "abc"}):
                pytest.fail("there is no file")
