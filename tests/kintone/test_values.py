"""What values read like, for every type of field and every form of emptiness."""

from __future__ import annotations

import datetime
import zoneinfo
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.kintone import values
from tui.kintone.records import FieldValue
from tui.kintone.schema import Field
from tui.kintone.values.cells import READERS

TOKYO = zoneinfo.ZoneInfo("Asia/Tokyo")
JON = {"code": "jon", "name": "Jon Hale"}
MIKA = {"code": "mika", "name": "Mika Ota"}
LEFT = {"code": "guest/ann@partner.example", "name": ""}
QUOTE = {"contentType": "application/pdf", "fileKey": "2026x", "name": "quote.pdf", "size": "48211"}
PLAN = {"contentType": "image/png", "fileKey": "2026y", "name": "plan.png", "size": "812"}
ROW = {"id": "381", "value": {"Item": {"type": "SINGLE_LINE_TEXT", "value": "Kite"}}}


def cell(type_: str, value: object, **properties: Any) -> str:
    return values.text(FieldValue(type_, value), Field("F", type_, **properties), TOKYO)


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("__ID__", "42", "42"),
        ("__REVISION__", "7", "7"),
        ("RECORD_NUMBER", "CRM-42", "CRM-42"),
        ("CREATOR", MIKA, "Mika Ota"),
        ("MODIFIER", LEFT, "guest/ann@partner.example"),
        ("CREATED_TIME", "2026-11-23T00:30:00Z", "2026-11-23 09:30"),
        ("UPDATED_TIME", "2026-12-31T23:59:00Z", "2027-01-01 08:59"),
        ("SINGLE_LINE_TEXT", "Blue Kite", "Blue Kite"),
        ("MULTI_LINE_TEXT", "first\nsecond", "first\nsecond"),
        ("RICH_TEXT", "<div>Prefers <b>email</b></div><div>a &amp; b</div>", "Prefers email\na & b"),
        ("NUMBER", "12500.5", "12500.5"),
        ("CALC", "13750.55", "13750.55"),
        ("LINK", "https://example.org", "https://example.org"),
        ("CHECK_BOX", ["VIP", "EMEA"], "VIP, EMEA"),
        ("MULTI_SELECT", ["A"], "A"),
        ("RADIO_BUTTON", "New", "New"),
        ("DROP_DOWN", "Lead", "Lead"),
        ("DATE", "2026-12-01", "2026-12-01"),
        ("TIME", "09:30", "09:30"),
        ("DATETIME", "2026-12-01T00:30:00Z", "2026-12-01 09:30"),
        ("USER_SELECT", [MIKA, JON], "Mika Ota, Jon Hale"),
        ("ORGANIZATION_SELECT", [{"code": "sales", "name": "Sales"}], "Sales"),
        ("GROUP_SELECT", [LEFT], "guest/ann@partner.example"),
        ("FILE", [QUOTE], "quote.pdf"),
        ("FILE", [QUOTE, PLAN, PLAN], "quote.pdf +2"),
        ("SUBTABLE", [ROW], "1 row"),
        ("SUBTABLE", [ROW] * 1_200, "1,200 rows"),
        ("CATEGORY", ["Hot"], "Hot"),
        ("STATUS", "Review", "Review"),
        ("STATUS_ASSIGNEE", [JON], "Jon Hale"),
        ("SOMETHING_NEW", {"a": [1, "凧"]}, '{"a":[1,"凧"]}'),
        ("SOMETHING_NEW", "text", "text"),
    ],
)
def test_a_cell_reads_like_its_value(type_: str, value: object, expected: str) -> None:
    assert cell(type_, value) == expected


@pytest.mark.parametrize("type_", sorted(READERS))
@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_every_emptiness_of_every_type_is_an_empty_text(type_: str, empty: object) -> None:
    value = FieldValue(type_, empty)
    assert cell(type_, empty) == ""
    assert values.lines(value, Field("F", type_), TOKYO) == []
    assert values.is_empty(value)


