"""The redirect endpoint: the one address, registered in Kintone, that a sign-in comes back to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class RedirectEndpoint:
    """The parts of a redirect URI; `host` without brackets, `path` as it stands in the URI, at least "/"."""

    scheme: str
    host: str
    port: int
    path: str

    @classmethod
    def parse(cls, uri: str) -> RedirectEndpoint | None:
        """None for what is not an absolute http(s) address."""
        parts = split(uri)
        if parts is None:
            return None
        scheme, host, port = origin(parts)
        return cls(scheme, host, port, parts.path or "/")

    @property
    def authority(self) -> str:
        """What a browser sends as Host: `localhost:18543`, without the port where it is the scheme's own."""
        host = bracketed(self.host)
        return host if self.port == DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def base(self) -> str:
        """`https://localhost:18543`."""
        return f"{self.scheme}://{self.authority}"

    @property
    def is_local(self) -> bool:
        """Whether this computer can answer it: https (Kintone registers nothing else) on a loopback name."""
        return self.scheme == "https" and self.host in LOCAL_HOSTS and self.port != 0


def listens(redirect_uri: str) -> bool:
    """Whether a listener can receive the answer; if not, pasting is the way."""
    endpoint = RedirectEndpoint.parse(redirect_uri)
    return endpoint is not None and endpoint.is_local


def split(uri: str) -> SplitResult | None:
    """The parts of an absolute http(s) address, or None; never raises, whatever the text."""
    try:
        parts = urlsplit(uri)
        _ = parts.port  # raises for a port that is no number, or too large
    except ValueError:
        return None
    return parts if parts.scheme in DEFAULT_PORTS and parts.hostname else None


def origin(parts: SplitResult) -> tuple[str, str, int]:
    """Scheme, host and port, with the port filled in, so that equal places compare equal."""
    port = parts.port if parts.port is not None else DEFAULT_PORTS[parts.scheme]
    return parts.scheme, parts.hostname or "", port


def bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
