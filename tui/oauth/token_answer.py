"""What the token endpoint's answer means (RFC 6749 sections 5.1 and 5.2), whatever it sends."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass

from tui.oauth.client import OAuthClient
from tui.oauth.failures import (
    AnswerAmbiguous,
    AnswerEmpty,
    AnswerIsPage,
    AnswerNotJson,
    AnswerRedirected,
    AnswerUnexpected,
    ClientNotAllowed,
    ClientRefused,
    CodeExpired,
    GrantNotSupported,
    Maintenance,
    NoAccessToken,
    OddLifetime,
    SessionEnded,
    SignInError,
    TokenRefused,
    TooManyRequests,
    UnknownScope,
    WrongTokenType,
)
from tui.oauth.grant import plain_text
from tui.oauth.token import Token
from tui.secret import Secret

USUAL_LIFE = 3600.0
"""Seconds; Kintone documents no other lifetime of an access token."""
LONGEST_LIFE = 366 * 86_400.0


@dataclass(frozen=True, slots=True, repr=False)
class TokenAnswer:
    """The endpoint's answer as it came; the body holds the token, so nothing of it is in a repr."""

    status: int
    body: bytes


def read_token(
    answer: TokenAnswer, *, client: OAuthClient, now: float, dead: type[CodeExpired | SessionEnded]
) -> Token:
    """`now` in Unix seconds; `dead` is what `invalid_grant` means in this step, the only error that says that
    a code or a refresh token is of no more use. Raises that, or the failure for anything that is no token.
    """
    if answer.status == 429:
        raise TooManyRequests
    if answer.status >= 500:
        raise Maintenance(answer.status)
    if 300 <= answer.status < 400:
        raise AnswerRedirected(answer.status)
    document = _document(answer)
    if "error" in document:
        raise _refusal(document, answer.status, client, dead)
    if answer.status != 200:
        raise AnswerUnexpected(answer.status)
    return _token(document, now)


def _document(answer: TokenAnswer) -> Mapping[str, object]:
    body = answer.body.strip()
    if not body:
        raise AnswerEmpty(answer.status)
    if body.startswith(b"<"):
        raise AnswerIsPage(answer.status)
    try:
        document = json.loads(body, object_pairs_hook=_without_repeats, parse_constant=_no_constant)
    except RepeatedKeyError:
        raise AnswerAmbiguous from None
    except (ValueError, RecursionError):  # the error's text would quote the body
        raise AnswerNotJson(answer.status) from None
    if not isinstance(document, dict):
        raise AnswerUnexpected(answer.status)
    return document


def _refusal(
    document: Mapping[str, object], status: int, client: OAuthClient, dead: type[CodeExpired | SessionEnded]
) -> SignInError:
    error = document["error"]
    if not isinstance(error, str) or not error:
        return AnswerUnexpected(status)
    if error == "invalid_grant":
        return dead()
    described = document.get("error_description")
    description = plain_text(described.encode("utf-8", "replace")) if isinstance(described, str) else ""
    match error:
        case "invalid_client":
            return ClientRefused(client.short_id, client.secret_description)
        case "unauthorized_client":
            return ClientNotAllowed(client.short_id)
        case "unsupported_grant_type":
            return GrantNotSupported()
        case "invalid_scope":
            return UnknownScope("", "")
        case _:
            return TokenRefused(plain_text(error.encode("utf-8", "replace")), description)


def _token(document: Mapping[str, object], now: float) -> Token:
    access = _secret(document.get("access_token"))
    if access is None:
        raise NoAccessToken
    kind = document.get("token_type", "bearer")
    if not isinstance(kind, str) or kind.lower() != "bearer":  # Kintone writes it in lower case
        raise WrongTokenType
    scope = document.get("scope")
    return Token(
        access,
        _secret(document.get("refresh_token")),
        now + _lifetime(document.get("expires_in")),
        tuple(scope.split()) if isinstance(scope, str) else (),
    )


def _secret(value: object) -> Secret | None:
    """A token as it may stand in a header: printable ASCII without spaces (RFC 6750 section 2.1)."""
    if isinstance(value, str) and value and all("!" <= sign <= "~" for sign in value):
        return Secret(value)
    return None


def _lifetime(value: object) -> float:
    """Seconds. A number, or a number in quotes; RFC 6749 section 5.1 lets it be left out."""
    if value is None:
        return USUAL_LIFE
    try:
        seconds = (
            float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
        )
    except (ValueError, OverflowError):
        seconds = math.nan
    if not 0 < seconds <= LONGEST_LIFE:
        raise OddLifetime
    return seconds


class RepeatedKeyError(Exception):
    """A key stands twice in one object: two readers would see two different answers."""


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise RepeatedKeyError
    return document


def _no_constant(name: str) -> float:
    raise ValueError(name)
