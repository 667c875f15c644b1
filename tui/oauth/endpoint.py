"""The token endpoint: a code, or a refresh token, for a token (RFC 6749 sections 4.1.3 and 6)."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from urllib.parse import quote_plus

import httpx

from tui.oauth.client import ClientAuthentication, OAuthClient
from tui.oauth.clock import Clock
from tui.oauth.failures import AnswerNotJson, AnswerTooLarge, CodeExpired, SessionEnded, TimedOut
from tui.oauth.grant import Accepted
from tui.oauth.token import Token
from tui.oauth.token_answer import TokenAnswer, read_token
from tui.oauth.unreachable import explain
from tui.secret import Secret

BODY_LIMIT = 64 * 1024
PATIENCE = 15.0
"""Seconds for the whole exchange, which other processes may await under a lock."""


class TokenEndpoint:
    """Kintone's token endpoint, as one client uses it. `http` is the caller's, with its proxies and trust;
    its own `auth`, redirects and time-outs are not used here.
    """

    def __init__(
        self,
        client: OAuthClient,
        http: httpx.AsyncClient,
        *,
        clock: Clock | None = None,
        patience: float = PATIENCE,
    ) -> None:
        self.client = client
        self.skew: float | None = None
        """Seconds by which this computer's clock is ahead of Kintone's, as of the last answer."""
        self._http = http
        self._clock = clock or Clock()
        self._patience = patience

    async def exchange(self, accepted: Accepted) -> Token:
        """The token for an accepted answer. Raises CodeExpired, or another SignInError after which the same
        answer may be tried again.
        """
        form = {
            "grant_type": "authorization_code",
            "redirect_uri": self.client.redirect_uri,
            "code": accepted.code.reveal(),
        }
        if accepted.verifier is not None:
            form["code_verifier"] = accepted.verifier.reveal()
        token = await self._ask(form, dead=CodeExpired)
        # RFC 6749 section 5.1: without a scope in the answer, what was asked for was granted.
        return token if token.scopes else replace(token, scopes=accepted.scopes)

    async def renew(self, refresh_token: Secret) -> Token:
        """A new token. Its `refresh_token` is None and its `scopes` are empty where the answer does not name
        them, which is Kintone's way: both stay as they were. Raises SessionEnded when the refresh token is
        dead, or another SignInError after which it is as good as before.
        """
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token.reveal()}
        return await self._ask(form, dead=SessionEnded)

    async def _ask(self, form: Mapping[str, str], *, dead: type[CodeExpired | SessionEnded]) -> Token:
        asked_at = self._clock.wall()
        answer = await self._post(form)
        # Counted from the asking, so that a slow answer never makes a token seem to live longer than it does.
        return read_token(answer, client=self.client, now=asked_at, dead=dead)

    async def _post(self, form: Mapping[str, str]) -> TokenAnswer:
        host = httpx.URL(self.client.token_endpoint).host
        try:
            async with (
                asyncio.timeout(self._patience),
                self._http.stream(
                    "POST",
                    self.client.token_endpoint,
                    data={**form, **self._credentials_in_form()},
                    headers=self._headers(),
                    auth=None,
                    follow_redirects=False,
                    timeout=self._patience,
                ) as response,
            ):
                self._note_date(response)
                return TokenAnswer(response.status_code, await _body(response))
        except TimeoutError:
            raise TimedOut(host) from None
        except httpx.TransportError as error:
            raise explain(error, host) from error

    def _headers(self) -> dict[str, str]:
        # Nothing to unpack, so that the limit of the body holds for what it unpacks to as well.
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if self.client.authentication is not ClientAuthentication.BODY:
            headers["Authorization"] = basic(self.client)
        return headers

    def _credentials_in_form(self) -> dict[str, str]:
        if self.client.authentication is not ClientAuthentication.BODY:
            return {}
        return {"client_id": self.client.client_id, "client_secret": self.client.client_secret.reveal()}

    def _note_date(self, response: httpx.Response) -> None:
        try:
            theirs = parsedate_to_datetime(response.headers.get("Date", "")).timestamp()
        except ValueError:
            return
        self.skew = self._clock.wall() - theirs


def basic(client: OAuthClient) -> str:
    """The Authorization header's value. RFC 6749 section 2.3.1: each part is form-encoded before HTTP Basic
    joins them, so that a colon in the id does not end it.
    """
    parts = [client.client_id, client.client_secret.reveal()]
    if client.authentication is ClientAuthentication.BASIC:
        parts = [quote_plus(part) for part in parts]
    return "Basic " + base64.b64encode(":".join(parts).encode()).decode("ascii")


async def _body(response: httpx.Response) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > BODY_LIMIT:
            raise AnswerTooLarge(BODY_LIMIT)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise AnswerNotJson(response.status_code)
    return bytes(body)
