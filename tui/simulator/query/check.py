"""Checks a parsed query against an app: are there such fields, operators, values?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tui.simulator.query import keys, operands, refusals
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
)
from tui.simulator.query.parse import parse
from tui.simulator.query.rules import TYPES
from tui.simulator.query.schema import Column, Related, Schema
from tui.simulator.query.tree import (
    Call,
    Condition,
    Every,
    FieldName,
    Literal,
    Operator,
    Query,
    SortKey,
    Test,
    Value,
)

LIMIT_DEFAULT = 100
LIMIT_MOST = 500
OFFSET_MOST = 10_000

_EQUALITY = frozenset({Operator.EQUAL, Operator.UNEQUAL})
_RANGES = frozenset({Operator.GREATER, Operator.LESS, Operator.AT_LEAST, Operator.AT_MOST})
_SEARCH = frozenset({Operator.LIKE, Operator.NOT_LIKE})
_PROCESS = frozenset({"STATUS", "STATUS_ASSIGNEE"})
_RELATED = "REFERENCE_TABLE"


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when.

    `now` is in the user's own time zone. `organization` is the primary one, or empty.
    """

    user: str
    organization: str
    now: datetime
    hidden: frozenset[str] = frozenset()
    """Field codes that the user may not view."""


def check(query: Query, schema: Schema, asker: Asker, schema_of: Callable[[int], Schema]) -> CheckedQuery:
    """Raises QueryRefused. `schema_of` finds the apps that related-records fields point to."""
    checker = _Checker(schema, asker, schema_of)
    condition = checker.condition(query.condition) if query.condition else None
    order = tuple(checker.sort_key(key) for key in query.order)
    limit = LIMIT_DEFAULT if query.limit is None else query.limit
    offset = query.offset or 0
    if limit > LIMIT_MOST:
        raise refusals.limit_too_large()
    if offset > OFFSET_MOST:
        raise refusals.offset_too_large()
    return CheckedQuery(condition, order, limit, offset)


class _Checker:
    def __init__(self, schema: Schema, asker: Asker, schema_of: Callable[[int], Schema]) -> None:
        self._schema = schema
        self._asker = asker
        self._schema_of = schema_of

    def condition(self, condition: Condition) -> Checked | None:
        """None for a condition that Kintone ignores."""
        if isinstance(condition, Test):
            return self._test(condition)
        parts = [self.condition(part) for part in condition.parts]
        kept = tuple(part for part in parts if part is not None)
        if len(kept) < 2:
            return kept[0] if kept else None
        return CheckedEvery(kept) if isinstance(condition, Every) else CheckedSome(kept)

    def sort_key(self, key: SortKey) -> CheckedKey:
        if key.field.inner:
            self._related(key.field)
            raise refusals.not_sortable(str(key.field))
        column = self._column(key.field.code)
        rules = column.rules
        if rules is None or not rules.sortable or column.table:
            raise refusals.not_sortable(column.label)
        return CheckedKey(column, key.descending)

    def _test(self, test: Test) -> Checked | None:
        if test.field.inner:
            return self._related_test(test)
        return self._plain_test(test, self._column(test.field.code), in_rows=False)

    def _plain_test(self, test: Test, column: Column, *, in_rows: bool) -> CheckedTest | None:
        self._expect_operator(column, str(test.field), test.operator, in_rows=in_rows or bool(column.table))
        if test.operator in _SEARCH:
            return CheckedTest(column, test.operator, (self._needles(column, test.values[0]),))
        found = [self._operand(value, column) for value in test.values]
        kept = tuple(operand for operand in found if operand is not None)
        if found and not kept:
            return None
        if test.operator in _RANGES and Empty() in kept:
            raise refusals.bad_value(column.label, "")
        return CheckedTest(column, test.operator, kept)

    def _related_test(self, test: Test) -> RelatedTest | None:
        related = self._related(test.field)
        there = self._schema_of(related.app)
        # The codes that are hidden belong to this app.
        over_there = _Checker(there, replace(self._asker, hidden=frozenset()), self._schema_of)
        column = over_there._column(test.field.inner)
        checked = over_there._plain_test(test, column, in_rows=True)
        if checked is None:
            return None
        filter_query = parse(related.condition)
        condition = over_there.condition(filter_query.condition) if filter_query.condition else None
        here = self._schema.columns[related.here]
        return RelatedTest(related, here, there.columns[related.there], condition, there, checked)

    def _column(self, code: str) -> Column:
        if code == "$id":
            return self._schema.id_column()
        column = self._schema.columns.get(code)
        if column is None:
            raise refusals.unknown_field(code)
        if code in self._asker.hidden or column.table in self._asker.hidden:
            raise refusals.no_permission()
        if column.type in _PROCESS and not column.enabled:
            raise refusals.process_management_off()
        return column

    def _related(self, field: FieldName) -> Related:
        if self._column(field.code).type != _RELATED:
            raise refusals.not_a_related_field(field.code)
        return self._schema.related[field.code]

    def _expect_operator(self, column: Column, code: str, operator: Operator, *, in_rows: bool) -> None:
        rules = column.rules
        if in_rows and operator in _EQUALITY and column.type in TYPES:
            raise refusals.equality_in_table(code, operator)
        if rules is None or operator not in rules.operators:
            raise refusals.operator_not_allowed(code, operator)

    def _needles(self, column: Column, value: Value) -> Needles:
        if isinstance(value, Call):
            operands.expect_function(value, column)
            raise refusals.function_not_allowed(column.label, value.name)
        return Needles(keys.needles(value.text))

    def _operand(self, value: Value, column: Column) -> Operand | None:
        """None for a function that stands for nothing, which Kintone ignores."""
        if isinstance(value, Literal):
            return operands.literal(value, column, self._schema.app_code)
        operands.expect_function(value, column)
        if value.name == "LOGINUSER":
            return self._member(value, self._asker.user, column)
        if value.name == "PRIMARY_ORGANIZATION":
            return self._member(value, self._asker.organization, column)
        return operands.dates(value, column, self._asker.now)

    def _member(self, call: Call, code: str, column: Column) -> Operand | None:
        if call.arguments:
            raise refusals.argument_count()
        return Point(column.members[code]) if code in column.members else None
