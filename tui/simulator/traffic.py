"""The requests that the simulated Kintone has seen, for tests that count them. No credential is kept."""

from __future__ import annotations

from collections import deque

import msgspec
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tui.simulator.api.callers import kind_of

REMEMBERED = 10_000


class Seen(msgspec.Struct, frozen=True):
    """One request. `path` has the query string; `auth` is bearer, password, api-token, basic or none.

    `status` is 0 where the answer never began.
    """

    method: str
    override: str
    path: str
    status: int
    auth: str


class Traffic:
    """The last requests, oldest first; those to the simulator's own control are not among them."""

    def __init__(self) -> None:
        self._seen: deque[Seen] = deque(maxlen=REMEMBERED)

    def seen(self) -> list[Seen]:
        return list(self._seen)

    def forget(self) -> None:
        self._seen.clear()

    def watch(self, app: ASGIApp) -> ASGIApp:
        """`app`, with every request noted when its answer is over."""

        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["path"].startswith("/simulator/"):
                await app(scope, receive, send)
                return
            status = 0

            async def note(message: Message) -> None:
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                await send(message)

            try:
                await app(scope, receive, note)
            finally:
                self._seen.append(_describe(scope, status))

        return watched


def _describe(scope: Scope, status: int) -> Seen:
    headers = Headers(scope=scope)
    query = scope["query_string"].decode("latin-1")
    basic = headers.get("authorization", "").lower().startswith("basic ")
    return Seen(
        method=scope["method"],
        override=headers.get("x-http-method-override", ""),
        path=scope["path"] + (f"?{query}" if query else ""),
        status=status,
        auth="basic" if basic else kind_of(headers),
    )
