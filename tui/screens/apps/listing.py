"""The apps as rows, narrowed by what is typed. No widget."""

from __future__ import annotations

from collections.abc import Sequence

from tui.kintone.schema import App
from tui.widgets.record_table import Column, fitted

_COLUMNS = (
    Column("id", "No.", align="right"),
    Column("name", "App"),
    Column("code", "Code"),
    Column("changed", "Changed"),
)
_WIDEST = 44


class AppRows:
    """A RowSource over the apps that match what is typed."""

    def __init__(self) -> None:
        self._all: list[App] = []
        self._shown: list[App] = []
        self._words = ""

    def put(self, apps: Sequence[App]) -> None:
        self._all = list(apps)
        self.narrow(self._words)

    def narrow(self, words: str) -> None:
        """Keep the apps whose name or code holds `words`, in any case, after the one whose number it is."""
        self._words = words
        wanted, number = words.strip().casefold(), app_number(words)
        meant = [app for app in self._all if app.id == number]
        self._shown = meant + [app for app in self._all if app.id != number and _holds(app, wanted)]

    @property
    def number(self) -> int | None:
        """The app number that is typed, if no app of that number has been read."""
        number = app_number(self._words)
        return None if any(app.id == number for app in self._all) else number

    def app(self, position: int) -> App | None:
        return self._shown[position] if 0 <= position < len(self._shown) else None

    def columns(self) -> tuple[Column, ...]:
        """Columns as wide as the apps that are known so far need."""
        rows = (row for row in map(self.cells, range(self.row_count)) if row is not None)
        return fitted(_COLUMNS, rows, cap=_WIDEST)

    @property
    def row_count(self) -> int:
        return len(self._shown)

    @property
    def total(self) -> int:
        return len(self._all)

    def cells(self, position: int) -> Sequence[str] | None:
        app = self.app(position)
        if app is None:
            return None
        return (str(app.id), app.name, app.code, app.modified_at[:10])


def _holds(app: App, wanted: str) -> bool:
    return wanted in app.name.casefold() or wanted in app.code.casefold()


def app_number(typed: str) -> int | None:
    """The app number that somebody typed, or None; full-width digits count, as they do in Kintone."""
    typed = typed.strip()
    return int(typed) if typed.isdecimal() and len(typed) < 12 else None
