"""From a query's text to its tree.

The grammar, after Kintone's page "Query string":

    query   = [ cond ] [ "order by" sort { "," sort } ] [ "limit" INT ] [ "offset" INT ]
    cond    = all { "or" all }
    all     = atom { "and" atom }
    atom    = "(" cond ")" | test
    test    = field ( "=" | "!=" | ">" | "<" | ">=" | "<=" ) value
            | field [ "not" ] "in" "(" value { "," value } ")"
            | field [ "not" ] "like" value
            | field "is" [ "not" ] "empty"
    field   = CODE [ "." CODE ]
    value   = STRING | NUMBER | FUNCTION "(" [ argument { "," argument } ] ")"
    sort    = field [ "asc" | "desc" ]
"""

from __future__ import annotations

from tui.simulator.query import refusals
from tui.simulator.query.tokens import Kind, Token, tokens
from tui.simulator.query.tree import (
    Call,
    Condition,
    Every,
    FieldName,
    Literal,
    Operator,
    Query,
    Some,
    SortKey,
    Symbol,
    Test,
    Value,
)

_COMPARISONS = frozenset({"=", "!=", ">", "<", ">=", "<="})
# Deep enough for every query that a person or a program writes, and far from Python's own limit.
_DEEPEST = 100


def parse(text: str) -> Query:
    """Raises QueryRefused (CB_VA01) for what does not follow the grammar."""
    return _Parser(tokens(text)).query()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def query(self) -> Query:
        condition = None if self._ends_condition() else self._any()
        order = self._order()
        limit = self._count("limit")
        offset = self._count("offset")
        if self._token.kind is not Kind.END:
            raise refusals.syntax()
        return Query(condition, order, limit, offset)

    def _ends_condition(self) -> bool:
        if self._token.kind is Kind.END:
            return True
        following = self._tokens[self._at + 1]
        # A field may be called "limit" or "order": what follows tells a clause from a test.
        if self._is_word("order"):
            return following.kind is Kind.WORD and following.text.lower() == "by"
        return (self._is_word("limit") or self._is_word("offset")) and following.kind is Kind.NUMBER

    def _any(self) -> Condition:
        parts = [self._all()]
        while self._take_word("or"):
            parts.append(self._all())
        return _joined(Some, parts)

    def _all(self) -> Condition:
        parts = [self._atom()]
        while self._take_word("and"):
            parts.append(self._atom())
        return _joined(Every, parts)

    def _atom(self) -> Condition:
        if not self._take_sign("("):
            return self._test()
        self._depth += 1
        if self._depth > _DEEPEST:
            raise refusals.syntax()
        inner = self._any()
        self._expect_sign(")")
        self._depth -= 1
        return inner

    def _test(self) -> Test:
        field = self._field()
        if self._token.kind is Kind.SIGN and self._token.text in _COMPARISONS:
            operator = Operator(self._take().text)
            return Test(field, operator, (self._value(),))
        if self._take_word("is"):
            operator = Operator.IS_NOT if self._take_word("not") else Operator.IS
            self._expect_word("empty")
            return Test(field, operator, ())
        negated = self._take_word("not")
        if self._take_word("in"):
            return Test(field, Operator.NOT_IN if negated else Operator.IN, self._values())
        self._expect_word("like")
        return Test(field, Operator.NOT_LIKE if negated else Operator.LIKE, (self._value(),))

    def _field(self) -> FieldName:
        code = self._expect(Kind.WORD)
        inner = self._expect(Kind.WORD) if self._take_sign(".") else ""
        return FieldName(code, inner)

    def _values(self) -> tuple[Value, ...]:
        self._expect_sign("(")
        values = [self._value()]
        while self._take_sign(","):
            values.append(self._value())
        self._expect_sign(")")
        return tuple(values)

    def _value(self) -> Value:
        if self._token.kind in (Kind.STRING, Kind.NUMBER):
            return self._literal()
        name = self._expect(Kind.WORD)
        self._expect_sign("(")
        arguments: list[Literal | Symbol] = []
        if not self._take_sign(")"):
            arguments.append(self._argument())
            while self._take_sign(","):
                arguments.append(self._argument())
            self._expect_sign(")")
        return Call(name, tuple(arguments))

    def _argument(self) -> Literal | Symbol:
        return Symbol(self._take().text) if self._token.kind is Kind.WORD else self._literal()

    def _literal(self) -> Literal:
        if self._token.kind not in (Kind.STRING, Kind.NUMBER):
            raise refusals.syntax()
        token = self._take()
        return Literal(token.text, quoted=token.kind is Kind.STRING)

    def _order(self) -> tuple[SortKey, ...]:
        if not self._take_word("order"):
            return ()
        self._expect_word("by")
        keys = [self._sort_key()]
        while self._take_sign(","):
            keys.append(self._sort_key())
        return tuple(keys)

    def _sort_key(self) -> SortKey:
        field = self._field()
        if self._take_word("desc"):
            return SortKey(field, descending=True)
        self._take_word("asc")
        return SortKey(field, descending=False)

    def _count(self, clause: str) -> int | None:
        if not self._take_word(clause):
            return None
        number = self._expect(Kind.NUMBER)
        if not number.isdigit():
            raise refusals.syntax()
        # Python itself refuses to read numbers of thousands of digits; all of them are too large anyway.
        return int(number[-18:]) if not number[:-18].strip("0") else 10**18

    @property
    def _token(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._token
        self._at += 1
        return token

    def _expect(self, kind: Kind) -> str:
        if self._token.kind is not kind:
            raise refusals.syntax()
        return self._take().text

    def _is_word(self, word: str) -> bool:
        return self._token.kind is Kind.WORD and self._token.text.lower() == word

    def _take_word(self, word: str) -> bool:
        if not self._is_word(word):
            return False
        self._at += 1
        return True

    def _expect_word(self, word: str) -> None:
        if not self._take_word(word):
            raise refusals.syntax()

    def _take_sign(self, sign: str) -> bool:
        if self._token != Token(Kind.SIGN, sign):
            return False
        self._at += 1
        return True

    def _expect_sign(self, sign: str) -> None:
        if not self._take_sign(sign):
            raise refusals.syntax()


def _joined(kind: type[Every] | type[Some], parts: list[Condition]) -> Condition:
    if len(parts) == 1:
        return parts[0]
    flat: list[Condition] = []
    for part in parts:
        if isinstance(part, kind):
            flat.extend(part.parts)
        else:
            flat.append(part)
    return kind(tuple(flat))
