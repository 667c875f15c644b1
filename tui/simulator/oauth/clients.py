"""The OAuth client that an administrator of the simulated Kintone registered."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Self

DEFAULT_REDIRECT_URI = "https://localhost:18543/callback"


@dataclass(frozen=True, slots=True)
class Client:
    """One registered client; `users` are the codes of those ticked in "Configure users".

    Kintone registers one redirect endpoint a client and issues a secret always.
    """

    id: str
    secret: str
    name: str
    redirect_uri: str
    users: frozenset[str]

    @classmethod
    def registered(cls, redirect_uri: str, users: frozenset[str]) -> Self:
        """The simulator's only client, the same at every start, so that a saved secret goes on working."""
        seed = b"the client of the simulated Kintone"
        return cls(
            id=f"l.1.{hashlib.blake2s(seed, digest_size=16).hexdigest()}",
            secret=hashlib.blake2s(seed, person=b"secret").hexdigest(),
            name="kintone-tui",
            redirect_uri=redirect_uri,
            users=users,
        )