def test_a_missing_value_is_empty() -> None:
    assert values.text(None, None, TOKYO) == ""
    assert values.lines(None, None, TOKYO) == []
    assert values.table(None, None, TOKYO) == ([], [])
    assert values.is_empty(None)


@pytest.mark.parametrize("value", ["0", "x", ["A"], 0, False, MIKA, LEFT])
def test_a_value_is_not_empty(value: object) -> None:
    assert not values.is_empty(FieldValue("ANY", value))


def test_somebody_who_was_removed_is_empty() -> None:
    assert values.is_empty(FieldValue("CREATOR", {"code": "", "name": ""}))
    assert cell("CREATOR", {"code": "", "name": ""}) == ""


# Numbers


@pytest.mark.parametrize(
    ("digits", "properties", "expected"),
    [
        ("1234567.5", {}, "1234567.5"),
        ("1234567.5", {"digit": True}, "1,234,567.5"),
        ("-1234567", {"digit": True}, "-1,234,567"),
        ("12500.5", {"digit": True, "unit": "$", "unit_position": "AFTER"}, "12,500.5 $"),
        ("12500.5", {"digit": True, "unit": "$", "unit_position": "BEFORE"}, "$12,500.5"),
        ("3", {"unit": "USD", "unit_position": "BEFORE"}, "USD 3"),
        ("3", {"unit": "円", "unit_position": "AFTER"}, "3 円"),
        ("12", {"unit": "%", "unit_position": "AFTER"}, "12%"),
        ("12500.5", {"display_scale": 2}, "12500.50"),
        ("12500.555", {"display_scale": 2}, "12500.56"),
        ("-0.5", {"display_scale": 0}, "-1"),
        ("2.5", {"display_scale": 0}, "3"),
        ("-0.004", {"display_scale": 2}, "0.00"),
        ("9.999", {"display_scale": 2, "digit": True}, "10.00"),
        ("123456789012345678901234567890", {"digit": True}, "123,456,789,012,345,678,901,234,567,890"),
        ("0.123456789012345678901234567891", {}, "0.123456789012345678901234567891"),
        ("1234567890123456789012345.6789", {"display_scale": 2}, "1234567890123456789012345.68"),
        ("1.5E+3", {"digit": True}, "1,500"),
        ("1e-3", {}, "0.001"),
        ("12500.50", {}, "12500.50"),
    ],
)
def test_a_number_is_exact_and_in_the_format_of_its_field(
    digits: str, properties: dict[str, Any], expected: str
) -> None:
    assert cell("NUMBER", digits, **properties) == expected


@pytest.mark.parametrize(
    "digits", ["abc", "1,000", "NaN", "Infinity", "1e999999", "0x10", "1_000", "٣", "9" * 200, "-", "."]
)
def test_what_is_no_number_is_left_as_it_is(digits: str) -> None:
    assert cell("NUMBER", digits, digit=True, display_scale=2, unit="$") == digits


@pytest.mark.parametrize(
    ("format_", "value", "expected"),
    [
        ("NUMBER", "1234.5", "1234.5"),
        ("NUMBER_DIGIT", "1234.5", "1,234.5"),
        ("DATETIME", "2026-04-10T13:00:00Z", "2026-04-10 22:00"),
        ("DATE", "2026-04-10", "2026-04-10"),
        ("TIME", "01:01", "01:01"),
        ("HOUR_MINUTE", "49:30", "49:30"),
        ("DAY_HOUR_MINUTE", "49:30", "2 d 1 h 30 m"),
        ("DAY_HOUR_MINUTE", "-49:05", "-2 d 1 h 5 m"),
        ("DAY_HOUR_MINUTE", "24:00", "1 d 0 h 0 m"),
        ("DAY_HOUR_MINUTE", "1:30", "1 h 30 m"),
        ("DAY_HOUR_MINUTE", "00:07", "7 m"),
        ("DAY_HOUR_MINUTE", "soon", "soon"),
        ("SOMETHING_NEW", "1234.5", "1234.5"),
    ],
)
def test_a_calculated_value_reads_by_its_format(format_: str, value: str, expected: str) -> None:
    assert cell("CALC", value, format=format_) == expected


