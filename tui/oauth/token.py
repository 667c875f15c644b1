"""A token, and the form in which a store keeps it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping
from dataclasses import dataclass

from tui.secret import Secret


@dataclass(frozen=True, slots=True)
class Token:
    """`expires_at` in Unix seconds, infinite when not known (a token from the environment). `scopes` as
    granted, which may be fewer than asked for.
    """

    access_token: Secret
    refresh_token: Secret | None
    expires_at: float
    scopes: tuple[str, ...]

    def to_document(self) -> dict[str, object]:
        """For a store, in clear: `{"access_token": str, "refresh_token": str | None,
        "expires_at": float | None, "scopes": [str]}`. None means that the key is to be deleted.
        """
        return {
            "access_token": self.access_token.reveal(),
            "refresh_token": self.refresh_token.reveal() if self.refresh_token else None,
            "expires_at": self.expires_at if math.isfinite(self.expires_at) else None,
            "scopes": list(self.scopes),
        }

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> Token | None:
        """None where there is no access token; other keys that are missing or odd count as not known."""
        access = document.get("access_token")
        if not isinstance(access, str) or not access:
            return None
        refresh = document.get("refresh_token")
        expires = document.get("expires_at")
        scopes = document.get("scopes")
        return cls(
            Secret(access),
            Secret(refresh) if isinstance(refresh, str) and refresh else None,
            float(expires)
            if isinstance(expires, int | float) and not isinstance(expires, bool)
            else math.inf,
            tuple(s for s in scopes if isinstance(s, str)) if isinstance(scopes, list | tuple) else (),
        )

    def following(self, previous: Token) -> Token:
        """This token as the renewal of `previous`. Kintone's renewal answer holds no refresh token, and
        RFC 6749 section 6 lets an unchanged scope be left out: what is not said stays as it was.
        """
        return dataclasses.replace(
            self,
            refresh_token=self.refresh_token or previous.refresh_token,
            scopes=self.scopes or previous.scopes,
        )


SIGNED_OUT: Mapping[str, None] = dict.fromkeys(("access_token", "refresh_token", "expires_at", "scopes"))
"""The changes that take a token out of a store."""
