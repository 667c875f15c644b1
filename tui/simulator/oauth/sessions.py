"""Who is signed in to the simulated Kintone in which browser."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass

COOKIE = "simulated-kintone"


@dataclass(frozen=True, slots=True)
class Session:
    """A browser: `key` is its cookie's value, `user` the code of who is signed in ("" = nobody).

    `form_token` goes into every form and comes back with it; a page of another site cannot know it.
    """

    key: str
    form_token: str
    user: str = ""

    def sent_this_form(self, form_token: str) -> bool:
        return hmac.compare_digest(self.form_token.encode(), form_token.encode())


class Sessions:
    """All browsers that visited. Signing in or out begins a new session; the older cookie is void."""

    def __init__(self) -> None:
        self._sessions: dict[str, Session] = {}

    def find(self, cookie: str | None) -> Session | None:
        return self._sessions.get(cookie or "")

    def begin(self, user: str = "", *, instead_of: Session | None = None) -> Session:
        if instead_of is not None:
            self._sessions.pop(instead_of.key, None)
        session = Session(secrets.token_urlsafe(24), secrets.token_urlsafe(24), user)
        self._sessions[session.key] = session
        return session
