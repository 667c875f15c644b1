"""One app of the simulated Kintone: its settings, and the way to its records."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from tui.simulator.data.comments import comments
from tui.simulator.data.fields import Json
from tui.simulator.data.people import User
from tui.simulator.data.plan import AppPlan
from tui.simulator.data.process import NEVER_CONFIGURED
from tui.simulator.data.render import Renderer
from tui.simulator.data.schemas import schema_for
from tui.simulator.data.selection import Selection
from tui.simulator.data.source import Changeable, Value
from tui.simulator.data.store import Store
from tui.simulator.data.views import describe
from tui.simulator.query import Asker, prepare


class AppData:
    """Settings are given as Kintone's APIs answer them; records as JSON, by `select` and `record`.

    Whether somebody may view the app at all is for the caller to ask.
    """

    def __init__(self, plan: AppPlan, store: Store) -> None:
        self.id = plan.id
        self.code = plan.code
        self.name = plan.name
        self.guest_space = plan.space if plan.guest else None
        self._plan = plan
        self._store = store
        self._records = Changeable(plan.records, plan.form.fields)
        self._table = store.add(schema_for(plan), self._records)

    @property
    def revision(self) -> str:
        return self._plan.revision

    def describe(self) -> dict[str, Json]:
        """As Get App answers."""
        plan = self._plan
        return {
            "appId": str(plan.id),
            "code": plan.code,
            "name": plan.name,
            "description": plan.description,
            "spaceId": None if plan.space is None else str(plan.space),
            # A space begins with one thread, whose number follows its own here.
            "threadId": None if plan.space is None else str(plan.space + 1),
            "createdAt": plan.created,
            "creator": _reference(plan.creator),
            "modifiedAt": plan.modified,
            "modifier": _reference(plan.modifier),
        }

    def properties(self) -> dict[str, Json]:
        """The "properties" of Get Form Fields."""
        return self._plan.form.describe()

    def layout(self) -> list[dict[str, Json]]:
        """The "layout" of Get Form Layout."""
        return self._plan.form.layout()

    def views(self) -> dict[str, dict[str, Json]]:
        """The "views" of Get Views."""
        return describe(self._plan.views, self.id)

    def settings(self) -> dict[str, Json]:
        """As Get General Settings answers."""
        plan = self._plan
        return {
            "name": plan.name,
            "description": plan.description,
            "icon": {"type": "PRESET", "key": plan.icon},
            "theme": plan.theme,
            "titleField": {
                "selectionMode": "MANUAL" if plan.title_field else "AUTO",
                "code": plan.title_field,
            },
            "enableThumbnails": True,
            "enableBulkDeletion": False,
            "enableComments": plan.comments,
            "enableDuplicateRecord": True,
            "enableInlineRecordEditing": True,
            "numberPrecision": {"digits": "16", "decimalPlaces": "4", "roundingMode": "HALF_EVEN"},
            "firstMonthOfFiscalYear": "4",
            "revision": plan.revision,
        }

    def status(self) -> dict[str, Json]:
        """As Get Process Management Settings answers."""
        process = self._plan.process
        described = NEVER_CONFIGURED if process is None else process.describe()
        return {**described, "revision": self.revision}

    def may_view(self, user: User) -> bool:
        return self._plan.viewers is None or user.code in self._plan.viewers

    def hidden_fields(self, user: User) -> frozenset[str]:
        return self._plan.hidden.get(user.code, frozenset())

    def select(self, query: str, *, user: User, now: datetime) -> Selection:
        """Raises QueryRefused."""
        rules = self._store.rules
        hidden = self.hidden_fields(user)
        organization = user.organizations[0].code if user.organizations else ""
        asker = Asker(user.code, organization, now.astimezone(ZoneInfo(user.timezone)), hidden)
        statement = prepare(
            query,
            self._table.schema,
            asker,
            schema_of=self._store.schema_of,
            rules=rules,
            stop_searches=len(self._table) > rules.search_limit,
        )
        return Selection(self._store, self._table, self._renderer, statement, rules, hidden)

    def record(self, record_id: int, user: User) -> bytes | None:
        if record_id not in self._table:
            return None
        return self._renderer.records([record_id], self.hidden_fields(user), None)[0]

    def comments(self, record_id: int) -> list[dict[str, Json]]:
        """As in Get Comments, the oldest first."""
        return comments(self.id, record_id) if self._plan.comments else []

    def add(self, values: Mapping[str, Value]) -> int:
        """Somebody else adds a record meanwhile; returns its id. Values as in a record, without the types."""
        return self._table.add(values)

    def change(self, record_id: int, values: Mapping[str, Value]) -> None:
        """Somebody else changes a record meanwhile; its revision grows by one."""
        self._table.change(record_id, values)

    def remove(self, record_id: int) -> None:
        """Somebody else deletes a record meanwhile."""
        self._table.remove(record_id)

    @cached_property
    def _renderer(self) -> Renderer:
        return Renderer(self._plan.form.fields, self.code, self._records)


def _reference(user: User | None) -> dict[str, str]:
    """Of somebody who has been removed, neither code nor name is told."""
    return {"code": "", "name": ""} if user is None else user.reference()
