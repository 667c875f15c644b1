"""One sign-in, from the address that is opened to the one answer that is accepted: a pure state machine.

RFC 6749 section 4.1 (authorization code), RFC 7636 (PKCE). It does no I/O. Both ways for an answer to come
back, the listener and the paste field, end in `Grant.receive`, which accepts one answer in all; nothing else
but the person and the clock ends a sign-in.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import hmac
import secrets
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from tui.oauth import scopes as scope_names
from tui.oauth.answer import Answer
from tui.oauth.client import OAuthClient
from tui.oauth.failures import AccessDenied, AuthorizationRefused, SignInError, UnknownScope
from tui.secret import Secret

STATE_BYTES = 32
VERIFIER_BYTES = 32
CODE_LIMIT = 4096
ANSWER_LIFE = 600.0
"""Seconds in which a code can be exchanged (Kintone, "How to add OAuth clients": 10 minutes)."""
GRANT_LIFE = 3600.0
"""Seconds a sign-in may wait for its answer (RFC 8252 section 8.3: no longer than needed)."""
DESCRIPTION_LIMIT = 300

# 32 signs that are not mistaken for one another when read aloud or typed: 5 bits each.
_NONCE_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_NONCE_LENGTH = 8


class Phase(enum.Enum):
    WAITING = "waiting"
    ACCEPTED = "accepted"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The answer, to be exchanged for a token. `good_until` is on the grant's clock; until then the exchange
    may be tried again if Kintone could not be reached.
    """

    code: Secret
    verifier: Secret | None
    scopes: tuple[str, ...]
    good_until: float


@dataclass(frozen=True, slots=True)
class Denied:
    """Kintone reported an error, provably in answer to this sign-in, which has ended with it."""

    error: str
    description: str
    failure: SignInError


@dataclass(frozen=True, slots=True)
class Unproven:
    """An error without any state: perhaps Kintone's, perhaps anyone's. The sign-in keeps waiting; a person
    who believes it cancels.
    """

    error: str
    description: str


@dataclass(frozen=True, slots=True)
class Repeated:
    """The accepted answer once more (a reload, the back button): shown as success, exchanged never again."""


class Reason(enum.Enum):
    WRONG_STATE = "from another sign-in"
    BAD_CODE = "without a usable code"
    OVER = "after the sign-in was over"


@dataclass(frozen=True, slots=True)
class Ignored:
    reason: Reason


Outcome = Accepted | Denied | Unproven | Repeated | Ignored


