"""A free port for the demo's redirect URI, which has to be known before anything listens there."""

from __future__ import annotations

import errno
import socket

from tui.commands.demo.failures import DemoCannotStart

_PORTS_TRIED = 20


def free_port() -> int:
    """A port that is free on both loopback addresses, where the machine has both."""
    for _ in range(_PORTS_TRIED):
        port = _free_on_ipv4()
        if free_on_ipv6(port):
            return port
    raise DemoCannotStart("No port is free on both 127.0.0.1 and ::1.", hint="Close a program and try again.")


def free_on_ipv6(port: int) -> bool:
    """Whether `port` can be had on ::1. Where there is no such address there is nothing to be taken."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", port))
    except OSError as refused:
        return refused.errno != errno.EADDRINUSE
    return True


def _free_on_ipv4() -> int:
    try:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
    except OSError as refused:
        raise DemoCannotStart(
            f"No port of this machine can be used: {refused.strerror}.",
            hint="The demo needs the address 127.0.0.1 and a free port on it.",
        ) from refused
    return port
