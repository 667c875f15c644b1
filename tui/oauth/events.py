"""What the listener tells of its life, for the status line. None holds a secret that a repr would show."""

from __future__ import annotations

from dataclasses import dataclass

from tui.oauth.grant import Accepted, Denied


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that has our port, as far as the system tells; `name` may be "" and `pid` None."""

    pid: int | None
    name: str
    is_ours: bool
    """Whether it is another kintone-tui of the same person, most likely signing in as well."""


@dataclass(frozen=True, slots=True)
class Bound:
    """The listener is up, at `addresses` (`127.0.0.1`, `::1`)."""

    addresses: tuple[str, ...]
    port: int

    @property
    def is_ipv4_only(self) -> bool:
        return all(":" not in address for address in self.addresses)


@dataclass(frozen=True, slots=True)
class PortTaken:
    """Another program listens at `addresses`; ours does not start, pasting goes on."""

    port: int
    addresses: tuple[str, ...]
    holder: Holder | None


@dataclass(frozen=True, slots=True)
class PortRefused:
    """The system does not give us the port: a privileged or reserved one, or no loopback at all."""

    port: int
    reason: str


@dataclass(frozen=True, slots=True)
class NotLocal:
    """The redirect endpoint is not on this computer: there is nothing to listen at, pasting is the way."""


@dataclass(frozen=True, slots=True)
class CertificateUnusable:
    """The certificate's files cannot be loaded (any more)."""

    reason: str


@dataclass(frozen=True, slots=True)
class BrowserArrived:
    """Somebody opened the short address, and was sent on to Kintone."""


@dataclass(frozen=True, slots=True)
class CertificateRefused:
    """A browser is here and does not trust the certificate (yet)."""


@dataclass(frozen=True, slots=True)
class PlainHttp:
    """A browser came with http:// instead of https://."""


@dataclass(frozen=True, slots=True)
class ForeignVisit:
    """A visit to the redirect endpoint that was not this sign-in's; `count` of them so far."""

    count: int


@dataclass(frozen=True, slots=True)
class UnprovenError:
    """Kintone, or anybody, reported `error` without the proof that it was for this sign-in."""

    error: str
    description: str


@dataclass(frozen=True, slots=True)
class AnswerReceived:
    """The answer is here, once."""

    accepted: Accepted


@dataclass(frozen=True, slots=True)
class SignInDenied:
    """Kintone ended the sign-in; `denied.failure` has the words."""

    denied: Denied


@dataclass(frozen=True, slots=True)
class HandlerFailed:
    """A fault of ours while a visitor was served; `kind` is the exception's class."""

    kind: str


@dataclass(frozen=True, slots=True)
class ListenerExpired:
    """Nothing came in all the time a sign-in may take."""


Event = (
    Bound
    | PortTaken
    | PortRefused
    | NotLocal
    | CertificateUnusable
    | BrowserArrived
    | CertificateRefused
    | PlainHttp
    | ForeignVisit
    | UnprovenError
    | AnswerReceived
    | SignInDenied
    | HandlerFailed
    | ListenerExpired
)
