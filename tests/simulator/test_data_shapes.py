"""What the simulated apps send has the shape that Kintone documents for it."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from tests.simulator import companies
from tests.simulator.companies import CUSTOMERS, EQUIPMENT, INQUIRIES, MINUTES, NOW, ORDERS, Record, values
from tui.simulator.data import World

_BASE = {"type", "code", "label", "noLabel"}
_PROCESS = {"type", "code", "label", "enabled"}
_TEXT = {"required", "unique", "minLength", "maxLength", "defaultValue"}
_CHOICE = {"required", "defaultValue", "options"}
_PROPERTY_KEYS: Mapping[str, set[str]] = {
    **dict.fromkeys(("RECORD_NUMBER", "CREATOR", "CREATED_TIME", "MODIFIER", "UPDATED_TIME"), _BASE),
    **dict.fromkeys(("CATEGORY", "STATUS", "STATUS_ASSIGNEE"), _PROCESS),
    "SINGLE_LINE_TEXT": _BASE | _TEXT | {"expression", "hideExpression"},
    "NUMBER": _BASE
    | {
        "required",
        "unique",
        "minValue",
        "maxValue",
        "defaultValue",
        "digit",
        "displayScale",
        "unit",
        "unitPosition",
    },
    "CALC": _BASE
    | {"required", "expression", "hideExpression", "format", "displayScale", "unit", "unitPosition"},
    "MULTI_LINE_TEXT": _BASE | {"required", "defaultValue"},
    "RICH_TEXT": _BASE | {"required", "defaultValue"},
    "LINK": _BASE | _TEXT | {"protocol"},
    "CHECK_BOX": _BASE | _CHOICE | {"align"},
    "MULTI_SELECT": _BASE | _CHOICE,
    "RADIO_BUTTON": _BASE | _CHOICE | {"align"},
    "DROP_DOWN": _BASE | _CHOICE,
    "FILE": _BASE | {"required", "thumbnailSize"},
    "DATE": _BASE | {"required", "unique", "defaultValue", "defaultNowValue"},
    "DATETIME": _BASE | {"required", "unique", "defaultValue", "defaultNowValue"},
    "TIME": _BASE | {"required", "defaultValue", "defaultNowValue"},
    **dict.fromkeys(
        ("USER_SELECT", "ORGANIZATION_SELECT", "GROUP_SELECT"),
        _BASE | {"required", "defaultValue", "entities"},
    ),
    "GROUP": _BASE | {"openGroup"},
    "REFERENCE_TABLE": _BASE | {"referenceTable"},
    "SUBTABLE": _BASE | {"fields"},
}


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(re.fullmatch(pattern, value, re.DOTALL))


def _is_entity(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"code", "name"}


def _all(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and all(map(check, value))


def _is_file(value: Any) -> bool:
    return set(value) == {"contentType", "fileKey", "name", "size"} and value["size"].isdigit()


_MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:00Z"
_text = _matches(".*")
_names = _all(lambda value: isinstance(value, str))
_option = _matches(".+")
_VALUES: Mapping[str, Callable[[Any], bool]] = {
    "__ID__": _matches(r"\d+"),
    "__REVISION__": _matches(r"\d+"),
    "RECORD_NUMBER": _matches(r"([A-Z_0-9]+-)?\d+"),
    "CREATOR": _is_entity,
    "MODIFIER": _is_entity,
    "CREATED_TIME": _matches(_MOMENT),
    "UPDATED_TIME": _matches(_MOMENT),
    "SINGLE_LINE_TEXT": _text,
    "MULTI_LINE_TEXT": _text,
    "RICH_TEXT": _text,
    "LINK": _text,
    "CALC": _text,
    "NUMBER": _matches(r"(-?\d+(\.\d+)?)?"),
    "DATE": lambda value: value is None or _matches(r"\d{4}-\d\d-\d\d")(value),
    "TIME": lambda value: value is None or _matches(r"\d\d:\d\d")(value),
    "DATETIME": _matches(f"({_MOMENT})?"),
    "DROP_DOWN": lambda value: value is None or _option(value),
    "RADIO_BUTTON": lambda value: value is None or _option(value),
    "STATUS": _option,
    "CHECK_BOX": _names,
    "MULTI_SELECT": _names,
    "CATEGORY": _names,
    "USER_SELECT": _all(_is_entity),
    "ORGANIZATION_SELECT": _all(_is_entity),
    "GROUP_SELECT": _all(_is_entity),
    "STATUS_ASSIGNEE": _all(_is_entity),
    "FILE": _all(_is_file),
    "SUBTABLE": _all(lambda row: set(row) == {"id", "value"} and _fits(row["value"])),
}


def _fits(record: Record) -> bool:
    for code, field in record.items():
        assert set(field) == {"type", "value"}, code
        assert _VALUES[field["type"]](field["value"]), (code, field)
    return True


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    found = World.make(large=600)
    yield found
    found.close()


@pytest.fixture(scope="module")
def records(world: World) -> dict[int, list[Record]]:
    return companies.all_records(world)


def _properties(world: World) -> Iterator[tuple[int, dict[str, Any]]]:
    for app in world.apps_for(companies.user(world, "haruto")):
        for described in app.properties().values():
            assert isinstance(described, dict)
            yield app.id, described
            for inner in described.get("fields", {}).values():
                yield app.id, inner


def test_every_property_has_the_keys_of_its_type(world: World) -> None:
    for app_id, described in _properties(world):
        keys = set(described) - {"lookup"}
        assert keys == _PROPERTY_KEYS[described["type"]], (app_id, described["code"])


def test_one_app_has_a_field_of_every_type_and_a_lookup(world: World) -> None:
    described = [found for app_id, found in _properties(world) if app_id == EQUIPMENT]
    assert {found["type"] for found in described} == set(_PROPERTY_KEYS)
    assert any("lookup" in found for found in described)
    formats = {found["format"] for found in described if found["type"] == "CALC"}
    assert formats == {
        "NUMBER",
        "NUMBER_DIGIT",
        "DATE",
        "DATETIME",
        "TIME",
        "HOUR_MINUTE",
        "DAY_HOUR_MINUTE",
    }


def test_every_value_has_the_shape_of_its_type(records: dict[int, list[Record]]) -> None:
    assert all(_fits(record) for found in records.values() for record in found)


def test_a_record_holds_its_apps_fields_and_no_others(world: World, records: dict[int, list[Record]]) -> None:
    for app_id, found in records.items():
        described: dict[str, Any] = companies.app(world, app_id).properties()
        sent = {
            code
            for code, field in described.items()
            if field["type"] not in ("GROUP", "REFERENCE_TABLE") and field.get("enabled") is not False
        }
        for record in found:
            assert set(record) <= sent | {"$id", "$revision"}
            assert {described[code]["type"] for code in sent - set(record)} <= {"CALC"}


def test_status_and_its_company_are_absent_where_process_management_is_off(
    world: World, records: dict[int, list[Record]]
) -> None:
    assert companies.app(world, CUSTOMERS).status() == {
        "enable": False,
        "states": None,
        "actions": None,
        "revision": "31",
    }
    assert not {"Status", "Assignee", "Categories"} & set(records[CUSTOMERS][0])
    assert {"Status", "Assignee"} <= set(records[INQUIRIES][0])
    assert {"ステータス", "作業者", "カテゴリー"} <= set(records[EQUIPMENT][0])


def test_every_status_of_a_record_is_a_state_of_its_process(
    world: World, records: dict[int, list[Record]]
) -> None:
    for app_id, code in ((INQUIRIES, "Status"), (EQUIPMENT, "ステータス")):
        states: Any = companies.app(world, app_id).status()["states"]
        assert {values(record)[code] for record in records[app_id]} == set(states)
        assert [states[name]["index"] for name in states] == [str(index) for index in range(len(states))]


def test_one_record_shows_each_empty_value_in_its_own_form(records: dict[int, list[Record]]) -> None:
    empty = next(record for record in records[EQUIPMENT] if record["$id"]["value"] == "1")
    forms: dict[str, set[str]] = {}
    for field in empty.values():
        forms.setdefault(field["type"], set()).add(repr(field["value"]))
    text = ("SINGLE_LINE_TEXT", "MULTI_LINE_TEXT", "RICH_TEXT", "NUMBER", "CALC", "LINK", "DATETIME")
    nothing = ("DROP_DOWN", "RADIO_BUTTON", "DATE", "TIME")
    many = (
        "CHECK_BOX",
        "MULTI_SELECT",
        "USER_SELECT",
        "ORGANIZATION_SELECT",
        "GROUP_SELECT",
        "FILE",
        "SUBTABLE",
        "CATEGORY",
        "STATUS_ASSIGNEE",
    )
    expected = {**dict.fromkeys(text, "''"), **dict.fromkeys(nothing, "None"), **dict.fromkeys(many, "[]")}
    assert {kind: forms[kind] for kind in expected} == {kind: {form} for kind, form in expected.items()}


def test_a_record_older_than_the_calculations_lacks_them(records: dict[int, list[Record]]) -> None:
    old = next(record for record in records[EQUIPMENT] if record["$id"]["value"] == "2")
    assert "残存価額" not in old
    assert "残存価額" in records[EQUIPMENT][0]


def test_record_numbers_carry_the_apps_code(records: dict[int, list[Record]]) -> None:
    for app_id, code, prefix in ((ORDERS, "レコード番号", "ORD-"), (CUSTOMERS, "Record_number", "")):
        for record in records[app_id]:
            assert record[code]["value"] == prefix + record["$id"]["value"]


def test_the_layout_places_fields_of_the_form_and_none_of_the_process(world: World) -> None:
    for app in world.apps_for(world.users[0]):
        described: dict[str, Any] = app.properties()
        rows: list[Any] = list(app.layout())
        rows += [inner for row in rows if row["type"] == "GROUP" for inner in row["layout"]]
        for row in rows:
            assert set(row) == {"type", "code", "layout"} if row["type"] == "GROUP" else "fields" in row
            known = described[row["code"]]["fields"] if row["type"] == "SUBTABLE" else described
            for item in row.get("fields", ()):
                if item["type"] not in ("LABEL", "SPACER", "HR"):
                    assert known[item["code"]]["type"] == item["type"]
                assert item["type"] not in ("STATUS", "STATUS_ASSIGNEE", "CATEGORY")
                assert all(size.isdigit() for size in item["size"].values())


def test_every_view_can_be_opened_by_everybody_who_sees_the_app(world: World) -> None:
    for user in world.users:
        for app in world.apps_for(user):
            for view in app.views().values():
                order = f" order by {view['sort']}" if view["sort"] else ""
                app.select(f"{view['filterCond']}{order} limit 5", user=user, now=NOW).records(None)


def test_views_have_the_keys_of_their_type_and_name_fields_that_exist(world: World) -> None:
    common = {"type", "id", "name", "index", "filterCond", "sort"}
    keys = {"LIST": {"fields"}, "CALENDAR": {"date", "title"}, "CUSTOM": {"html", "pager", "device"}}
    ids: list[str] = []
    for app in world.apps_for(companies.user(world, "haruto")):
        described = app.properties()
        for index, (name, view) in enumerate(app.views().items()):
            assert set(view) - {"builtinType"} == common | keys[str(view["type"])]
            assert (view["name"], view["index"]) == (name, str(index))
            shown: Any = view.get("fields", [view[key] for key in ("date", "title") if key in view])
            assert set(shown) <= set(described)
            ids.append(str(view["id"]))
    assert len(set(ids)) == len(ids)
    assert companies.app(world, MINUTES).views() == {}


def test_process_management_brings_the_view_of_ones_own_records(world: World) -> None:
    english = companies.app(world, INQUIRIES).views()["(Assigned to me)"]
    assert (english["builtinType"], english["filterCond"]) == ("ASSIGNEE", "Assignee in (LOGINUSER())")
    japanese = companies.app(world, EQUIPMENT).views()["（作業者が自分）"]
    assert japanese["filterCond"] == "作業者 in (LOGINUSER())"
    assert all("builtinType" not in view for view in companies.app(world, CUSTOMERS).views().values())


def test_apps_and_settings_are_described_in_full(world: World) -> None:
    for app in world.apps_for(world.users[0]):
        described = app.describe()
        assert list(described) == [
            "appId",
            "code",
            "name",
            "description",
            "spaceId",
            "threadId",
            "createdAt",
            "creator",
            "modifiedAt",
            "modifier",
        ]
        assert described["appId"] == str(app.id)
        settings = app.settings()
        assert (settings["name"], settings["revision"]) == (app.name, app.revision)
        assert settings["numberPrecision"] == {
            "digits": "16",
            "decimalPlaces": "4",
            "roundingMode": "HALF_EVEN",
        }


def _files(records: dict[int, list[Record]]) -> Iterator[dict[str, str]]:
    for found in records.values():
        for record in found:
            for field in record.values():
                if field["type"] == "FILE":
                    yield from field["value"]


def test_every_attachment_can_be_fetched_and_is_what_its_record_says(
    world: World, records: dict[int, list[Record]]
) -> None:
    files = {file["fileKey"]: file for file in _files(records)}
    types = {file["contentType"] for file in files.values()}
    assert types == {"application/pdf", "image/png", "text/csv", "text/plain"}
    for key, file in files.items():
        stored = world.file(key)
        assert stored is not None
        assert (stored.content_type, stored.name) == (file["contentType"], file["name"])
        assert len(stored.content) == int(file["size"])
    assert world.file("nothing") is None


def test_pictures_and_documents_are_real(world: World, records: dict[int, list[Record]]) -> None:
    for file in _files(records):
        stored = world.file(file["fileKey"])
        assert stored is not None
        if stored.content_type == "image/png":
            width, height = struct.unpack(">II", stored.content[16:24])
            length = struct.unpack(">I", stored.content[33:37])[0]
            pixels = zlib.decompress(stored.content[41 : 41 + length])
            assert len(pixels) == height * (1 + 3 * width)
        elif stored.content_type == "application/pdf":
            start = int(stored.content.split(b"startxref\n")[1].split(b"\n")[0])
            assert stored.content[start:].startswith(b"xref")


def test_an_orders_total_is_the_sum_of_its_lines_and_its_customer_exists(
    records: dict[int, list[Record]],
) -> None:
    cities = {values(record)["Name"]: values(record)["City"] for record in records[CUSTOMERS]}
    for record in records[ORDERS]:
        order = values(record)
        lines = [values(row["value"]) for row in order["明細"]]
        assert all(int(line["小計"]) == int(line["数量"]) * int(line["単価"]) for line in lines)
        assert int(order["合計"]) == sum(int(line["小計"]) for line in lines)
        assert cities[order["顧客名"]] == order["市区町村"]
    rows = [
        row["id"] for record in records[ORDERS] for row in values(record)["明細"] + values(record)["入金"]
    ]
    assert len(set(rows)) == len(rows)


def test_inquiries_came_in_the_order_of_their_numbers(records: dict[int, list[Record]]) -> None:
    times = [values(record)["Created_datetime"] for record in records[INQUIRIES]]
    assert times == sorted(times, reverse=True)
    assert times[0] < "2026-11-23"


def test_addresses_lead_nowhere(records: dict[int, list[Record]]) -> None:
    for found in records.values():
        for record in found:
            for field in record.values():
                link = field["value"]
                if field["type"] == "LINK" and link and not link.startswith(("+", "javascript:")):
                    host = link.split("@")[-1].removeprefix("https://").split("/")[0]
                    assert host.endswith(".example")
