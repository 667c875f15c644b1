"""A server on loopback that answers as a test tells it to, and a transport that is watched meanwhile."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections import deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

import h11
import httpx

from tui.kintone.address import Tenant
from tui.kintone.transport import Exchange, Pause, Transport


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    cut_after: int | None = None
    """How many bytes of the body go out before the connection is dropped."""


@dataclass(frozen=True)
class Hang:
    """No answer; `gone` is set when the other side goes away."""

    asked: asyncio.Event = field(default_factory=asyncio.Event)
    gone: asyncio.Event = field(default_factory=asyncio.Event)


class Cut:
    """The connection is dropped where the answer should be."""


Act = Reply | Hang | Cut
Handler = Callable[[Seen], Awaitable[Act]]


def json_reply(document: object, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, json.dumps(document).encode(), {"Content-Type": "application/json", **named})


def refusal(status: int, code: str, message: str = "No.", **more: Any) -> Reply:
    return json_reply({"code": code, "id": "q7Zr0", "message": message, **more}, status)


class ScriptedServer:
    """Plays `script` from the front; after its end (or with none) it asks `handler`, which says `{}`."""

    def __init__(
        self, *script: Act, handler: Handler | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.script = deque(script)
        self.seen: list[Seen] = []
        self._handler = handler
        self._tls = tls
        self._open: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return f"localhost:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            self._open.discard(task)
            writer.transport.abort()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        connection = h11.Connection(h11.SERVER)
        seen = await self._receive(connection, reader)
        if seen is None:
            return False
        self.seen.append(seen)
        act = self.script.popleft() if self.script else await self._default(seen)
        if isinstance(act, Hang):
            act.asked.set()
            await reader.read()
            act.gone.set()
            return False
        if isinstance(act, Cut):
            return False
        return await self._answer(connection, writer, act)

    async def _default(self, seen: Seen) -> Act:
        return await self._handler(seen) if self._handler else Reply()

    async def _receive(self, connection: h11.Connection, reader: asyncio.StreamReader) -> Seen | None:
        request: h11.Request | None = None
        body = b""
        while True:
            event = connection.next_event()
            if event is h11.NEED_DATA:
                connection.receive_data(await reader.read(65_536))
            elif isinstance(event, h11.Request):
                request = event
            elif isinstance(event, h11.Data):
                body += event.data
            elif isinstance(event, h11.EndOfMessage) and request is not None:
                headers = {name.decode(): value.decode() for name, value in request.headers}
                return Seen(request.method.decode(), request.target.decode(), headers, body)
            else:
                return None

    async def _answer(self, connection: h11.Connection, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        headers = {"Content-Length": str(len(reply.body)), **reply.headers}
        response = h11.Response(status_code=reply.status, headers=list(headers.items()))
        writer.write(connection.send(response) or b"")
        if reply.cut_after is not None:
            writer.write(reply.body[: reply.cut_after])
            await writer.drain()
            return False
        writer.write(connection.send(h11.Data(data=reply.body)) or b"")
        writer.write(connection.send(h11.EndOfMessage()) or b"")
        await writer.drain()
        return True


class Bearer(httpx.Auth):
    """A token that is good until the server says otherwise; then `fresh` takes its place, once."""

    def __init__(self, token: str = "token-1", fresh: str = "") -> None:
        self.token = token
        self.fresh = fresh

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        request.headers["Authorization"] = f"Bearer {self.token}"
        response = yield request
        if response.status_code == 401 and self.fresh:
            self.token, self.fresh = self.fresh, ""
            request.headers["Authorization"] = f"Bearer {self.token}"
            yield request


class Observed:
    """A transport whose waits take no time, and what it told about itself."""

    def __init__(
        self,
        address: str,
        *,
        auth: httpx.Auth | None = None,
        http: httpx.AsyncClient | None = None,
        ca_bundle: str = "",
        sleep: Callable[[float], Awaitable[None]] | None = None,
        chance: float = 0.5,
    ) -> None:
        self.waits: list[float] = []
        self.pauses: list[Pause] = []
        self.trace: list[Exchange] = []
        self.transport = Transport(
            Tenant.parse(address),
            auth or Bearer(),
            http=http,
            ca_bundle=ca_bundle,
            trace=self.trace.append,
            paused=self.pauses.append,
            sleep=sleep or self._sleep,
            random=lambda: chance,
        )

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.transport.aclose()
