"""The whole simulated company."""

from __future__ import annotations

from typing import Self

from tui.simulator.data.app import AppData
from tui.simulator.data.company import plans
from tui.simulator.data.files import StoredFile, shelf
from tui.simulator.data.people import SIGN_IN, User
from tui.simulator.data.store import Store
from tui.simulator.query import Rules


class World:
    """The same at every start. To be used by one thread at a time."""

    def __init__(self, large: int) -> None:
        self.users: tuple[User, ...] = SIGN_IN
        self._store = Store(_file_text)
        self._apps = {plan.id: AppData(plan, self._store) for plan in plans(large)}

    @classmethod
    def make(cls, *, large: int = 30_000) -> Self:
        """`large` is the number of records in the largest app."""
        return cls(large)

    @property
    def rules(self) -> Rules:
        """How the questions are answered that nobody has put to the real Kintone."""
        return self._store.rules

    @rules.setter
    def rules(self, rules: Rules) -> None:
        self._store.rules = rules

    def find(self, app_id: int) -> AppData | None:
        return self._apps.get(app_id)

    def apps_for(self, user: User) -> list[AppData]:
        """The apps that the user may view, by id."""
        return [app for _, app in sorted(self._apps.items()) if app.may_view(user)]

    def file(self, key: str) -> StoredFile | None:
        return shelf().get(key)

    def close(self) -> None:
        self._store.close()


def _file_text(key: str) -> str:
    file = shelf().get(key)
    return "" if file is None else file.text
