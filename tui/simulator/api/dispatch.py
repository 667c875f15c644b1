"""From an HTTP request to a handler and back: path, method, credentials, scope, headers of the answer.

Source: Kintone REST API, "Kintone REST API Overview".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from tui.simulator.api import refusals
from tui.simulator.api.callers import Caller, Gate
from tui.simulator.api.calls import Answer, Call
from tui.simulator.api.endpoints import BY_NAME, METHODS, Endpoint
from tui.simulator.api.language import Language, choose
from tui.simulator.api.parameters import Values, from_json, from_query_string
from tui.simulator.data import World
from tui.simulator.faults import Faults, Switches
from tui.simulator.oauth.grants import Clock
from tui.simulator.page import message

CONCURRENT_REQUESTS = 100
LONGEST_URL = 8 * 1024
LARGEST_BODY = 1024 * 1024

_PATH = re.compile(r"/k/(?:guest/(?P<space>\d{1,18})/)?v1/(?P<resource>[A-Za-z/]+)\.json")


@dataclass(frozen=True, slots=True)
class _Target:
    resource: str
    guest_space: int | None


class RestApi:
    """The REST API as an ASGI application, for all paths below /k/ that end in .json."""

    def __init__(self, world: World, gate: Gate, faults: Faults, switches: Switches, clock: Clock) -> None:
        self._world = world
        self._gate = gate
        self._faults = faults
        self._switches = switches
        self._clock = clock
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._running += 1
        try:
            response = await self._respond(request)
            response.headers["X-ConcurrencyLimit-Limit"] = str(CONCURRENT_REQUESTS)
            response.headers["X-ConcurrencyLimit-Running"] = str(self._running)
            await response(scope, receive, send)
        finally:
            self._running -= 1

    async def _respond(self, request: Request) -> Response:
        language = choose(request.headers.get("accept-language", ""))
        if self._running > CONCURRENT_REQUESTS:
            return refusals.TOO_MANY_REQUESTS.response(language)
        if interference := await self._faults.instead("rest", language):
            return interference
        if _length(request) > LONGEST_URL:
            return PlainTextResponse("Request URL Too Large", 414)
        target = _target(request.url.path)
        if target is None or target.resource not in METHODS:
            return message("Page not found", "There is no such page or API here.", status=404)
        method = _method(request)
        endpoint = BY_NAME.get((method, target.resource))
        if endpoint is None:
            allowed = ", ".join(sorted(METHODS[target.resource]))
            return PlainTextResponse("Method Not Allowed", 405, {"Allow": allowed})
        return await self._call(request, endpoint, target, language)

    async def _call(
        self, request: Request, endpoint: Endpoint, target: _Target, language: Language
    ) -> Response:
        try:
            caller = self._gate.admit(request.headers)
            language = choose(request.headers.get("accept-language", ""), caller.user.language)
            _check_opened(endpoint, caller)
            if endpoint.handler is None:
                raise refusals.beyond_the_simulator()
            now = datetime.fromtimestamp(self._clock(), UTC)
            values = await _values(request)
            answer = endpoint.handler(
                Call(self._world, self._switches, caller, target.guest_space, values, now)
            )
        except refusals.RefusedError as refused:
            return refused.refusal.response(language)
        return _success(answer)


def _success(answer: Answer) -> Response:
    return Response(answer.body, 200, dict(answer.headers), answer.content_type)


def _length(request: Request) -> int:
    return len(request.url.path) + len(request.url.query)


def _target(path: str) -> _Target | None:
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    space = found["space"]
    return _Target(found["resource"], int(space) if space else None)


def _method(request: Request) -> str:
    if request.method == "POST":
        return request.headers.get("x-http-method-override", "POST").upper()
    return request.method


def _check_opened(endpoint: Endpoint, caller: Caller) -> None:
    if caller.kind == "bearer" and endpoint.scope not in caller.scopes:
        raise refusals.missing_scope()
    if caller.kind == "api-token" and not endpoint.api_token:
        raise refusals.no_permission()


async def _values(request: Request) -> Values:
    """The parameters: of the JSON body where there is one, else of the query string."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise refusals.illegal_request()
    if not body:
        return from_query_string(request.url.query)
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != "application/json":
        raise refusals.illegal_request()
    return from_json(bytes(body))
