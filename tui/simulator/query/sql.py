"""From a checked query to SQL.

What the SQL expects of the database: a table an app with its records' ids and a column for each field that
the query mentions (`Statement.needs` lists them), empty values being NULL; a table a table field with its
rows. A SET is an integer with a bit for each member.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from tui.simulator.query.checked import (
    Checked,
    CheckedEvery,
    CheckedKey,
    CheckedQuery,
    CheckedSome,
    CheckedTest,
    Empty,
    Needles,
    Operand,
    Point,
    RelatedTest,
    Span,
)
from tui.simulator.query.rules import Kind, Rules
from tui.simulator.query.schema import (
    Column,
    Schema,
    records_table,
    rows_table,
    value_name,
    words_name,
)
from tui.simulator.query.tree import Operator

_POSITIVE = {
    Operator.NOT_IN: Operator.IN,
    Operator.NOT_LIKE: Operator.LIKE,
    Operator.IS_NOT: Operator.IS,
}
_RANGES = frozenset({Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST})
_DOWNWARD = frozenset({Operator.LESS, Operator.AT_MOST})

# Kintone leaves the order of ties open; here it is a shuffle of the ids, so that nobody can rely on it.
_TIES = "(r.id * 2654435761) % 4294967291"


@dataclass(frozen=True, slots=True)
class Need:
    """A column that must be filled, or with `rows` the whole table of a table field's rows.

    Without a slot only the app's table of records.
    """

    app: int
    slot: int | None = None
    words: bool = False
    rows: bool = False


@dataclass(slots=True)
class Statement:
    """`where` (empty for every record) and `order` are SQL over the records' table `r`.

    `searches` are selects of the records that each `like` finds, to be counted against the limit of a search.
    """

    where: str
    order: str
    limit: int
    offset: int
    parameters: dict[str, str | int] = field(default_factory=dict)
    needs: set[Need] = field(default_factory=set)
    searches: list[str] = field(default_factory=list)


def compile_query(query: CheckedQuery, schema: Schema, rules: Rules, *, stop_searches: bool) -> Statement:
    """`stop_searches` ends each `like` at `rules.search_limit` hits, as Kintone does."""
    compiler = _Compiler(rules, schema, stop_searches)
    where = compiler.condition(query.condition, "r", schema) if query.condition else ""
    statement = compiler.statement
    statement.where = where
    statement.order = compiler.order(query.order)
    statement.limit = query.limit
    statement.offset = query.offset
    return statement


class _Compiler:
    def __init__(self, rules: Rules, schema: Schema, stop_searches: bool) -> None:
        self.statement = Statement("", "", 0, 0)
        self._rules = rules
        self._schema = schema
        self._stop_searches = stop_searches
        self._numbers = count(1)

    def order(self, keys: Iterable[CheckedKey]) -> str:
        parts: list[str] = []
        for key in keys:
            parts.append(f"{self._value(key.column, 'r')} {'DESC' if key.descending else 'ASC'}")
            if key.column.kind is Kind.ID:
                return ", ".join(parts)
        return ", ".join([*parts, _TIES] if parts else ["r.id DESC"])

    def condition(self, checked: Checked, alias: str, schema: Schema) -> str:
        match checked:
            case CheckedTest():
                return self._test(checked, alias, schema)
            case RelatedTest():
                return self._related(checked, alias)
            case CheckedEvery(parts):
                return _joined(self._every(parts, alias, schema), "AND")
            case CheckedSome(parts):
                return _joined([self.condition(part, alias, schema) for part in parts], "OR")

    def _every(self, parts: tuple[Checked, ...], alias: str, schema: Schema) -> list[str]:
        """Tests on one table that are joined by `and` must hold in the same row."""
        found: list[str] = []
        rows: dict[str, list[CheckedTest]] = {}
        for part in parts:
            if isinstance(part, CheckedTest) and part.column.table and part.operator not in _POSITIVE:
                rows.setdefault(part.column.table, []).append(part)
            else:
                found.append(self.condition(part, alias, schema))
        found.extend(self._in_a_row(tests, alias, schema) for tests in rows.values())
        return found

    def _test(self, test: CheckedTest, alias: str, schema: Schema) -> str:
        if not test.column.table:
            return self._compare(test, alias)
        positive = _POSITIVE.get(test.operator)
        if positive is None:
            return self._in_a_row([test], alias, schema)
        unwanted = self._in_a_row([CheckedTest(test.column, positive, test.operands)], alias, schema)
        return f"({self._in_a_row([], alias, schema, test.column.table)} AND NOT {unwanted})"

    def _in_a_row(self, tests: list[CheckedTest], alias: str, schema: Schema, table: str = "") -> str:
        slot = schema.table_slot(table or tests[0].column.table)
        self.statement.needs.add(Need(schema.app, slot, rows=True))
        row = f"t{next(self._numbers)}"
        where = _joined([self._compare(test, row) for test in tests], "AND") if tests else "1"
        source = f"{rows_table(schema.app, slot)} AS {row}"
        return f"({alias}.id IN (SELECT {row}.id FROM {source} WHERE {where}))"  # noqa: S608 - names made here

    def _related(self, test: RelatedTest, alias: str) -> str:
        positive = _POSITIVE.get(test.test.operator)
        if positive is None:
            return self._exists(test, alias, test.test)
        unwanted = CheckedTest(test.test.column, positive, test.test.operands)
        return f"({self._exists(test, alias, None)} AND NOT {self._exists(test, alias, unwanted)})"

    def _exists(self, test: RelatedTest, alias: str, wanted: CheckedTest | None) -> str:
        other = f"s{next(self._numbers)}"
        self.statement.needs.add(Need(test.related.app))
        parts = [f"{self._value(test.there, other)} = {self._value(test.here, alias)}"]
        if test.condition is not None:
            parts.append(self.condition(test.condition, other, test.schema))
        if wanted is not None:
            parts.append(self.condition(wanted, other, test.schema))
        source = f"{records_table(test.related.app)} AS {other}"
        return f"(EXISTS (SELECT 1 FROM {source} WHERE {' AND '.join(parts)}))"  # noqa: S608 - names made here

    def _compare(self, test: CheckedTest, alias: str) -> str:
        match test.operator:
            case Operator.LIKE | Operator.NOT_LIKE:
                return self._search(test, alias)
            case Operator.IS:
                return f"({self._value(test.column, alias)} IS NULL)"
            case Operator.IS_NOT:
                return f"({self._value(test.column, alias)} IS NOT NULL)"
            case Operator.IN | Operator.EQUAL:
                return self._any_of(test, alias)
            case Operator.NOT_IN | Operator.UNEQUAL:
                return f"(NOT {self._any_of(test, alias)})"
        return self._range(test, alias)

    def _any_of(self, test: CheckedTest, alias: str) -> str:
        """Never NULL, so that its negation holds for what is empty."""
        value = self._value(test.column, alias)
        points = [operand.key for operand in test.operands if isinstance(operand, Point)]
        if test.column.kind is Kind.SET:
            return self._any_in_set(value, points, empty=Empty() in test.operands)
        parts = [self._span(operand, value) for operand in test.operands if isinstance(operand, Span)]
        if points:
            parts.append(f"{value} IN ({', '.join(map(self._parameter, points))})")
        found = f"({' OR '.join(parts)})" if parts else "0"
        if Empty() in test.operands:
            return f"({value} IS NULL OR {found})"
        return f"({value} IS NOT NULL AND {found})"

    def _any_in_set(self, value: str, points: list[str | int], *, empty: bool) -> str:
        bits = 0
        for point in points:
            bits |= 1 << int(point)
        found = f"({value} & {self._parameter(bits)}) <> 0"
        return f"({value} = 0 OR {found})" if empty else f"({found})"

    def _span(self, span: Span, value: str) -> str:
        return f"({value} >= {self._parameter(span.start)} AND {value} < {self._parameter(span.end)})"

    def _range(self, test: CheckedTest, alias: str) -> str:
        value = self._value(test.column, alias)
        operator, key = _bound(test.operator, test.operands[0])
        found = f"{value} {operator} {self._parameter(key)}"
        if self._rules.empty_in_ranges and test.operator in _DOWNWARD:
            return f"({value} IS NULL OR {found})"
        return f"({found})"

    def _search(self, test: CheckedTest, alias: str) -> str:
        """Words are looked for in a column of their own; a search without words finds nothing."""
        column = test.column
        if not column.table:
            self.statement.needs.add(Need(column.app, column.slot, words=True))
        needles = [
            text for operand in test.operands if isinstance(operand, Needles) for text in operand.texts
        ]
        names = [self._parameter(text) for text in needles]
        negated = test.operator is Operator.NOT_LIKE

        def found(at: str) -> str:
            words = f"{at}.{words_name(column.slot)}"
            every = " AND ".join(f"instr({words}, {name}) > 0" for name in names) or "0"
            return f"(NOT ({every}))" if negated else f"({every})"

        if column.table or not self._stop_searches:
            return found(alias)
        return self._stopped(column, alias, found)

    def _stopped(self, column: Column, alias: str, found: Callable[[str], str]) -> str:
        source = f"{records_table(column.app)} AS x"
        search = f"SELECT x.id FROM {source} WHERE {found('x')}"  # noqa: S608 - names made here
        self.statement.searches.append(search)
        return f"({alias}.id IN ({search} LIMIT {self._parameter(self._rules.search_limit)}))"

    def _value(self, column: Column, alias: str) -> str:
        if column.kind is Kind.ID:
            return f"{alias}.id"
        if not column.table:
            self.statement.needs.add(Need(column.app, column.slot))
        return f"{alias}.{value_name(column.slot)}"

    def _parameter(self, value: str | int) -> str:
        name = f"p{next(self._numbers)}"
        self.statement.parameters[name] = value
        return f":{name}"


def _bound(operator: Operator, operand: Operand) -> tuple[str, str | int]:
    """Where a range test begins or ends. `> TODAY()` begins tomorrow, `<= TODAY()` ends there."""
    if isinstance(operand, Span):
        return {
            Operator.LESS: ("<", operand.start),
            Operator.AT_LEAST: (">=", operand.start),
            Operator.AT_MOST: ("<", operand.end),
            Operator.GREATER: (">=", operand.end),
        }[operator]
    if not isinstance(operand, Point):
        raise TypeError(f"no bound: {operand!r}")
    return operator.value, operand.key


def _joined(parts: list[str], operator: str) -> str:
    """Joined as a balanced tree: SQLite limits how deep an expression may be, not how long."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({_joined(parts[:middle], operator)} {operator} {_joined(parts[middle:], operator)})"
