"""A Kintone of one app, in memory: it sorts, filters and counts as Kintone is documented to, and refuses the
same.

What is not documented is a switch. It understands no more of the query language than a list needs.
"""

from __future__ import annotations

import asyncio
import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypeAlias

import msgspec

from tui.kintone.failures import InvalidQuery
from tui.kintone.listing import Limits, PageRequest
from tui.kintone.records import RecordPage
from tui.kintone.schema import ID_FIELD, Field, Form

Row: TypeAlias = dict[str, Any]
"""Values by field code as Kintone sends them, strings and None; `$id` is an int."""
Test: TypeAlias = Callable[[Row], bool]

_TOKEN = re.compile(r'\s*(?:("(?:[^"\\]|\\.)*")|(>=|<=|!=|[=<>(),])|([^\s"=<>!(),]+))')
_NUMERIC = frozenset({"NUMBER", "CALC", "__ID__"})
_RANGED = frozenset({"NUMBER", "CALC", "__ID__", "DATE", "TIME", "DATETIME", "CREATED_TIME", "UPDATED_TIME"})
_ENUMERATED = frozenset({"DROP_DOWN", "RADIO_BUTTON", "STATUS"})


@dataclass
class FakeKintone:
    """`fields` are all but `$id`; `states` are those of the process management."""

    fields: Mapping[str, Field]
    rows: list[Row]
    limits: Limits = field(default_factory=Limits)
    states: tuple[str, ...] = ()
    empty_in_ranges: bool = False
    empty_equals: Literal["selects", "selects nothing", "refused"] = "selects"
    warning: str = ""
    requests: list[PageRequest] = field(default_factory=list)
    gate: asyncio.Event | None = None
    """While set but not released, answers wait."""
    running: int = 0
    _sorted: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def form(self) -> Form:
        return Form(dict(self.fields))

    def changed(self) -> None:
        """To be called after `rows` was written to."""
        self._sorted.clear()

    # Answers

    async def fetch(self, request: PageRequest) -> RecordPage:
        self.requests.append(request)
        self.running += 1
        try:
            await asyncio.sleep(0)
            answer = self.answer(request)
            if self.gate is not None:
                await self.gate.wait()
            return answer
        finally:
            self.running -= 1

    def answer(self, request: PageRequest) -> RecordPage:
        if not 0 < request.limit <= max(self.limits.page, self.limits.ids):
            raise InvalidQuery(400, "GAIA_QU01", "", "limit")
        if not 0 <= request.offset <= self.limits.offset:
            raise InvalidQuery(400, "GAIA_QU02", "", "offset")
        found = self.select(request.condition, request.order)
        chosen = found[request.offset : request.offset + request.limit]
        body = {
            "records": [self._record(row, request.fields) for row in chosen],
            "totalCount": str(len(found)) if request.total else None,
        }
        return RecordPage.from_answer(msgspec.json.encode(body), self.warning)

    def select(self, condition: str, order: str) -> list[Row]:
        """All the rows that a query finds."""
        rows = self.sorted_by(order)
        return list(filter(self.compiled(condition), rows)) if condition else rows

    def _record(self, row: Row, codes: Iterable[str]) -> dict[str, Any]:
        record: dict[str, Any] = {"$revision": {"type": "__REVISION__", "value": "1"}}
        for code, value in row.items():
            type_ = "__ID__" if code == "$id" else self.fields[code].type
            record[code] = {"type": type_, "value": str(value) if code == "$id" else value}
        codes = tuple(codes)
        return {code: value for code, value in record.items() if not codes or code in codes}

    # Sorting

    def sorted_by(self, order: str) -> list[Row]:
        if order not in self._sorted:
            rows = sorted(self.rows, key=lambda row: -row["$id"])
            for part in reversed(order.split(", ")):
                code, direction = part.split()
                key = self._key(code)
                rows.sort(key=lambda row, key=key: key(row), reverse=direction == "desc")  # type: ignore[misc]
            self._sorted[order] = rows
        return self._sorted[order]

    def _key(self, code: str) -> Callable[[Row], Any]:
        type_ = self.type_of(code)
        if type_ in _ENUMERATED:
            options = self.fields[code].options or self.states
            places = {option: place for place, option in enumerate(options)}
            return lambda row: places.get(row[code], -1)
        if type_ in {"CREATOR", "MODIFIER"}:
            # By an internal number of the user, which nothing tells.
            return lambda row: (sum(map(ord, row[code]["code"])) % 7, row[code]["code"])
        if code == "$id":
            return lambda row: row[code]
        return lambda row: (row[code] not in (None, ""), _natural(type_, row[code] or "0"))

    def type_of(self, code: str) -> str:
        return ID_FIELD.type if code == "$id" else self.fields[code].type

    # Conditions

    def compiled(self, condition: str) -> Test:
        parser = _Parser(self, condition)
        test = parser.any()
        if parser.peek:
            raise InvalidQuery(400, "CB_VA01", "", f"unexpected {parser.peek} in {condition}")
        return test

    def compare(self, code: str, operator: str, literal: str) -> Test:
        type_ = self.type_of(code)
        text = _unquoted(literal)
        if operator in {"=", "!="} and text == "" and type_ in _RANGED:
            if self.empty_equals == "refused":
                raise InvalidQuery(400, "CB_VA01", "", "an empty value")
            hit = self.empty_equals == "selects"
            return lambda row: (hit and row[code] in (None, "")) == (operator == "=")
        if operator not in {"=", "!="} and type_ not in _RANGED:
            raise InvalidQuery(400, "GAIA_IQ03", "", f"{operator} on {type_}")
        wanted = _natural(type_, text)
        empties = self.empty_in_ranges and operator in {"<", "<="}
        compare = _OPERATORS[operator]
        if code == "$id":
            number = int(text)
            return lambda row: compare(row[code], number)
        return lambda row: empties if row[code] in (None, "") else compare(_natural(type_, row[code]), wanted)

    def within(self, code: str, literals: list[str], *, negated: bool) -> Test:
        texts = [_unquoted(literal) for literal in literals]
        type_ = self.type_of(code)
        if len(texts) > self.limits.ids:
            raise InvalidQuery(400, "CB_VA01", "", "too many values")
        if code == "$id":
            ids = frozenset(map(int, texts))
            return lambda row: (row[code] in ids) != negated
        known = self.fields[code].options or self.states
        if type_ in _ENUMERATED and not set(texts) - {""} <= set(known):
            raise InvalidQuery(400, "GAIA_IQ10", "", "no such option")
        if type_ in {"CREATOR", "MODIFIER"}:
            return lambda row: (row[code]["code"] in texts) != negated
        wanted = frozenset(texts)
        return lambda row: ((row[code] or "") in wanted) != negated


