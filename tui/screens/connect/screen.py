"""The form for a connection, with what an administrator has to click in Kintone told beside it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Input, Static

from tui.actions.places import CONNECT
from tui.oauth.scopes import READ, words
from tui.screens.connect.draft import Draft
from tui.screens.connect.keeping import Keeping
from tui.screens.navigation import SignIn
from tui.screens.place_screen import PlaceScreen
from tui.screens.secret_field import SecretField
from tui.secret import Secret
from tui.services import Services
from tui.storage.connections import Connection
from tui.terminal.text import one_line
from tui.widgets.tick import Tick

_FIELDS = ("domain", "redirect_uri", "client_id", "client_secret", "scopes", "name")
_STEPS_BEFORE = (
    "An administrator of your Kintone makes an OAuth client, once for everybody:",
    "  1  Users & System Administration → Integrations → OAuth → Add OAuth client",
    "  2  Give it any name and, to the letter, this redirect endpoint:",
)
_STEPS_AFTER = (
    "  3  Save. Then Configure users: tick everybody who may use it",
    "  4  Open the client again with the pencil: it shows the two values below",
)
_UNCHANGED = "unchanged"
_STRANGER = (
    "{host} is not one of Kintone's domains. Whoever runs it would get the client secret and your sign-in. "
    "Press Ctrl+S again if you mean it."
)


class _Field(Input):
    """Enter goes to the next field at once: what is typed right after it belongs there."""

    async def action_submit(self) -> None:
        if self.id == _FIELDS[-1]:
            await super().action_submit()
        else:
            self.screen.focus_next()


class _SecretField(_Field, SecretField):
    """The same for what must not be seen."""


class ConnectScreen(PlaceScreen):
    """Sends SignIn with the saved connection."""

    PLACE = CONNECT
    DEFAULT_CSS = """
    ConnectScreen .warning {
        color: $text-warning;
        margin: 0 0 0 19;
        max-width: 80;
    }
    """

    def __init__(self, services: Services, connection: Connection | None = None) -> None:
        """`connection` is the one to change; None sets up a new one."""
        super().__init__()
        self._services = services
        self._given = connection
        self._keeping = Keeping(services, connection)
        self._warned_of = ""

    def body(self) -> Iterable[Widget]:
        demo = None if self._given else self._services.demo
        shown = self._given or self._proposed()
        secret = demo.client_secret.reveal() if demo else ""
        with VerticalScroll(id="form", can_focus=False):
            if demo:
                yield _text("This is the demo: everything is filled in. Press Ctrl+S to go on.", "muted")
            yield from _row("Kintone address", _field("domain", shown.domain, "acme.kintone.com"))
            yield _text("\n".join(_STEPS_BEFORE), "steps")
            yield from _row("Redirect endpoint", _field("redirect_uri", shown.redirect_uri))
            yield _text("\n".join(_STEPS_AFTER), "steps")
            # It begins what comes after the steps.
            yield from _row("Client ID", _field("client_id", shown.client_id, "l.1.…"), "row -next")
            yield from _row("Client secret", _SecretField(secret, id="client_secret"))
            with Horizontal(classes="row"):
                yield _text("Allow it to", "label")
                yield from (_box(scope, scope in shown.scopes) for scope in READ)
            yield _line_below("scopes")
            yield from _row("Name it", _field("name", shown.name, "as you like"))

    def _proposed(self) -> Connection:
        """What a new connection begins with."""
        demo, redirect_uri = self._services.demo, self._services.redirect_uri
        if demo:
            return Connection("demo", demo.base_url, demo.client_id, redirect_uri, READ)
        return Connection("", "", "", redirect_uri, READ)

    def on_mount(self) -> None:
        self.show_session(f"Edit {self._given.name}" if self._given else "Set up a connection", None)
        self._field("domain").focus()
        with self.failures_shown():
            self._tell_whether_a_secret_is_kept()

    def _tell_whether_a_secret_is_kept(self) -> None:
        self._field("client_secret").placeholder = _UNCHANGED if self._keeping.with_secret() else ""

    def _field(self, field: str) -> Input:
        return self.query_one(f"#{field}", Input)

    def _draft(self) -> Draft:
        return Draft(
            domain=self._field("domain").value,
            redirect_uri=self._field("redirect_uri").value,
            client_id=self._field("client_id").value,
            client_secret=Secret(self._field("client_secret").value),
            scopes=tuple(box.name or "" for box in self.query(Tick) if box.value),
            name=self._field("name").value,
        )

    def action_sign_in(self) -> None:
        with self.failures_shown():
            draft = self._draft()
            if not self._is_sound(draft) or not self._is_meant(draft):
                return
            connection = self._keeping.save(draft)
            self._tell_whether_a_secret_is_kept()
            self.forget_failure()
            self.post_message(SignIn(connection))

    def _is_sound(self, draft: Draft) -> bool:
        """If not, each field says what is wrong, and the first of them waits for it to be mended."""
        problems = draft.problems(self._keeping.with_secret())
        for field in _FIELDS:
            self._explain(field, problems.get(field, ""))
        wrong = next((field for field in _FIELDS if field in problems), None)
        if wrong is not None:
            (self.query(Tick).first() if wrong == "scopes" else self._field(wrong)).focus()
        return wrong is None

    def _is_meant(self, draft: Draft) -> bool:
        """Secrets go to a stranger's host only when somebody has been told so, and goes on."""
        stranger = draft.stranger
        if stranger and stranger != self._warned_of:
            self._warned_of = stranger
            self._explain("domain", _STRANGER.format(host=stranger), "warning")
            self._field("domain").focus()
            return False
        return True

    def action_next_field(self) -> None:
        self.focus_next()

    def action_copy_redirect(self) -> None:
        self.program.copy(self._field("redirect_uri").value.strip(), "the redirect endpoint")

    @on(Input.Submitted)
    def _filled_in(self) -> None:
        self.action_sign_in()

    @on(Input.Changed)
    def _forget_problem(self, event: Input.Changed) -> None:
        if event.input.id:
            self._explain(event.input.id, "")

    @on(Tick.Changed)
    def _forget_problem_of_scopes(self) -> None:
        self._explain("scopes", "")

    def _explain(self, field: str, words_: str, kind: str = "problem") -> None:
        line = self.query_one(f"#{field}-problem", Static)
        line.update(Text(one_line(words_)))
        line.set_classes(kind)
        line.display = bool(words_)


def _field(field: str, value: str, example: str = "") -> _Field:
    # From a file that anybody may have edited.
    return _Field(one_line(value), id=field, placeholder=example, compact=True)


def _row(label: str, field: Input, classes: str = "row") -> Iterable[Widget]:
    with Horizontal(classes=classes):
        yield _text(label, "label")
        yield field
    yield _line_below(field.id or "")


def _box(scope: str, ticked: bool) -> Tick:
    return Tick(Text(words((scope,))), value=ticked, name=scope, classes="scope", compact=True)


def _line_below(field: str) -> Static:
    """Where it is said what is wrong with the field."""
    line = Static("", id=f"{field}-problem", classes="problem")
    line.display = False
    return line


def _text(words_: str, classes: str) -> Static:
    return Static(Text(words_), classes=classes)
