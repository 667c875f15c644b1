"""A small real HTTP server on loopback, and a Kintone as far as tokens go."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote_plus

from tests.oauth.support import CLIENT_ID, CLIENT_SECRET


@dataclass
class Seen:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))

    @property
    def basic(self) -> tuple[str, str]:
        """Id and secret, as a server that follows RFC 6749 section 2.3.1 reads them."""
        kind, _, value = self.headers["authorization"].partition(" ")
        assert kind == "Basic"
        user, _, password = base64.b64decode(value).decode().partition(":")
        return unquote_plus(user), unquote_plus(password)


@dataclass
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


CUT = None
"""Instead of a reply: the connection ends without one."""

Handler = Callable[[Seen], Awaitable[Reply | None] | Reply | None]


def json_reply(document: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(document).encode(), {"Content-Type": "application/json"})


@dataclass
class Server:
    base: str
    seen: list[Seen]

    def asked(self, path: str) -> list[Seen]:
        return [seen for seen in self.seen if seen.path == path]


@asynccontextmanager
async def serving(handler: Handler) -> AsyncIterator[Server]:
    """A server that asks `handler` for each reply."""
    busy: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        busy.add(writer)
        try:
            seen = await _read(reader)
            server.seen.append(seen)
            reply = handler(seen)
            if inspect.isawaitable(reply):
                reply = await reply
            if reply is not None:
                writer.write(_encode(reply))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            busy.discard(writer)
            writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    server = Server(f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}", [])
    try:
        yield server
    finally:
        listening.close()
        for writer in busy:
            writer.transport.abort()
        await listening.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
    method, target, _ = head[0].split(" ")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = b""
    if headers.get("transfer-encoding") == "chunked":
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
    elif length := int(headers.get("content-length", "0")):
        body = await reader.readexactly(length)
    return Seen(method, target, headers, body)


def _encode(reply: Reply) -> bytes:
    headers = {"Content-Length": str(len(reply.body)), "Connection": "close", **reply.headers}
    lines = [f"HTTP/1.1 {reply.status} X", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + reply.body


@dataclass
class Tokens:
    """Kintone's side of a grant: which access tokens are good, how often each thing was asked.

    `rotating` is what Kintone does not do, and others do: each renewal gives a new refresh token, and an old
    one used again ends the grant.
    """

    rotating: bool = False
    life: object = 3600
    refresh: str = "refresh-1"
    good: set[str] = field(default_factory=lambda: {"access-1"})
    renewals: int = 0
    dead: bool = False
    lose_answers: int = 0
    hold: asyncio.Event | None = None
    api: Handler = lambda seen: json_reply({"apps": []})

    async def handle(self, seen: Seen) -> Reply | None:
        if seen.path == "/oauth2/token":
            return await self._token(seen)
        given = seen.headers.get("authorization", "").removeprefix("Bearer ")
        if given not in self.good:
            return json_reply({"code": "CB_OA01", "message": "Cannot access protected resource."}, 401)
        reply = self.api(seen)
        return await reply if inspect.isawaitable(reply) else reply

    async def _token(self, seen: Seen) -> Reply | None:
        if seen.basic != (CLIENT_ID, CLIENT_SECRET):
            return json_reply({"error": "invalid_client"}, 401)
        if seen.form["grant_type"] == "authorization_code":
            return json_reply(self._issue() | {"refresh_token": self.refresh})
        if self.hold is not None:
            await self.hold.wait()
        if self.dead or seen.form["refresh_token"] != self.refresh:
            self.dead = self.dead or self.rotating
            return json_reply({"error": "invalid_grant"}, 400)
        document = self._issue()
        if self.rotating:
            self.refresh = f"refresh-{self.renewals + 1}"
            document["refresh_token"] = self.refresh
        if self.lose_answers:
            self.lose_answers -= 1
            return CUT
        return json_reply(document)

    def _issue(self) -> dict[str, object]:
        self.renewals += 1
        access = f"access-{self.renewals + 1}"
        self.good.add(access)
        scope = "k:app_record:read k:app_settings:read k:file:read"
        return {"access_token": access, "token_type": "bearer", "expires_in": self.life, "scope": scope}
