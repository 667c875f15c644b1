"""What the authorization server remembers: codes, access tokens and refresh tokens.

Everything is in memory and takes its time from the clock it is given, in unix seconds. Lifetimes and counts
are Kintone's ("How to Add OAuth Clients"): a code lives 10 minutes, an access token an hour, a refresh token
for ever and without rotation, and a person has at most ten of them for one client.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from tui.simulator.oauth.pkce import Challenge

CODE_LIFETIME = 600.0
TOKEN_LIFETIME = 3600.0
REFRESH_TOKENS_PER_USER = 10

Clock = Callable[[], float]


class InvalidGrantError(Exception):
    """The code or refresh token stands for nothing, or no longer: `invalid_grant`, RFC 6749 section 5.2."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Who allowed which client what."""

    user: str
    client_id: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Issued:
    """The token endpoint's success, RFC 6749 section 5.1; `expires_in` in seconds."""

    access_token: str
    refresh_token: str | None
    expires_in: int
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Code:
    consent: Consent
    redirect_uri: str
    challenge: Challenge | None
    expires_at: float


@dataclass(frozen=True, slots=True)
class _Access:
    consent: Consent
    expires_at: float


class Grants:
    """The authorization server's memory."""

    def __init__(
        self, clock: Clock, *, code_lifetime: float = CODE_LIFETIME, token_lifetime: float = TOKEN_LIFETIME
    ) -> None:
        self._clock = clock
        self._code_lifetime = code_lifetime
        self._token_lifetime = token_lifetime
        self._codes: dict[str, _Code] = {}
        self._access: dict[str, _Access] = {}
        self._refresh: dict[str, Consent] = {}

    def issue_code(self, consent: Consent, redirect_uri: str, challenge: Challenge | None) -> str:
        code = secrets.token_urlsafe(32)
        self._codes[code] = _Code(consent, redirect_uri, challenge, self._clock() + self._code_lifetime)
        return code

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Issued:
        """Exchange a code. It is spent by the attempt, whatever comes of it."""
        known = self._codes.pop(code, None)
        if known is None or known.expires_at <= self._clock():
            raise InvalidGrantError("The code is unknown, was used already, or is too old.")
        if known.consent.client_id != client_id or known.redirect_uri != redirect_uri:
            raise InvalidGrantError("The code was issued to another client or for another redirect_uri.")
        # A verifier without a challenge is refused too: RFC 9700 section 2.1.1, against downgrades.
        proven = known.challenge.proven_by(verifier) if known.challenge else not verifier
        if not proven:
            raise InvalidGrantError("The code_verifier does not fit the code_challenge.")
        return self._issue(known.consent, refresh_token=self._new_refresh_token(known.consent))

    def renew(self, refresh_token: str, *, client_id: str) -> Issued:
        """A new access token. The refresh token stays as it is and is not sent again."""
        consent = self._refresh.get(refresh_token)
        if consent is None or consent.client_id != client_id:
            raise InvalidGrantError("The refresh token is unknown or was revoked.")
        return self._issue(consent, refresh_token=None)

    def consent_of(self, access_token: str) -> Consent | None:
        """What an access token stands for, or None where it is unknown or expired."""
        access = self._access.get(access_token)
        if access is None or access.expires_at <= self._clock():
            return None
        return access.consent

    def expire_access_tokens(self) -> None:
        self._access.clear()

    def revoke_refresh_tokens(self) -> None:
        self._refresh.clear()

    def _issue(self, consent: Consent, *, refresh_token: str | None) -> Issued:
        now = self._clock()
        self._access = {token: access for token, access in self._access.items() if access.expires_at > now}
        token = secrets.token_urlsafe(48)
        self._access[token] = _Access(consent, now + self._token_lifetime)
        return Issued(token, refresh_token, int(self._token_lifetime), consent.scopes)

    def _new_refresh_token(self, consent: Consent) -> str:
        """One more for this person and client; the oldest goes silently when there are too many."""
        token = secrets.token_urlsafe(48)
        self._refresh[token] = consent
        theirs = [
            other
            for other, known in self._refresh.items()
            if (known.user, known.client_id) == (consent.user, consent.client_id)
        ]
        for oldest in theirs[:-REFRESH_TOKENS_PER_USER]:
            del self._refresh[oldest]
        return token
