"""As much HTTP/1.1 as a callback needs: one request without a body, one answer, and the connection ends.

h11 reads the request; what it forgives (bare line feeds, folded headers) is refused before, since two readers
of a lenient message may see two different ones (RFC 9112 sections 2.2 and 5.2).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus

import h11

Headers = tuple[tuple[bytes, bytes], ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    request_line: int = 8 * 1024
    header_block: int = 16 * 1024
    header_count: int = 64
    connections: int = 16
    handshake_seconds: float = 5.0
    header_seconds: float = 5.0
    answer_seconds: float = 5.0
    farewell_seconds: float = 1.0


class RequestError(Exception):
    """A request that is not one; `status` says how it is answered. It never quotes the request."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class VisitorLeftError(Exception):
    """The connection ended before a whole request was there."""


@dataclass(frozen=True, slots=True, repr=False)
class Request:
    """`path` and `query` as sent, not decoded; header names in lower case. The query may hold a code, so that
    a repr shows nothing.
    """

    method: bytes
    path: bytes
    query: bytes
    headers: Headers

    def header(self, name: bytes) -> bytes | None:
        """The first header of that name."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def host(self) -> bytes:
        return (self.header(b"host") or b"").lower()


@dataclass(frozen=True, slots=True, repr=False)
class Response:
    """`headers` without those every answer has."""

    status: HTTPStatus
    headers: Headers = ()
    body: bytes = b""

    def encode(self) -> bytes:
        lines = [f"HTTP/1.1 {self.status.value} {self.status.phrase}".encode("ascii")]
        lines += [name + b": " + value for name, value in self.headers]
        if self.status is not HTTPStatus.NO_CONTENT:
            lines.append(b"Content-Length: %d" % len(self.body))
        lines.append(b"Connection: close")
        return b"\r\n".join(lines) + b"\r\n\r\n" + self.body


async def read_head(read: Callable[[], Awaitable[bytes]], limits: Limits) -> bytes:
    """Everything up to the empty line after the headers; `read` gives b"" at the end of the connection.

    Raises RequestError as soon as a limit is passed, VisitorLeftError at the end of the connection.
    """
    head = b""
    while (end := head.find(b"\r\n\r\n")) < 0:
        _check_size(head, limits)
        _check_lines(head)
        received = await read()
        if not received:
            raise VisitorLeftError
        head += received
    head = head[: end + 4]
    _check_size(head, limits)
    return head


def parse_request(head: bytes, limits: Limits) -> Request:
    """The request in a block of headers that ends with an empty line. Raises RequestError, nothing else."""
    _check_lines(head)
    if b"\r\n " in head or b"\r\n\t" in head:
        raise RequestError(HTTPStatus.BAD_REQUEST)
    connection = h11.Connection(h11.SERVER, max_incomplete_event_size=limits.header_block)
    try:
        connection.receive_data(head)
        event = connection.next_event()
    except h11.RemoteProtocolError as error:
        raise RequestError(HTTPStatus(error.error_status_hint)) from None
    if not isinstance(event, h11.Request):
        raise RequestError(HTTPStatus.BAD_REQUEST)
    headers: Headers = tuple((bytes(name), bytes(value)) for name, value in event.headers)
    if len(headers) > limits.header_count:
        raise RequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
    path, _, query = bytes(event.target).partition(b"?")
    request = Request(bytes(event.method), path, query, headers)
    # No request that is answered here has a body, and none is ever read.
    if request.header(b"transfer-encoding") is not None or request.header(b"content-length") not in (
        None,
        b"0",
    ):
        raise RequestError(HTTPStatus.BAD_REQUEST)
    return request


def _check_size(head: bytes, limits: Limits) -> None:
    line = head.find(b"\n")
    if (line if line >= 0 else len(head)) > limits.request_line:
        raise RequestError(HTTPStatus.REQUEST_URI_TOO_LONG)
    if len(head) > limits.header_block:
        raise RequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def _check_lines(head: bytes) -> None:
    if head.count(b"\n") != head.count(b"\r\n"):
        raise RequestError(HTTPStatus.BAD_REQUEST)
