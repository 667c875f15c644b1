"""Where this program keeps its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from tui.storage.failures import StorageError

_PROGRAM = "kintone-tui"


@dataclass(frozen=True, slots=True)
class Paths:
    """The two folders of the program, and what stands in them.

    `config` is what a person may edit, copy and keep in git; it holds no secrets. `state` stays on this
    machine.
    """

    config: Path
    state: Path

    @classmethod
    def default(cls, environ: Mapping[str, str]) -> Paths:
        """The folders of this person: below `KINTONE_TUI_HOME` if set, else where the system wants them.

        `XDG_CONFIG_HOME` and `XDG_STATE_HOME` count when they are absolute (XDG Base Directory
        Specification). Raises StorageError.
        """
        home = environ.get("KINTONE_TUI_HOME", "")
        if home:
            try:
                root = Path(home).expanduser().absolute()
            except RuntimeError:
                raise StorageError(
                    "KINTONE_TUI_HOME begins with the home folder of somebody who is not known here.",
                    hint="Write the whole path of a folder.",
                ) from None
            return cls(config=root / "config", state=root / "state")
        return cls(
            config=_from_xdg(environ, "XDG_CONFIG_HOME")
            or platformdirs.user_config_path(_PROGRAM, appauthor=False),
            state=_from_xdg(environ, "XDG_STATE_HOME")
            or platformdirs.user_state_path(_PROGRAM, appauthor=False),
        )

    @property
    def connections(self) -> Path:
        return self.config / "connections.toml"

    @property
    def settings(self) -> Path:
        return self.config / "settings.toml"

    @property
    def tokens(self) -> Path:
        """The folder of the token files, one for each connection."""
        return self.state / "tokens"

    @property
    def certificate(self) -> Path:
        """The folder of the certificate that the sign-in listener shows."""
        return self.state / "certificate"

    @property
    def history(self) -> Path:
        return self.state / "history.json"

    @property
    def crashes(self) -> Path:
        """The folder of the crash reports."""
        return self.state / "crashes"

    @property
    def log(self) -> Path:
        return self.state / "kintone-tui.log"


def _from_xdg(environ: Mapping[str, str], variable: str) -> Path | None:
    base = Path(environ.get(variable, ""))
    return base / _PROGRAM if base.is_absolute() else None
