"""The https listener on localhost that the browser comes back to.

It makes a sign-in comfortable and is needed by none: whatever goes wrong here is told as an event, and
pasting goes on. It listens on the loopback addresses only, for one sign-in, and no longer than that lasts
(RFC 8252 sections 7.3 and 8.3).
"""

from __future__ import annotations

import asyncio
import functools
import logging
import socket
import ssl
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Self

from tui.oauth import sockets
from tui.oauth.certificate import Certificate
from tui.oauth.events import (
    Bound,
    CertificateUnusable,
    Event,
    ListenerExpired,
    NotLocal,
    PortRefused,
    PortTaken,
)
from tui.oauth.grant import GRANT_LIFE, Grant
from tui.oauth.holder import holder_of
from tui.oauth.http import Limits
from tui.oauth.redirect import RedirectEndpoint
from tui.oauth.routes import Routes
from tui.oauth.visitor import Visitor

log = logging.getLogger(__name__)

LINGER = 10.0
"""Seconds for which a reload is still answered after the sign-in has ended."""
ACCEPT_PAUSE = 0.1


class CallbackListener:
    """Listens for the answer to `grant`. `on_event` is called in the event loop; its faults are not ours.

    `start` never raises. When the sign-in is over, by whichever way, the listener closes by itself, after the
    time in which a browser may still ask for the last page. `close` does so at once, which frees the port for
    the next sign-in; it may be called as often as one likes.
    """

    def __init__(
        self,
        grant: Grant,
        certificate: Certificate,
        on_event: Callable[[Event], None],
        *,
        addresses: Sequence[str] = sockets.LOOPBACK,
        limits: Limits | None = None,
        linger: float = LINGER,
        life: float = GRANT_LIFE,
    ) -> None:
        self._grant = grant
        self._certificate = certificate
        self._on_event = on_event
        self._addresses = addresses
        self._limits = limits or Limits()
        self._linger = linger
        self._life = life
        self._sockets: dict[str, socket.socket] = {}
        self._acceptors: list[asyncio.Task[None]] = []
        self._visitors: dict[asyncio.Task[None], Visitor] = {}
        self._end: asyncio.TimerHandle | None = None
        self._closing: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()
        self._closed.set()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def is_listening(self) -> bool:
        return bool(self._sockets)

    async def start(self) -> None:
        """Binds, or tells by an event why not."""
        endpoint = RedirectEndpoint.parse(self._grant.client.redirect_uri)
        if endpoint is None or not endpoint.is_local:
            self._on_event(NotLocal())
            return
        try:
            context = self._certificate.ssl_context()
        except OSError as error:
            self._on_event(CertificateUnusable(error.strerror or type(error).__name__))
            return
        if self._bind(endpoint.port):
            self._run(context, Routes(self._grant, endpoint))
            self._on_event(Bound(tuple(self._sockets), endpoint.port))

    async def close(self) -> None:
        """Gives the port back and lets everybody go. A sign-in that still waits is not ended by it."""
        if self._end is not None:
            self._end.cancel()
        sockets_, self._sockets = self._sockets, {}
        tasks = [*self._acceptors, *self._visitors]
        self._acceptors.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Only now, when nobody waits on them any more.
        sockets.close(sockets_)
        self._closed.set()

    async def wait_closed(self) -> None:
        """Until the listener has closed, by itself or not; at once when it did not start."""
        await self._closed.wait()

    def _bind(self, port: int) -> bool:
        try:
            self._sockets = sockets.bind(port, self._addresses)
        except sockets.AddressTakenError as error:
            self._on_event(PortTaken(port, error.addresses, holder_of(port)))
        except OSError as error:
            self._on_event(PortRefused(port, error.strerror or type(error).__name__))
        else:
            return True
        return False

    def _run(self, context: ssl.SSLContext, routes: Routes) -> None:
        loop = asyncio.get_running_loop()
        self._closed.clear()
        self._acceptors = [
            loop.create_task(self._accept(listening, context, routes), name="callback-accept")
            for listening in self._sockets.values()
        ]
        self._end = loop.call_later(self._life, self._expire)
        self._grant.when_over(self._linger_on)

    async def _accept(self, listening: socket.socket, context: ssl.SSLContext, routes: Routes) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                connection, _ = await loop.sock_accept(listening)
            except OSError as error:  # out of descriptors, or the visitor was gone already
                log.debug("no connection accepted: %s", type(error).__name__)
                await asyncio.sleep(ACCEPT_PAUSE)
                continue
            self._admit(Visitor(connection, context, routes, self._limits, self._on_event))
            # While a crowd is waiting, the next one is accepted without ever leaving this task.
            await asyncio.sleep(0)

    def _admit(self, visitor: Visitor) -> None:
        """Serves one more; with too many at once the oldest goes, who has had the most time."""
        if len(self._visitors) >= self._limits.connections:
            oldest = next(iter(self._visitors))
            self._visitors.pop(oldest)
            oldest.cancel()
        task = asyncio.get_running_loop().create_task(visitor.serve(), name="callback-visitor")
        self._visitors[task] = visitor
        task.add_done_callback(functools.partial(self._dismiss, visitor))

    def _dismiss(self, visitor: Visitor, task: asyncio.Task[None]) -> None:
        visitor.close()
        self._visitors.pop(task, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.debug("a visitor could not be served: %s", type(error).__name__)

    def _linger_on(self) -> None:
        """The sign-in is over, and a browser may be on its way to the last page."""
        if self._end is not None and self.is_listening:
            self._end.cancel()
            self._end = asyncio.get_running_loop().call_later(self._linger, self._start_closing)

    def _expire(self) -> None:
        self._grant.cancel()
        self._linger_on()
        self._on_event(ListenerExpired())

    def _start_closing(self) -> None:
        self._closing = asyncio.get_running_loop().create_task(self.close(), name="callback-close")
