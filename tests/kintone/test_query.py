"""Query texts."""

from __future__ import annotations

import pytest

from tui.kintone import query


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({}, ""),
        ({"condition": "  "}, ""),
        ({"limit": 500}, "limit 500"),
        ({"limit": 0, "offset": 0}, "limit 0 offset 0"),
        ({"condition": "Amount > 5"}, "Amount > 5"),
        ({"order": "Amount desc, $id asc"}, "order by Amount desc, $id asc"),
        (
            {"condition": "Amount > 5 ", "order": "$id asc", "limit": 10, "offset": 20},
            "Amount > 5 order by $id asc limit 10 offset 20",
        ),
    ],
)
def test_the_clauses_stand_in_kintones_order(parts: dict[str, object], expected: str) -> None:
    assert query.text(**parts) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("", "", ""),
        (" ", "$id > 5", "$id > 5"),
        ("a = 1 or b = 2", "", "a = 1 or b = 2"),
        ("a = 1 or b = 2", "$id > 5", "(a = 1 or b = 2) and ($id > 5)"),
    ],
)
def test_both_conditions_hold_and_an_empty_one_is_none(first: str, second: str, expected: str) -> None:
    assert query.both(first, second) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", '""'),
        ("Blue Kite", '"Blue Kite"'),
        ('say "hi"', '"say \\"hi\\""'),
        ("C:\\new", '"C:\\\\new"'),
        ("a\r\nb\tc", '"a\\nb\\tc"'),
        ("青い凧", '"青い凧"'),
    ],
)
def test_a_quoted_value_cannot_leave_its_quotes(value: str, expected: str) -> None:
    assert query.quote(value) == expected
