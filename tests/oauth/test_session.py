"""The token in use and its renewal, over real connections: rules T3 to T5 and T8 to T15 of the sign-in."""

from __future__ import annotations

import asyncio
import io
import math
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from tests.oauth.servers import Reply, Seen, Server, Tokens, json_reply, serving
from tests.oauth.support import StillClock, accepted, client, until
from tui.errors import KintoneTuiError
from tui.oauth import failures
from tui.oauth.endpoint import TokenEndpoint
from tui.oauth.memory import MemoryStore
from tui.oauth.session import RETRY_PAUSE, KintoneAuth, TokenStore
from tui.secret import Secret

APPS = "/k/v1/apps.json"


def document(clock: StillClock, *, life: float = 3600.0) -> dict[str, object]:
    return {
        "access_token": "access-1",
        "refresh_token": "refresh-1",
        "expires_at": clock.wall + life,
        "scopes": ["k:app_record:read"],
        "client_secret": "kept",
    }


@dataclass
class Signed:
    """A person signed in to a Kintone: its side, and ours."""

    tokens: Tokens
    server: Server
    store: TokenStore
    clock: StillClock
    auth: KintoneAuth
    http: httpx.AsyncClient

    async def get(self) -> httpx.Response:
        return await self.http.get(self.server.base + APPS)

    @property
    def renewals(self) -> int:
        return len(self.server.asked("/oauth2/token"))

    @property
    def failure(self) -> KintoneTuiError | None:
        assert self.auth.status is not None
        return self.auth.status.failure


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as made:
        yield made


async def signed_in(
    stack: AsyncExitStack,
    tokens: Tokens | None = None,
    *,
    life: float = 3600.0,
    store: TokenStore | None = None,
    connections: int = 100,
) -> Signed:
    tokens = tokens or Tokens()
    still = StillClock()
    server = await stack.enter_async_context(serving(tokens.handle))
    limits = httpx.Limits(max_connections=connections)
    http = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, limits=limits))
    store = store if store is not None else MemoryStore(document(still, life=life))
    auth = KintoneAuth(
        TokenEndpoint(client(base=server.base), http, clock=still.clock), store, clock=still.clock
    )
    http.auth = auth
    stack.push_async_callback(auth.aclose)
    return Signed(tokens, server, store, still, auth, http)


