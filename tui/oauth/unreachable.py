"""Which of the many ways not to reach Kintone this was."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx

from tui.oauth.failures import (
    AnswerLost,
    CertificateUntrusted,
    ConnectionFailed,
    HostNotFound,
    ProxyFailed,
    ProxyNeedsPassword,
    TimedOut,
    TlsFailed,
    Unavailable,
)


def explain(error: httpx.TransportError, host: str) -> Unavailable:
    """httpx has few kinds of failure; the one underneath, in the chain of causes, says more."""
    for cause in _chain(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return CertificateUntrusted(host, cause.verify_message)
        if isinstance(cause, ssl.SSLError):
            return TlsFailed(host, cause.reason or "unknown")
        if isinstance(cause, socket.gaierror):
            return HostNotFound(host)
    if isinstance(error, httpx.ProxyError):
        return ProxyNeedsPassword(_proxy()) if str(error).startswith("407") else ProxyFailed(_proxy())
    if isinstance(error, httpx.TimeoutException):
        return TimedOut(host)
    if isinstance(error, httpx.ConnectError):
        return ConnectionFailed(host)
    return AnswerLost(host)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _proxy() -> str:
    """`host:port` of the proxy in use, without the name and password that may stand in its address."""
    address = getproxies().get("https") or getproxies().get("all") or ""
    return urlsplit(address).netloc.rpartition("@")[2]
