"""A tenant and its addresses: which host is meant by what was typed or pasted, and what lies where on it.

Forgiving about form, since domains are copied from browsers, mails and chats; strict about whatever could
send a token to a place that nobody meant.
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from tui.errors import KintoneTuiError

DOMAINS = ("kintone.com", "cybozu.com", "cybozu.cn")
"""The domains that Kintone is at: the world, Japan, China."""

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""This machine itself: the only hosts that plain http is accepted for, and that no proxy stands before."""

_DEFAULT_PORTS = {"https": 443, "http": 80}
_LONGEST = 8_192
_WHERE_IT_STANDS = "It is what the browser shows in its address bar while Kintone is open."

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):[/\\]{2}")
_HOST_AND_PORT = re.compile(r"(\[[^]]*\]|[^:\[\]]*)(?::([^:]*))?")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_OTHER_DOTS = str.maketrans({"\u3002": ".", "\uff61": "."})
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


class AddressError(KintoneTuiError):
    """What was typed is not the address of a Kintone, or not one that a token may be sent to."""


class _Origin(NamedTuple):
    scheme: str
    host: str
    port: int | None
    rest: str
    """What follows the host: path, query and fragment."""

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}" + (f":{self.port}" if self.port else "")

    @property
    def is_usual(self) -> bool:
        return self.host in LOOPBACK or any(self.host.endswith(f".{domain}") for domain in DOMAINS)


@dataclass(frozen=True, slots=True)
class Tenant:
    """One Kintone. `origin` is scheme, host and port, without a slash at the end."""

    origin: str
    authorization_endpoint: str
    token_endpoint: str

    @classmethod
    def parse(cls, text: str, *, authorization_endpoint: str = "", token_endpoint: str = "") -> Tenant:
        """The tenant of a domain or of any link into it; "https" is assumed, "http" for this machine.

        The endpoints of OAuth are those that Kintone documents, unless others are given. Raises AddressError.
        """
        origin = str(_whole_domain(_read(text)))
        return cls(
            origin,
            _endpoint(authorization_endpoint) or f"{origin}/oauth2/authorization",
            _endpoint(token_endpoint) or f"{origin}/oauth2/token",
        )

    @property
    def host(self) -> str:
        """The host, with the port where it is not the usual one: "acme.kintone.com", "localhost:8080"."""
        return self.origin.partition("://")[2]

    @property
    def is_usual(self) -> bool:
        """False if any of the addresses lies outside of Kintone's domains and of this machine.

        Worth a warning: secrets would go there.
        """
        return all(
            _read(url).is_usual for url in (self.origin, self.authorization_endpoint, self.token_endpoint)
        )

    @property
    def is_loopback(self) -> bool:
        return _read(self.origin).host in LOOPBACK

    def api_url(self, resource: str, *, guest_space: int | None = None) -> str:
        """Where a REST resource is: "records" -> ".../k/v1/records.json"."""
        return f"{self.origin}/k/{_guest(guest_space)}v1/{resource}.json"

    def app_url(self, app_id: int, *, guest_space: int | None = None) -> str:
        """The page of an app, for a browser."""
        return f"{self.origin}/k/{_guest(guest_space)}{app_id}/"

    def record_url(self, app_id: int, record_id: int, *, guest_space: int | None = None) -> str:
        """The page of a record, for a browser."""
        return f"{self.app_url(app_id, guest_space=guest_space)}show#record={record_id}"


def _guest(space: int | None) -> str:
    return "" if space is None else f"guest/{space}/"


def _read(text: str) -> _Origin:
    """What was pasted, taken apart; spaces around it, full-width and unseen characters do not matter."""
    if len(text) > _LONGEST:
        raise AddressError("That is too long for an address.", hint="Paste only the domain of your Kintone.")
    tidy = unicodedata.normalize("NFKC", text).translate(_UNSEEN).strip()
    scheme_found = _SCHEME.match(tidy)
    scheme = scheme_found[1].lower() if scheme_found else ""
    authority, rest = _split(tidy[scheme_found.end() :] if scheme_found else tidy.lstrip("/\\"))
    host, port = _host_and_port(authority, tidy)
    scheme = scheme or ("http" if host in LOOPBACK else "https")
    _refuse_unsafe(scheme, host)
    return _Origin(scheme, host, None if port == _DEFAULT_PORTS[scheme] else port, rest)


