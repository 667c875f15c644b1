"""What a person chose for all connections: a small TOML file, which environment variables overrule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from tui.storage.failures import StorageError
from tui.storage.locks import say_nothing
from tui.storage.plain import write_plain
from tui.storage.toml import read_for_change, read_toml

_VARIABLE = "KINTONE_TUI_"
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings in use. Each is a key of the file and, as `KINTONE_TUI_` and its name, a variable."""

    theme: str = ""
    """The name of the theme, "" for the program's own."""
    mouse: bool = True
    """Whether the mouse is used. Without it the terminal's own selection works, and less is sent over SSH."""
    color: Literal["auto", "always", "never"] = "auto"
    """Whether colours are used; "auto" follows NO_COLOR and the terminal."""
    browser: str = ""
    """The command that opens web pages, "none" for no browser, "" for what the system uses."""


_FIELDS = {field.name: field for field in msgspec.structs.fields(Settings)}
_WANTED = {
    "theme": "a text in quotes",
    "mouse": "true or false",
    "color": '"auto", "always" or "never"',
    "browser": "a text in quotes",
}


def load_settings(
    path: Path, environ: Mapping[str, str], *, tell: Callable[[str], None] = say_nothing
) -> Settings:
    """The settings: from the environment, else from the file at `path`, else the usual ones.

    Nothing here keeps the program from starting: `tell` hears what could not be used, in a sentence each.
    """
    try:
        chosen: Mapping[str, object] = read_toml(path)
    except StorageError as error:
        tell(str(error))
        chosen = {}
    values: dict[str, Any] = {}
    for name, value in chosen.items():
        if name in _FIELDS:
            _take(values, name, value, str(path), tell)
        else:
            tell(f"{path}: there is no setting called {name}.{_did_you_mean(name)}")
    for name in _FIELDS:
        variable = _VARIABLE + name.upper()
        if environ.get(variable, ""):
            _take(values, name, _from_text(name, environ[variable]), variable, tell)
    return Settings(**values)


def save_settings(path: Path, changes: Mapping[str, object]) -> None:
    """Set `changes` in the file at `path` and leave its other lines as they are. Raises StorageError."""
    import tomlkit

    document = read_for_change(path)
    for name, value in changes.items():
        document[name] = msgspec.convert(value, _FIELDS[name].type)
    write_plain(path, tomlkit.dumps(document))


def _take(values: dict[str, Any], name: str, value: object, source: str, tell: Callable[[str], None]) -> None:
    """Put `value` among `values` if the setting can have it."""
    try:
        values[name] = msgspec.convert(value, _FIELDS[name].type)
    except msgspec.ValidationError:
        tell(f"{source}: {name} should be {_WANTED[name]}.")


def _from_text(name: str, text: str) -> object:
    """The value that `text` in an environment variable stands for."""
    if _FIELDS[name].type is bool and text.lower() in _YES | _NO:
        return text.lower() in _YES
    return text


def _did_you_mean(name: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), _FIELDS, n=1)
    return f" Did you mean {near[0]}?" if near else f" There are {', '.join(_FIELDS)}."