async def test_every_request_carries_the_token(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    assert (await session.get()).status_code == 200
    assert session.server.seen[0].headers["authorization"] == "Bearer access-1"
    assert session.renewals == 0


async def test_signing_in_holds_and_saves_the_token(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, store=MemoryStore({"client_secret": "kept"}))
    assert (session.auth.token, session.auth.status) == (None, None)
    token = await session.auth.sign_in(accepted())
    assert session.auth.token == token
    saved = session.store.read()
    assert (saved["access_token"], saved["refresh_token"]) == ("access-2", "refresh-1")
    assert saved["client_secret"] == "kept", "what else the store holds is left alone"
    assert (await session.get()).status_code == 200


async def test_without_a_sign_in_a_request_says_so(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, store=MemoryStore())
    with pytest.raises(failures.NotSignedIn):
        await session.get()
    assert session.server.seen == []


async def test_the_token_is_renewed_a_minute_before_its_end(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.advance(3600 - 61)
    await session.get()
    assert session.renewals == 0
    session.clock.advance(2)
    await session.get()
    assert session.renewals == 1
    assert session.server.seen[-1].headers["authorization"] == "Bearer access-2"
    assert session.store.read()["access_token"] == "access-2"


async def test_the_header_bar_sees_the_remaining_time_and_the_scopes(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.advance(600)
    status = session.auth.status
    assert status is not None
    assert (status.remaining, status.scopes, status.renewable) == (3000, ("k:app_record:read",), True)
    session.clock.advance(4000)
    assert session.auth.status is not None
    assert session.auth.status.remaining == 0


async def test_renewing_by_hand_does_so_whatever_the_clock_says(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    token = await session.auth.renew()
    assert session.renewals == 1
    assert token.access_token == Secret("access-2")


async def test_signing_out_forgets_the_token_here_and_in_the_store(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    await session.auth.sign_out()
    assert session.auth.token is None
    assert session.store.read() == {"client_secret": "kept"}
    with pytest.raises(failures.NotSignedIn):
        await session.get()


async def test_a_token_from_the_environment_is_used_as_it_is(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, store=MemoryStore({"access_token": "access-1"}))
    session.clock.advance(1_000_000)
    assert (await session.get()).status_code == 200
    session.tokens.good.clear()
    assert (await session.get()).status_code == 401
    assert session.renewals == 0
    assert session.auth.status is not None
    assert session.auth.status.remaining == math.inf
    with pytest.raises(failures.NotRenewable):
        await session.auth.renew()


@pytest.mark.parametrize(
    "reply", [json_reply({"error": "invalid_client"}, 401), Reply(503), Reply(429), None]
)
async def test_T3_only_invalid_grant_ends_the_session(stack: AsyncExitStack, reply: Reply | None) -> None:
    session = await signed_in(stack)
    usual = session.tokens._token

    async def refuse(seen: Seen) -> Reply | None:
        return reply

    session.tokens._token = refuse  # type: ignore[method-assign]
    before = session.store.read()
    session.clock.advance(3600)
    with pytest.raises(failures.SignInError):
        await session.get()
    assert session.store.read() == before
    session.tokens._token = usual  # type: ignore[method-assign]
    assert (await session.get()).status_code == 200


async def test_T3_invalid_grant_marks_the_refresh_token_dead_and_is_not_asked_again(
    stack: AsyncExitStack,
) -> None:
    session = await signed_in(stack, Tokens(dead=True))
    session.clock.advance(3600)
    for _ in range(3):
        with pytest.raises(failures.SessionEnded, match="Signed out by Kintone"):
            await session.get()
    assert session.renewals == 1
    assert "refresh_token" not in session.store.read()
    assert session.store.read()["client_secret"] == "kept"


async def test_T3_a_session_that_ended_goes_on_with_the_next_sign_in(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(dead=True))
    session.clock.advance(3600)
    with pytest.raises(failures.SessionEnded):
        await session.get()
    session.tokens.dead = False
    await session.auth.sign_in(accepted())
    assert (await session.get()).status_code == 200
    assert session.failure is None


async def test_T3_a_sign_in_by_another_process_is_picked_up(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(dead=True))
    session.clock.advance(3600)
    with pytest.raises(failures.SessionEnded):
        await session.get()
    session.tokens.good.add("access-9")
    session.store.update(document(session.clock) | {"access_token": "access-9"})
    assert (await session.get()).status_code == 200


async def test_T4_the_old_refresh_token_is_kept_where_none_comes(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    await session.auth.renew()
    assert session.store.read()["refresh_token"] == "refresh-1"
    await session.auth.renew()
    assert session.renewals == 2


async def test_T4_a_new_refresh_token_replaces_the_old_one_in_the_same_write(stack: AsyncExitStack) -> None:
    writes: list[Mapping[str, object]] = []

    class Watched(MemoryStore):
        def update(self, changes: Mapping[str, object]) -> None:
            writes.append(changes)
            super().update(changes)

    session = await signed_in(stack, Tokens(rotating=True), store=Watched(document(StillClock())))
    await session.auth.renew()
    [write] = writes
    assert (write["access_token"], write["refresh_token"]) == ("access-2", "refresh-2")


async def test_T5_a_lost_answer_is_asked_for_again_with_the_old_token(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(lose_answers=1))
    session.clock.advance(3600)
    with pytest.raises(failures.AnswerLost):
        await session.get()
    assert (await session.get()).status_code == 200
    assert session.renewals == 2


async def test_T5_with_a_rotating_server_a_lost_answer_asks_to_sign_in_and_never_loops(
    stack: AsyncExitStack,
) -> None:
    session = await signed_in(stack, Tokens(rotating=True, lose_answers=1))
    session.clock.advance(3600)
    with pytest.raises(failures.AnswerLost):
        await session.get()
    for _ in range(3):
        with pytest.raises(failures.SessionEnded):
            await session.get()
    assert session.renewals == 2


@pytest.mark.parametrize("connections", [100, 4])
async def test_T8_twenty_refused_requests_renew_once_and_are_sent_once_more(
    stack: AsyncExitStack, connections: int
) -> None:
    session = await signed_in(stack, Tokens(good=set()), connections=connections)
    responses = await asyncio.gather(*(session.get() for _ in range(20)))
    assert [response.status_code for response in responses] == [200] * 20
    assert session.renewals == 1
    assert len(session.server.asked(APPS)) <= 40


async def test_T8_twenty_requests_at_the_end_of_the_token_renew_once(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.advance(3590)
    await asyncio.gather(*(session.get() for _ in range(20)))
    assert session.renewals == 1
    assert len(session.server.asked(APPS)) == 20


async def test_T8_a_renewal_that_fails_is_one_failure_for_all(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(lose_answers=1))
    session.tokens.hold = asyncio.Event()
    session.clock.advance(3600)
    waiting = [asyncio.create_task(session.get()) for _ in range(10)]
    await until(lambda: session.renewals == 1)
    session.tokens.hold.set()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(result) for result in results} == {failures.AnswerLost}
    assert session.renewals == 1


async def test_T8_a_request_that_is_given_up_does_not_take_the_renewal_along(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(rotating=True))
    session.tokens.hold = asyncio.Event()
    session.clock.advance(3600)
    request = asyncio.create_task(session.get())
    await until(lambda: session.renewals == 1)
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    session.tokens.hold.set()
    await session.auth.aclose()
    assert session.store.read()["refresh_token"] == "refresh-2"


async def test_T9_a_refusal_of_an_older_token_is_sent_again_with_the_current_one(
    stack: AsyncExitStack,
) -> None:
    slow = asyncio.Event()
    arrived: list[str] = []

    async def handle(seen: Seen) -> Reply | None:
        if seen.path == APPS and "slow" in seen.headers:
            arrived.append(seen.headers["authorization"])
            if len(arrived) == 1:
                await slow.wait()
                return json_reply({"code": "CB_OA01"}, 401)
        return await session.tokens.handle(seen)

    session = await signed_in(stack)
    server = await stack.enter_async_context(serving(handle))
    request = asyncio.create_task(session.http.get(server.base + APPS, headers={"slow": "1"}))
    await until(lambda: bool(arrived))
    await session.auth.renew()
    before = session.store.read()
    slow.set()
    assert (await request).status_code == 200
    assert arrived == ["Bearer access-1", "Bearer access-2"]
    assert session.renewals == 1
    assert session.store.read() == before


async def test_T9_a_token_that_another_process_renewed_is_taken_without_a_renewal(
    stack: AsyncExitStack,
) -> None:
    session = await signed_in(stack, Tokens(good={"access-7"}))
    session.store.update({"access_token": "access-7"})
    assert (await session.get()).status_code == 200
    assert session.renewals == 0


async def test_T10_a_refusal_after_the_renewal_ends_there(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    refusal = json_reply({"code": "CB_OA01"}, 401)
    session.tokens.api = lambda _: refusal
    responses = await asyncio.gather(*(session.get() for _ in range(5)))
    assert {response.status_code for response in responses} == {401}
    for _ in range(5):
        assert (await session.get()).status_code == 401
    assert session.renewals == 1, "no loop"
    session.clock.advance(61)
    await session.get()
    assert session.renewals == 2, "after a while it is worth another try"


@pytest.mark.parametrize("code", ["CB_OA01", "CB_NO02"])
async def test_T11_a_403_is_nothing_that_a_renewal_settles(stack: AsyncExitStack, code: str) -> None:
    session = await signed_in(stack, Tokens(api=lambda _: json_reply({"code": code}, 403)))
    assert (await session.get()).status_code == 403
    assert session.renewals == 0


async def _generated() -> AsyncIterator[bytes]:
    yield b"first"
    yield b"second"


async def test_T12_a_generated_body_is_renewed_for_beforehand(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.advance(3600 - 250)
    response = await session.http.post(session.server.base + APPS, content=_generated())
    assert response.status_code == 200
    assert session.renewals == 1
    [sent] = session.server.asked(APPS)
    assert (sent.body, sent.headers["authorization"]) == (b"firstsecond", "Bearer access-2")


@pytest.mark.parametrize("headers", [{}, {"Content-Length": "11"}])
async def test_T12_a_generated_body_that_is_refused_is_not_sent_twice(
    stack: AsyncExitStack, headers: dict[str, str]
) -> None:
    session = await signed_in(stack, Tokens(good=set()))
    response = await session.http.post(session.server.base + APPS, content=_generated(), headers=headers)
    assert response.status_code == 401
    again = await session.http.post(session.server.base + APPS, content=_generated(), headers=headers)
    assert again.status_code == 200, "the token was renewed for the next try"
    assert session.renewals == 1


@pytest.mark.parametrize("kind", ["content", "json", "data", "files"])
async def test_T12_bytes_json_and_forms_are_sent_again_whole(stack: AsyncExitStack, kind: str) -> None:
    session = await signed_in(stack, Tokens(good=set()))
    bodies: dict[str, object] = {
        "content": b"some bytes",
        "json": {"app": 1},
        "data": {"app": "1"},
        "files": {"file": ("quote.pdf", io.BytesIO(b"PDF" * 100))},
    }
    request = session.http.build_request("POST", session.server.base + APPS, **{kind: bodies[kind]})  # type: ignore[arg-type]
    assert (await session.http.send(request)).status_code == 200
    refused, taken = session.server.asked(APPS)
    assert refused.body == taken.body != b""


async def test_T13_a_write_that_was_refused_is_sent_once_more(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(good=set()))
    assert (await session.http.put(session.server.base + APPS, json={})).status_code == 200
    assert len(session.server.asked(APPS)) == 2


async def test_T13_a_write_that_got_no_answer_is_never_sent_again(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(api=lambda _: None))
    with pytest.raises(httpx.RemoteProtocolError):
        await session.http.post(session.server.base + APPS, json={})
    assert len(session.server.asked(APPS)) == 1


async def test_T14_a_clock_set_ahead_costs_one_renewal(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.wall += 7200
    for _ in range(5):
        assert (await session.get()).status_code == 200
    assert session.renewals == 1


async def test_T14_a_clock_set_back_does_not_make_the_token_live_longer(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.wall -= 7200
    await session.get()
    assert session.renewals == 0
    session.clock.monotonic += 3600
    session.clock.wall += 3600
    await session.get()
    assert session.renewals == 1


async def test_T14_a_machine_that_slept_renews_when_it_wakes(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.clock.wall += 8 * 3600  # the monotonic clock stood still
    await session.get()
    assert session.renewals == 1


async def test_T14_a_wrong_clock_alone_never_refuses_a_living_token(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(lose_answers=9))
    session.clock.wall += 7200
    assert (await session.get()).status_code == 200


async def test_T14_a_very_short_life_is_not_renewed_at_each_request(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(life=30))
    await session.auth.renew()
    for _ in range(5):
        await session.get()
    assert session.renewals == 1
    session.clock.advance(16)
    await session.get()
    assert session.renewals == 2


async def test_a_failed_renewal_is_tried_again_after_a_pause_while_the_old_token_lives(
    stack: AsyncExitStack,
) -> None:
    session = await signed_in(stack, Tokens(lose_answers=1))
    session.clock.advance(3550)
    for _ in range(3):
        assert (await session.get()).status_code == 200
    assert session.renewals == 1
    assert isinstance(session.failure, failures.AnswerLost)
    assert session.auth.status is not None
    assert session.auth.status.retry_in == RETRY_PAUSE
    session.clock.advance(RETRY_PAUSE + 1)
    await session.get()
    assert session.renewals == 2
    assert session.failure is None


async def test_T15_a_redirect_to_another_host_does_not_get_the_token(stack: AsyncExitStack) -> None:
    async with serving(lambda _: Reply(401)) as elsewhere:
        session = await signed_in(
            stack, Tokens(api=lambda _: Reply(302, headers={"Location": elsewhere.base + "/x"}))
        )
        response = await session.http.get(session.server.base + APPS, follow_redirects=True)
    assert response.status_code == 401
    assert "authorization" not in elsewhere.seen[0].headers
    assert session.renewals == 0, "a refusal by somebody else says nothing of the token"


class Failing(MemoryStore):
    """A store on a disk that is full."""

    def update(self, changes: Mapping[str, object]) -> None:
        raise KintoneTuiError("The disk is full.")


async def test_a_store_that_cannot_be_written_does_not_end_the_session(stack: AsyncExitStack) -> None:
    session = await signed_in(stack, Tokens(rotating=True), store=Failing(document(StillClock())))
    await session.auth.renew()
    assert session.auth.status is not None
    assert str(session.auth.status.unsaved) == "The disk is full."
    await session.auth.renew()
    assert session.auth.token is not None
    assert session.auth.token.refresh_token == Secret("refresh-3"), (
        "what is in memory counts, not the old store"
    )
    assert (await session.get()).status_code == 200


async def test_a_sign_in_that_cannot_be_saved_is_one_all_the_same(stack: AsyncExitStack) -> None:
    class Locked(MemoryStore):
        def locked(self) -> AbstractAsyncContextManager[None]:
            raise KintoneTuiError("Another program holds the file.")

    session = await signed_in(stack, store=Locked())
    await session.auth.sign_in(accepted())
    assert (await session.get()).status_code == 200
    assert session.auth.status is not None
    assert session.auth.status.unsaved is not None


async def test_a_sign_out_by_another_process_is_noticed_at_the_next_renewal(stack: AsyncExitStack) -> None:
    session = await signed_in(stack)
    session.store.update(dict.fromkeys(("access_token", "refresh_token", "expires_at", "scopes")))
    session.clock.advance(3600)
    with pytest.raises(failures.NotSignedIn):
        await session.get()
    assert session.auth.token is None
    assert session.renewals == 0


async def test_an_odd_document_in_the_store_is_no_token(stack: AsyncExitStack) -> None:
    for odd in ({"access_token": 7}, {"access_token": ""}, {"refresh_token": "r"}):
        assert (await signed_in(stack, store=MemoryStore(odd))).auth.token is None


def test_a_blocking_client_is_told_that_it_is_the_wrong_one() -> None:
    with httpx.Client() as http:
        auth = KintoneAuth(TokenEndpoint(client(), httpx.AsyncClient()), MemoryStore())
        with pytest.raises(RuntimeError, match="AsyncClient"):
            http.get("http://127.0.0.1:9/", auth=auth)
