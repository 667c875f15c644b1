"""The listening sockets: one for each loopback address, or none at all.

Browsers take `localhost` for ::1 first, or for 127.0.0.1 first, as they please. A program that listened at
one of them only would leave the other to any process of this computer, which would then be handed the code.
"""

from __future__ import annotations

import errno
import socket
import sys
from collections.abc import Sequence

LOOPBACK = ("127.0.0.1", "::1")
BACKLOG = 64

_TAKEN = frozenset({errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE)})
_ABSENT = frozenset(
    {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, getattr(errno, "WSAEADDRNOTAVAIL", errno.EADDRNOTAVAIL)}
)


class AddressTakenError(Exception):
    """Another program listens at `addresses`."""

    def __init__(self, addresses: tuple[str, ...]) -> None:
        super().__init__(f"taken: {', '.join(addresses)}")
        self.addresses = addresses


def bind(port: int, addresses: Sequence[str] = LOOPBACK) -> dict[str, socket.socket]:
    """A listening, non-blocking socket at each address that this machine has, by address.

    Raises AddressTakenError with all that are taken, OSError where the port is not given for another reason,
    or where the machine has none of the addresses.
    """
    bound: dict[str, socket.socket] = {}
    taken: list[str] = []
    absent: OSError | None = None
    try:
        for address in addresses:
            try:
                bound[address] = _listen(address, port)
            except OSError as error:
                if error.errno in _TAKEN:
                    taken.append(address)
                elif error.errno in _ABSENT:
                    absent = error
                else:
                    raise
        if taken:
            raise AddressTakenError(tuple(taken))
        if absent is not None and not bound:
            raise absent
    except BaseException:  # whatever it was: half a listener is none
        close(bound)
        raise
    return bound


def close(bound: dict[str, socket.socket]) -> None:
    for listening in bound.values():
        listening.close()
    bound.clear()


def _listen(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would let another program take the port from us.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # For connections of an earlier sign-in that linger; a live listener is in the way all the same.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family is socket.AF_INET6:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.setblocking(False)
        listening.bind((address, port))
        listening.listen(BACKLOG)
    except BaseException:  # whatever it was: the descriptor is not leaked
        listening.close()
        raise
    return listening
