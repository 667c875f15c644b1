"""Who calls the REST API, by which credentials, and what these open.

Where several are sent, a password wins over an API token, and that over OAuth.
Source: Kintone REST API, "Authentication"; RFC 6750 section 2.1.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from starlette.datastructures import Headers

from tui.simulator.api import refusals
from tui.simulator.data import AppData, User
from tui.simulator.oauth.grants import Grants

Kind = Literal["password", "api-token", "bearer", "none"]

PASSWORD = "simulated"  # noqa: S105 - everybody's, and printed when the simulator starts


@dataclass(frozen=True, slots=True)
class Caller:
    """The person whose permissions hold; `scopes` are OAuth's, `apps` those that API tokens were sent for."""

    user: User
    kind: Kind
    scopes: frozenset[str] = frozenset()
    apps: frozenset[int] = frozenset()

    def may_enter(self, app: AppData) -> bool:
        return self.kind != "api-token" or app.id in self.apps


def kind_of(headers: Headers) -> Kind:
    """Which of the credentials sent counts, whether it is good or not."""
    if "x-cybozu-authorization" in headers:
        return "password"
    if "x-cybozu-api-token" in headers:
        return "api-token"
    if headers.get("authorization", "").lower().startswith("bearer "):
        return "bearer"
    return "none"


def api_token(app: AppData) -> str:
    """The app's only API token, the same at every start."""
    return hashlib.blake2s(f"app {app.id}".encode(), digest_size=20, person=b"apitoken").hexdigest()


class Gate:
    """Knows every credential of the simulated Kintone."""

    def __init__(self, users: Iterable[User], apps: Iterable[AppData], grants: Grants) -> None:
        self._users = {user.code: user for user in users}
        self._administrator = next(iter(self._users.values()))
        self._api_tokens: Mapping[str, int] = {api_token(app): app.id for app in apps}
        self._grants = grants

    def admit(self, headers: Headers) -> Caller:
        """Who is calling. Raises `RefusedError` where nobody is."""
        match kind_of(headers):
            case "password":
                return self._by_password(headers["x-cybozu-authorization"])
            case "api-token":
                return self._by_api_token(headers["x-cybozu-api-token"])
            case "bearer":
                return self._by_access_token(headers["authorization"].partition(" ")[2].strip())
            case "none":
                raise refusals.not_signed_in()

    def _by_password(self, credentials: str) -> Caller:
        try:
            code, _, password = base64.b64decode(credentials, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError) as error:
            raise refusals.wrong_password() from error
        user = self._users.get(code)
        if user is None or not hmac.compare_digest(password.encode(), PASSWORD.encode()):
            raise refusals.wrong_password()
        return Caller(user, "password")

    def _by_api_token(self, tokens: str) -> Caller:
        """Tokens of several apps may be sent together, with commas between them."""
        sent = {token.strip() for token in tokens.split(",")}
        apps = frozenset(app for token, app in self._api_tokens.items() if token in sent)
        return Caller(self._administrator, "api-token", apps=apps)

    def _by_access_token(self, token: str) -> Caller:
        consent = self._grants.consent_of(token)
        if consent is None:
            raise refusals.dead_access_token()
        return Caller(self._users[consent.user], "bearer", scopes=frozenset(consent.scopes))
