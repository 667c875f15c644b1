"""The saved connections: a tenant and a client under a name, in a file without secrets."""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, TypeAlias, cast

from tui.storage.connection import KEYS, MEND, TABLE, Connection, read_connections, same_name, tidy_name
from tui.storage.failures import StorageError, not_saved
from tui.storage.locks import PathLock
from tui.storage.plain import write_plain
from tui.storage.toml import read_for_change, read_toml, table_of

__all__ = ["Connection", "Connections", "same_name", "tidy_name"]

# A person waits for this, so it is shorter than for tokens, which another program may be renewing.
_PATIENCE_SECONDS = 3.0

_Tables: TypeAlias = MutableMapping[str, MutableMapping[str, Any]]


class Connections:
    """The connections in a TOML file, which a person may edit: comments and unknown keys stay as they are.

    Names are unique, capitals or not. Every method raises StorageError when the file cannot be understood,
    and leaves it alone then.
    """

    def __init__(self, path: Path, *, patience: float = _PATIENCE_SECONDS) -> None:
        self.path = path
        self._lock = PathLock(path.with_name(f".{path.name}.lock"), patience=patience)

    def all(self) -> list[Connection]:
        """The connections, in the order of the file."""
        return read_connections(self.path, read_toml(self.path))

    def get(self, name: str) -> Connection | None:
        """The connection of that name, capitals or not."""
        wanted = same_name(name)
        return next((found for found in self.all() if same_name(found.name) == wanted), None)

    def put(self, connection: Connection) -> None:
        """Add `connection`, or change the one of its name."""
        name = tidy_name(connection.name)
        with self._changing() as tables:
            key = _key_of(tables, name)
            if key is None:
                _add(tables, name, connection)
            else:
                _change(tables[key], connection)

    def remove(self, name: str) -> None:
        """Remove the connection of that name. Its token file is not touched."""
        with self._changing() as tables:
            del tables[self._known(tables, name)]

    def rename(self, old: str, new: str) -> None:
        """Give the connection another name, which must be free. Its token file is not touched."""
        name = tidy_name(new)
        with self._changing() as tables:
            key = self._known(tables, old)
            if _key_of(tables, name) not in {None, key}:
                raise StorageError(
                    f"There is a connection called {name} already.", hint="Choose another name."
                )
            # Each is put back, so that the order of the file stays.
            for kept, table in list(tables.items()):
                del tables[kept]
                tables[name if kept == key else kept] = table

    def _known(self, tables: _Tables, name: str) -> str:
        key = _key_of(tables, name)
        if key is None:
            raise StorageError(
                f"There is no connection called {name}.", hint=f"They are listed in {self.path}."
            )
        return key

    @contextlib.contextmanager
    def _changing(self) -> Iterator[_Tables]:
        """The tables of the file, to be changed; written back at the end, with nobody else in between."""
        import tomlkit

        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise not_saved(self.path, error) from None
        with self._lock.hold():
            document = read_for_change(self.path)
            read_connections(self.path, document.unwrap())
            yield cast(_Tables, table_of(document, TABLE))
            if not document[TABLE]:
                del document[TABLE]
            text = tomlkit.dumps(document)
            written = tomllib.loads(text)
            if written != document.unwrap():
                raise StorageError(
                    f"{self.path} is written in a way that only a person can change.", hint=MEND
                )
            read_connections(self.path, written)
            write_plain(self.path, text)


def _key_of(tables: _Tables, name: str) -> str | None:
    """The key, as the file spells it, of the connection called `name`."""
    return next((str(key) for key in tables if same_name(str(key)) == same_name(name)), None)


def _add(tables: _Tables, name: str, connection: Connection) -> None:
    import tomlkit

    table = tomlkit.table()
    _change(table, connection)
    # Apart from the table before it, unless this is the first line of the file.
    if len(tables):
        table.trivia.indent = "\n"
    tables[name] = table


def _change(table: MutableMapping[str, Any], connection: Connection) -> None:
    """Set what differs, so that every other line of the table stays as a person wrote it."""
    for key, field in KEYS.items():
        value = getattr(connection, key)
        value = list(value) if isinstance(value, tuple) else value
        if key not in table and value == field.default:
            continue
        if table.get(key) != value:
            table[key] = value
