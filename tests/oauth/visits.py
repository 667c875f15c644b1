"""A listener on a free port, and visitors who speak to it in bytes."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.oauth.support import client, state_of
from tui.oauth.certificate import Certificate
from tui.oauth.events import AnswerReceived, Event, PortTaken
from tui.oauth.grant import Grant
from tui.oauth.http import Limits
from tui.oauth.listener import CallbackListener
from tui.oauth.scopes import READ
from tui.oauth.sockets import LOOPBACK


@dataclass
class Answered:
    """What a visitor got."""

    status: int
    headers: dict[str, str]
    body: str
    raw: bytes = field(repr=False)

    @classmethod
    def of(cls, raw: bytes) -> Answered:
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode("ascii").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        return cls(int(first.split()[1]), headers, body.decode(), raw)


@dataclass
class Callback:
    """A listener under way, and what it told."""

    grant: Grant
    listener: CallbackListener
    port: int
    events: list[Event]
    certificate: Certificate

    @property
    def authority(self) -> str:
        return f"localhost:{self.port}"

    @property
    def answers(self) -> int:
        """How often the answer would have been exchanged."""
        return sum(isinstance(event, AnswerReceived) for event in self.events)

    def told(self, kind: type[Event]) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    def target(self, query: str) -> str:
        """The callback with a query in which `STATE` stands for the right state."""
        return f"/callback?{query.replace('STATE', state_of(self.grant))}"

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.certificate.path_cert))

    @asynccontextmanager
    async def connected(
        self, context: ssl.SSLContext | None = None, *, address: str = "127.0.0.1"
    ) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection over TLS."""
        reader, writer = await asyncio.open_connection(
            address, self.port, ssl=context or self.trust(), server_hostname="localhost"
        )
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    @asynccontextmanager
    async def plain(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """A connection without TLS."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield reader, writer
        finally:
            writer.transport.abort()

    async def send(self, request: bytes, *, address: str = "127.0.0.1") -> Answered:
        """The answer to a request as it is, over TLS."""
        async with asyncio.timeout(5), self.connected(address=address) as (reader, writer):
            writer.write(request)
            return Answered.of(await reader.read())

    async def send_plain(self, request: bytes) -> Answered:
        async with asyncio.timeout(5), self.plain() as (reader, writer):
            writer.write(request)
            return Answered.of(await reader.read())

    async def get(
        self,
        target: str,
        *headers: str,
        method: str = "GET",
        host: str | None = None,
        address: str = "127.0.0.1",
    ) -> Answered:
        """What a browser does."""
        lines = [f"{method} {target} HTTP/1.1", f"Host: {host or self.authority}", *headers]
        return await self.send("\r\n".join(lines).encode() + b"\r\n\r\n", address=address)

    async def answer(self) -> Answered:
        """Kintone's answer arrives."""
        return await self.get(self.target("code=c0de-of-this-sign-in&state=STATE"))


Listen = Callable[..., Awaitable[Callback]]


def listen(stack: AsyncExitStack, certificate: Certificate) -> Listen:
    async def start(
        *,
        path: str = "/callback",
        on_event: Callable[[Event], None] | None = None,
        limits: Limits | None = None,
        linger: float = 10.0,
        life: float = 3600.0,
        base: str = "https://acme.kintone.com",
        addresses: tuple[str, ...] = LOOPBACK,
    ) -> Callback:
        while True:
            port = free_port()
            grant = Grant.begin(client(base=base, redirect_uri=f"https://localhost:{port}{path}"), READ)
            events: list[Event] = []

            def tell(event: Event, events: list[Event] = events) -> None:
                events.append(event)
                if on_event is not None:
                    on_event(event)

            listener = CallbackListener(
                grant, certificate, tell, limits=limits, linger=linger, life=life, addresses=addresses
            )
            await stack.enter_async_context(listener)
            if not any(isinstance(event, PortTaken) for event in events):  # taken by another test meanwhile
                return Callback(grant, listener, port, events, certificate)

    return start


def free_port() -> int:
    """A port that nobody had a moment ago, at either address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port