def _split(address: str) -> tuple[str, str]:
    """Host and port, and what follows. Browsers take a backslash for a slash, so nothing hides behind one."""
    end = re.search(r"[/\\?#]", address)
    return (address[: end.start()], address[end.start() :]) if end else (address, "")


def _refuse_unsafe(scheme: str, host: str) -> None:
    if scheme not in _DEFAULT_PORTS:
        raise AddressError(f"“{scheme}://” does not lead to a Kintone.", hint=f"Write https://{host}.")
    if scheme == "http" and host not in LOOPBACK:
        raise AddressError(
            "Plain http is not safe: others on the way could read your data and your sign-in.",
            hint=f"Write https://{host}.",
        )


def _host_and_port(authority: str, typed: str) -> tuple[str, int | None]:
    if not authority:
        raise AddressError("The domain of your Kintone is missing.", hint=_WHERE_IT_STANDS)
    if "@" in authority:
        raise AddressError(
            "An address with “@” before the host can lead to another place than it seems to.",
            hint="Write only the domain, such as acme.kintone.com, without a name or password before it.",
        )
    if authority == "::1":
        return "[::1]", None
    found = _HOST_AND_PORT.fullmatch(authority)
    if found is None:
        raise _not_a_domain(typed)
    return _host(found[1], typed), _port(found[2])


def _port(digits: str | None) -> int | None:
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 5 and 0 < int(digits) < 65_536):
        raise AddressError(
            f"“{digits}” is not a port.", hint="A port is a number from 1 to 65535. Most addresses have none."
        )
    return int(digits)


def _host(host: str, typed: str) -> str:
    try:
        if host.startswith("[") and "%" not in host:
            return f"[{ipaddress.IPv6Address(host[1:-1]).compressed}]"
        labels = _ascii(host.translate(_OTHER_DOTS).removesuffix(".")).split(".")
        if labels[-1].isdigit():
            return str(ipaddress.IPv4Address(".".join(labels)))
    except ValueError as error:
        raise _not_a_domain(typed) from error
    if not all(_LABEL.fullmatch(label) for label in labels):
        raise _not_a_domain(typed)
    return ".".join(labels)


def _ascii(host: str) -> str:
    """The form that is looked up and shown, so that look-alike letters become visible. Raises ValueError."""
    if len(host) > 253:
        raise ValueError("longer than a domain may be (RFC 1035 section 2.3.4)")
    if host.isascii() and "xn--" not in host.lower():
        return host.lower()
    # Whoever connects decides what a letter beyond ASCII means (IDNA), so it is asked, when there is one.
    import httpx

    try:
        url = httpx.URL(f"https://{host}")
        url.host.encode()
    except httpx.InvalidURL as error:
        raise ValueError("not a name that can be looked up (RFC 5891)") from error
    return url.raw_host.decode("ascii").lower()


def _not_a_domain(typed: str) -> AddressError:
    shown = typed if len(typed) <= 60 else f"{typed[:59]}…"
    return AddressError(
        f"“{shown}” is not a domain.", hint=f"Write it as in acme.kintone.com. {_WHERE_IT_STANDS}"
    )


def _whole_domain(origin: _Origin) -> _Origin:
    host = origin.host
    if "." not in host and host not in LOOPBACK and not host.startswith("["):
        whole = [f"{host}.{domain}" for domain in DOMAINS]
        raise AddressError(
            f"“{host}” is only the first part of a domain.",
            hint=f"Write all of it: {', '.join(whole[:-1])} or {whole[-1]}. {_WHERE_IT_STANDS}",
        )
    if host.removeprefix("www.") in DOMAINS:
        raise AddressError(
            f"“{host}” is not the Kintone of a company.",
            hint=f"Your own name comes first, as in acme.{host.removeprefix('www.')}. {_WHERE_IT_STANDS}",
        )
    return origin


def _endpoint(text: str) -> str:
    """An endpoint as an administrator copied it from Kintone; "" if there is none. Raises AddressError."""
    if not text.strip():
        return ""
    origin = _read(text)
    if "#" in origin.rest or not origin.rest.strip("/"):
        raise AddressError(
            f"“{text.strip()}” is not an endpoint.",
            hint="Copy the whole address from Kintone's page of the OAuth client, or leave this empty.",
        )
    return f"{origin}{origin.rest}"
