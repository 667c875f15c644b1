"""Which answer a request at the callback gets, and what it means for the sign-in. No sockets here."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tui.oauth.answer import Answer
from tui.oauth.events import AnswerReceived, BrowserArrived, Event, ForeignVisit, SignInDenied, UnprovenError
from tui.oauth.grant import Accepted, Denied, Grant, Ignored, Phase, Reason, Repeated, Unproven
from tui.oauth.http import Request, Response
from tui.oauth.pages import Page, nothing, page, redirect
from tui.oauth.redirect import RedirectEndpoint, bracketed

MISSES_A_MINUTE = 20
"""Wrong short addresses before none is answered: a page in the browser may try to guess one."""
SHORT_PREFIX = b"/s/"


@dataclass(frozen=True, slots=True)
class Reply:
    response: Response
    event: Event | None = None


class Routes:
    """The callback of one sign-in, the short address that leads to it, and the page it ends on."""

    def __init__(
        self, grant: Grant, endpoint: RedirectEndpoint, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._grant = grant
        self._now = now
        self._callback = endpoint.path.encode()
        self._authority = endpoint.authority.encode()
        # A person may type an address for the pages; the callback itself has only the registered one.
        literals = ("127.0.0.1", "::1")
        self._page_authorities = {self._authority} | {
            f"{bracketed(literal)}:{endpoint.port}".encode() for literal in literals
        }
        self._done = b"/done" if self._callback != b"/done" else b"/signed-in"
        self._last_page: Page | None = None
        self._foreign = 0
        self._misses: deque[float] = deque(maxlen=MISSES_A_MINUTE)

    def reply(self, request: Request) -> Reply:
        is_callback = request.path == self._callback
        if request.host not in ({self._authority} if is_callback else self._page_authorities):
            return Reply(page(Page.MISDIRECTED))
        if request.method != b"GET":
            return Reply(page(Page.NOT_ALLOWED, headers=((b"Allow", b"GET"),)))
        if is_callback:
            return self._navigated(request, self._answered)
        if request.path.startswith(SHORT_PREFIX):
            return self._navigated(request, self._short)
        if request.path == self._done and self._last_page is not None:
            return Reply(page(self._last_page, host=self._grant.client.host))
        return Reply(nothing() if request.path == b"/favicon.ico" else page(Page.NOT_FOUND))

    def plain(self, request: Request | None) -> Response:
        """The answer to http://, to be sent in clear. It repeats nothing but the short address, and that only
        to a visitor who knows it.
        """
        if request is not None and self._grant.opens(request.path):
            return page(Page.PLAIN_HTTP, link=f"https://{self._authority.decode()}{request.path.decode()}")
        return page(Page.PLAIN_HTTP)

    def _navigated(self, request: Request, follow: Callable[[Request], Reply]) -> Reply:
        """Only a person who goes there counts: neither a browser that looks ahead nor another page's script,
        image or frame (Fetch Metadata; browsers without it send none of these headers).
        """
        ahead = (request.header(name) or b"" for name in (b"sec-purpose", b"purpose", b"x-moz", b"x-purpose"))
        if any(value.startswith((b"prefetch", b"prerender", b"preview")) for value in ahead):
            return Reply(nothing())
        if request.header(b"sec-fetch-dest") not in (None, b"document"):
            return Reply(page(Page.FORBIDDEN), self._foreign_visit())
        if request.header(b"sec-fetch-mode") not in (None, b"navigate"):
            return Reply(page(Page.FORBIDDEN), self._foreign_visit())
        return follow(request)

    def _short(self, request: Request) -> Reply:
        now = self._now()
        if len(self._misses) == MISSES_A_MINUTE and now - self._misses[0] < 60:
            return Reply(page(Page.TOO_MANY, headers=((b"Retry-After", b"60"),)))
        if self._grant.opens(request.path):
            return Reply(redirect(self._grant.authorization_url), BrowserArrived())
        self._misses.append(now)
        return Reply(page(Page.NOT_FOUND))

    def _answered(self, request: Request) -> Reply:
        match self._grant.receive(Answer.from_query(request.query)):
            case Accepted() as accepted:
                return Reply(self._to_done(Page.ARRIVED), AnswerReceived(accepted))
            case Denied() as denied:
                return Reply(self._to_done(Page.DENIED), SignInDenied(denied))
            case Repeated():
                return Reply(self._to_done(Page.ARRIVED))
            case Unproven(error, description):
                return Reply(page(Page.NOT_OURS), UnprovenError(error, description))
            case Ignored(Reason.OVER):
                return Reply(page(Page.OVER))
            case Ignored():
                return Reply(page(Page.NOT_OURS), self._foreign_visit())

    def _to_done(self, last: Page) -> Response:
        """Sent on at once, so that code and state leave the address bar and the history."""
        self._last_page = last
        return redirect(self._done.decode())

    def _foreign_visit(self) -> Event | None:
        if self._grant.phase is not Phase.WAITING:
            return None
        self._foreign += 1
        return ForeignVisit(self._foreign)
