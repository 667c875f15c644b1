"""One sign-in under way: the grant, the listener beside it, and the exchange of the one answer. No widget."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui.errors import KintoneTuiError
from tui.oauth import events
from tui.oauth.certificate import load_or_make
from tui.oauth.grant import Accepted, Denied, Grant, Phase, Unproven
from tui.oauth.listener import CallbackListener
from tui.oauth.paste import read_answer
from tui.oauth.redirect import RedirectEndpoint
from tui.services import Session
from tui.storage.private import make_private_folder


class Attempt:
    """Both ways for the answer, the listener and the paste field, end in the same grant.

    `on_event` hears what came of either, in the event loop.
    """

    def __init__(self, session: Session, certificate: Path, on_event: Callable[[events.Event], None]) -> None:
        self.session = session
        self.grant = Grant.begin(session.client, session.connection.scopes)
        self._certificate = certificate
        self._on_event = on_event
        self._browser_is_here = False
        self._listener: CallbackListener | None = None
        endpoint = RedirectEndpoint.parse(session.connection.redirect_uri)
        self._endpoint = endpoint if endpoint is not None and endpoint.is_local else None

    @property
    def full_address(self) -> str:
        """The address at Kintone. It works in any browser, on any computer."""
        return self.grant.authorization_url

    @property
    def short_address(self) -> str:
        """The local address that leads to it; "" while nothing listens."""
        if self._endpoint is None or self._listener is None or not self._listener.is_listening:
            return ""
        return f"{self._endpoint.base}{self.grant.short_path}"

    @property
    def port(self) -> int | None:
        """Where the answer can come to this computer; None when pasting is the only way."""
        return self._endpoint.port if self._endpoint is not None else None

    @property
    def is_waiting(self) -> bool:
        return self.grant.phase is Phase.WAITING

    async def start(self) -> None:
        """Listen, if the answer can come to this computer; what stands in the way is told as an event."""
        if self._endpoint is None:
            self._hear(events.NotLocal())
            return
        try:
            make_private_folder(self._certificate.parent)
            certificate = load_or_make(self._certificate)
        except KintoneTuiError as error:
            self._hear(events.CertificateUnusable(str(error)))
            return
        self._listener = CallbackListener(self.grant, certificate, self._hear)
        await self._listener.start()

    def paste(self, text: str) -> None:
        """Judge a pasted answer; what came of it is told as an event. Raises PasteError when it is none."""
        match self.grant.receive(read_answer(text, self.grant)):
            case Accepted() as accepted:
                self._hear(events.AnswerReceived(accepted))
            case Denied() as denied:
                self._hear(events.SignInDenied(denied))
            case Unproven(error, description):
                self._hear(events.UnprovenError(error, description))

    def _hear(self, event: events.Event) -> None:
        """Pass an event on, unless it is about the way of a browser that has arrived meanwhile.

        A browser opens several connections; one that it gives up may be noticed after another was served.
        """
        if isinstance(event, events.BrowserArrived):
            self._browser_is_here = True
        elif self._browser_is_here and isinstance(event, events.CertificateRefused | events.PlainHttp):
            return
        self._on_event(event)

    async def finish(self, accepted: Accepted) -> None:
        """Exchange the answer for a token, which the session keeps. Raises SignInError."""
        await self.session.auth.sign_in(accepted)

    async def close(self) -> None:
        self.grant.cancel()
        if self._listener is not None:
            await self._listener.close()