def test_a_calculated_number_has_its_decimals_and_unit() -> None:
    shown = cell("CALC", "1234.5", format="NUMBER_DIGIT", display_scale=2, unit="€", unit_position="AFTER")
    assert shown == "1,234.50 €"


def test_without_its_field_a_value_is_shown_as_it_is() -> None:
    assert values.text(FieldValue("CALC", "1234.5"), None, TOKYO) == "1234.5"
    assert values.text(FieldValue("NUMBER", "1234.5"), None, TOKYO) == "1234.5"


# Times


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23T00:30:00.000Z", "2026-11-23 09:30"),
        ("2026-11-23T09:30:00+09:00", "2026-11-23 09:30"),
        ("2026-11-23", "2026-11-23"),
        ("2026-11-23T00:30:00", "2026-11-23T00:30:00"),
        ("9999-12-31T23:59:00Z", "9999-12-31T23:59:00Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01 09:18"),
        ("yesterday", "yesterday"),
    ],
)
def test_a_moment_is_in_the_readers_time_zone_or_as_it_is(moment: str, expected: str) -> None:
    assert cell("DATETIME", moment) == expected


def test_a_zone_west_of_utc_may_change_the_day() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=-8))
    value = FieldValue("DATETIME", "2026-01-01T00:30:00Z")
    assert values.text(value, None, zone) == "2025-12-31 16:30"


# At length


@pytest.mark.parametrize(
    ("type_", "value", "expected"),
    [
        ("MULTI_LINE_TEXT", "first\r\nsecond\n\nfourth", ["first", "second", "", "fourth"]),
        ("CHECK_BOX", ["VIP", "EMEA"], ["VIP", "EMEA"]),
        ("USER_SELECT", [MIKA, LEFT], ["Mika Ota", "guest/ann@partner.example"]),
        ("FILE", [QUOTE, PLAN], ["quote.pdf (47.1 KB)", "plan.png (812 B)"]),
        ("FILE", [{"name": "x", "size": "5368709120"}], ["x (5.0 GB)"]),
        ("FILE", [{"name": "x", "size": "3300000"}, {"name": "y"}], ["x (3.1 MB)", "y"]),
        ("NUMBER", "5", ["5"]),
        ("SUBTABLE", [ROW, ROW], ["2 rows"]),
        ("CREATOR", JON, ["Jon Hale"]),
    ],
)
def test_a_value_at_length_has_a_line_for_each_part(type_: str, value: object, expected: list[str]) -> None:
    assert values.lines(FieldValue(type_, value), Field("F", type_), TOKYO) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain", ["plain"]),
        ("a<br>b<br/>c", ["a", "b", "c"]),
        ("<div>a</div><div><br></div><div>b</div>", ["a", "", "b"]),
        ("<p>one</p><p>two</p>", ["one", "", "two"]),
        ("<div>\n  spaces   and\n  breaks </div>", ["spaces and breaks"]),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>", ["• a", "• b", "  • c"]),
        ("<ol><li>a</li><li>b</li></ol>after", ["1. a", "2. b", "after"]),
        (
            '<a href="https://x.example/?a=1&amp;b=2">the page</a>.',
            ["the page (https://x.example/?a=1&b=2)."],
        ),
        ('<a href="https://x.example">https://x.example</a>', ["https://x.example"]),
        ('<a href="mailto:a@b.example">a@b.example</a>', ["a@b.example"]),
        ('<a href="javascript:alert(1)">click</a>', ["click"]),
        ('<a href="https://x.example"><img alt="logo"></a>', ["[logo] (https://x.example)"]),
        ("<img src=x>", ["[image]"]),
        ("<style>p {}</style><script>alert(1)</script>text", ["text"]),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", ["a  b", "1  2"]),
        ("<h1>Title</h1>body", ["Title", "", "body"]),
        ("<pre>a\n  b</pre>", ["a", "  b"]),
        ("a<hr>b", ["a", "────────", "b"]),
        ("1 &lt; 2 &amp;&amp; 3 &#x3042; &nbsp;", ["1 < 2 && 3 あ"]),
        ("<div>unclosed <b>bold", ["unclosed bold"]),
        ("</div></li></ul></a>stray", ["stray"]),
        ("<li>item", ["• item"]),
        ("2 < 3 and <", ["2 < 3 and <"]),
        ("a <![x[ b", ["a <![x[ b"]),
        ("<!-- hidden -->seen", ["seen"]),
    ],
)
def test_rich_text_is_what_it_says(html: str, expected: list[str]) -> None:
    assert values.lines(FieldValue("RICH_TEXT", html), None, TOKYO) == expected


