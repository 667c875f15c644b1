"""TLS over a socket that asyncio only reads from and writes to.

asyncio's own TLS servers swallow what a listener must know: that a browser was here and refused the
certificate, or spoke plain http. With the handshake done here, on a memory buffer, the first byte can be
looked at before it and the alert is an exception after it, on every platform and event loop.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol, TypeVar

CHUNK = 4096

T = TypeVar("T")

_REFUSALS = ("ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_UNKNOWN_CA")
"""TLS alerts 42 (Firefox), 46 (Chromium) and 48 (curl), RFC 8446 section 6.2."""


class Stream(Protocol):
    """A connection of which the first bytes were read already."""

    async def read(self) -> bytes:
        """b"" at the end."""
        ...

    async def write(self, data: bytes) -> None: ...

    async def end(self) -> None:
        """Says that nothing more comes."""
        ...


class PlainStream:
    def __init__(self, connection: socket.socket, first: bytes) -> None:
        self._connection = connection
        self._first = first

    async def read(self) -> bytes:
        first, self._first = self._first, b""
        return first or await receive(self._connection)

    async def write(self, data: bytes) -> None:
        await asyncio.get_running_loop().sock_sendall(self._connection, data)

    async def end(self) -> None:
        self._connection.shutdown(socket.SHUT_WR)


class TlsStream:
    """Use `accept`. All methods raise ssl.SSLError and OSError."""

    def __init__(self, connection: socket.socket, context: ssl.SSLContext, first: bytes) -> None:
        self._connection = connection
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self._incoming.write(first)
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_side=True)

    @classmethod
    async def accept(cls, connection: socket.socket, context: ssl.SSLContext, first: bytes) -> TlsStream:
        """Shakes hands; `first` is what was read of the connection so far."""
        stream = cls(connection, context, first)
        await stream._drive(stream._tls.do_handshake)
        return stream

    async def read(self) -> bytes:
        try:
            return await self._drive(lambda: self._tls.read(CHUNK))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    async def write(self, data: bytes) -> None:
        # The buffer takes all of it: answers are small, and written once.
        self._tls.write(data)
        await self._flush()

    async def end(self) -> None:
        # Sends "close notify"; the other side's is not waited for.
        with suppress(ssl.SSLError):
            self._tls.unwrap()
        await self._flush()
        self._connection.shutdown(socket.SHUT_WR)

    async def _drive(self, step: Callable[[], T]) -> T:
        """Repeats a step, fed with what comes in, until it is done."""
        while True:
            try:
                result = step()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed()
            except ssl.SSLError:
                # Our own alert; a visitor who is gone does not hide why it came to this.
                with suppress(OSError):
                    await self._flush()
                raise
            else:
                await self._flush()
                return result

    async def _feed(self) -> None:
        if data := await receive(self._connection):
            self._incoming.write(data)
        else:
            self._incoming.write_eof()

    async def _flush(self) -> None:
        if data := self._outgoing.read():
            await asyncio.get_running_loop().sock_sendall(self._connection, data)


async def receive(connection: socket.socket) -> bytes:
    return await asyncio.get_running_loop().sock_recv(connection, CHUNK)


def refuses_certificate(error: ssl.SSLError) -> bool:
    """Whether a handshake ended because the visitor does not trust the certificate."""
    return (error.reason or "").endswith(_REFUSALS)
