"""The HTTP client that everything of a connection shares.

Certificates are checked against the system's own store, so that a company's own authority is known here as it
is to the browser. Proxies come from the environment, as for every other program.
"""

from __future__ import annotations

import os
import ssl
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from tui.kintone.address import LOOPBACK
from tui.kintone.failures import Unreachable, UnusableCertificates

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
"""Kintone publishes no limit of its own; its Java client waits as long."""

_TIMEOUT = httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, pool=None)
# A person reads for a while between two requests, and a new connection costs three round trips.
_LIMITS = httpx.Limits(keepalive_expiry=60)


def open_client(*, ca_bundle: str = "") -> httpx.AsyncClient:
    """A client for one tenant and its token endpoint; whoever opens it closes it.

    `ca_bundle` is a PEM file that is trusted besides the system's store. Raises UnusableCertificates, and
    Unreachable when the environment names a proxy that cannot be one.
    """
    tls = _tls(ca_bundle)
    direct = dict.fromkeys(f"all://{host}" for host in LOOPBACK)
    # The session cookies that Kintone sets would be a second identity beside the token.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    try:
        return httpx.AsyncClient(
            verify=tls, mounts=direct, cookies=no_cookies, timeout=_TIMEOUT, limits=_LIMITS
        )
    except (ValueError, ImportError, httpx.InvalidURL):
        # Not chained: the text of the error repeats the proxy's address, which may hold a password.
        failure = Unreachable(
            "proxy",
            "The proxy that the environment names cannot be used.",
            hint="Set HTTPS_PROXY to an address such as http://proxy.example:8080. SOCKS proxies, which"
            " ALL_PROXY may name, are not supported.",
        )
    raise failure


def _tls(ca_bundle: str) -> ssl.SSLContext:
    import truststore

    context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for file in filter(None, (ca_bundle, os.environ.get("SSL_CERT_FILE"))):
        try:
            context.load_verify_locations(cafile=file)
        except OSError as error:
            why = "not a PEM file" if isinstance(error, ssl.SSLError) else error.strerror
            raise UnusableCertificates(
                f"The certificates in {file} cannot be used: {why}.",
                hint="Name a file of certificates in PEM form by --ca-bundle or SSL_CERT_FILE, or none.",
            ) from error
    return context
