"""Queries made at random, compared with the plainest way of answering them: record by record, in Python."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator.deals import STAGES, Deals
from tui.simulator.data.source import Value

Record: TypeAlias = Mapping[str, Value]
Check: TypeAlias = Callable[[Record], bool]
Test: TypeAlias = tuple[str, Check]
"""A condition as Kintone writes it, and what it means."""

_COMPARISONS: Mapping[str, Callable[[object, object], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,  # type: ignore[dict-item]
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
}
_numbers = st.decimals(-20, 20, places=2).map(str) | st.integers(-(10**12), 10**12).map(str)
_texts = st.text(st.sampled_from('ab "\\あア𠮷'), max_size=3)
_days = st.dates().map(str)
_tags = st.lists(st.sampled_from(["A", "B", "C"]), unique=True)

_records = st.lists(
    st.fixed_dictionaries(
        {
            "Amount": _numbers | st.just(""),
            "Company": _texts,
            "Visit_on": _days | st.none(),
            "Stage": st.sampled_from([*STAGES, None]),
            "Tags": _tags,
        }
    ),
    max_size=12,
)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _compare(field: str, sign: str, text: str) -> Test:
    read: Callable[[object], object] = (lambda value: Decimal(str(value))) if field == "Amount" else str

    def check(record: Record) -> bool:
        value = record[field]
        if value in ("", None):
            return sign == "!="
        return _COMPARISONS[sign](read(value), read(text))

    return f"{field} {sign} {_quoted(text)}", check


def _company(negated: bool, texts: list[str]) -> Test:
    written = f"Company {'not ' if negated else ''}in ({', '.join(map(_quoted, texts))})"
    return written, lambda record: (record["Company"] in texts) is not negated


def _stage(negated: bool, names: list[str]) -> Test:
    written = f"Stage {'not ' if negated else ''}in ({', '.join(map(_quoted, names))})"
    return written, lambda record: ((record["Stage"] or "") in names) is not negated


def _tag(negated: bool, names: list[str]) -> Test:
    def check(record: Record) -> bool:
        held = record["Tags"]
        assert isinstance(held, list)
        return bool(set(held or [""]) & set(names)) is not negated

    return f"Tags {'not ' if negated else ''}in ({', '.join(map(_quoted, names))})", check


def _joined(word: str, parts: list[Test]) -> Test:
    checks = [check for _, check in parts]
    meaning = all if word == "and" else any
    written = f" {word} ".join(f"({text})" for text, _ in parts)
    return written, lambda record: meaning(check(record) for check in checks)


_signs = st.sampled_from(sorted(_COMPARISONS))
_tests = st.one_of(
    st.builds(_compare, st.just("Amount"), _signs, _numbers),
    st.builds(_compare, st.just("Visit_on"), _signs, _days),
    st.builds(_company, st.booleans(), st.lists(_texts, min_size=1, max_size=3)),
    st.builds(_stage, st.booleans(), st.lists(st.sampled_from([*STAGES, ""]), min_size=1)),
    st.builds(_tag, st.booleans(), st.lists(st.sampled_from(["A", "B", "C", ""]), min_size=1)),
)
_conditions = st.recursive(
    _tests,
    lambda inner: st.builds(_joined, st.sampled_from(["and", "or"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=6,
)


def _sort_key(field: str, record: Record) -> tuple[object, ...]:
    value = record[field]
    if value in ("", None):
        return (0,)
    if field == "Stage":
        return (1, STAGES.index(str(value)))
    return (1, Decimal(str(value)) if field == "Amount" else str(value))


@settings(max_examples=150, deadline=None)
@given(_records, _conditions)
def test_a_condition_matches_what_it_means(records: list[Record], condition: Test) -> None:
    by_id = dict(enumerate(records, 1))
    query, check = condition
    deals = Deals(by_id)
    assert deals.set(query) == {number for number, record in by_id.items() if check(record)}
    deals.store.close()


@settings(max_examples=100, deadline=None)
@given(
    _records,
    st.lists(
        st.tuples(st.sampled_from(["Amount", "Company", "Visit_on", "Stage"]), st.booleans()),
        min_size=1,
        unique_by=lambda key: key[0],
    ),
    st.booleans(),
)
def test_an_order_is_that_of_its_keys(
    records: list[Record], keys: list[tuple[str, bool]], last_descending: bool
) -> None:
    by_id = dict(enumerate(records, 1))
    expected = sorted(by_id, reverse=last_descending)
    for field, descending in reversed(keys):
        expected.sort(key=lambda number: _sort_key(field, by_id[number]), reverse=descending)
    written = [f"{field} {'desc' if descending else 'asc'}" for field, descending in keys]
    deals = Deals(by_id)
    order = ", ".join([*written, f"$id {'desc' if last_descending else 'asc'}"])
    assert deals.ids(f"order by {order}") == expected
    deals.store.close()
