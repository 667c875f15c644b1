"""The sign-in screen: what to open, where the answer goes, and what is happening."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from rich.text import Text
from textual import on, work
from textual.app import SuspendNotSupported
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.actions.places import SIGN_IN
from tui.errors import KintoneTuiError
from tui.oauth import events
from tui.oauth.failures import PasteError, SignInError
from tui.oauth.grant import Accepted
from tui.oauth.paste import masked
from tui.oauth.scopes import shortfall, words
from tui.screens.navigation import SignedIn
from tui.screens.place_screen import PlaceScreen
from tui.screens.sign_in.attempt import Attempt
from tui.screens.sign_in.dialogs import PretendBrowser, RemoteHelp
from tui.screens.sign_in.messages import BegunAgain, BrowserAsked, Pasted, Seen, TokenArrived
from tui.screens.sign_in.paste_field import PasteField
from tui.screens.sign_in.plainly import print_plainly
from tui.screens.sign_in.words import News, news, remote_help, steps
from tui.services import Services, Session
from tui.storage.connections import Connection
from tui.terminal.browser import NotOpened, open_url
from tui.terminal.text import one_line


class Stage(enum.Enum):
    """How far the sign-in is, which is also what Enter in the empty field does."""

    WAITING = "for an answer: Enter opens a browser"
    EXCHANGING = "the answer for a token: Enter does nothing"
    KEPT = "an answer that Kintone could not take yet: Enter tries again"
    OVER = "without a token: Enter begins again"


class SignInScreen(PlaceScreen):
    """Sends SignedIn with the session that now has a token."""

    PLACE = SIGN_IN

    def __init__(self, services: Services, connection: Connection) -> None:
        super().__init__()
        self._services = services
        self._connection = connection
        self._session: Session | None = services.open(connection)
        self._attempt = self._new_attempt(self._session)
        self._stage = Stage.WAITING
        self._accepted: Accepted | None = None

    def _new_attempt(self, session: Session) -> Attempt:
        def tell(event: events.Event) -> None:
            self.post_message(Seen(event))

        return Attempt(session, self._services.paths.certificate, tell)

    def body(self) -> Iterable[Widget]:
        with VerticalScroll(id="steps", can_focus=False):
            yield Static(self._asking(), classes="paragraph")
            for step in ("open", "allow", "answer"):
                yield Static("", id=f"step-{step}")
                if step == "open":
                    yield Static("", id="address", classes="address")
            yield PasteField(id="pasted")
            yield Static("", id="news")

    def _asking(self) -> Text:
        return Text.assemble(
            "Sign in to ",
            (one_line(self._attempt.session.tenant.host), "bold"),
            f", to {words(self._connection.scopes)}",
        )

    async def on_mount(self) -> None:
        self.show_session("Sign in", None)
        self.query_one(PasteField).focus()
        # The listener of a sign-in just before this one may still hold the port.
        await self.program.end_lingering()
        await self._attempt.start()
        self._show_steps()

    async def on_unmount(self) -> None:
        if self._session is None:
            # Signed in: the listener stays a little for the browser's last page, and closes by itself.
            self.program.let_linger(self._attempt.close)
        else:
            await self._attempt.close()
            await self._session.close()

    # What is shown

    def _show_steps(self) -> None:
        first, second, third = steps(
            address_is_local=bool(self._attempt.short_address),
            over_ssh=self._over_ssh,
            can_listen=self._attempt.port is not None,
            can_play=self._services.demo is not None,
        )
        for step, text in (("open", first), ("allow", second), ("answer", third)):
            self.query_one(f"#step-{step}", Static).update(Text(text))
        address = Text(self._address, style=f"link {self.full_address}", overflow="fold")
        self.query_one("#address", Static).update(address)

    @property
    def full_address(self) -> str:
        """The address at Kintone that begins this sign-in."""
        return self._attempt.full_address

    @property
    def _over_ssh(self) -> bool:
        return self._services.surroundings.over_ssh

    @property
    def _address(self) -> str:
        """The address to open: the short one where a browser can reach it, else the one at Kintone."""
        short = self._attempt.short_address
        return short if short and not self._over_ssh else self.full_address

    @on(Seen)
    def _seen(self, message: Seen) -> None:
        told = news(message.event)
        if told is not None:
            self._tell(told)
        match message.event:
            case events.AnswerReceived(accepted):
                self._exchange(accepted)
            case events.SignInDenied(denied):
                self._end(denied.failure)
            case events.ListenerExpired():
                self._stage = Stage.OVER

    def _tell(self, told: News) -> None:
        style = "bold" if told.kind == "warn" else ""
        self.query_one("#news", Static).update(Text(f"{told.sign} {one_line(told.words)}", style=style))

    # The answer

    @on(Pasted)
    def _pasted(self, message: Pasted) -> None:
        self.query_one(PasteField).value = ""
        self.take(message.text)

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        typed, message.input.value = message.value, ""
        if typed.strip():
            self.take(typed)
        elif self._stage is Stage.KEPT and self._accepted is not None:
            self._exchange(self._accepted)
        elif self._stage is Stage.OVER or (self._stage is Stage.WAITING and not self._attempt.is_waiting):
            self._begin_again()
        elif self._stage is Stage.WAITING:
            self._open_browser()

    def take(self, text: str) -> None:
        """What was pasted or typed, in whatever wrapping it was copied."""
        self.notice.hide()
        try:
            self._attempt.paste(text)
        except PasteError as error:
            self.tell_failure(error.message, error.hint)
        else:
            self.status.info(masked(text, self._attempt.grant))

    def _exchange(self, accepted: Accepted) -> None:
        self._accepted, self._stage = accepted, Stage.EXCHANGING
        self.notice.hide()
        self._ask_for_token(accepted)

    @work(exclusive=True, group="token", exit_on_error=False, description="the token")
    async def _ask_for_token(self, accepted: Accepted) -> None:
        await self._attempt.finish(accepted)
        self.post_message(TokenArrived())

    @on(TokenArrived)
    def _signed_in(self) -> None:
        session, self._session = self._session, None
        self._accepted = None
        if session is not None:
            granted = session.token.scopes if session.token else ()
            self.post_message(SignedIn(session, shortfall(self._connection.scopes, granted)))

    def show_failure(self, error: KintoneTuiError) -> None:
        """An answer that could not be exchanged yet is kept; any other failure needs a new beginning."""
        if not isinstance(error, SignInError) or not error.passes:
            self._end(error)
            return
        self._stage = Stage.KEPT
        minutes, seconds = divmod(int(self._attempt.grant.answer_seconds()), 60)
        good_for = f"Your answer is good for {minutes}:{seconds:02}."
        self.tell_failure(error.message, error.hint, f"Enter: try again. {good_for}")

    def _end(self, error: KintoneTuiError) -> None:
        self._attempt.grant.cancel()
        self._accepted, self._stage = None, Stage.OVER
        self.tell_failure(error.message, error.hint, "Enter: sign in again from the start")
        self._tell(News("○", "Nothing was saved"))

    @work(exclusive=True, group="listener", exit_on_error=False, description="a new sign-in")
    async def _begin_again(self) -> None:
        await self._attempt.close()
        self._attempt = self._new_attempt(self._attempt.session)
        await self._attempt.start()
        self.post_message(BegunAgain())

    @on(BegunAgain)
    def _begun_again(self) -> None:
        self._stage = Stage.WAITING
        self.notice.hide()
        self.status.info("")
        self._show_steps()

    # Actions

    @work(exclusive=True, group="browser", exit_on_error=False, description="a browser")
    async def _open_browser(self) -> None:
        browser = self._services.settings.browser
        outcome = await open_url(self._address, self._services.environ, browser=browser)
        self.post_message(BrowserAsked(outcome.reason if isinstance(outcome, NotOpened) else ""))

    @on(BrowserAsked)
    def _browser_asked(self, message: BrowserAsked) -> None:
        if message.refusal:
            self.notice.show(message.refusal, "Ctrl+O copies the address: open it anywhere.", kind="info")
        else:
            self.status.info("A browser was asked to open the address.")

    def action_copy_address(self) -> None:
        self.program.copy(self._address, "the address")

    @work(exclusive=True, group="print", exit_on_error=False, description="the address, printed plainly")
    async def action_print_plainly(self) -> None:
        try:
            await print_plainly(self.app, self.full_address)
        except SuspendNotSupported:
            self.status.warn("This terminal cannot leave the screen. Copy the address with Ctrl+O.")

    def action_remote_help(self) -> None:
        port = self._attempt.port
        if port is None:
            self.status.info("The answer does not come to this computer: paste the address that you end on.")
            return
        command = self._services.surroundings.ssh_forward_command(port)
        text = remote_help(command, self._attempt.short_address, port)
        self.app.push_screen(RemoteHelp(text, command))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._services.demo is not None if action == "play_browser" else True

    def action_play_browser(self) -> None:
        if not self._attempt.is_waiting:
            self.status.warn("This sign-in is over: Enter begins another.")
        elif self._services.demo is not None:
            start = self._attempt.short_address or self.full_address
            dialog = PretendBrowser(self._services.demo.browser(), start, self._connection.redirect_uri)
            self.app.push_screen(dialog, self._browser_ended)

    def _browser_ended(self, address: str | None) -> None:
        """The answer came to the listener, if there is one; else the address is what a person would paste."""
        if address and not self._attempt.short_address:
            self.take(address)
