"""Where a person wants to go: messages that screens send and the application answers with a screen."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message

from tui.kintone.schema import App
from tui.screens.known_app import KnownApp
from tui.services import Session
from tui.storage.connections import Connection
from tui.storage.history import Place


@dataclass
class SetUpConnection(Message):
    """To the form for a connection; `connection` is the one to change, if any."""

    connection: Connection | None = None


@dataclass
class SignIn(Message):
    """To the sign-in of `connection`, because there is no token or the present one does not do."""

    connection: Connection


@dataclass
class UseConnection(Message):
    """To the apps of `connection`: it is signed in, or was."""

    connection: Connection


@dataclass
class OpenApp(Message):
    """To the records of an app. `app` holds no more than the number where the settings may not be read."""

    app: App


@dataclass
class OpenRecord(Message):
    """To one record of an app. `place` is the list that it is in."""

    known: KnownApp
    record_id: int
    place: Place


@dataclass
class SignedIn(Message):
    """To where one was in this Kintone, with a session that has just got its token.

    `shortfall` says what Kintone did not grant of what was asked for, or "".
    """

    session: Session
    shortfall: str
