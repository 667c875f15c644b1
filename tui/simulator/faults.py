"""What can go wrong with a Kintone, wished for by whoever tests against the simulated one.

A fault is a small JSON object with its kind under `fault`: `{"fault":"maintenance","count":2}`. Those that
concern the next answers wait in line, one line for the REST API and one for the token endpoint.

Switches say which way the simulated Kintone goes where Kintone's own way is not documented.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Annotated, Literal

import msgspec
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from tui.simulator.api.refusals import TOO_MANY_REQUESTS, Refusal, Words

Place = Literal["rest", "token"]
Count = Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class _Planned(msgspec.Struct, frozen=True, tag_field="fault", forbid_unknown_fields=True):
    """A fault of the next `count` answers at `place`."""

    count: Count = 1
    place: Place = "rest"


class TooManyRequests(_Planned, frozen=True, tag="too_many_requests"):
    """429 GAIA_TO04: more than 100 requests at once in the whole domain. Kintone sends no `Retry-After`."""


class Maintenance(_Planned, frozen=True, tag="maintenance"):
    """503 with a body of plain text, from a layer before the API."""


class UnexpectedError(_Planned, frozen=True, tag="unexpected_error"):
    """520, a status of Kintone's own, with a JSON body."""


class CutConnection(_Planned, frozen=True, tag="cut_connection"):
    """The connection ends in the middle of a good-looking answer."""


class Latency(msgspec.Struct, frozen=True, tag_field="fault", tag="latency", forbid_unknown_fields=True):
    """Every answer comes this much later, until it is set to 0."""

    milliseconds: Annotated[int, msgspec.Meta(ge=0, le=60_000)]
    place: Place = "rest"


class ExpireAccessTokens(
    msgspec.Struct, frozen=True, tag_field="fault", tag="expire_access_tokens", forbid_unknown_fields=True
):
    """Every access token issued so far expires now; refresh tokens go on."""


class RevokeRefreshTokens(
    msgspec.Struct, frozen=True, tag_field="fault", tag="revoke_refresh_tokens", forbid_unknown_fields=True
):
    """Every refresh token issued so far is refused, as when an administrator unticks the users."""


Planned = TooManyRequests | Maintenance | UnexpectedError | CutConnection
Fault = Planned | Latency | ExpireAccessTokens | RevokeRefreshTokens


class Switches(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where Kintone's way is unproven, either way can be tried.

    `deny_redirects`: whether a "no" comes back to the client as `error=access_denied`, or ends on a page.
    `guest_app_status`: the status of GAIA_IL23; both were seen.
    `empty_in_ranges`: whether `<` and `<=` match empty numbers, dates and times.
    `search_limit`: how many hits of a `like` are looked at before the search stops, which a header tells.
    """

    deny_redirects: bool = True
    guest_app_status: Literal[400, 520] = 400
    empty_in_ranges: bool = False
    search_limit: Annotated[int, msgspec.Meta(ge=0)] = 100_000


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._planned: dict[Place, deque[Planned]] = {"rest": deque(), "token": deque()}
        self._latency: dict[Place, float] = {"rest": 0.0, "token": 0.0}

    def plan(self, fault: Planned) -> None:
        self._planned[fault.place].extend([fault] * fault.count)

    def delay(self, latency: Latency) -> None:
        self._latency[latency.place] = latency.milliseconds / 1000

    async def instead(self, place: Place, language: Literal["en", "ja"]) -> Response | None:
        """Wait as long as was wished, and give the answer that stands in for the real one, if any."""
        if self._latency[place]:
            await asyncio.sleep(self._latency[place])
        if not self._planned[place]:
            return None
        match self._planned[place].popleft():
            case TooManyRequests():
                return TOO_MANY_REQUESTS.response(language)
            case Maintenance():
                return PlainTextResponse("Service Unavailable", 503)
            case UnexpectedError():
                return _UNEXPECTED_ERROR.response(language)
            case CutConnection():
                return _Cut()


_UNEXPECTED_ERROR = Refusal(
    520,
    "GAIA_UN01",
    Words(en="An unexpected error has occurred.", ja="予期しないエラーが発生しました。"),
)


class _Cut(Response):
    """Half of an answer: the server closes a connection whose answer was not brought to its end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json;charset=utf-8"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'{"records":[', "more_body": True})
