"""Serving the simulated Kintone on this machine's loopback addresses, both of them, on one port.

A browser goes to `localhost` by whichever of 127.0.0.1 and ::1 it prefers, so both must answer. Where a
machine has no ::1, 127.0.0.1 alone is served.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

PORTS_TRIED = 20


def listen(port: int = 0) -> list[socket.socket]:
    """Listening sockets for `port`, or for a free one where it is 0.

    Raises OSError where the port is taken on either address: another program on ::1 would get what is meant
    for this one.
    """
    for attempts_left in reversed(range(PORTS_TRIED if port == 0 else 1)):
        first = _listen(socket.AF_INET, "127.0.0.1", port)
        try:
            second = _listen_v6(first.getsockname()[1])
        except OSError:
            first.close()
            if not attempts_left:
                raise
        else:
            return [first, *second]
    raise AssertionError("the last attempt returns or raises")


def base_url(sockets: list[socket.socket]) -> str:
    return f"http://localhost:{sockets[0].getsockname()[1]}"


def _listen_v6(port: int) -> list[socket.socket]:
    """The socket on ::1, or none where the machine has no such address."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return []
    return [_listen(socket.AF_INET6, "::1", port)]


def _listen(family: socket.AddressFamily, address: str, port: int) -> socket.socket:
    # Only by the protocol's number does asyncio see that this is TCP, and turn off Nagle's delay of 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """uvicorn without a word, and without its way of ending a process by the signal that asked it to end."""

    def __init__(self, application: ASGIApp, *, on_started: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                application,
                http="h11",
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=1,
            )
        )
        self._on_started = on_started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._on_started()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        wanted = (signal.SIGINT, signal.SIGTERM)
        before = [signal.signal(number, self._end) for number in wanted]
        try:
            yield
        finally:
            for number, handler in zip(wanted, before, strict=True):
                signal.signal(number, handler)

    def end(self) -> None:
        self.should_exit = True

    def _end(self, number: int, frame: FrameType | None) -> None:
        self.end()


@contextlib.contextmanager
def in_thread(application: ASGIApp, *, port: int = 0) -> Iterator[str]:
    """Serve from a thread of this process for as long as the block lasts; gives the base URL."""
    sockets = listen(port)
    started = threading.Event()
    server = Server(application, on_started=started.set)
    thread = threading.Thread(target=server.run, args=(sockets,), name="simulated Kintone", daemon=True)
    thread.start()
    try:
        started.wait()
        yield base_url(sockets)
    finally:
        server.end()
        thread.join()
