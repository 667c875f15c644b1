"""The OAuth client that an administrator registered in Kintone, as this program was told of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from tui.oauth.failures import BadClient
from tui.oauth.redirect import LOCAL_HOSTS, bracketed, split
from tui.secret import Secret


class ClientAuthentication(enum.Enum):
    """How id and secret travel to the token endpoint (RFC 6749 section 2.3.1)."""

    BASIC = "basic"
    """HTTP Basic, each part form-encoded first, as the RFC has it. What Kintone documents."""
    BASIC_UNENCODED = "basic-unencoded"
    """HTTP Basic without that encoding, for servers that do not undo it."""
    BODY = "body"
    """As form fields."""


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """`redirect_uri` must equal the registered redirect endpoint to the letter. Id and secret lose the spaces
    and line ends around them: a newline pasted along is a common cause of `invalid_client`.

    Raises BadClient for an endpoint to which a secret must not be sent.
    """

    authorization_endpoint: str
    token_endpoint: str
    client_id: str
    client_secret: Secret
    redirect_uri: str
    pkce: bool = True
    authentication: ClientAuthentication = ClientAuthentication.BASIC

    def __post_init__(self) -> None:
        for endpoint in (self.authorization_endpoint, self.token_endpoint):
            _check(endpoint)
        object.__setattr__(self, "client_id", self.client_id.strip())
        object.__setattr__(self, "client_secret", Secret(self.client_secret.reveal().strip()))

    @property
    def host(self) -> str:
        """The tenant as a person knows it: `acme.kintone.com`, with the port where there is one."""
        parts = split(self.authorization_endpoint)
        if parts is None:
            return self.authorization_endpoint
        host = bracketed(parts.hostname or "")
        return f"{host}:{parts.port}" if parts.port else host

    @property
    def short_id(self) -> str:
        """`l.1.q7…f3a`, enough to tell two clients apart."""
        return self.client_id if len(self.client_id) < 14 else f"{self.client_id[:6]}…{self.client_id[-3:]}"

    @property
    def secret_description(self) -> str:
        """`64 characters ending …9c`: lets a person see which secret this is, without showing it."""
        secret = self.client_secret.reveal()
        ending = f" ending …{secret[-2:]}" if len(secret) >= 32 else ""
        return f"{len(secret)} characters{ending}"


def _check(endpoint: str) -> None:
    parts = split(endpoint)
    if parts is None or not endpoint.isascii() or any(c <= " " or c == "\x7f" for c in endpoint):
        raise BadClient("An OAuth endpoint of this connection is not a web address.")
    if parts.scheme != "https" and parts.hostname not in LOCAL_HOSTS:
        raise BadClient("An OAuth endpoint of this connection does not begin with https://.")
