"""A whole sign-in, watched: rule T17, for what this room can let slip."""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.oauth.servers import Reply, Seen, Tokens, serving
from tests.oauth.support import CLIENT_SECRET, StillClock, client, state_of
from tests.oauth.visits import Listen
from tui.errors import KintoneTuiError
from tui.oauth.endpoint import TokenEndpoint
from tui.oauth.events import AnswerReceived
from tui.oauth.grant import Accepted, Grant
from tui.oauth.memory import MemoryStore
from tui.oauth.paste import read_answer
from tui.oauth.scopes import READ
from tui.oauth.session import KintoneAuth
from tui.secret import Secret

CODE = "c0de-of-this-sign-in"


async def test_T17_a_sign_in_and_a_renewal_leave_no_secret_behind(
    listening: Listen,
    stack: AsyncExitStack,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    asyncio.get_running_loop().set_debug(True)  # the loop then logs what it runs
    asyncio.get_running_loop().slow_callback_duration = 0.0
    still = StillClock()
    tokens = Tokens(rotating=True)
    server = await stack.enter_async_context(serving(tokens.handle))
    callback = await listening(base=server.base)
    names: set[str] = set()

    await callback.get(callback.grant.short_path)
    await callback.get("/callback?code=other&state=other")
    names |= {repr(task) for task in asyncio.all_tasks()}
    await callback.answer()
    [received] = callback.told(AnswerReceived)
    assert isinstance(received, AnswerReceived)
    async with httpx.AsyncClient(trust_env=False) as http:
        endpoint = TokenEndpoint(client(base=server.base), http, clock=still.clock)
        auth = KintoneAuth(endpoint, MemoryStore(), clock=still.clock)
        http.auth = auth
        token = await auth.sign_in(received.accepted)
        still.advance(3600)
        await asyncio.gather(*(http.get(f"{server.base}/k/v1/apps.json") for _ in range(3)))
        names |= {repr(task) for task in asyncio.all_tasks()}
        shown = [repr(thing) for thing in (auth, endpoint, auth.token, auth.status, token, callback.events)]
    await callback.listener.close()

    verifier = received.accepted.verifier
    assert verifier is not None
    secrets = [CODE, CLIENT_SECRET, verifier.reveal(), state_of(callback.grant)]
    secrets += ["access-1", "access-2", "access-3", "refresh-1", "refresh-2"]
    everything = "\n".join([caplog.text, *capfd.readouterr(), *names, *shown, repr(caplog.records)])
    assert "oauth2/token" in everything, "the logs were looked at"
    assert [secret for secret in secrets if secret in everything] == []


async def test_T17_no_failure_tells_a_secret(stack: AsyncExitStack) -> None:
    """Whatever the server answers, and be it our own secrets."""
    echoed = f'{{"error":"x","error_description":"{CLIENT_SECRET}'.encode()
    replies = [
        Reply(400, echoed),  # broken off, so that it is not JSON
        Reply(200, b'{"access_token":"' + CODE.encode() + b'","access_token":"2"}'),
        Reply(302, b"", {"Location": f"https://example.com/?code={CODE}"}),
        Reply(500, echoed),
        None,
    ]
    pending = iter(replies)

    def next_reply(_: Seen) -> Reply | None:
        return next(pending)

    server = await stack.enter_async_context(serving(next_reply))
    accepted = Accepted(Secret(CODE), Secret("v" * 43), READ, 0.0)
    async with httpx.AsyncClient(trust_env=False) as http:
        for _ in replies:
            with pytest.raises(KintoneTuiError) as raised:
                await TokenEndpoint(client(base=server.base), http).exchange(accepted)
            told = (
                f"{raised.value!r} {raised.value} {raised.value.__cause__!r} {raised.getrepr(style='short')}"
            )
            for secret in (CODE, CLIENT_SECRET, "v" * 43):
                assert secret not in told


def test_T17_a_paste_that_is_refused_tells_nothing_of_it() -> None:
    grant = Grant.begin(client(), READ)
    for text in (
        CODE,
        f"https://localhost:18543/callback?code={CODE}&state=x",
        f"https://x.test/?code={CODE}",
    ):
        with pytest.raises(KintoneTuiError) as raised:
            read_answer(text, grant)
        assert CODE not in f"{raised.value!r} {raised.value} {raised.value.__context__!r}"


def test_T17_the_state_reaches_the_browser_in_the_address_and_is_nowhere_else() -> None:
    grant = Grant.begin(client(), READ)
    state = state_of(grant)
    query = parse_qs(urlsplit(grant.authorization_url).query)
    assert [name for name, values in query.items() if state in values] == ["state"]
    assert state not in grant.short_path
    assert state not in repr(vars(grant))


def test_T17_secrets_are_revealed_in_few_places() -> None:
    """Each use of `reveal` is a place where a secret leaves the program; a new one is to be looked at."""
    room = Path(__file__).parents[2] / "tui" / "oauth"
    found = {
        path.name: len(re.findall(r"\.reveal\(\)", path.read_text())) for path in sorted(room.glob("*.py"))
    }
    assert {name: count for name, count in found.items() if count} == {
        "client.py": 2,  # stripped of the newline pasted along; its length and last two signs
        "endpoint.py": 5,  # code, verifier, refresh token; the secret in the form or in Basic
        "grant.py": 3,  # the state in the address and in the comparison; the challenge of the verifier
        "session.py": 1,  # the Authorization header
        "token.py": 2,  # to the store
    }