class Grant:
    """A sign-in under way. Made by `begin`."""

    def __init__(
        self,
        client: OAuthClient,
        scopes: Sequence[str],
        *,
        state: Secret,
        verifier: Secret | None,
        nonce: str,
        now: Callable[[], float],
    ) -> None:
        self.client = client
        self.scopes = tuple(scopes)
        self.short_path = f"/s/{nonce}"
        self._state = state
        self._verifier = verifier
        self._now = now
        self._started = now()
        self._phase = Phase.WAITING
        self._accepted: Accepted | None = None
        self._told_when_over: list[Callable[[], None]] = []

    @classmethod
    def begin(
        cls, client: OAuthClient, scopes: Sequence[str], *, now: Callable[[], float] = time.monotonic
    ) -> Grant:
        """`now` is a clock in seconds that never goes back."""
        return cls(
            client,
            scopes,
            state=Secret(secrets.token_urlsafe(STATE_BYTES)),
            verifier=Secret(secrets.token_urlsafe(VERIFIER_BYTES)) if client.pkce else None,
            nonce="".join(secrets.choice(_NONCE_SIGNS) for _ in range(_NONCE_LENGTH)),
            now=now,
        )

    def __repr__(self) -> str:
        return f"<Grant {self.client.host} {self.phase.value}>"

    @property
    def phase(self) -> Phase:
        if self._phase is Phase.WAITING and self._now() - self._started >= GRANT_LIFE:
            self._phase = Phase.ENDED
        return self._phase

    @property
    def authorization_url(self) -> str:
        """The address at Kintone that the person opens. It holds the state: it is shown, never logged."""
        parameters = {
            "response_type": "code",
            "client_id": self.client.client_id,
            "redirect_uri": self.client.redirect_uri,
            "scope": " ".join(self.scopes),
            "state": self._state.reveal(),
        }
        if self._verifier is not None:
            parameters |= {"code_challenge": s256(self._verifier), "code_challenge_method": "S256"}
        # RFC 6749 section 3.1: an endpoint may bring a query of its own, which is kept.
        endpoint = self.client.authorization_endpoint
        joint = "&" if "?" in endpoint else "?"
        return f"{endpoint}{joint}{urlencode(parameters, quote_via=quote)}"

    def opens(self, path: bytes) -> bool:
        """Whether `path` is the short address of this sign-in, and the sign-in still waits."""
        return self.phase is Phase.WAITING and hmac.compare_digest(path, self.short_path.encode())

    def when_over(self, tell: Callable[[], None]) -> None:
        """Has `tell` called once nothing is waited for any more: accepted, denied or cancelled, whichever
        way. That the time has run out is not told, as nothing happens then.
        """
        self._told_when_over.append(tell)

    def cancel(self) -> None:
        """Ends a sign-in that still waits; an accepted one stays accepted."""
        if self._phase is Phase.WAITING:
            self._leave(Phase.ENDED)

    def receive(self, answer: Answer) -> Outcome:
        """Judges an answer and takes the step it asks for; only one in all is ever `Accepted`."""
        outcome = self.examine(answer)
        if isinstance(outcome, Accepted):
            self._accepted = outcome
            self._leave(Phase.ACCEPTED)
        elif isinstance(outcome, Denied):
            self._leave(Phase.ENDED)
        return outcome

    def examine(self, answer: Answer) -> Outcome:
        """What `receive` would say, with nothing changed."""
        if not self.is_state_of(answer):
            if self.phase is Phase.WAITING and answer.errors and not answer.states:
                return Unproven(*_error_texts(answer))
            return Ignored(Reason.WRONG_STATE)
        if self.phase is not Phase.WAITING:
            return Repeated() if self._is_accepted_again(answer) else Ignored(Reason.OVER)
        # The error counts where both come: whoever adds a code to an error is not the server.
        if answer.errors:
            error, description = _error_texts(answer)
            return Denied(error, description, self._failure(error, description))
        code = _usable_code(answer)
        if code is None:
            return Ignored(Reason.BAD_CODE)
        return Accepted(code, self._verifier, self.scopes, self._now() + ANSWER_LIFE)

    def is_state_of(self, answer: Answer) -> bool:
        """Whether the answer proves, by its one state, that it belongs to this sign-in."""
        expected = self._state.reveal().encode()
        if len(answer.states) != 1 or len(answer.states[0]) != len(expected):
            return False
        return hmac.compare_digest(answer.states[0], expected)

    def answer_seconds(self) -> float:
        """For how long the accepted answer can still be exchanged; 0 when there is none."""
        return max(0.0, self._accepted.good_until - self._now()) if self._accepted else 0.0

    def _leave(self, phase: Phase) -> None:
        self._phase = phase
        for tell in self._told_when_over:
            tell()

    def _is_accepted_again(self, answer: Answer) -> bool:
        code = _usable_code(answer)
        return self._accepted is not None and code is not None and code == self._accepted.code

    def _failure(self, error: str, description: str) -> SignInError:
        if error == "access_denied":
            return AccessDenied()
        if error == "invalid_scope":
            unknown = next((name for name in self.scopes if not scope_names.is_known(name)), "")
            return UnknownScope(unknown, scope_names.suggestion(unknown))
        return AuthorizationRefused(error, description)


def s256(verifier: Secret) -> str:
    """The code challenge for a code verifier (RFC 7636 section 4.2)."""
    digest = hashlib.sha256(verifier.reveal().encode("ascii")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def plain_text(value: bytes) -> str:
    """A text by others, fit for a sentence: no control, bidi or invisible signs, 300 signs at most."""
    text = value[: 4 * DESCRIPTION_LIMIT].decode("utf-8", "replace")
    return "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)[:DESCRIPTION_LIMIT]


_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def _error_texts(answer: Answer) -> tuple[str, str]:
    description = answer.descriptions[0] if answer.descriptions else b""
    return plain_text(answer.errors[0]) or "an error without a name", plain_text(description)


def _usable_code(answer: Answer) -> Secret | None:
    """The one code, of the signs RFC 6749 appendix A.11 allows."""
    if len(answer.codes) != 1 or not 0 < len(answer.codes[0]) <= CODE_LIMIT:
        return None
    code = answer.codes[0]
    return Secret(code.decode("ascii")) if all(0x20 <= sign <= 0x7E for sign in code) else None