@functools.cache
def _natural(type_: str, text: Any) -> Any:
    if ":" in text and type_ == "CALC":
        hours, minutes = text.split(":")
        return Decimal(int(hours) * 60 + int(minutes))
    return Decimal(text) if type_ in _NUMERIC else text


_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


def _unquoted(literal: str) -> str:
    if not literal.startswith('"'):
        return literal
    return re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), literal[1:-1])


class _Parser:
    """Kintone REST API, Query Notation, as far as conditions go."""

    def __init__(self, app: FakeKintone, condition: str) -> None:
        self._app = app
        self._tokens: list[str] = []
        position = 0
        condition = condition.strip()
        while position < len(condition):
            found = _TOKEN.match(condition, position)
            if found is None:
                raise InvalidQuery(400, "CB_VA01", "", f"cannot read {condition[position:]}")
            self._tokens.append(found[1] or found[2] or found[3])
            position = found.end()

    @property
    def peek(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def _take(self, expected: str = "") -> str:
        if not self._tokens or (expected and self._tokens[0] != expected):
            raise InvalidQuery(400, "CB_VA01", "", f"expected {expected or 'more'}, got {self.peek}")
        return self._tokens.pop(0)

    def any(self) -> Test:
        tests = [self._all()]
        while self.peek == "or":
            self._take()
            tests.append(self._all())
        if len(tests) == 1:
            return tests[0]
        return lambda row: any(test(row) for test in tests)

    def _all(self) -> Test:
        tests = [self._one()]
        while self.peek == "and":
            self._take()
            tests.append(self._one())
        if len(tests) == 1:
            return tests[0]
        return lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self.peek == "(":
            self._take()
            test = self.any()
            self._take(")")
            return test
        code, operator = self._take(), self._take()
        if operator in {"in", "not"}:
            if operator == "not":
                self._take("in")
            return self._app.within(code, self._values(), negated=operator == "not")
        if operator not in _OPERATORS:
            raise InvalidQuery(400, "CB_VA01", "", f"no operator: {operator}")
        return self._app.compare(code, operator, self._take())

    def _values(self) -> list[str]:
        self._take("(")
        values = [self._take()]
        while self.peek == ",":
            self._take()
            values.append(self._take())
        self._take(")")
        return values
