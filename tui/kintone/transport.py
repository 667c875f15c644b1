"""Exchanges with one Kintone: how many at a time, what is tried again, and what becomes of a failure."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import random as chance
from typing import TypeVar

import httpx

from tui import __version__
from tui.kintone.address import Tenant
from tui.kintone.call import Call, call
from tui.kintone.endpoints import Endpoint
from tui.kintone.failures import KintoneFailure, UnexpectedAnswer
from tui.kintone.network import open_client
from tui.kintone.refusals import failure
from tui.kintone.trace import Exchange, Watch
from tui.kintone.unreachable import unreachable

__all__ = ["IN_FLIGHT", "RETRIES", "Answer", "Download", "Exchange", "Pause", "Transport"]

T = TypeVar("T")

RETRIES = 3
IN_FLIGHT = 4
"""Requests at a time. Kintone takes 100 for a whole company, people and programs together."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A success. `body` is what Kintone sent, decompressed."""

    status: int
    headers: httpx.Headers
    body: bytes
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Pause:
    """A read failed in passing; it is tried again after `seconds`, as number `attempt`."""

    failure: KintoneFailure
    seconds: float
    attempt: int


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way. `size` is in bytes, None when Kintone does not say."""

    size: int | None
    content_type: str
    chunks: AsyncIterator[bytes]


class Transport:
    """Sends the calls of one tenant.

    `auth` is asked for every request, and its own failures pass through. `trace` hears of every request that
    went out, `paused` of every wait before another try. An `http` that is handed in is not closed here.
    """

    def __init__(
        self,
        tenant: Tenant,
        auth: httpx.Auth,
        *,
        http: httpx.AsyncClient | None = None,
        ca_bundle: str = "",
        language: str = "en",
        trace: Callable[[Exchange], None] | None = None,
        paused: Callable[[Pause], None] | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = chance,
    ) -> None:
        self.tenant = tenant
        self._auth = auth
        self._http = http
        self._own_http: httpx.AsyncClient | None = None
        self._ca_bundle = ca_bundle
        self._headers = {
            "Accept-Encoding": "gzip",
            "Accept-Language": language,
            "User-Agent": f"kintone-tui/{__version__}",
        }
        self._trace = trace
        self._paused = paused
        self._sleep = sleep
        self._random = random
        self._places = asyncio.Semaphore(IN_FLIGHT)

    async def aclose(self) -> None:
        if self._own_http is not None:
            await self._own_http.aclose()

    async def send(
        self, endpoint: Endpoint, params: Mapping[str, object], *, guest_space: int | None = None
    ) -> Answer:
        """The answer to a call.

        Reads are tried up to four times while the failure is a passing one. A write is sent once: what became
        of one whose answer is lost is unknown. Raises KintoneFailure, and whatever the auth raises.
        """
        request = call(self.tenant, endpoint, params, guest_space)

        async def attempt(number: int) -> Answer:
            async with self._places:
                return await self._exchange(Watch(request, number), endpoint.scope)

        return await self._persist(attempt, endpoint)

    @asynccontextmanager
    async def download(
        self, endpoint: Endpoint, params: Mapping[str, object], *, guest_space: int | None = None
    ) -> AsyncIterator[Download]:
        """A file, piece by piece, for `async with`. It is tried again only until the first byte has come."""
        request = call(self.tenant, endpoint, params, guest_space)

        async def attempt(number: int) -> tuple[Watch, httpx.Response]:
            watch = Watch(request, number)
            return watch, await self._open(watch, endpoint.scope)

        async with self._places:
            watch, response = await self._persist(attempt, endpoint)
            try:
                yield self._download(watch, response)
            finally:
                await response.aclose()
            self._tell(*watch.answered(response, response.num_bytes_downloaded))

    async def _persist(self, attempt: Callable[[int], Awaitable[T]], endpoint: Endpoint) -> T:
        tries = 1 + (RETRIES if endpoint.repeatable else 0)
        for number in range(1, tries):
            try:
                return await attempt(number)
            except KintoneFailure as passing:
                if not passing.passing:
                    raise
                pause = Pause(passing, self._wait(number), number + 1)
            if self._paused:
                self._paused(pause)
            await self._sleep(pause.seconds)
        return await attempt(tries)

    def _wait(self, number: int) -> float:
        """About 1, 2 and 4 seconds, so that many programs that failed together do not come back together."""
        return float(2 ** (number - 1)) * (0.75 + self._random() / 2)

    async def _exchange(self, watch: Watch, scope: str) -> Answer:
        response = await self._open(watch, scope)
        raw = await self._read(watch, response)
        exchanges = watch.answered(response, len(raw))
        self._tell(*exchanges)
        return Answer(response.status_code, response.headers, _inflated(response, raw), exchanges[-1])

    async def _open(self, watch: Watch, scope: str) -> httpx.Response:
        """The answer, its body still to come. Anything but a success is read, and raised as what it is."""
        response = await self._guard(watch, self._start(watch.call))
        if response.is_success:
            return response
        raw = await self._read(watch, response)
        self._tell(*watch.answered(response, len(raw)))
        try:
            body = _inflated(response, raw)
        except UnexpectedAnswer:
            body = b""
        raise failure(response.status_code, response.headers, body, scope=scope)

    async def _start(self, request: Call) -> httpx.Response:
        http = self._client()
        outgoing = http.build_request(
            request.method,
            request.url,
            headers={**self._headers, **request.headers},
            content=request.content or None,
        )
        # Following a redirect would carry the token to an address that nobody chose.
        return await http.send(outgoing, auth=self._auth, stream=True, follow_redirects=False)

    async def _read(self, watch: Watch, response: httpx.Response) -> bytes:
        """The body as it came over the wire: inflated once it is whole, it costs half of httpx's own way."""
        try:
            return b"".join(await self._guard(watch, _pieces(response)))
        finally:
            await response.aclose()

    async def _guard(self, watch: Watch, step: Awaitable[T]) -> T:
        try:
            return await step
        except asyncio.CancelledError:
            self._tell(watch.failed("cancelled"))
            raise
        # A TLS alert in the middle of an answer reaches us as it is (httpcore 1.0).
        except (httpx.HTTPError, ssl.SSLError) as error:
            lost = unreachable(error, watch.call.url)
        # Raised out here, the failure is not chained to an error that holds the request and its token.
        self._tell(watch.failed(lost.message))
        raise lost

    def _download(self, watch: Watch, response: httpx.Response) -> Download:
        async def chunks() -> AsyncIterator[bytes]:
            pieces = response.aiter_bytes()
            while (piece := await self._guard(watch, anext(pieces, None))) is not None:
                yield piece

        size = response.headers.get("content-length", "")
        known = size.isdecimal() and "content-encoding" not in response.headers
        return Download(int(size) if known else None, response.headers.get("content-type", ""), chunks())

    def _client(self) -> httpx.AsyncClient:
        """Opened with the first request: the trust store is not read before it is needed."""
        if self._http is None:
            self._http = self._own_http = open_client(ca_bundle=self._ca_bundle)
        return self._http

    def _tell(self, *exchanges: Exchange) -> None:
        if self._trace is not None:
            for exchange in exchanges:
                self._trace(exchange)


async def _pieces(response: httpx.Response) -> list[bytes]:
    return [piece async for piece in response.aiter_raw()]


def _inflated(response: httpx.Response, raw: bytes) -> bytes:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity" or not raw:
        return raw
    if encoding not in ("gzip", "x-gzip"):
        raise UnexpectedAnswer(f"packed in a way that this program asked for ({encoding})")
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise UnexpectedAnswer("whole: it could not be unpacked") from error
