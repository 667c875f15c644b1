"""What screens say and how they arrange it, without any screen."""

from __future__ import annotations

import datetime
import json

import pytest

from tui.kintone.records import Record
from tui.kintone.schema import ALL_RECORDS, App, Form, Layout, View
from tui.oauth import events
from tui.screens.apps.listing import AppRows, app_number
from tui.screens.known_app import KnownApp
from tui.screens.record.plain import plain_text
from tui.screens.record.sections import sections
from tui.screens.records.heading import heading, position_words, settings_would_add
from tui.screens.records.rows import shown_fields
from tui.screens.sign_in.words import news, remote_help, steps
from tui.services import language_of
from tui.widgets.record_sections import Entry, Section, Table

FORM = Form.from_json(
    {
        "properties": {
            "No": {"type": "RECORD_NUMBER", "code": "No", "label": "No."},
            "Name": {"type": "SINGLE_LINE_TEXT", "code": "Name", "label": "Name"},
            "Memo": {"type": "MULTI_LINE_TEXT", "code": "Memo", "label": "Memo"},
            "Inner": {
                "type": "NUMBER",
                "code": "Inner",
                "label": "Inner",
                "digit": True,
                "unit": "kg",
                "unitPosition": "AFTER",
            },
            "Box": {"type": "GROUP", "code": "Box", "label": "Internal"},
            "Lines": {
                "type": "SUBTABLE",
                "code": "Lines",
                "label": "Lines",
                "fields": {
                    "Item": {"type": "SINGLE_LINE_TEXT", "code": "Item", "label": "Item"},
                    "Qty": {"type": "NUMBER", "code": "Qty", "label": "Qty"},
                },
            },
            "When": {"type": "UPDATED_TIME", "code": "When", "label": "Updated"},
        }
    }
)
LAYOUT = Layout.from_json(
    {
        "layout": [
            {"type": "ROW", "fields": [{"type": "SINGLE_LINE_TEXT", "code": "Name"}, {"type": "HR"}]},
            {"type": "SUBTABLE", "code": "Lines", "fields": []},
            {
                "type": "GROUP",
                "code": "Box",
                "layout": [{"type": "ROW", "fields": [{"type": "NUMBER", "code": "Inner"}]}],
            },
            {"type": "ROW", "fields": [{"type": "MULTI_LINE_TEXT", "code": "Memo"}]},
        ]
    }
)
RECORD = Record(
    json.dumps(
        {
            "$id": {"type": "__ID__", "value": "7"},
            "No": {"type": "RECORD_NUMBER", "value": "7"},
            "Name": {"type": "SINGLE_LINE_TEXT", "value": "Kite"},
            "Inner": {"type": "NUMBER", "value": "1234.5"},
            "Lines": {
                "type": "SUBTABLE",
                "value": [
                    {
                        "id": "1",
                        "value": {
                            "Item": {"type": "SINGLE_LINE_TEXT", "value": "a\tb"},
                            "Qty": {"type": "NUMBER", "value": "2"},
                        },
                    }
                ],
            },
            "When": {"type": "UPDATED_TIME", "value": "2026-11-23T00:30:00Z"},
        }
    ).encode()
)
TOKYO = datetime.timezone(datetime.timedelta(hours=9))


def known(form: Form | None = FORM, layout: Layout | None = LAYOUT) -> KnownApp:
    return KnownApp(App(id=17, name="Deals"), None, form, layout, (ALL_RECORDS,))


def test_a_record_is_laid_out_as_its_form_is() -> None:
    found = sections(RECORD, FORM, LAYOUT, TOKYO)
    assert [section.heading for section in found] == ["", "Internal", "About this record"]
    name, lines = found[0].items
    assert name == Entry("Name", ["Kite"])
    assert isinstance(lines, Table)
    assert (list(lines.headings), lines.numbers) == (["Item", "Qty"], frozenset({1}))
    assert found[1].items == [Entry("Inner", ["1,234.5 kg"], "number")]
    assert [item.label for item in found[2].items] == ["No.", "Updated"]


def test_a_field_that_the_person_may_not_see_is_left_out() -> None:
    labels = [item.label for section in sections(RECORD, FORM, LAYOUT, TOKYO) for item in section.items]
    assert "Memo" not in labels


def test_without_a_layout_the_fields_stand_in_the_order_of_the_form() -> None:
    form = Form.infer([RECORD])
    found = sections(RECORD, form, None, TOKYO)
    assert [item.label for item in found[0].items] == ["Name", "Inner", "Lines"]
    assert found[1].heading == "About this record"


