"""Records as they come: split at once, decoded late, and never lost for one odd member."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.kintone import records
from tui.kintone.failures import UnexpectedAnswer
from tui.kintone.records import FieldValue, Record, RecordPage, record_from_answer

ONE = (
    b'{"$id":{"type":"__ID__","value":"42"},"$revision":{"type":"__REVISION__","value":"7"},'
    b'"N":{"type":"NUMBER","value":"12500.50"}}'
)
TWO = b'{ "$id" : {"value":"41", "type":"__ID__"} }'
PAGE = b'{"records":[' + ONE + b",\n " + TWO + b'],"totalCount":"318"}'


def _record(**fields: Any) -> Record:
    return Record(json.dumps(fields).encode())


def test_a_page_keeps_every_byte_that_was_sent() -> None:
    page = RecordPage.from_answer(PAGE, "")
    assert page.raw == PAGE
    assert [record.raw for record in page.records] == [ONE, TWO]


def test_a_page_says_how_many_there_are_and_what_kintone_warns_of() -> None:
    page = RecordPage.from_answer(PAGE, "Filter aborted because of too many search results")
    assert page.total == 318
    assert page.warning == "Filter aborted because of too many search results"


@pytest.mark.parametrize(
    ("count", "total"), [('"0"', 0), ("null", None), ("12", 12), ('""', None), ('"many"', None), ("{}", None)]
)
def test_the_total_is_a_text_or_null(count: str, total: int | None) -> None:
    body = f'{{"records":[],"totalCount":{count}}}'
    assert RecordPage.from_answer(body.encode()).total == total
    assert RecordPage.from_answer(b'{"records":[]}').total is None


def test_nothing_is_decoded_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[object] = []

    class Counting:
        def decode(self, raw: msgspec.Raw) -> dict[str, FieldValue]:
            decoded.append(raw)
            return msgspec.json.decode(raw, type=dict[str, FieldValue])

    monkeypatch.setattr(records, "_FIELDS", Counting())
    page = RecordPage.from_answer(PAGE)
    assert decoded == []
    first = page.records[0]
    assert (first.id, first.revision, first.value("N")) == (42, 7, FieldValue("NUMBER", "12500.50"))
    assert len(decoded) == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Log in</html>",
        b"[]",
        b"null",
        b'"records"',
        b"{}",
        b'{"records":null}',
        b'{"records":{}}',
        PAGE[:-9],
    ],
)
def test_an_answer_without_a_list_of_records_is_not_taken_for_an_empty_one(body: bytes) -> None:
    with pytest.raises(UnexpectedAnswer, match="list of records"):
        RecordPage.from_answer(body)


def test_what_may_not_be_seen_is_none() -> None:
    record = _record(Company={"type": "SINGLE_LINE_TEXT", "value": ""})
    assert record.value("Secret") is None
    assert record.value("Company") == FieldValue("SINGLE_LINE_TEXT", "")
    assert (record.id, record.revision) == (0, 0)


def test_a_type_from_the_future_keeps_its_name_and_value() -> None:
    value = {"lat": 35.6, "more": [1, None, True]}
    record = _record(Place={"type": "MAP", "value": value, "hint": "new"})
    assert record.value("Place") == FieldValue("MAP", value)


def test_one_odd_field_does_not_cost_the_others() -> None:
    record = _record(
        **{"$id": {"type": "__ID__", "value": "9"}},
        A="text",
        B=None,
        C=[1],
        D={"value": 1},
        E={"type": None},
        F={"type": "NUMBER", "value": "1"},
    )
    assert record.id == 9
    assert record.value("F") == FieldValue("NUMBER", "1")
    assert record.value("D") == FieldValue("", 1)
    assert all(record.value(code) == FieldValue("", None) for code in "ABCE")


def test_half_an_emoji_does_not_cost_a_page() -> None:
    """Texts are cut within a surrogate pair by systems on UTF-16; the third one is only spelt so."""
    body = (
        rb'{"records":[{"A":{"type":"T","value":"cut \ud83d, whole \ud83d\ude00, spelt \\ud83d, \ude00"}}]}'
    )
    (record,) = RecordPage.from_answer(body).records
    assert record.value("A") == FieldValue("T", "cut \ufffd, whole 😀, spelt \\ud83d, \ufffd")
    assert RecordPage.from_answer(body).raw == body


def test_a_byte_that_is_not_utf8_costs_one_character() -> None:
    (record,) = RecordPage.from_answer(
        b'\xef\xbb\xbf{"records":[{"A":{"type":"T","value":"a\xffb"}}]}'
    ).records
    assert record.value("A") == FieldValue("T", "a\ufffdb")


@pytest.mark.parametrize("raw", [b"null", b"[]", b"1", b'"text"', b"{", b""])
def test_what_is_no_record_has_no_fields(raw: bytes) -> None:
    assert Record(raw).fields == {}


def test_the_rows_of_a_table_have_ids_and_cells() -> None:
    rows = [
        {"id": "381", "value": {"Item": {"type": "SINGLE_LINE_TEXT", "value": "Kite"}, "Qty": None}},
        {"id": None, "value": {}},
        "odd",
    ]
    table = FieldValue("SUBTABLE", rows).rows
    assert [row.id for row in table] == ["381", "", ""]
    assert table[0].cells == {"Item": FieldValue("SINGLE_LINE_TEXT", "Kite"), "Qty": FieldValue()}
    assert FieldValue("CHECK_BOX", ["A"]).rows == ()
    assert FieldValue("SUBTABLE", None).rows == ()


def test_a_record_alone_keeps_its_bytes_and_those_around_it() -> None:
    body = b'{"record": ' + ONE + b" }"
    record = record_from_answer(body)
    assert (record.raw, record.body) == (ONE, body)
    assert Record(ONE).body == ONE
    with pytest.raises(UnexpectedAnswer):
        record_from_answer(b'{"records":[]}')


def test_a_record_shows_no_data_in_a_log() -> None:
    assert repr(Record(ONE)) == f"<Record of {len(ONE)} bytes>"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_no_json_whatever_makes_a_record_fail(document: object) -> None:
    record = Record(json.dumps(document).encode())
    assert all(isinstance(value.type, str) for value in record.fields.values())
    assert isinstance(record.id, int)
    assert all(isinstance(row.id, str) for value in record.fields.values() for row in value.rows)
