"""The token in use: put on every request, renewed in time, once for all who need it.

RFC 6750 section 2.1 (the token in a header, never in an address), RFC 6749 section 6 (renewal). Kintone
answers 401 for a token that is no longer good and 403 for one that is good but not enough; only the first is
settled here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Generator, Mapping
from contextlib import AbstractAsyncContextManager, suppress
from dataclasses import dataclass, replace
from typing import Protocol

import httpx

from tui.errors import KintoneTuiError
from tui.oauth.clock import Clock
from tui.oauth.endpoint import TokenEndpoint
from tui.oauth.failures import NotRenewable, NotSignedIn, SessionEnded
from tui.oauth.grant import Accepted
from tui.oauth.held import HeldToken
from tui.oauth.token import SIGNED_OUT, Token

LEEWAY = 60.0
"""Seconds before its end at which a token is renewed."""
STREAM_LEEWAY = 300.0
"""The same for a body that cannot be sent twice, and may take a while to send once."""
RETRY_PAUSE = 30.0
"""Seconds before a renewal that failed is tried again while the old token lives."""


class TokenStore(Protocol):
    """Where the token stays between runs. `update` merges, and deletes what is None; `locked` keeps everybody
    else out, other processes too. Their failures are KintoneTuiError.
    """

    def read(self) -> dict[str, object]: ...

    def update(self, changes: Mapping[str, object]) -> None: ...

    def locked(self) -> AbstractAsyncContextManager[None]: ...


@dataclass(frozen=True, slots=True)
class SessionStatus:
    """What a header bar shows. `remaining` and `retry_in` in seconds; `remaining` is infinite when not known.
    `failure` is why the last renewal did not work, `unsaved` why the token is only in memory.
    """

    remaining: float
    scopes: tuple[str, ...]
    renewable: bool
    renewing: bool
    failure: KintoneTuiError | None
    retry_in: float
    unsaved: KintoneTuiError | None


class KintoneAuth(httpx.Auth):
    """Adds the token to the requests of an `httpx.AsyncClient` and keeps it fresh.

    Any number of requests may run at once: one renewal serves them all, and the other processes that share
    the store. A request that has no token to go with raises NotSignedIn, or the failure of the renewal.
    """

    def __init__(self, endpoint: TokenEndpoint, store: TokenStore, *, clock: Clock | None = None) -> None:
        self._endpoint = endpoint
        self._store = store
        self._clock = clock or Clock()
        self._held: HeldToken | None = None
        self._renewal: asyncio.Task[Token] | None = None
        self._failure: KintoneTuiError | None = None
        self._retry_at = 0.0
        self._unsaved: KintoneTuiError | None = None
        self.reload()

    @property
    def token(self) -> Token | None:
        return self._held.token if self._held else None

    @property
    def status(self) -> SessionStatus | None:
        """None when nobody is signed in."""
        held = self._held
        if held is None:
            return None
        return SessionStatus(
            remaining=max(0.0, held.remaining),
            scopes=held.token.scopes,
            renewable=held.token.refresh_token is not None,
            renewing=self._renewal is not None,
            failure=self._failure,
            retry_in=max(0.0, self._retry_at - self._clock.monotonic()) if self._failure else 0.0,
            unsaved=self._unsaved,
        )

    def reload(self) -> Token | None:
        """Takes what the store holds now: perhaps another process signed in, or out."""
        if self._unsaved is None:
            stored = self._stored()
            if stored is None:
                self._held = None
            elif self._held is None or self._held.token != stored:
                self._hold(stored, is_new=False)
        return self.token

    async def sign_in(self, accepted: Accepted) -> Token:
        """Exchanges an accepted answer and saves the token. A store that fails does not undo the sign-in:
        `status.unsaved` says so, and the session lives in memory.
        """
        token = await self._endpoint.exchange(accepted)
        try:
            async with self._store.locked():
                self._keep(token)
        except KintoneTuiError as failure:
            self._hold(token, is_new=True)
            self._unsaved = failure
        self._failure = None
        return token

    async def renew(self) -> Token:
        """Renews now, whatever the clocks say."""
        if self._held is None:
            raise NotSignedIn(self._endpoint.client.host)
        return await self._renewed(self._held.token)

    async def sign_out(self) -> None:
        """Forgets the token here and in the store. Kintone has no endpoint at which to revoke it."""
        self._held = self._failure = self._unsaved = None
        async with self._store.locked():
            self._store.update(SIGNED_OUT)

    async def aclose(self) -> None:
        """Waits for a renewal under way: cut short, its token would be lost."""
        if self._renewal is not None:
            await asyncio.wait([self._renewal])

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        replayable = _is_replayable(request)
        used = await self._ready(LEEWAY if replayable else STREAM_LEEWAY)
        response = yield _signed(request, used)
        if not self._is_refusal(request, response, used):
            return
        # Gives the connection back before a renewal that may need it: the pool may be full of such requests.
        await response.aread()
        # Kintone refuses a token before it does anything, so that a write may be sent again as well.
        replacement = await self._replacement(used)
        if replacement is not None and replayable:
            response = yield _signed(request, replacement)
            self._is_refusal(request, response, replacement)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        raise RuntimeError("KintoneAuth serves httpx.AsyncClient only")

    async def _ready(self, leeway: float) -> Token:
        """The token to send, renewed when it is about to end. While the old one lives a renewal that fails
        stops nobody.
        """
        held = self._held
        if held is None or (held.token.refresh_token is None and held.is_due(leeway)):
            self.reload()
            held = self._held
        if held is None:
            raise NotSignedIn(self._endpoint.client.host)
        if not held.is_due(leeway):
            return held.token
        if held.token.refresh_token is None:
            if self._failure is not None and not held.is_alive:
                raise self._failure
            return held.token
        if held.is_alive and self._failure is not None and self._clock.monotonic() < self._retry_at:
            return held.token
        try:
            return await self._renewed(held.token)
        except KintoneTuiError:
            if not held.is_alive or self._held is None:
                raise
            return held.token

    def _is_refusal(self, request: httpx.Request, response: httpx.Response, used: Token) -> bool:
        """Whether Kintone refused the token: Kintone itself, and not a place it redirected to."""
        if response.status_code == 401:
            return _origin(response.url) == _origin(request.url)
        if self._held is not None and self._held.token.access_token == used.access_token:
            self._held.proven = True
        return False

    async def _replacement(self, used: Token) -> Token | None:
        """The token to try after `used` was refused: the current one where that is another, else a renewed
        one. None when nothing better can be had, so that a refusal never becomes a loop.
        """
        held = self._held
        if held is None:
            return None
        if held.token.access_token != used.access_token:
            return held.token
        if held.is_refused_for_good:
            return None
        if held.token.refresh_token is None:
            found = self.reload()
            return found if found is not None and found.access_token != used.access_token else None
        return await self._renewed(used)

    async def _renewed(self, stale: Token) -> Token:
        """The outcome of the one renewal under way. It is a task of its own: a request that is cancelled must
        not take it along, as the answer may hold the only copy of a new refresh token.
        """
        if self._renewal is None:
            self._renewal = asyncio.create_task(self._renew(stale), name="renew-token")
            self._renewal.add_done_callback(self._renewal_over)
        return await asyncio.shield(self._renewal)

    def _renewal_over(self, renewal: asyncio.Task[Token]) -> None:
        self._renewal = None
        failure = None if renewal.cancelled() else renewal.exception()
        self._failure = failure if isinstance(failure, KintoneTuiError) else None
        if self._failure is not None:
            self._retry_at = self._clock.monotonic() + RETRY_PAUSE

    async def _renew(self, stale: Token) -> Token:
        """Lock, read again, renew, write: in this order two processes never renew the same token twice."""
        async with self._store.locked():
            current = self.reload()
            if current is None or self._held is None:
                raise NotSignedIn(self._endpoint.client.host)
            if current.access_token != stale.access_token and not self._held.is_due(LEEWAY):
                return current
            if current.refresh_token is None:
                raise SessionEnded if stale.refresh_token is not None else NotRenewable
            try:
                fresh = await self._endpoint.renew(current.refresh_token)
            except SessionEnded:
                self._drop_refresh_token(current)
                raise
            return self._keep(fresh.following(current))

    def _drop_refresh_token(self, dead: Token) -> None:
        """Nobody shall try it again; the access token stays, it may live a little longer."""
        if self._held is not None:
            self._held.token = replace(dead, refresh_token=None)
        if self._unsaved is None:
            # What could not be noted is found out again by the next who tries.
            with suppress(KintoneTuiError):
                self._store.update({"refresh_token": None})

    def _keep(self, token: Token) -> Token:
        """Holds a token that was just obtained, and saves it; the caller has the lock."""
        self._hold(token, is_new=True)
        try:
            self._store.update(token.to_document())
        except KintoneTuiError as failure:
            self._unsaved = failure
        else:
            self._unsaved = None
        return token

    def _hold(self, token: Token, *, is_new: bool) -> None:
        self._held = HeldToken(token, self._clock, is_new)

    def _stored(self) -> Token | None:
        return Token.from_document(self._store.read())


def _signed(request: httpx.Request, token: Token) -> httpx.Request:
    request.headers["Authorization"] = f"Bearer {token.access_token.reveal()}"
    return request


def _is_replayable(request: httpx.Request) -> bool:
    """Whether the body can be sent twice: bytes and JSON can, a form with open files too, a generator not."""
    if isinstance(request.stream, httpx.ByteStream):
        return True
    is_form = request.headers.get("Content-Type", "").startswith("multipart/form-data")
    return is_form and "Transfer-Encoding" not in request.headers


def _origin(url: httpx.URL) -> tuple[str, bytes]:
    return url.scheme, url.netloc
