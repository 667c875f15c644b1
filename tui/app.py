"""The Textual application: it routes between the places and holds no feature of its own."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager, nullcontext
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from tui.actions import key_name
from tui.actions.places import QUIT
from tui.errors import ExitCode
from tui.kintone.schema import App
from tui.kintone.transport import Pause
from tui.look import DARK, THEMES
from tui.screens.apps import AppsScreen
from tui.screens.navigation import OpenApp, OpenRecord, SetUpConnection, SignedIn, SignIn, UseConnection
from tui.screens.palette import ActionProvider
from tui.screens.place_screen import PlaceScreen
from tui.screens.welcome import WelcomeScreen
from tui.services import Services, Session
from tui.storage.connections import Connection
from tui.storage.history import Place
from tui.terminal.clipboard import osc52
from tui.textual_workarounds import WorkaroundApp


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
        # Nothing moves unless something happens; over SSH every frame is traffic.
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        chosen = services.settings.theme
        self.theme = chosen if chosen in self.available_themes else DARK.name

    async def on_mount(self) -> None:
        self.leave_when_told()
        welcome = WelcomeScreen(self.services)
        await self.push_screen(welcome)
        self.services.paused = self._say_when_it_is_tried_again
        self.services.tell_to(self._note)
        with welcome.failures_shown():
            await self._go_where_one_was()

    async def on_unmount(self) -> None:
        await self.end_lingering()
        if self.session is not None:
            await self.session.close()

    # Routing

    @on(SetUpConnection)
    async def _set_up(self) -> None:
        from tui.screens.connect import ConnectScreen

        await self.push_screen(ConnectScreen(self.services))

    @on(SignIn)
    async def _sign_in(self, event: SignIn) -> None:
        from tui.screens.sign_in import SignInScreen

        with self._failures_shown():
            await self.push_screen(SignInScreen(self.services, event.connection))

    @on(UseConnection)
    async def _use(self, event: UseConnection) -> None:
        with self._failures_shown():
            if self._is_signed_in(event.connection):
                await self._go_to(self.services.open(event.connection))
            else:
                await self._sign_in(SignIn(event.connection))

    @on(SignedIn)
    async def _signed_in(self, event: SignedIn) -> None:
        await self._go_to(event.session)
        unsaved = event.session.auth.status.unsaved if event.session.auth.status else None
        if unsaved is not None:
            self._warn(f"Signed in, but not saved: {unsaved.message} You will be asked again next time.")
        elif event.shortfall:
            self._warn(event.shortfall)

    @on(OpenApp)
    async def _open_app(self, event: OpenApp) -> None:
        await self._show_records(event.app)

    @on(OpenRecord)
    async def _open_record(self, event: OpenRecord) -> None:
        from tui.screens.records import RecordsScreen

        screen = (
            self.screen.record_screen(event.record_id) if isinstance(self.screen, RecordsScreen) else None
        )
        if screen is not None:
            await self.push_screen(screen)

    async def _go_where_one_was(self) -> None:
        place = self.services.history.place()
        connection = self.services.connections.get(place.connection) if place else None
        if connection is not None and self._is_signed_in(connection):
            await self._go_to(self.services.open(connection))

    async def _go_to(self, session: Session) -> None:
        """To the apps of a Kintone, or further to where one was in it; the session before is over."""
        while not isinstance(self.screen, WelcomeScreen):
            await self.pop_screen()
        if self.session is not None:
            await self.session.close()
        self.session = session
        # Read before the list of apps takes the place of where one was.
        place = self.services.history.place()
        await self.push_screen(AppsScreen(self.services, session))
        if place is not None and place.connection == session.connection.name and place.app is not None:
            await self._show_records(App(id=place.app, name="", space_id=place.guest_space), place)

    def _is_signed_in(self, connection: Connection) -> bool:
        return "access_token" in self.services.store(connection).read()

    async def _show_records(self, app: App, place: Place | None = None) -> None:
        from tui.screens.records import RecordsScreen

        if self.session is not None:
            await self.push_screen(RecordsScreen(self.services, self.session, app, place))

    def _say_when_it_is_tried_again(self, pause: Pause) -> None:
        self._warn(f"{pause.failure.message} Trying again in {max(1, round(pause.seconds))} s…")

    def _failures_shown(self) -> AbstractContextManager[None]:
        return self.screen.failures_shown() if isinstance(self.screen, PlaceScreen) else nullcontext()

    def _note(self, sentence: str) -> None:
        if isinstance(self.screen, PlaceScreen):
            self.screen.notice.show(sentence, kind="warn")

    def _warn(self, words: str) -> None:
        if isinstance(self.screen, PlaceScreen):
            self.screen.status.warn(words)

    def go_back(self) -> None:
        if not isinstance(self.screen, WelcomeScreen):
            self.pop_screen()

    # What every screen may ask for

    def get_key_display(self, binding: Binding) -> str:
        return key_name(binding.key)

    def copy(self, text: str, what: str) -> None:
        """Put `text` on the clipboard of the person's own terminal, wherever that runs, and say so."""
        sequence = osc52(text, self.services.environ)
        if not isinstance(self.screen, PlaceScreen):
            return
        if sequence is None:
            self.screen.status.warn(f"Too large to copy through the terminal: {what}.")
            return
        self.write_to_terminal(sequence)
        self.screen.status.info(f"Copied {what}.")

    def let_linger(self, close: Callable[[], Awaitable[None]]) -> None:
        self._lingering.append(close)

    async def end_lingering(self) -> None:
        while self._lingering:
            await self._lingering.pop()()

    def run_politely(self) -> int:
        """Run until the person leaves; the exit code. A fault of ours ends in a report."""
        self.run(mouse=self.services.settings.mouse)
        if self.crash is None:
            return self.return_code or ExitCode.DONE
        sys.stderr.write("kintone-tui stopped because of a fault of its own. Nothing of yours was changed.\n")
        sys.stderr.write(self._reported(self.crash))
        return ExitCode.FAILED

    def _reported(self, crash: BaseException) -> str:
        from tui.diagnostics.crash import write_report

        try:
            report = write_report(crash, self.services.paths.crashes, {"screen": self.crash_screen})
        except OSError as error:
            return f"No report could be written: {error.strerror}.\n"
        return f"A report without your data is in {report}\n"
