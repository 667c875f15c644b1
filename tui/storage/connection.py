"""A connection, and the check of what a person wrote about one in the file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from tui.storage.failures import StorageError

TABLE = "connections"
MEND = "Mend it with an editor; the file was left as it is."

_LONGEST_NAME = 60
_NEVER_EMPTY = frozenset({"domain", "client_id"})


@dataclass(frozen=True, slots=True)
class Connection:
    """A Kintone tenant and the OAuth client that opens it.

    `domain` is the tenant's host ("acme.kintone.com"). The endpoints are "" where they follow from the
    domain, `ca_bundle` and `timezone` where the machine's own are used.
    """

    name: str
    domain: str
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    authorization_endpoint: str = ""
    token_endpoint: str = ""
    pkce: bool = True
    ca_bundle: str = ""
    timezone: str = ""


KEYS = {field.name: field for field in fields(Connection) if field.name != "name"}
"""What the table of a connection holds; its name is the name of the table."""


def tidy_name(name: str) -> str:
    """`name` as connections are called. Raises StorageError when it cannot be used."""
    tidy = _tidy(name)
    fault = _fault(tidy)
    if fault:
        raise StorageError(fault, hint="Give it another name.")
    return tidy


def _tidy(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _fault(tidy: str) -> str:
    """Why a connection cannot be called so, "" if it can.

    A name is typed on the command line and drawn on one line, so it is short, visible and no option.
    """
    if not tidy:
        return "A connection needs a name."
    if len(tidy) > _LONGEST_NAME:
        return f"A connection's name has at most {_LONGEST_NAME} characters."
    if tidy.startswith("-") or not tidy.isprintable():
        return "A connection's name does not begin with a dash and has no invisible characters."
    return ""


def same_name(name: str) -> str:
    """What two names have in common when they name the same connection."""
    return _tidy(name).casefold()


def read_connections(path: Path, document: Mapping[str, object]) -> list[Connection]:
    """The connections of a parsed file, checked. Raises StorageError."""
    tables = document.get(TABLE, {})
    if not isinstance(tables, Mapping):
        raise StorageError(f"{path}: {TABLE} should be tables such as [{TABLE}.acme].", hint=MEND)
    seen: set[str] = set()
    found = []
    for key, table in tables.items():
        connection = _connection(path, key, table)
        if same_name(connection.name) in seen:
            raise StorageError(f"{path}: two connections are called {connection.name}.", hint=MEND)
        seen.add(same_name(connection.name))
        found.append(connection)
    return found


def _connection(path: Path, key: str, table: object) -> Connection:
    if not isinstance(table, Mapping):
        raise StorageError(f"{path}: {TABLE}.{key} should be a table of its own, [{TABLE}.{key}].", hint=MEND)
    fault = _fault(_tidy(key))
    if fault:
        raise StorageError(f"{path}: {fault}", hint=MEND)
    values: dict[str, Any] = {"name": _tidy(key)}
    for name, field in KEYS.items():
        if name in table:
            values[name] = _value(path, key, name, table[name])
        elif field.default is MISSING:
            raise StorageError(f"{path}: the connection {key} has no {name}.", hint=MEND)
    return Connection(**values)


def _value(path: Path, key: str, name: str, value: object) -> object:
    """A value of the type its key wants. Raises StorageError."""
    match name:
        case "pkce":
            if isinstance(value, bool):
                return value
            wanted = "true or false"
        case "scopes":
            if isinstance(value, list) and all(isinstance(scope, str) for scope in value):
                return tuple(value)
            wanted = "a list of words in quotes"
        case _:
            if isinstance(value, str) and (value or name not in _NEVER_EMPTY):
                return value
            wanted = "a text in quotes"
    raise StorageError(f"{path}: {name} of the connection {key} should be {wanted}.", hint=MEND)
