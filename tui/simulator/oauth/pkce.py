"""Proof key for code exchange, RFC 7636, on the server's side."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

_CHALLENGE = re.compile(r"[A-Za-z0-9._~-]{43,128}")

Method = Literal["S256", "plain"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What an authorization request promised to prove at the token endpoint."""

    value: str
    method: Method

    def proven_by(self, verifier: str) -> bool:
        """RFC 7636 section 4.6."""
        if not _CHALLENGE.fullmatch(verifier):
            return False
        proof = verifier.encode("ascii")
        if self.method == "S256":
            proof = base64.urlsafe_b64encode(hashlib.sha256(proof).digest()).rstrip(b"=")
        return hmac.compare_digest(proof, self.value.encode("ascii"))


class UnusableChallengeError(ValueError):
    """The challenge is not one that RFC 7636 section 4.2 allows."""


def challenge(value: str, method: str) -> Challenge | None:
    """The challenge in an authorization request, or None where none was sent.

    RFC 7636 section 4.3: the method is `plain` where it is left out.
    """
    if not value and not method:
        return None
    if not _CHALLENGE.fullmatch(value):
        raise UnusableChallengeError("code_challenge must be 43 to 128 unreserved characters.")
    match method:
        case "S256":
            return Challenge(value, "S256")
        case "" | "plain":
            return Challenge(value, "plain")
        case _:
            raise UnusableChallengeError("code_challenge_method must be S256 or plain.")
