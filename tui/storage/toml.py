"""TOML as this program reads and writes it: a broken file is named with its line and never overwritten."""

from __future__ import annotations

import re
import tomllib
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tui.storage.failures import StorageError
from tui.storage.plain import read_plain

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

_POSITION = re.compile(r"\s*\((?:at )?(line \d+, column \d+|end of document)\)$")


def read_toml(path: Path) -> dict[str, object]:
    """The tables of `path`, {} when there is no such file. Raises StorageError."""
    return _parse(path, read_plain(path) or "")


def read_for_change(path: Path) -> TOMLDocument:
    """The document of `path` with its comments, to be changed and written back. Raises StorageError."""
    import tomlkit

    text = read_plain(path) or ""
    # The strict reader first: what it refuses must not be written back in another shape.
    _parse(path, text)
    return tomlkit.parse(text)


def table_of(document: TOMLDocument, name: str) -> MutableMapping[str, Any]:
    """The table called `name`, made if it is not there, in a shape that can be changed.

    tomlkit 0.15 loses count when something is taken out of a table that other tables interrupt, so the parts
    of such a table are brought together.
    """
    import tomlkit
    from tomlkit.container import OutOfOrderTableProxy

    table = document.setdefault(name, tomlkit.table(is_super_table=True))
    if isinstance(table, OutOfOrderTableProxy):
        parts = list(table.items())
        del document[name]
        document[name] = tomlkit.table()
        cast(MutableMapping[str, Any], document[name]).update(parts)
    return cast(MutableMapping[str, Any], document[name])


def _parse(path: Path, text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        told = str(error)
        position = _POSITION.search(told)
        where = f", {position.group(1)}" if position else ""
        raise StorageError(
            f"{path}{where}: {_POSITION.sub('', told)}.",
            hint="Mend that line with an editor; the file was left as it is.",
        ) from None
    except RecursionError:
        raise StorageError(f"{path} is nested too deeply.", hint="Mend it with an editor.") from None
