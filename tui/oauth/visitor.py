"""One connection to the listener, from its first byte to its last."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress

from tui.oauth.events import CertificateRefused, Event, HandlerFailed, PlainHttp
from tui.oauth.http import Limits, RequestError, Response, VisitorLeftError, parse_request, read_head
from tui.oauth.pages import Page, for_status, page
from tui.oauth.routes import Routes
from tui.oauth.tls import PlainStream, Stream, TlsStream, receive, refuses_certificate

log = logging.getLogger(__name__)

FAREWELL_BYTES = 64 * 1024


class Visitor:
    """Tells apart who comes: a browser, a browser that distrusts the certificate, plain http, a scanner."""

    def __init__(
        self,
        connection: socket.socket,
        context: ssl.SSLContext,
        routes: Routes,
        limits: Limits,
        emit: Callable[[Event], None],
    ) -> None:
        self._connection = connection
        self._context = context
        self._routes = routes
        self._limits = limits
        self._emit = emit

    def close(self) -> None:
        """For a visitor who was sent away before being served at all."""
        self._connection.close()

    async def serve(self) -> None:
        """Answers one request and closes the connection. Raises nothing but cancellation."""
        with self._connection:
            try:
                await self._serve()
            except ssl.SSLError as error:
                if refuses_certificate(error):
                    self._emit(CertificateRefused())
                else:
                    log.debug("a visitor's TLS failed: %s", error.reason)
            except (OSError, VisitorLeftError, TimeoutError) as error:
                log.debug("a visitor left: %s", type(error).__name__)

    async def _serve(self) -> None:
        async with asyncio.timeout(self._limits.handshake_seconds):
            first = await receive(self._connection)
            if not first:
                raise VisitorLeftError
            # A TLS record begins with 22 (handshake); a letter is the beginning of a method.
            is_plain = first[:1].isalpha() and first[:1].isascii()
            stream: Stream = (
                PlainStream(self._connection, first)
                if is_plain
                else await TlsStream.accept(self._connection, self._context, first)
            )
        response = await (self._answer_plain(stream) if is_plain else self._answer(stream))
        async with asyncio.timeout(self._limits.answer_seconds):
            await stream.write(response.encode())
            await stream.end()
        await self._take_leave()

    async def _answer(self, stream: Stream) -> Response:
        try:
            head = await self._head(stream)
            reply = self._routes.reply(parse_request(head, self._limits))
            if reply.event is not None:
                self._emit(reply.event)
        except RequestError as error:
            return for_status(error.status)
        except (OSError, VisitorLeftError, TimeoutError):
            raise
        except (
            Exception
        ) as error:  # a fault of ours must neither end the sign-in nor be printed on the screen
            self._emit(HandlerFailed(type(error).__name__))
            return page(Page.FAILED)
        return reply.response

    async def _answer_plain(self, stream: Stream) -> Response:
        try:
            request = parse_request(await self._head(stream), self._limits)
        except RequestError:  # a scanner
            return self._routes.plain(None)
        self._emit(PlainHttp())
        return self._routes.plain(request)

    async def _head(self, stream: Stream) -> bytes:
        async with asyncio.timeout(self._limits.header_seconds):
            return await read_head(stream.read, self._limits)

    async def _take_leave(self) -> None:
        """Reads what is still on its way: a connection closed over unread data is reset, and the browser may
        then throw the answer away.
        """
        unread = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(self._limits.farewell_seconds):
                while unread < FAREWELL_BYTES and (data := await receive(self._connection)):
                    unread += len(data)
