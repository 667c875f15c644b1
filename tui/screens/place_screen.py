"""What every screen of the program has: a bar, a body, a line of news, a footer; and one way to fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer
from textual.worker import Worker, WorkerState

from tui.errors import KintoneTuiError
from tui.kintone.failures import SessionRefused
from tui.oauth.failures import SignInError
from tui.screens.help import HelpScreen
from tui.screens.navigation import SignIn
from tui.screens.program import Program
from tui.services import Services, Session
from tui.widgets.connection_bar import ConnectionBar
from tui.widgets.notice import Notice
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from tui.actions import Place


class PlaceScreen(Screen[None]):
    """A place: what can be done there is declared in `PLACE`, and bound from it.

    Subclasses give the body in `body` and load in workers that post messages. A worker that fails with one of
    the program's own failures ends in `show_failure`; any other is a fault and ends the program politely.
    """

    PLACE: ClassVar[Place]
    BINDINGS: ClassVar[list[BindingType]] = []

    _shows_failure = False

    def __init_subclass__(cls) -> None:
        # Before Textual gathers the bindings of the class.
        if "PLACE" in cls.__dict__:
            cls.BINDINGS = cls.PLACE.bindings()
        super().__init_subclass__()

    def compose(self) -> ComposeResult:
        yield ConnectionBar(id="bar")
        yield from self.body()
        yield Notice(id="notice")
        yield StatusLine(id="status")
        yield Footer(show_command_palette=False, compact=True)

    def body(self) -> Iterable[Widget]:
        raise NotImplementedError

    @property
    def program(self) -> Program:
        return cast(Program, self.app)

    @property
    def bar(self) -> ConnectionBar:
        return self.query_one("#bar", ConnectionBar)

    @property
    def status(self) -> StatusLine:
        return self.query_one("#status", StatusLine)

    @property
    def notice(self) -> Notice:
        return self.query_one("#notice", Notice)

    def show_session(self, place: str, session: Session | None) -> None:
        """Name the place in the bar, and the connection in use with what is left of its token."""
        self.bar.show(place, session)

    @property
    def can_tell(self) -> bool:
        """Whether the screen has its lines for news already."""
        return bool(self.query("#notice"))

    def on_screen_resume(self) -> None:
        # The handlers of subclasses run too: Textual calls each of a class's bases.
        self.program.show_news()

    def on_screen_suspend(self) -> None:
        # Whoever goes on has read the news. A failure stays until what failed succeeds.
        if not self._shows_failure:
            self.notice.hide()

    def action_back(self) -> None:
        self.program.go_back()

    async def action_help(self) -> None:
        await self.app.push_screen(HelpScreen(self.PLACE))

    action_help_while_typing = action_help

    def show_failure(self, error: KintoneTuiError) -> None:
        """What happened and what to do, in the screen itself; the next success hides it."""
        self.tell_failure(error.message, error.hint)

    def tell_failure(self, message: str, hint: str, next_key: str = "") -> None:
        self._shows_failure = True
        self.status.info("")
        self.notice.show(message, hint, next_key)

    def tell_news(self, first: str, others: str) -> None:
        """Sentences about what was settled without asking."""
        self._shows_failure = False
        self.notice.show(first, others, kind="warn")

    def forget_failure(self) -> None:
        """What failed has succeeded now. News that stand there instead stay to be read."""
        if self._shows_failure:
            self._shows_failure = False
            self.notice.hide()

    @contextmanager
    def failures_shown(self) -> Iterator[None]:
        """For what is done at once and not in a worker: a failure ends the block and is shown."""
        try:
            yield
        except KintoneTuiError as error:
            self.show_failure(error)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is not WorkerState.ERROR:
            return
        event.stop()
        error = event.worker.error
        if isinstance(error, KintoneTuiError):
            self.show_failure(error)
        elif isinstance(error, Exception):
            self.program.end_with(error)


class SessionScreen(PlaceScreen):
    """A place within a Kintone, which a signed-in session asks."""

    def __init__(self, services: Services, session: Session) -> None:
        super().__init__()
        self.services = services
        self.session = session

    def action_sign_in_again(self) -> None:
        self.post_message(SignIn(self.session.connection))

    def show_failure(self, error: KintoneTuiError) -> None:
        over = isinstance(error, SessionRefused) or (isinstance(error, SignInError) and not error.passes)
        self.tell_failure(error.message, error.hint, "s: sign in and come back here" if over else "")
