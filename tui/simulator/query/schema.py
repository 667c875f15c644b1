"""An app as the query language sees it, and the names of its tables and columns in SQLite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tui.simulator.query.rules import CALCULATED, TYPES, Kind, TypeRules


@dataclass(frozen=True, slots=True)
class Column:
    """A field. `slot` tells it from the app's other fields and names its SQL columns.

    `members` gives the place of each option (by its name), state, user, organization or group (by its code).
    `table` is the code of the table that the field stands in, or empty. `format` is for CALC.
    """

    app: int
    code: str
    label: str
    type: str
    slot: int
    members: Mapping[str, int] = field(default_factory=dict, repr=False)
    table: str = ""
    format: str = ""
    enabled: bool = True

    @property
    def rules(self) -> TypeRules | None:
        if self.type == "CALC" and self.format in CALCULATED:
            return CALCULATED[self.format]
        return TYPES.get(self.type)

    @property
    def kind(self) -> Kind | None:
        rules = self.rules
        return rules.kind if rules else None


@dataclass(frozen=True, slots=True)
class Related:
    """A related-records field: records of `app` whose `there` equals this record's `here`."""

    code: str
    app: int
    here: str
    there: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    app: int
    app_code: str
    columns: Mapping[str, Column]
    related: Mapping[str, Related]

    def id_column(self) -> Column:
        return Column(self.app, "$id", "$id", "__ID__", slot=-1)

    def table_slot(self, table: str) -> int:
        return self.columns[table].slot


def records_table(app: int) -> str:
    return f"app{app}"


def rows_table(app: int, slot: int) -> str:
    """The rows of a table field: `id` is the record's, `row` the row's own."""
    return f"app{app}_rows{slot}"


def value_name(slot: int) -> str:
    return f"v{slot}"


def words_name(slot: int) -> str:
    return f"w{slot}"
