"""Records in SQLite, so that conditions and orders are SQLite's work.

A table an app holds the ids of its records, and a column for each field that a query has mentioned so far:
it is filled when it is first needed. The records' JSON is made when a record is sent. Thus a world stands at
once, and a list of a million records costs what its queries ask for.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Mapping

from tui.simulator.data.cells import Cell, FileText, encoder, rows, words
from tui.simulator.data.source import Changeable, Value
from tui.simulator.query import Column, Need, Rules, Schema
from tui.simulator.query.rules import Kind
from tui.simulator.query.schema import records_table, rows_table, value_name, words_name
from tui.simulator.query.tree import Operator

# Pages kept in memory before SQLite writes them to its temporary file.
_CACHE_KIB = 64 * 1024
_LARGEST_ID = 2**63 - 1
_NEVER_SORTED = frozenset({Kind.SET, Kind.PROSE})


class Store:
    """The tables of all apps in one private database, which disappears with it."""

    def __init__(self, file_text: FileText) -> None:
        # The empty name is a temporary database: in memory, and on disk what does not fit there. It is used
        # by one thread at a time, not always the one that opened it.
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.executescript(
            f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{_CACHE_KIB};"
        )
        self._closing = weakref.finalize(self, self._database.close)
        self._file_text = file_text
        self._tables: dict[int, RecordTable] = {}
        self.rules = Rules()

    def add(self, schema: Schema, records: Changeable) -> RecordTable:
        table = RecordTable(self._database, schema, records, self._file_text)
        self._tables[schema.app] = table
        return table

    def schema_of(self, app: int) -> Schema:
        return self._tables[app].schema

    def prepare(self, needs: Iterable[Need]) -> None:
        for need in needs:
            self._tables[need.app].prepare(need)

    def select(self, sql: str, parameters: Mapping[str, str | int]) -> list[tuple[int, ...]]:
        return self._database.execute(sql, parameters).fetchall()

    def close(self) -> None:
        self._closing()


class RecordTable:
    """One app's records. Nothing is in the database before it is needed."""

    def __init__(
        self, database: sqlite3.Connection, schema: Schema, records: Changeable, file_text: FileText
    ) -> None:
        self.schema = schema
        self._database = database
        self._records = records
        self._file_text = file_text
        self._name = records_table(schema.app)
        self._by_slot = {column.slot: column for column in schema.columns.values()}
        self._filled: dict[Need, Column] = {}
        self._made = False
        self._size = 0

    def __len__(self) -> int:
        self.make()
        return self._size

    def __contains__(self, record_id: int) -> bool:
        if not 0 < record_id <= _LARGEST_ID:
            return False
        return bool(self._one(f"SELECT count(*) FROM {self._name} WHERE id = ?", record_id))  # noqa: S608

    def prepare(self, need: Need) -> None:
        """Fills what a query mentions, if it is not filled yet."""
        self.make()
        if need in self._filled or need.slot is None:
            return
        column = self._by_slot[need.slot]
        if need.rows:
            self._fill_rows(column)
        else:
            self._fill(need, column)
        self._filled[need] = column

    def make(self) -> None:
        if self._made:
            return
        self._database.execute(f"CREATE TABLE {self._name} (id INTEGER PRIMARY KEY)")
        sql = f"INSERT INTO {self._name} VALUES (?)"  # noqa: S608 - names made here
        self._size = self._many(sql, ((record_id,) for record_id in self._records.ids()))
        self._made = True

    def add(self, values: Mapping[str, Value]) -> int:
        """Returns the new record's id."""
        self.make()
        record_id = int(self._one(f"SELECT coalesce(max(id), 0) + 1 FROM {self._name}"))  # noqa: S608
        self._records.add(record_id, values)
        self._database.execute(f"INSERT INTO {self._name} (id) VALUES (?)", (record_id,))  # noqa: S608
        self._size += 1
        self._refresh(record_id)
        return record_id

    def change(self, record_id: int, values: Mapping[str, Value]) -> None:
        if record_id not in self:
            raise KeyError(record_id)
        self._records.change(record_id, values)
        self._refresh(record_id)

    def remove(self, record_id: int) -> None:
        if record_id not in self:
            raise KeyError(record_id)
        self._size -= 1
        for name in [
            self._name,
            *(self._rows_name(column) for need, column in self._filled.items() if need.rows),
        ]:
            self._database.execute(f"DELETE FROM {name} WHERE id = ?", (record_id,))  # noqa: S608

    def _fill(self, need: Need, column: Column) -> None:
        name, cell = self._cell(need, column)
        self._database.execute(f"ALTER TABLE {self._name} ADD COLUMN {name}")
        self._database.create_function("cell", 1, cell, deterministic=True)
        self._database.execute(f"UPDATE {self._name} SET {name} = cell(id)")  # noqa: S608 - names made here
        if column.kind not in _NEVER_SORTED and not need.words:
            self._database.execute(f"CREATE INDEX {self._name}_{name} ON {self._name} ({name})")

    def _fill_rows(self, table: Column) -> None:
        name = self._rows_name(table)
        columns = self._row_columns(table)
        names = [value_name(column.slot) for column in columns]
        names += [words_name(column.slot) for column in columns if _is_searched(column)]
        self._database.execute(f"CREATE TABLE {name} (id INTEGER, row INTEGER, {', '.join(names)})")
        self._insert_rows(table, self._ids())
        self._database.execute(f"CREATE INDEX {name}_id ON {name} (id)")

    def _insert_rows(self, table: Column, ids: Iterable[int]) -> None:
        columns = self._row_columns(table)
        cells = [(column.code, encoder(column)) for column in columns]
        cells += [(column.code, words(self._file_text)) for column in columns if _is_searched(column)]
        marks = ", ".join("?" * (2 + len(cells)))
        read = self._records.reader(table.code)
        name = self._rows_name(table)
        self._many(
            f"INSERT INTO {name} VALUES ({marks})",  # noqa: S608 - names made here
            (
                (record_id, row, *(encode(values.get(code)) for code, encode in cells))
                for record_id in ids
                for row, values in rows(read(record_id))
            ),
        )

    def _refresh(self, record_id: int) -> None:
        """Brings what is already filled up to a changed record."""
        for need, column in self._filled.items():
            if need.rows:
                self._database.execute(f"DELETE FROM {self._rows_name(column)} WHERE id = ?", (record_id,))  # noqa: S608
                self._insert_rows(column, [record_id])
            else:
                name, cell = self._cell(need, column)
                sql = f"UPDATE {self._name} SET {name} = ? WHERE id = ?"  # noqa: S608 - names made here
                self._database.execute(sql, (cell(record_id), record_id))

    def _cell(self, need: Need, column: Column) -> tuple[str, Callable[[int], Cell]]:
        read = self._records.reader(column.code)
        encode = words(self._file_text) if need.words else encoder(column)
        name = words_name(column.slot) if need.words else value_name(column.slot)
        return name, lambda record_id: encode(read(record_id))

    def _row_columns(self, table: Column) -> list[Column]:
        return [column for column in self.schema.columns.values() if column.table == table.code]

    def _rows_name(self, table: Column) -> str:
        return rows_table(self.schema.app, table.slot)

    def _ids(self) -> list[int]:
        found = self._database.execute(f"SELECT id FROM {self._name} ORDER BY id")  # noqa: S608 - names made here
        return [number for (number,) in found]

    def _one(self, sql: str, *parameters: int) -> int:
        self.make()
        (found,) = self._database.execute(sql, parameters).fetchone()
        return int(found)

    def _many(self, sql: str, values: Iterable[tuple[Cell, ...]]) -> int:
        """How many rows there were."""
        self._database.execute("BEGIN")
        done = self._database.executemany(sql, values)
        self._database.execute("COMMIT")
        return done.rowcount


def _is_searched(column: Column) -> bool:
    return column.rules is not None and Operator.LIKE in column.rules.operators
