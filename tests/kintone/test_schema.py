"""What an app is made of, from what Kintone documents, what was seen of it, and what nobody has seen yet."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.kintone.test_records import JSON
from tui.kintone.records import Record
from tui.kintone.schema import (
    ALL_RECORDS,
    ID_FIELD,
    Action,
    App,
    AppSettings,
    Field,
    Form,
    Item,
    Layout,
    Person,
    Process,
    ReferenceTable,
    State,
    View,
    first_view,
    views_from_json,
)

# Apps


def test_an_app_is_read_with_its_numbers_as_numbers() -> None:
    app = App.from_json(
        {
            "appId": "17",
            "code": "CRM",
            "name": "Deals",
            "description": "<div>Sales <b>pipeline</b></div>",
            "spaceId": "5",
            "threadId": "8",
            "createdAt": "2025-04-02T01:00:00.000Z",
            "creator": {"code": "mika", "name": "Mika Ota"},
            "modifiedAt": "2026-10-30T07:41:12Z",
            "modifier": {"code": "", "name": ""},
        }
    )
    assert app == App(
        id=17,
        code="CRM",
        name="Deals",
        description="<div>Sales <b>pipeline</b></div>",
        space_id=5,
        thread_id=8,
        created_at="2025-04-02T01:00:00.000Z",
        creator=Person("mika", "Mika Ota"),
        modified_at="2026-10-30T07:41:12Z",
        modifier=Person("", ""),
    )


def test_an_app_outside_of_spaces_has_none() -> None:
    app = App.from_json({"appId": 17, "name": "Deals", "spaceId": None, "creator": None})
    assert app == App(id=17, name="Deals")
    assert app.space_id is None


@pytest.mark.parametrize("document", [None, [], {}, {"name": "Deals"}, {"appId": None}, {"appId": "x"}])
def test_what_has_no_id_is_no_app(document: object) -> None:
    assert App.from_json(document) is None


# Fields


def _field(**members: Any) -> Field:
    return Field.from_json("F", {"code": "F", "label": "Label", **members})


def test_options_are_in_the_order_of_the_form() -> None:
    options = {
        "Won": {"label": "Gewonnen", "index": "10"},
        "Lead": {"label": "Lead", "index": "0"},
        "Quote": {"label": "Quote", "index": "9"},
        "Odd": None,
    }
    assert _field(type="DROP_DOWN", options=options).options == ("Lead", "Quote", "Won", "Odd")


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"type": "NUMBER", "digit": True, "displayScale": "2"}, {"digit": True, "display_scale": 2}),
        ({"type": "NUMBER", "digit": "true", "displayScale": ""}, {"digit": True, "display_scale": None}),
        (
            {"type": "NUMBER", "displayScale": "0", "unit": "$"},
            {"display_scale": 0, "unit": "$", "unit_position": "BEFORE"},
        ),
        ({"type": "NUMBER", "unit": "個", "unitPosition": "AFTER"}, {"unit": "個", "unit_position": "AFTER"}),
        (
            {"type": "CALC", "format": "HOUR_MINUTE", "expression": "A+B"},
            {"format": "HOUR_MINUTE", "expression": "A+B"},
        ),
        ({"type": "LINK", "protocol": "MAIL"}, {"protocol": "MAIL"}),
        ({"type": "STATUS", "enabled": False}, {"enabled": False}),
        ({"type": "STATUS"}, {"enabled": True}),
        (
            {"type": "DATE", "required": True, "unique": True, "noLabel": True},
            {"required": True, "unique": True, "no_label": True},
        ),
        (
            {"type": "NUMBER", "lookup": {"relatedApp": {"app": "3", "code": ""}}},
            {"lookup": True, "lookup_app": 3},
        ),
        ({"type": "NUMBER", "lookup": None}, {"lookup": True, "lookup_app": None}),
        ({"type": "NUMBER"}, {"lookup": False, "lookup_app": None}),
        ({"type": "REFERENCE_TABLE", "referenceTable": None}, {"reference": None}),
        ({"type": "HOLOGRAM", "beams": 3}, {"type": "HOLOGRAM"}),
        (
            {"type": None, "options": [], "fields": 1, "lookup": 1, "displayScale": {}},
            {"type": "", "options": ()},
        ),
    ],
)
def test_what_a_type_has_is_read_and_what_is_odd_is_empty(
    members: dict[str, Any], expected: dict[str, Any]
) -> None:
    field = _field(**members)
    assert {name: getattr(field, name) for name in expected} == expected


def test_related_records_know_how_to_be_asked_for() -> None:
    definition = {
        "relatedApp": {"app": "21", "code": ""},
        "condition": {"field": "Company", "relatedField": "Customer"},
        "filterCond": 'State not in ("Done")',
        "displayFields": ["Title", "Due"],
        "sort": "Due asc",
        "size": "5",
    }
    assert _field(type="REFERENCE_TABLE", referenceTable=definition).reference == ReferenceTable(
        app=21,
        field="Company",
        related_field="Customer",
        condition='State not in ("Done")',
        columns=("Title", "Due"),
        sort="Due asc",
        size=5,
    )


def test_a_label_that_is_missing_is_the_code() -> None:
    assert Field.from_json("F", {"type": "NUMBER"}) == Field("F", "NUMBER", "F")


PROPERTIES = {
    "properties": {
        "会社名": {"type": "SINGLE_LINE_TEXT", "code": "会社名", "label": "Company"},
        "作成者": {"type": "CREATOR", "code": "作成者", "label": "Created by"},
        "Lines": {
            "type": "SUBTABLE",
            "code": "Lines",
            "label": "Line items",
            "fields": {"Qty": {"type": "NUMBER", "code": "Qty", "label": "Quantity"}},
        },
    },
    "revision": "31",
}


def test_what_kintone_fills_in_is_found_by_its_type_in_any_language() -> None:
    form = Form.from_json(PROPERTIES)
    creator = form.by_type("CREATOR")
    assert creator is not None
    assert creator.code == "作成者"
    assert form.by_type("STATUS") is None
    assert (form.revision, form.inferred) == (31, False)


def test_columns_of_tables_and_the_id_are_found_by_code() -> None:
    form = Form.from_json(PROPERTIES)
    assert form.find("Qty") == Field("Qty", "NUMBER", "Quantity")
    assert form.find("会社名") == form.fields["会社名"]
    assert form.find("$id") is ID_FIELD
    assert form.find("gone") is None


# A form from its records


def _records(*documents: dict[str, tuple[str, Any]]) -> list[Record]:
    return [
        Record(
            json.dumps(
                {code: {"type": kind, "value": value} for code, (kind, value) in document.items()}
            ).encode()
        )
        for document in documents
    ]


def test_a_form_is_inferred_with_what_people_look_for_first() -> None:
    record = {
        "更新日時": ("UPDATED_TIME", "2026-11-20T11:04:00Z"),
        "$id": ("__ID__", "42"),
        "作成者": ("CREATOR", {"code": "mika", "name": "Mika"}),
        "Company": ("SINGLE_LINE_TEXT", "Blue Kite"),
        "$revision": ("__REVISION__", "7"),
        "Amount": ("NUMBER", "1"),
        "レコード番号": ("RECORD_NUMBER", "CRM-42"),
        "Status": ("STATUS", "Review"),
    }
    form = Form.infer(_records(record))
    assert list(form.fields) == ["レコード番号", "Company", "Amount", "作成者", "更新日時", "Status"]
    assert form.fields["Amount"] == Field("Amount", "NUMBER", "Amount")
    assert form.inferred


def test_without_a_record_number_the_id_comes_first() -> None:
    form = Form.infer(_records({"A": ("DATE", None), "$id": ("__ID__", "42")}))
    assert list(form.fields) == ["$id", "A"]


def test_records_with_other_fields_add_theirs() -> None:
    form = Form.infer(_records({"A": ("DATE", None)}, {"B": ("CALC", "1"), "A": ("DATE", None)}))
    assert list(form.fields) == ["A", "B"]


def test_the_columns_of_a_table_are_gathered_from_all_records() -> None:
    def table(**cells: str) -> list[dict[str, Any]]:
        return [{"id": "1", "value": {code: {"type": kind, "value": ""} for code, kind in cells.items()}}]

    form = Form.infer(
        _records(
            {"T": ("SUBTABLE", [])},
            {"T": ("SUBTABLE", table(A="NUMBER"))},
            {"T": ("SUBTABLE", table(A="NUMBER", B="DATE"))},
        )
    )
    assert form.fields["T"].fields == (Field("A", "NUMBER", "A"), Field("B", "DATE", "B"))


def test_no_records_teach_nothing() -> None:
    assert Form.infer([]).fields == {}


# Layout

LAYOUT = {
    "layout": [
        {
            "type": "ROW",
            "fields": [
                {"type": "SINGLE_LINE_TEXT", "code": "Company", "size": {"width": "250"}},
                {"type": "LABEL", "label": "<b>Contact</b>", "size": {"width": "120"}},
                {"type": "SPACER", "elementId": "btn", "size": {"width": "100", "height": "40"}},
                {"type": "HR", "size": {"width": "400"}},
            ],
        },
        {"type": "SUBTABLE", "code": "Lines", "fields": [{"type": "NUMBER", "code": "Qty", "size": {}}]},
        {
            "type": "GROUP",
            "code": "Internal",
            "layout": [{"type": "ROW", "fields": [{"type": "MULTI_LINE_TEXT", "code": "Memo"}]}],
        },
        {"type": "CAROUSEL", "fields": [{"type": "NUMBER", "code": "New"}]},
        None,
    ],
    "revision": "31",
}


def test_a_layout_gives_the_fields_of_a_record_in_their_order() -> None:
    assert Layout.from_json(LAYOUT).codes() == ("Company", "Lines", "Memo", "New")


def test_a_layout_keeps_rows_tables_groups_and_what_is_drawn_between() -> None:
    row, table, group, unknown, _ = Layout.from_json(LAYOUT).rows
    assert row.items[:2] == (
        Item("SINGLE_LINE_TEXT", "Company", "", 250),
        Item("LABEL", "", "<b>Contact</b>", 120),
    )
    assert (table.kind, table.code, [item.code for item in table.items]) == ("SUBTABLE", "Lines", ["Qty"])
    assert (group.kind, group.code, [row.kind for row in group.rows]) == ("GROUP", "Internal", ["ROW"])
    assert unknown.kind == "CAROUSEL"


# Views

VIEWS = {
    "views": {
        "Visits": {
            "type": "CALENDAR",
            "id": "12",
            "name": "Visits",
            "index": "10",
            "date": "Visit_on",
            "title": "Company",
        },
        "(Assigned to me)": {
            "type": "LIST",
            "builtinType": "ASSIGNEE",
            "id": "20",
            "index": "0",
            "fields": ["A"],
        },
        "Open deals": {
            "type": "LIST",
            "id": "11",
            "name": "Open deals",
            "index": "9",
            "filterCond": 'Stage not in ("Won")',
            "sort": "Amount desc",
            "fields": ["Record_number", "Company", None],
        },
        "Board": {
            "type": "CUSTOM",
            "id": "13",
            "name": "Board",
            "index": "11",
            "html": "<div></div>",
            "pager": True,
        },
    },
    "revision": "31",
}


def test_views_are_in_the_order_that_people_gave_them() -> None:
    views = views_from_json(VIEWS)
    assert [view.name for view in views] == ["(Assigned to me)", "Open deals", "Visits", "Board"]
    assert views[1] == View(
        id=11,
        name="Open deals",
        index=9,
        type="LIST",
        condition='Stage not in ("Won")',
        sort="Amount desc",
        fields=("Record_number", "Company"),
    )
    assert (views[2].date, views[2].title) == ("Visit_on", "Company")
    assert views[3].fields == ()


def test_the_first_view_is_one_that_people_made() -> None:
    views = views_from_json(VIEWS)
    assert views[0].builtin
    assert first_view(views).name == "Open deals"
    assert first_view(views[:1]) is ALL_RECORDS


@pytest.mark.parametrize("views", [{}, None, [], {"views": None}, {"views": {}}])
def test_an_app_may_have_no_view(views: object) -> None:
    assert views_from_json(views) == []
    assert first_view([]) is ALL_RECORDS


# Settings and process


def test_settings_tell_how_numbers_are_kept_and_which_field_is_the_title() -> None:
    settings = AppSettings.from_json(
        {
            "name": "Deals",
            "titleField": {"selectionMode": "MANUAL", "code": "Company"},
            "enableComments": False,
            "numberPrecision": {"digits": "30", "decimalPlaces": "0", "roundingMode": "DOWN"},
            "revision": "31",
        }
    )
    assert (settings.digits, settings.decimal_places, settings.rounding) == (30, 0, "DOWN")
    assert (settings.title_field, settings.comments) == ("Company", False)
    automatic = AppSettings.from_json({"titleField": {"selectionMode": "AUTO", "code": "Company"}})
    assert (automatic.title_field, automatic.digits, automatic.decimal_places) == ("", 16, 4)


def test_states_are_in_the_order_of_the_process() -> None:
    process = Process.from_json(
        {
            "enable": True,
            "states": {
                "Done": {"name": "Done", "index": "10"},
                "New": {"name": "New", "index": "0"},
                "Review": {"name": "Review", "index": "9"},
            },
            "actions": [{"name": "Send", "from": "New", "to": "Review", "filterCond": 'Amount > "0"'}],
            "revision": "31",
        }
    )
    assert process.enabled
    assert process.states == (State("New", 0), State("Review", 9), State("Done", 10))
    assert process.actions == (Action("Send", "New", "Review", 'Amount > "0"'),)


def test_a_process_that_nobody_set_up_is_off_and_empty() -> None:
    assert Process.from_json({"enable": False, "states": None, "actions": None, "revision": "3"}) == Process(
        revision=3
    )


# What it costs


def test_whoever_needs_only_the_schema_does_not_pay_for_the_http_client() -> None:
    program = "import sys, tui.kintone.address, tui.kintone.schema; print('httpx' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"


# Whatever comes

MEMBERS = [
    "properties",
    "layout",
    "views",
    "fields",
    "options",
    "lookup",
    "type",
    "code",
    "index",
    "states",
    "actions",
]
ODD = st.recursive(
    JSON,
    lambda inner: st.dictionaries(st.sampled_from(MEMBERS), inner, max_size=4) | st.lists(inner, max_size=3),
    max_leaves=20,
)


@given(ODD)
def test_no_json_whatever_makes_the_schema_fail(document: object) -> None:
    App.from_json(document)
    AppSettings.from_json(document)
    Form.from_json(document).find("code")
    Layout.from_json(document).codes()
    Process.from_json(document)
    first_view(views_from_json(document))
    Form.infer([Record(json.dumps(document).encode())])
