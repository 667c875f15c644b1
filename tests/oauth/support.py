"""What the tests of the sign-in share: a client, clocks that stand still, and waiting for a fact."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from tui.oauth.client import OAuthClient
from tui.oauth.clock import Clock
from tui.oauth.grant import Accepted, Grant
from tui.oauth.scopes import READ
from tui.secret import Secret

CODE = "k1nt0ne-code-4f9a8b7c6d5e"
CLIENT_ID = "l.1.q7aaaaaaaaaaaaaaaaaaaaaaaaaaf3a"
CLIENT_SECRET = "s3cr3t" + "x" * 56 + "9c"  # the shape of Kintone's: 64 signs


def client(
    *,
    base: str = "https://acme.kintone.com",
    redirect_uri: str = "https://localhost:18543/callback",
    pkce: bool = True,
) -> OAuthClient:
    return OAuthClient(
        authorization_endpoint=f"{base}/oauth2/authorization",
        token_endpoint=f"{base}/oauth2/token",
        client_id=CLIENT_ID,
        client_secret=Secret(CLIENT_SECRET),
        redirect_uri=redirect_uri,
        pkce=pkce,
    )


def state_of(grant: Grant) -> str:
    """The state, from where Kintone gets it."""
    return dict(parse_qsl(urlsplit(grant.authorization_url).query))["state"]


def callback_url(grant: Grant, **parameters: str) -> str:
    """Where Kintone sends the browser: `callback_url(grant, code="…", state="…")`, with the right ones unless
    told otherwise.
    """
    values = {"code": CODE, "state": state_of(grant)} | parameters
    return f"{grant.client.redirect_uri}?{urlencode(values)}"


def accepted(*, good_until: float = 600.0) -> Accepted:
    return Accepted(Secret(CODE), Secret("v" * 43), READ, good_until)


@dataclass
class StillClock:
    """Both clocks, moved by hand."""

    wall: float = 1_800_000_000.0
    monotonic: float = 1_000.0

    def advance(self, seconds: float) -> None:
        self.wall += seconds
        self.monotonic += seconds

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.wall, lambda: self.monotonic)


async def until(fact: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Returns as soon as the fact holds; fails if it does not in time."""
    async with asyncio.timeout(seconds):
        while not fact():  # noqa: ASYNC110 (the facts are of many kinds; few of them could set an event)
            await asyncio.sleep(0.005)
