"""What it means when no answer comes: from the HTTP client's errors to words that a person can act on."""

from __future__ import annotations

import errno
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from tui.kintone.address import LOOPBACK
from tui.kintone.failures import Unreachable
from tui.kintone.network import ANSWER_SECONDS, CONNECT_SECONDS

_CUT = {errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED}
_NOT_VALID_NOW = {9, 10}  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_FOR_ANOTHER_HOST = {62, 64}  # X509_V_ERR_HOSTNAME_MISMATCH, X509_V_ERR_IP_ADDRESS_MISMATCH
_TRY_LATER = "Check your network, and try again in a moment."


def unreachable(error: httpx.HTTPError | OSError, url: str) -> Unreachable:
    """Where the way to `url` ended. Not to be chained to the error, which holds the request and its token."""
    host = urlsplit(url).netloc
    proxy = _proxy(url)
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, httpx.ProxyError):
            return _refused_by_proxy(cause, proxy)
        if isinstance(cause, ssl.SSLCertVerificationError):
            return _bad_certificate(cause, host)
        if isinstance(cause, ssl.SSLError):
            return _no_tls(cause, host)
    if isinstance(error, httpx.TimeoutException):
        return _too_slow(error, proxy or host)
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno not in (None, *_CUT):
            return _no_connection(cause, host, proxy)
    return Unreachable(
        "cut", f"The connection to {proxy or host} broke before the answer was complete.", hint=_TRY_LATER
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and what it was made from. Several addresses of one host fail each in its own way."""
    while error is not None:
        if isinstance(error, BaseExceptionGroup):
            for one in error.exceptions:
                yield from _causes(one)
        else:
            yield error
        error = error.__cause__ or error.__context__


def _refused_by_proxy(error: httpx.ProxyError, proxy: str) -> Unreachable:
    # The status is nowhere but at the front of the message (httpcore 1.0).
    status = str(error)[:3]
    if status == "407":
        return Unreachable(
            "proxy password",
            f"The proxy {proxy} asks for a password.",
            hint=f"Write it into HTTPS_PROXY, as in http://NAME:PASSWORD@{proxy}.",
        )
    return Unreachable(
        "proxy",
        f"The proxy {proxy} does not let the request through (status {status}).",
        hint="Check HTTPS_PROXY, or name the domain of your Kintone in NO_PROXY to go without the proxy.",
    )


def _bad_certificate(error: ssl.SSLCertVerificationError, host: str) -> Unreachable:
    if error.verify_code in _NOT_VALID_NOW:
        message = f"The certificate of {host} is not valid at the time that this computer has."
        hint = "Check the clock of this computer. If it is right, tell your administrator."
    elif error.verify_code in _FOR_ANOTHER_HOST:
        message = f"What answered as {host} has the certificate of another host."
        hint = "Check the domain, and whether the network asks for a login of its own."
    else:
        message = f"The certificate of {host} is not trusted on this computer."
        hint = (
            "If your company inspects the traffic, name the file of its certificate with --ca-bundle FILE or"
            " SSL_CERT_FILE."
        )
    return Unreachable("certificate", message, hint=hint)


def _no_tls(error: ssl.SSLError, host: str) -> Unreachable:
    if error.reason == "TLSV13_ALERT_CERTIFICATE_REQUIRED":
        message = f"{host} asks for a client certificate, which this program does not have."
        hint = "Use the domain without “.s.”, from a network that your company allows."
    else:
        message = f"No secure connection to {host} was possible ({error.reason or 'TLS failed'})."
        hint = "Check the domain and the port, and whether the network or a proxy gets in between."
    return Unreachable("tls", message, hint=hint)


def _too_slow(error: httpx.TimeoutException, where: str) -> Unreachable:
    if isinstance(error, httpx.ConnectTimeout):
        return Unreachable(
            "timeout", f"{where} did not answer within {CONNECT_SECONDS:.0f} s.", hint=_TRY_LATER
        )
    return Unreachable(
        "timeout",
        f"{where} took longer than {ANSWER_SECONDS:.0f} s for its answer.",
        hint="Narrow the filter, or try again in a moment.",
    )


def _no_connection(error: OSError, host: str, proxy: str) -> Unreachable:
    where = f"The proxy {proxy}" if proxy else host
    look = "Check HTTPS_PROXY." if proxy else "Check the domain."
    if isinstance(error, socket.gaierror) and error.errno != socket.EAI_AGAIN:
        hint = f"{look} Your browser may use another network, a VPN or a proxy."
        return Unreachable("not found", f"{where} cannot be found from this computer.", hint=hint)
    if error.errno == errno.ECONNREFUSED:
        return Unreachable("refused", f"{where} does not accept connections.", hint=f"{look} Is it running?")
    return Unreachable("network", f"{where} cannot be reached from this computer just now.", hint=_TRY_LATER)


def _proxy(url: str) -> str:
    """Host and port of the proxy that the environment sets before a URL, without its password; or ""."""
    parts = urlsplit(url)
    proxies = urllib.request.getproxies()
    named = proxies.get(parts.scheme) or proxies.get("all") or ""
    if not named or _is_loopback(parts.hostname or "") or urllib.request.proxy_bypass(parts.netloc):
        return ""
    return urlsplit(named if "://" in named else f"http://{named}").netloc.rpartition("@")[2]


def _is_loopback(host: str) -> bool:
    return host in LOOPBACK or f"[{host}]" in LOOPBACK
