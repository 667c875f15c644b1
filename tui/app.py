"""The Textual application: it routes between the places and holds no feature of its own."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message

from tui.actions import key_name
from tui.actions.places import QUIT
from tui.errors import ExitCode, KintoneTuiError
from tui.kintone.schema import App
from tui.kintone.transport import Pause
from tui.look import DARK, THEMES
from tui.screens.apps import AppsScreen
from tui.screens.navigation import OpenApp, OpenRecord, SetUpConnection, SignedIn, SignIn, UseConnection
from tui.screens.palette import ActionProvider
from tui.screens.place_screen import PlaceScreen
from tui.screens.welcome import WelcomeScreen
from tui.services import Services, Session
from tui.storage.history import Place
from tui.terminal.clipboard import osc52
from tui.textual_workarounds import WorkaroundApp, sender_of

_LAST_WAIT = 5.0
"""Seconds at most that leaving waits for what is still being closed, such as a renewal under way."""


class KintoneTui(WorkaroundApp):
    """Answers the messages of `tui.screens.navigation` with screens.

    The welcome screen lies at the bottom of the stack; a connection in use adds its apps, an app its records,
    a record itself. Going back takes the top one off.
    """

    TITLE = "kintone-tui"
    CSS_PATH = "app.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [QUIT.binding()]
    COMMANDS = {ActionProvider}  # noqa: RUF012  (Textual's own way; it is never changed)
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.services = services
        self.session: Session | None = None
        self._lingering: list[Callable[[], Awaitable[None]]] = []
        self._sessions_closing: set[asyncio.Task[None]] = set()
        self._news: list[str] = []
        # Nothing moves unless something happens; over SSH every frame is traffic.
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._chosen_theme()

    def _chosen_theme(self) -> str:
        chosen = self.services.settings.theme
        if chosen and chosen not in self.available_themes:
            self.services.tell(
                f"There is no theme “{chosen}”. There are: {', '.join(self.available_themes)}."
            )
        return chosen if chosen in self.available_themes else DARK.name

    async def on_mount(self) -> None:
        self.leave_when_told()
        welcome = WelcomeScreen(self.services)
        await self.push_screen(welcome)
        self.services.paused = self._say_when_it_is_tried_again
        self.services.tell_to(self._hear)
        with welcome.failures_shown():
            await self._go_where_one_was()

    async def on_unmount(self) -> None:
        await self.end_lingering()
        self._close_session()
        if self._sessions_closing:
            await asyncio.wait(self._sessions_closing, timeout=_LAST_WAIT)

    # Routing

    def _is_asked_for(self, message: Message) -> bool:
        """Whether it comes from the screen that is shown, or from the palette over it.

        Anything else comes of a key pressed a moment too often.
        """
        return sender_of(message) in (self.screen, self)

    @on(SetUpConnection)
    async def _set_up(self, event: SetUpConnection) -> None:
        from tui.screens.connect import ConnectScreen

        if self._is_asked_for(event):
            await self.push_screen(ConnectScreen(self.services, event.connection))

    @on(SignIn)
    async def _sign_in(self, event: SignIn) -> None:
        from tui.screens.sign_in import SignInScreen

        if self._is_asked_for(event):
            with self._failures_shown():
                await self.push_screen(SignInScreen(self.services, event.connection))

    @on(UseConnection)
    async def _use(self, event: UseConnection) -> None:
        """To the connection's apps; before that to what it lacks: a client secret, a sign-in."""
        from tui.screens.connect import ConnectScreen
        from tui.screens.sign_in import SignInScreen

        if not self._is_asked_for(event):
            return
        with self._failures_shown():
            kept = self.services.store(event.connection).read()
            if "access_token" in kept:
                await self._go_to(self.services.open(event.connection))
            elif kept.get("client_secret"):
                await self.push_screen(SignInScreen(self.services, event.connection))
            else:
                await self.push_screen(ConnectScreen(self.services, event.connection))

    @on(SignedIn)
    async def _signed_in(self, event: SignedIn) -> None:
        await self._go_to(event.session)
        unsaved = event.session.auth.status.unsaved if event.session.auth.status else None
        if unsaved is not None:
            self._hear(f"Signed in, but not saved: {unsaved.message} You will be asked again next time.")
        elif event.shortfall:
            self._hear(event.shortfall)

    @on(OpenApp)
    async def _open_app(self, event: OpenApp) -> None:
        if self._is_asked_for(event):
            await self._show_records(event.app)

    @on(OpenRecord)
    async def _open_record(self, event: OpenRecord) -> None:
        from tui.screens.record import RecordScreen

        if self._is_asked_for(event) and self.session is not None:
            screen = RecordScreen(self.services, self.session, event.known, event.record_id, event.place)
            await self.push_screen(screen)

    async def _go_where_one_was(self) -> None:
        place = self.services.history.place()
        connection = self.services.connections.get(place.connection) if place else None
        if connection is not None and "access_token" in self.services.store(connection).read():
            await self._go_to(self.services.open(connection))

    async def _go_to(self, session: Session) -> None:
        """To the apps of a Kintone, or further to where one was in it; the session before is over."""
        # Read before the screens below come up on the way, each of which remembers itself as the place.
        place = self.services.history.place()
        while not isinstance(self.screen, WelcomeScreen):
            await self.pop_screen()
        self._close_session()
        self.session = session
        await self.push_screen(AppsScreen(self.services, session))
        if place is not None and place.connection == session.connection.name and place.app is not None:
            await self._show_records(App(id=place.app, name="", space_id=place.guest_space), place)

    async def _show_records(self, app: App, place: Place | None = None) -> None:
        from tui.screens.records import RecordsScreen

        if self.session is not None:
            await self.push_screen(RecordsScreen(self.services, self.session, app, place))

    def _close_session(self) -> None:
        """Close it without waiting: a renewal under way may take its time, and keys are heard meanwhile."""
        if self.session is not None:
            closing = asyncio.create_task(self.session.close(), name="close-session")
            self._sessions_closing.add(closing)
            closing.add_done_callback(self._sessions_closing.discard)
            self.session = None

    def go_back(self) -> None:
        if not isinstance(self.screen, WelcomeScreen):
            self.pop_screen()

    # What every screen may ask for

    def action_help_quit(self) -> None:
        """Ctrl+C, which ends other programs: say what ends this one, where all news stand."""
        place = self._place()
        if place is not None:
            place.status.info("Ctrl+Q quits.")

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key)

    def copy_to_clipboard(self, text: str) -> None:
        """Put `text` on the clipboard of the person's own terminal, wherever that runs."""
        sequence = osc52(text, self.services.environ)
        if sequence is not None:
            self.write_to_terminal(sequence)

    def copy(self, text: str, what: str) -> None:
        place = self._place()
        if osc52(text, self.services.environ) is None:
            if place is not None:
                place.status.warn(f"Too large to copy through the terminal: {what}.")
            return
        self.copy_to_clipboard(text)
        if place is not None:
            place.status.info(f"Copied {what}.")

    def show_failure(self, error: KintoneTuiError) -> None:
        place = self._place()
        if place is not None:
            place.show_failure(error)

    def let_linger(self, close: Callable[[], Awaitable[None]]) -> None:
        self._lingering.append(close)

    async def end_lingering(self) -> None:
        while self._lingering:
            await self._lingering.pop()()

    # Telling

    def _place(self) -> PlaceScreen | None:
        """The topmost place that can already show something; a dialog may lie over it."""
        shown = (screen for screen in reversed(self.screen_stack) if isinstance(screen, PlaceScreen))
        return next((screen for screen in shown if screen.can_tell), None)

    def _failures_shown(self) -> AbstractContextManager[None]:
        return self.screen.failures_shown() if isinstance(self.screen, PlaceScreen) else nullcontext()

    def _hear(self, sentence: str) -> None:
        self._news.append(sentence)
        # What is heard in one go is shown together.
        self.call_next(self.show_news)

    def show_news(self) -> None:
        """Show, on the place that is shown now, what was heard since the last time."""
        place = self._place()
        if place is not None and place.is_current and self._news:
            first, *others = self._news
            place.tell_news(first, "\n".join(others))
            self._news.clear()

    def _say_when_it_is_tried_again(self, pause: Pause) -> None:
        place = self._place()
        if place is not None:
            seconds = max(1, round(pause.seconds))
            place.status.warn(f"{pause.failure.message} Trying again in {seconds} s…")

    # Leaving

    def run_politely(self) -> int:
        """Run until the person leaves; the exit code. A fault of ours ends in a report."""
        self.run(mouse=self.services.settings.mouse)
        if self.crash is None:
            return self.return_code or ExitCode.DONE
        from tui.diagnostics.crash import farewell

        sys.stderr.write(farewell(self.crash, self.services.crashes, {"screen": self.crash_screen}))
        return ExitCode.FAILED
