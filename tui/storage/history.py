"""Where a person was and which apps they opened last. It never holds a record's values."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from tui.storage.atomic import move_aside
from tui.storage.failures import StorageError
from tui.storage.locks import PathLock, say_nothing
from tui.storage.private import make_private_folder, read_private, write_private

_VERSION = 1
_MOST_APPS = 20
_MOST_CONNECTIONS = 50
# The history is not worth waiting for.
_PATIENCE_SECONDS = 1.0


class Place(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place in the program: a connection, and in it an app, a view (by its id) and a record (by number)."""

    connection: str
    app: int | None = None
    guest_space: int | None = None
    view: str = ""
    record: int | None = None


class RecentApp(msgspec.Struct, frozen=True, omit_defaults=True):
    """An app that was opened, and the guest space it was opened in."""

    app: int
    guest_space: int | None = None


class _Document(msgspec.Struct, omit_defaults=True):
    version: int
    place: Place | None = None
    recent: dict[str, list[RecentApp]] = {}


class History:
    """The history in a private file. It is a convenience, so it never fails: what is broken is moved aside.

    `tell` hears in one sentence what was moved aside, or could not be saved.
    """

    def __init__(self, path: Path, *, tell: Callable[[str], None] = say_nothing) -> None:
        self.path = path
        self._tell = tell
        self._lock = PathLock(path.with_name(path.name + ".lock"), patience=_PATIENCE_SECONDS)

    def place(self) -> Place | None:
        """Where the person was when the program was left, None at first."""
        return self._read().place

    def recent_apps(self, connection: str) -> list[int]:
        """The apps opened last in `connection`, the last one first."""
        return [recent.app for recent in self.recent(connection)]

    def recent(self, connection: str) -> list[RecentApp]:
        """As `recent_apps`, with the guest space of each."""
        return list(self._read().recent.get(connection, ()))

    def leave(self, place: Place) -> None:
        """Remember `place`, and its app as the one opened last."""

        def change(document: _Document) -> None:
            document.place = place
            before = document.recent.pop(place.connection, [])
            if place.app is not None:
                opened = RecentApp(place.app, place.guest_space)
                before = [opened, *(recent for recent in before if recent != opened)]
            # Connections stand in the order of their use, so that the oldest go first.
            document.recent[place.connection] = before[:_MOST_APPS]
            for oldest in list(document.recent)[:-_MOST_CONNECTIONS]:
                del document.recent[oldest]

        self._change(change)

    def forget(self, connection: str) -> None:
        """Forget everything about `connection`."""

        def change(document: _Document) -> None:
            document.recent.pop(connection, None)
            if document.place is not None and document.place.connection == connection:
                document.place = None

        self._change(change)

    def _change(self, change: Callable[[_Document], None]) -> None:
        try:
            make_private_folder(self.path.parent)
            with self._lock.hold():
                document = self._read()
                change(document)
                write_private(self.path, msgspec.json.encode(document))
        except StorageError as error:
            self._tell(str(error))

    def _read(self) -> _Document:
        try:
            data = read_private(self.path)
            document = _Document(_VERSION) if data is None else _decode(data)
            if document is None:
                aside = move_aside(self.path)
                self._tell(f"The list of places you were at could not be read and was moved to {aside}.")
        except StorageError as error:
            self._tell(str(error))
            document = None
        return document or _Document(_VERSION)


def _decode(data: bytes) -> _Document | None:
    """The history in `data`, None when it is not one of this version."""
    with contextlib.suppress(msgspec.DecodeError, RecursionError):
        document = msgspec.json.decode(data, type=_Document)
        if document.version == _VERSION:
            return document
    return None
