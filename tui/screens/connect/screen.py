"""The form for a connection, with what an administrator has to click in Kintone told beside it."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text
from textual import on
from textual.containers import Horizontal, VerticalScroll
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Static

from tui.actions.places import CONNECT
from tui.oauth.scopes import READ, words
from tui.screens.connect.draft import Draft
from tui.screens.navigation import SignIn
from tui.screens.place_screen import PlaceScreen
from tui.secret import Secret
from tui.services import Services
from tui.storage.connections import Connection

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


class _Field(Input):
    """Enter goes to the next field at once: what is typed right after it belongs there."""

    async def action_submit(self) -> None:
        if self.id == _FIELDS[-1]:
            await super().action_submit()
        else:
            self.screen.focus_next()


class ConnectScreen(PlaceScreen):
    """Sends SignIn with the saved connection."""

    PLACE = CONNECT

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._saved_before: Connection | None = None

    def body(self) -> Iterable[Widget]:
        demo = self._services.demo
        secret = demo.client_secret.reveal() if demo else ""
        with VerticalScroll(id="form", can_focus=False):
            if demo:
                yield _text("This is the demo: everything is filled in. Press Ctrl+S to go on.", "muted")
            yield from _field("domain", "Kintone address", demo.base_url if demo else "", "acme.kintone.com")
            yield _text("\n".join(_STEPS_BEFORE), "steps")
            yield from _field("redirect_uri", "Redirect endpoint", self._services.redirect_uri, "")
            yield _text("\n".join(_STEPS_AFTER), "steps")
            yield from _field("client_id", "Client ID", demo.client_id if demo else "", "l.1.…")
            yield from _field("client_secret", "Client secret", secret, "", password=True)
            with Horizontal(classes="row"):
                yield _text("Allow it to", "label")
                for scope in READ:
                    yield Checkbox(
                        Text(words((scope,))), value=True, name=scope, classes="scope", compact=True
                    )
            yield _problem("scopes")
            yield from _field("name", "Name it", "demo" if demo else "", "as you like")

    def on_mount(self) -> None:
        self.show_session("Set up a connection", None)
        self.query_one("#domain", Input).focus()

    def _draft(self) -> Draft:
        typed = {field: self.query_one(f"#{field}", Input).value for field in _FIELDS if field != "scopes"}
        chosen = tuple(box.name or "" for box in self.query(Checkbox) if box.value)
        return Draft(
            domain=typed["domain"],
            redirect_uri=typed["redirect_uri"],
            client_id=typed["client_id"],
            client_secret=Secret(typed["client_secret"]),
            scopes=chosen,
            name=typed["name"],
        )

    def action_sign_in(self) -> None:
        draft = self._draft()
        problems = draft.problems()
        for field in _FIELDS:
            self._explain(field, problems.get(field, ""))
        if problems:
            self.query_one(f"#{next(iter(problems))}").focus()
            return
        with self.failures_shown():
            self.post_message(SignIn(self._saved(draft)))

    def _saved(self, draft: Draft) -> Connection:
        """The draft as a connection, kept with its secret in the file that is for secrets."""
        connections = self._services.connections
        if self._saved_before is not None:
            # Back from the sign-in to mend a value: what was saved first would only be in the way.
            self._services.store(self._saved_before).delete()
            connections.remove(self._saved_before.name)
        connection = draft.connection([each.name for each in connections.all()])
        self._services.store(connection).update({"client_secret": draft.trimmed_secret})
        connections.put(connection)
        self._saved_before = connection
        return connection

    def action_copy_redirect(self) -> None:
        self.program.copy(self.query_one("#redirect_uri", Input).value.strip(), "the redirect endpoint")

    @on(Input.Submitted)
    def _filled_in(self) -> None:
        self.action_sign_in()

    @on(Input.Changed)
    def _forget_problem(self, event: Input.Changed) -> None:
        if event.input.id:
            self._explain(event.input.id, "")

    def _explain(self, field: str, problem: str) -> None:
        line = self.query_one(f"#{field}-problem", Static)
        line.update(Text(problem))
        line.display = bool(problem)


def _field(field: str, label: str, value: str, example: str, *, password: bool = False) -> Iterable[Widget]:
    # The client id begins what comes after the steps.
    with Horizontal(classes="row -next" if field == "client_id" else "row"):
        yield _text(label, "label")
        yield _Field(value, id=field, placeholder=example, password=password, compact=True)
    yield _problem(field)


def _problem(field: str) -> Static:
    line = Static("", id=f"{field}-problem", classes="problem")
    line.display = False
    return line


def _text(words_: str, classes: str) -> Static:
    return Static(Text(words_), classes=classes)
