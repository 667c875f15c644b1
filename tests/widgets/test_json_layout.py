"""JSON laid out without changing a byte of what means something."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.json_view.highlight import KEY, LITERAL, NOT_TEXT, NUMBER, PUNCTUATION, STRING, pieces
from tui.widgets.json_view.layout import JsonLayout

_STRING_OR_SPACE = re.compile(rb'("(?:[^"\\]|\\.)*")|[ \t\r\n]+', re.DOTALL)

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=12),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def laid_out(body: bytes, step: int = 10**9) -> JsonLayout:
    layout = JsonLayout(body)
    while not layout.is_complete:
        layout.read_on(step)
    return layout


def lines(body: bytes) -> list[str]:
    layout = laid_out(body)
    return ["  " * line.depth + line.text for line in map(layout.line, range(layout.line_count))]


def without_space(body: bytes) -> bytes:
    return _STRING_OR_SPACE.sub(lambda match: match[1] or b"", body)


def is_json(text: str) -> bool:
    def refuse(constant: str) -> Any:
        raise ValueError(constant)

    try:
        json.loads(text, parse_constant=refuse)
    except ValueError:
        return False
    return True


@given(VALUES, st.sampled_from([None, 0, 1, "\t", 7]), st.booleans())
def test_only_white_space_between_tokens_changes(
    value: Any, indent: int | str | None, ascii_only: bool
) -> None:
    body = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    joined = "\n".join(lines(body)).encode("utf-8", "surrogateescape")
    assert without_space(joined) == without_space(body)


@given(VALUES)
def test_the_lines_are_those_of_any_other_layout_of_two_spaces(value: Any) -> None:
    assert lines(json.dumps(value, separators=(",", ":")).encode()) == json.dumps(value, indent=2).split("\n")


@given(VALUES, st.integers(1, 5))
def test_reading_on_in_steps_comes_to_the_same(value: Any, step: int) -> None:
    body = json.dumps(value).encode()
    whole, stepwise = laid_out(body), laid_out(body, step)
    assert stepwise.line_count == whole.line_count
    assert all(stepwise.line(y) == whole.line(y) for y in range(whole.line_count))


@given(VALUES, st.data())
def test_it_takes_for_json_what_python_takes_for_json(value: Any, data: st.DataObject) -> None:
    text = json.dumps(value, ensure_ascii=data.draw(st.booleans()))
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    put = data.draw(
        st.sampled_from(["", ",", "}", "]", "{", "[", '"', ":", "1", "0", "-", "\\", "\x01", "e", " "])
    )
    text = text[:at] + put + text[at + cut :]
    layout = laid_out(text.encode("utf-8", "surrogatepass"))
    assert (layout.fault is None) == is_json(text)


@given(st.binary(max_size=60))
def test_anything_at_all_is_shown_to_its_last_byte(body: bytes) -> None:
    layout = laid_out(body)
    shown = [line.text for line in map(layout.line, range(layout.line_count)) if line.kind != "note"]
    joined = "\n".join(shown).encode("utf-8", "surrogateescape")
    assert b"".join(joined.split()) == b"".join(body.split())


def test_numbers_escapes_order_and_duplicates_stay_as_they_are() -> None:
    body = rb'{"n":12345678901234567890.1200E+03,"b":"\u3042\/\t","a":1,"a":-0.0}'
    assert lines(body) == [
        "{",
        '  "n": 12345678901234567890.1200E+03,',
        r'  "b": "\u3042\/\t",',
        '  "a": 1,',
        '  "a": -0.0',
        "}",
    ]


def test_empty_containers_stay_on_their_line() -> None:
    assert lines(b'{ "a" : [ ] , "b":{\n} }') == ["{", '  "a": [],', '  "b": {}', "}"]


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b"", ["Nothing was sent."]),
        (b" \n", ["Nothing was sent."]),
        (
            b"<html>\r\n<b>x</b>",
            ["From here on this is not JSON (byte 1). It is shown as it was sent.", "<html>", "<b>x</b>"],
        ),
        (b'{"a":1', ["{", '  "a": 1', "The JSON ends here, before it is complete."]),
        (
            b"[1,\n2\n] trailing\nwords",
            [
                "[",
                "  1,",
                "  2",
                "]",
                "From here on this is not JSON (byte 8). It is shown as it was sent.",
                " trailing",
                "words",
            ],
        ),
    ],
)
def test_what_is_no_json_is_shown_as_it_was_sent_below_a_note(body: bytes, shown: list[str]) -> None:
    assert lines(body) == shown


def test_brackets_must_match() -> None:
    assert laid_out(b"[1}").fault == 2
    assert laid_out(b'{"a":1]').fault == 6


def test_a_million_open_brackets_are_no_problem() -> None:
    layout = laid_out(b"[" * 1_000_000)
    assert layout.line_count == 1_000_001
    assert layout.line(999_999).depth == 999_999


def test_a_string_of_escapes_of_six_megabytes_is_one_line() -> None:
    layout = laid_out(b'["' + rb"\n" * 3_000_000 + b'"]')
    assert (layout.line_count, layout.fault) == (3, None)


def test_a_page_of_500_records_is_laid_out_within_a_blink() -> None:
    field = {"type": "SINGLE_LINE_TEXT", "value": '株式会社 \u5c71\u7530 "quoted" 1234.50\n次の行'}
    record = {f"フィールド{number}": field for number in range(25)}
    body = json.dumps({"records": [record] * 500}, ensure_ascii=False).encode()
    assert len(body) > 1_200_000
    started = time.perf_counter()
    first = JsonLayout(body)
    first.read_on(50)
    opened = time.perf_counter() - started
    whole = laid_out(body)
    finished = time.perf_counter() - started
    assert whole.line_count > 50_000
    assert opened < 0.02
    assert finished < 1.0


def test_a_line_is_told_apart_into_its_parts() -> None:
    assert pieces('"a b": "x: 1",') == [
        ('"a b"', KEY),
        (":", PUNCTUATION),
        (" ", ""),
        ('"x: 1"', STRING),
        (",", PUNCTUATION),
    ]
    assert pieces("-1.5e+3,") == [("-1.5e+3", NUMBER), (",", PUNCTUATION)]
    assert pieces("null") == [("null", LITERAL)]
    assert pieces('"k": [],')[-1] == ("[],", PUNCTUATION)


@given(VALUES)
def test_the_parts_make_up_the_line(value: Any) -> None:
    for line in lines(json.dumps(value).encode()):
        assert "".join(text for text, _ in pieces(line)) == line


def test_bytes_that_are_no_text_are_shown_as_bytes_and_marked() -> None:
    layout = laid_out(b'"ok\xff\xfe"')
    assert layout.fault is None
    assert pieces(layout.line(0).text) == [('"ok', STRING), ("<FF><FE>", NOT_TEXT), ('"', STRING)]