def test_the_fields_are_copied_as_text() -> None:
    text = plain_text(
        [
            Section("", [Entry("Name", ["Kite", "Ltd"]), Entry("Empty", [])]),
            Section("Box", [Table("Lines", ["Item", "Qty"], [["a\tb", "2"]])]),
        ]
    )
    assert text == "Name: Kite\n  Ltd\nEmpty:\n\nBox\nLines:\nItem\tQty\na b\t2\n"


def test_a_view_without_columns_shows_the_form() -> None:
    custom = View(id=3, name="Board", type="CUSTOM")
    assert [field.code for field in shown_fields(known(), custom)] == ["No", "Name", "Lines", "Inner", "Memo"]


def test_a_view_may_name_fields_that_are_gone() -> None:
    view = View(id=3, name="Mine", fields=("Name", "Gone", "No"))
    assert [field.code for field in shown_fields(known(), view)] == ["Name", "No"]


@pytest.mark.parametrize(
    ("total", "about", "words"),
    [
        (None, False, "Deals   All records"),
        (1, False, "1 record"),
        (30_000, False, "30,000 records"),
        (0, False, "0 records"),
        (7, True, "about 7 records"),
    ],
)
def test_no_total_is_stated_that_is_not_known(total: int | None, about: bool, words: str) -> None:
    assert heading(known(), ALL_RECORDS, total, about=about).plain.endswith(words)


def test_where_the_cursor_stands() -> None:
    assert position_words(0, None) == position_words(0, 0) == ""
    assert position_words(11, 30_000) == "row 12 of 30,000"


def test_only_who_lacks_the_settings_is_told_what_they_would_add() -> None:
    assert settings_would_add(known()) == ""
    assert "k:app_settings:read" in settings_would_add(known(layout=None))


def test_apps_are_found_by_name_code_and_number() -> None:
    rows = AppRows()
    rows.put(
        [
            App(id=3, name="Customers", code="CRM"),
            App(id=12, name="受注管理", code="ORD"),
            App(id=31, name="x"),
        ]
    )
    found = {}
    for words in ("cust", "ord", "受注", "3", "nothing", ""):
        rows.narrow(words)
        found[words] = [app.id for place in range(rows.row_count) if (app := rows.app(place))]
    assert found == {"cust": [3], "ord": [12], "受注": [12], "3": [3], "nothing": [], "": [3, 12, 31]}
    assert (rows.total, rows.app(9), rows.app(-1), rows.cells(99)) == (3, None, None, None)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("12", 12), (" 12 ", 12), ("１２", 12), ("", None), ("x1", None), ("1" * 13, None), ("²", None)],
)
def test_an_app_number_is_read_as_typed(typed: str, number: int | None) -> None:
    assert app_number(typed) == number


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (events.Bound(("127.0.0.1", "::1"), 18543), "Waiting for your browser"),
        (events.Bound(("127.0.0.1",), 18543), "IPv4 only"),
        (events.PortTaken(18543, ("127.0.0.1",), events.Holder(4711, "python", False)), "(python, pid 4711)"),
        (events.PortTaken(18543, ("127.0.0.1",), events.Holder(4711, "python", True)), "Another kintone-tui"),
        (events.PortTaken(18543, ("127.0.0.1",), None), "taken here by another program"),
        (events.CertificateRefused(), "Advanced"),
        (events.PlainHttp(), "https://"),
        (events.ForeignVisit(1), "one visit that was not"),
        (events.ForeignVisit(3), "3 visits that were not"),
    ],
)
def test_what_the_listener_sees_is_said_in_words(event: events.Event, words: str) -> None:
    told = news(event)
    assert told is not None
    assert words in told.words


def test_nobody_is_told_what_they_need_not_know() -> None:
    assert news(events.HandlerFailed("ValueError")) is None


@pytest.mark.parametrize("local", [True, False])
@pytest.mark.parametrize("ssh", [True, False])
def test_the_steps_fit_eighty_columns(local: bool, ssh: bool) -> None:
    for step in steps(address_is_local=local, over_ssh=ssh, can_listen=True):
        assert all(len(line) <= 76 for line in step.splitlines())


def test_help_for_another_computer_has_the_line_to_run() -> None:
    text = remote_help("ssh -N -L 1:localhost:1 a@b", "https://localhost:1/s/X", 1)
    assert "\n    ssh -N -L 1:localhost:1 a@b\n" in text
    assert all(len(line) <= 74 for line in text.splitlines())


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_kintone_is_asked_in_the_language_of_the_terminal(environ: dict[str, str], language: str) -> None:
    assert language_of(environ) == language