LINES = Field(
    "Lines",
    "SUBTABLE",
    fields=(
        Field("Item", "SINGLE_LINE_TEXT", label="What"),
        Field("Qty", "NUMBER", label="How many", digit=True),
        Field("Hidden", "NUMBER", label="Secret"),
    ),
)


def test_a_table_has_the_columns_of_its_field_and_then_what_else_there_is() -> None:
    rows = [
        {"id": "1", "value": {"Item": {"type": "SINGLE_LINE_TEXT", "value": "Kite"}}},
        {
            "id": "2",
            "value": {
                "Qty": {"type": "NUMBER", "value": "1200"},
                "New": {"type": "CHECK_BOX", "value": ["a", "b"]},
            },
        },
    ]
    headings, cells = values.table(FieldValue("SUBTABLE", rows), LINES, TOKYO)
    assert headings == ["What", "How many", "Secret", "New"]
    assert cells == [["Kite", "", "", ""], ["", "1,200", "", "a, b"]]


def test_an_empty_table_still_has_headings() -> None:
    assert values.table(FieldValue("SUBTABLE", []), LINES, TOKYO) == (["What", "How many", "Secret"], [])


@pytest.mark.parametrize(
    ("field", "side"),
    [
        (None, "left"),
        (Field("F", "NUMBER"), "right"),
        (Field("F", "RECORD_NUMBER"), "right"),
        (Field("F", "CALC", format="NUMBER_DIGIT"), "right"),
        (Field("F", "CALC", format="HOUR_MINUTE"), "right"),
        (Field("F", "CALC", format="DATE"), "left"),
        (Field("F", "DATE"), "left"),
        (Field("F", "SINGLE_LINE_TEXT"), "left"),
    ],
)
def test_digits_stand_below_each_other(field: Field | None, side: str) -> None:
    assert values.alignment(field) == side


# Whatever comes


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.text(alphabet="<>/!-[]&;#xpabrli ='\"\n")
    | st.from_regex(r"-?[0-9]{0,40}(\.[0-9]{0,40})?([eE][+-]?[0-9]{1,6})?", fullmatch=True),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["code", "name", "size", "id", "value", "type", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)
_FIELDS = st.none() | st.builds(
    Field,
    code=st.just("F"),
    type=st.sampled_from(sorted(READERS)),
    digit=st.booleans(),
    display_scale=st.none() | st.integers(-5, 10**6),
    unit=st.text(max_size=3),
    unit_position=st.sampled_from(["BEFORE", "AFTER", ""]),
    format=st.sampled_from(["", "NUMBER", "NUMBER_DIGIT", "DATETIME", "DAY_HOUR_MINUTE", "x"]),
    fields=st.just((Field("x", "NUMBER"),)),
)


@given(st.sampled_from([*sorted(READERS), "SOMETHING_NEW"]), _JSON, _FIELDS)
def test_no_value_in_no_type_is_a_crash(type_: str, value: Any, field: Field | None) -> None:
    given_value = FieldValue(type_, value)
    assert isinstance(values.text(given_value, field, TOKYO), str)
    assert all(isinstance(line, str) for line in values.lines(given_value, field, TOKYO))
    headings, rows = values.table(given_value, field, TOKYO)
    assert all(len(row) == len(headings) for row in rows)
    values.is_empty(given_value)


def test_json_as_deep_as_can_be_is_no_crash() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    assert values.text(FieldValue("SOMETHING_NEW", deep), None, TOKYO) == "…"
