"""The records that a query selects."""

from __future__ import annotations

from collections.abc import Sequence

from tui.simulator.data.render import Renderer
from tui.simulator.data.store import RecordTable, Store
from tui.simulator.query import Rules, Statement
from tui.simulator.query.schema import records_table


class Selection:
    """Nothing is read before it is asked for."""

    def __init__(
        self,
        store: Store,
        table: RecordTable,
        renderer: Renderer,
        statement: Statement,
        rules: Rules,
        hidden: frozenset[str],
    ) -> None:
        self._store = store
        self._renderer = renderer
        self._statement = statement
        self._rules = rules
        self._hidden = hidden
        self._source = f"{records_table(table.schema.app)} AS r"
        self._where = f"WHERE {statement.where}" if statement.where else ""
        store.prepare(statement.needs)

    def total(self) -> int:
        """How many records fulfil the condition, whatever limit and offset say."""
        return self._count(f"{self._source} {self._where}")

    def ids(self) -> list[int]:
        statement = self._statement
        found = self._store.select(
            f"SELECT r.id FROM {self._source} {self._where} ORDER BY {statement.order} "  # noqa: S608
            f"LIMIT {statement.limit} OFFSET {statement.offset}",
            statement.parameters,
        )
        return [record_id for (record_id,) in found]

    def records(self, fields: Sequence[str] | None) -> list[bytes]:
        """Each record as JSON. `fields` are codes, None for all that the user may view."""
        return self._renderer.records(self.ids(), self._hidden, fields)

    @property
    def aborted(self) -> bool:
        """Whether a word search found so many records that it stopped, so that some are missing."""
        most = self._rules.search_limit
        return any(self._count(f"({search} LIMIT {most + 1})") > most for search in self._statement.searches)

    def _count(self, source: str) -> int:
        sql = f"SELECT count(*) FROM {source}"  # noqa: S608 - names made here
        return self._store.select(sql, self._statement.parameters)[0][0]
