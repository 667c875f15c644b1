"""One sign-in under way: the grant, the listener beside it, and the exchange of the one answer. No widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tui.oauth.certificate import load_or_make
from tui.oauth.events import CertificateUnusable, Event, NotLocal
from tui.oauth.failures import CertificateError
from tui.oauth.grant import Accepted, Grant, Outcome
from tui.oauth.listener import CallbackListener
from tui.oauth.paste import read_answer
from tui.oauth.redirect import listens
from tui.services import Session


class Attempt:
    """Both ways for the answer, the listener and the paste field, end in the same grant.

    `on_event` hears what the listener sees, in the event loop.
    """

    def __init__(self, session: Session, certificate: Path, on_event: Callable[[Event], None]) -> None:
        self.session = session
        self.grant = Grant.begin(session.client, session.connection.scopes)
        self._certificate = certificate
        self._on_event = on_event
        self._listener: CallbackListener | None = None

    @property
    def full_address(self) -> str:
        """The address at Kintone. It works in any browser, on any computer."""
        return self.grant.authorization_url

    @property
    def short_address(self) -> str:
        """The local address that leads to it; "" while nothing listens."""
        if self._listener is None or not self._listener.is_listening:
            return ""
        parts = urlsplit(self.session.connection.redirect_uri)
        return f"{parts.scheme}://{parts.netloc}{self.grant.short_path}"

    @property
    def port(self) -> int | None:
        return urlsplit(self.session.connection.redirect_uri).port

    async def start(self) -> None:
        """Listen, if the answer can come to this computer; what stands in the way is told as an event."""
        if not listens(self.session.connection.redirect_uri):
            self._on_event(NotLocal())
            return
        try:
            certificate = load_or_make(self._certificate)
        except CertificateError as error:
            self._on_event(CertificateUnusable(str(error)))
            return
        self._listener = CallbackListener(self.grant, certificate, self._on_event)
        await self._listener.start()

    def paste(self, text: str) -> Outcome:
        """What became of a pasted answer. Raises PasteError with the reason why it is none."""
        return self.grant.receive(read_answer(text, self.grant))

    async def finish(self, accepted: Accepted) -> None:
        """Exchange the answer for a token, which the session keeps. Raises SignInError."""
        await self.session.auth.sign_in(accepted)

    async def close(self) -> None:
        self.grant.cancel()
        if self._listener is not None:
            await self._listener.close()
