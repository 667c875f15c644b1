"""The tokens and the client secret of a connection: one private file for each."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tui.storage.atomic import move_aside, moved_aside, strays_of, sweep_strays
from tui.storage.connections import Connection, same_name
from tui.storage.failures import StorageError, not_saved
from tui.storage.locks import PATIENCE_SECONDS, PathLock, say_nothing
from tui.storage.paths import Paths
from tui.storage.private import check_private, make_private_folder, read_private, write_private

_VERSION = 1

# Read by git and by backup programs (Cache Directory Tagging Specification), which should leave tokens where
# they are.
_NOTES = {
    ".gitignore": b"*\n",
    "CACHEDIR.TAG": (
        b"Signature: 8a477f597d28d172789f06886806bc55\n"
        b"# This folder holds the sign-in tokens of kintone-tui. They belong to this machine and this user:\n"
        b"# do not copy them into a repository, a backup or another machine. Signing in makes new ones.\n"
    ),
}


def token_file(
    paths: Paths, connection: Connection, *, tell: Callable[[str], None] = say_nothing
) -> TokenFile:
    """The token file of `connection`: its own for each host, client and name.

    `tell` hears in one sentence what was settled without asking, such as a broken file that was moved aside.
    """
    sweep_strays(paths.tokens)
    return TokenFile(paths.tokens / _file_name(connection), tell=tell)


def _file_name(connection: Connection) -> str:
    """A name that begins with what a person recognises and ends with what makes it unique."""
    host = re.sub(r"[^a-z0-9.-]+", "_", connection.domain.lower().removeprefix("https://")).strip("._-")
    identity = "\0".join((connection.domain.lower(), connection.client_id, same_name(connection.name)))
    return f"{host[:60] or 'kintone'}-{hashlib.sha256(identity.encode()).hexdigest()[:16]}.json"


class TokenFile:
    """A private JSON file of names and values, shared with other running kintone-tui.

    The file before the last change is kept beside it as `.bak`. A file that cannot be understood is moved
    aside as `.bad-` and its date, and the one before it takes its place.
    """

    def __init__(
        self,
        path: Path,
        *,
        tell: Callable[[str], None] = say_nothing,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self.path = path
        self._backup = path.with_name(path.name + ".bak")
        self._tell = tell
        self._lock = PathLock(path.with_name(path.name + ".lock"), patience=patience, tell=tell)

    def read(self) -> dict[str, object]:
        """What is kept, {} when there is nothing. Raises StorageError when the file is not private."""
        data = read_private(self.path)
        if data is None:
            return {}
        document = _parse(data)
        return self._recover() if document is None else document

    def update(self, changes: Mapping[str, object]) -> None:
        """Set the values of `changes`, remove those that are None, keep all others, also unknown ones.

        Takes the lock, or uses the one held by `locked`. Raises StorageError, with the file as it was.
        """
        make_private_folder(self.path.parent)
        with self._lock.hold():
            before = self.read()
            after = {name: value for name, value in (before | dict(changes)).items() if value is not None}
            if after == before:
                return
            _leave_notes(self.path.parent)
            previous = read_private(self.path)
            if previous is not None:
                write_private(self._backup, previous)
            write_private(self.path, _serialise(after))

    def delete(self) -> None:
        """Remove the file and every older copy of it. Another running kintone-tui reads {} from then on.

        Where a renewal may be under way in this process, take `locked` first: it would write the token again.
        """
        if not self.path.parent.is_dir():
            return
        with self._lock.hold():
            # The file itself last: a crash in between leaves a sign-in that can be ended again, never a
            # hidden copy.
            for path in (
                *moved_aside(self.path),
                *strays_of(self.path),
                *strays_of(self._backup),
                self._backup,
                self.path,
            ):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise not_saved(path, error) from None

    @asynccontextmanager
    async def locked(self) -> AsyncIterator[None]:
        """Be the only one, of all tasks and programs, who changes the file. StorageError after 20 s."""
        make_private_folder(self.path.parent)
        async with self._lock.hold_async():
            yield

    def _recover(self) -> dict[str, object]:
        """Move a file aside that cannot be understood, and go back to the one before it."""
        with self._lock.hold():
            data = read_private(self.path)
            document = {} if data is None else _parse(data)
            if document is not None:
                return document
            aside = move_aside(self.path)
            data = read_private(self._backup)
            document = None if data is None else _parse(data)
            if data is None or document is None:
                self._tell(
                    f"The saved sign-in could not be read and was moved to {aside}. Please sign in again."
                )
                return {}
            write_private(self.path, data)
            self._tell(
                f"The saved sign-in could not be read and was moved to {aside}. The one before it is used."
            )
            return document


def _parse(data: bytes) -> dict[str, object] | None:
    """The values in `data`, or None when they are not ours to understand."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or document.pop("version", None) != _VERSION:
        return None
    return document


def _serialise(document: Mapping[str, object]) -> bytes:
    return json.dumps({"version": _VERSION, **document}, indent=1).encode() + b"\n"


def _leave_notes(folder: Path) -> None:
    """Tell other programs what this folder is. The tokens are saved even when that cannot be done."""
    for name, content in _NOTES.items():
        with contextlib.suppress(StorageError):
            note = folder / name
            check_private(note)
            if not note.exists():
                write_private(note, content)
