"""Fields of a form, with the keys that Kintone's Get Form Fields gives each type.

One function a field type. What is not set is sent too: `""`, `false` or an empty list, as Kintone does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui.simulator.data.people import Entity, User

Json = object
"""Anything that JSON can hold."""

_NO_LABEL = frozenset({"CATEGORY", "STATUS", "STATUS_ASSIGNEE"})
"""The types that have no `noLabel`, for they stand nowhere on the form."""


@dataclass(frozen=True, slots=True)
class Field:
    """`settings` are the property's keys but for type, code, label and noLabel; `fields` are a table's."""

    type: str
    code: str
    label: str
    settings: Mapping[str, Json] = field(default_factory=dict)
    fields: tuple[Field, ...] = ()

    def describe(self) -> dict[str, Json]:
        shown: dict[str, Json] = {} if self.type in _NO_LABEL else {"noLabel": False}
        described: dict[str, Json] = {"type": self.type, "code": self.code, "label": self.label}
        described |= shown | dict(self.settings)
        if self.type == "SUBTABLE":
            described["fields"] = {inner.code: inner.describe() for inner in self.fields}
        return described

    @property
    def options(self) -> Mapping[str, int]:
        """The option names with their places."""
        found = self.settings.get("options")
        if not isinstance(found, dict):
            return {}
        return {name: int(option["index"]) for name, option in found.items()}


def text(
    code: str,
    label: str,
    *,
    required: bool = False,
    unique: bool = False,
    longest: str = "",
    default: str = "",
    expression: str = "",
    lookup: Json = None,
) -> Field:
    settings: dict[str, Json] = {
        "required": required,
        "unique": unique,
        "minLength": "",
        "maxLength": longest,
        "defaultValue": default,
        "expression": expression,
        "hideExpression": False,
    }
    return Field("SINGLE_LINE_TEXT", code, label, _with_lookup(settings, lookup))


def number(
    code: str,
    label: str,
    *,
    required: bool = False,
    least: str = "",
    digit: bool = False,
    scale: str = "",
    unit: str = "",
    before: bool = False,
    default: str = "",
) -> Field:
    """`digit` shows thousands separators, `scale` is the number of decimals shown."""
    settings: dict[str, Json] = {
        "required": required,
        "unique": False,
        "minValue": least,
        "maxValue": "",
        "defaultValue": default,
        "digit": digit,
        "displayScale": scale,
        "unit": unit,
        "unitPosition": "BEFORE" if before else "AFTER",
    }
    return Field("NUMBER", code, label, settings)


def calc(
    code: str,
    label: str,
    expression: str,
    *,
    format: str = "NUMBER",  # noqa: A002 - Kintone's word for it
    scale: str = "",
    unit: str = "",
    before: bool = False,
) -> Field:
    settings: dict[str, Json] = {
        "required": False,
        "expression": expression,
        "hideExpression": False,
        "format": format,
        "displayScale": scale,
        "unit": unit,
        "unitPosition": "BEFORE" if before else "AFTER",
    }
    return Field("CALC", code, label, settings)


def multi_line(code: str, label: str, *, required: bool = False) -> Field:
    return Field("MULTI_LINE_TEXT", code, label, {"required": required, "defaultValue": ""})


def rich(code: str, label: str) -> Field:
    return Field("RICH_TEXT", code, label, {"required": False, "defaultValue": ""})


def link(code: str, label: str, protocol: str) -> Field:
    """`protocol` is WEB, CALL or MAIL."""
    settings: dict[str, Json] = {
        "required": False,
        "unique": False,
        "minLength": "",
        "maxLength": "",
        "defaultValue": "",
        "protocol": protocol,
    }
    return Field("LINK", code, label, settings)


def check_box(code: str, label: str, options: Sequence[str], *, default: Sequence[str] = ()) -> Field:
    settings: dict[str, Json] = {"required": False, "defaultValue": list(default)}
    return Field("CHECK_BOX", code, label, {**settings, "options": _options(options), "align": "HORIZONTAL"})


def multi_select(code: str, label: str, options: Sequence[str]) -> Field:
    settings: dict[str, Json] = {"required": False, "defaultValue": []}
    return Field("MULTI_SELECT", code, label, {**settings, "options": _options(options)})


def radio(code: str, label: str, options: Sequence[str]) -> Field:
    settings: dict[str, Json] = {"required": True, "defaultValue": options[0]}
    return Field(
        "RADIO_BUTTON", code, label, {**settings, "options": _options(options), "align": "HORIZONTAL"}
    )


def drop_down(code: str, label: str, options: Sequence[str], *, required: bool = False) -> Field:
    settings: dict[str, Json] = {"required": required, "defaultValue": ""}
    return Field("DROP_DOWN", code, label, {**settings, "options": _options(options)})


def file(code: str, label: str, *, thumbnail: str = "150") -> Field:
    return Field("FILE", code, label, {"required": False, "thumbnailSize": thumbnail})


def date(code: str, label: str, *, required: bool = False, today: bool = False) -> Field:
    return Field("DATE", code, label, _moment(required) | {"unique": False, "defaultNowValue": today})


def date_time(code: str, label: str) -> Field:
    return Field("DATETIME", code, label, _moment(False) | {"unique": False, "defaultNowValue": False})


def time(code: str, label: str) -> Field:
    return Field("TIME", code, label, _moment(False) | {"defaultNowValue": False})


def users(code: str, label: str, among: Sequence[User] = ()) -> Field:
    return _entities("USER_SELECT", code, label, [("USER", user.code) for user in among])


def organizations(code: str, label: str, among: Sequence[Entity] = ()) -> Field:
    return _entities("ORGANIZATION_SELECT", code, label, [("ORGANIZATION", entity.code) for entity in among])


def groups(code: str, label: str, among: Sequence[Entity] = ()) -> Field:
    return _entities("GROUP_SELECT", code, label, [("GROUP", entity.code) for entity in among])


def group(code: str, label: str, *, opened: bool = False) -> Field:
    """A group of fields on the form; the layout says which."""
    return Field("GROUP", code, label, {"openGroup": opened})


def table(code: str, label: str, *fields: Field) -> Field:
    return Field("SUBTABLE", code, label, {}, fields)


def related(
    code: str,
    label: str,
    *,
    app: int,
    here: str,
    there: str,
    show: Sequence[str],
    condition: str = "",
    sort: str = "",
    size: str = "5",
) -> Field:
    reference: dict[str, Json] = {
        "relatedApp": {"app": str(app), "code": ""},
        "condition": {"field": here, "relatedField": there},
        "filterCond": condition,
        "displayFields": list(show),
        "sort": sort,
        "size": size,
    }
    return Field("REFERENCE_TABLE", code, label, {"referenceTable": reference})


def lookup(app: int, key: str, copies: Mapping[str, str], *, picker: Sequence[str]) -> dict[str, Json]:
    """For `text(lookup=...)`. `copies` maps fields of this form to fields of the other app."""
    return {
        "relatedApp": {"app": str(app), "code": ""},
        "relatedKeyField": key,
        "fieldMappings": [{"field": here, "relatedField": there} for here, there in copies.items()],
        "lookupPickerFields": list(picker),
        "filterCond": "",
        "sort": f"{key} asc",
    }


_SYSTEM_CODES = {
    "en": {
        "RECORD_NUMBER": ("Record_number", "Record number"),
        "CREATOR": ("Created_by", "Created by"),
        "CREATED_TIME": ("Created_datetime", "Created datetime"),
        "MODIFIER": ("Updated_by", "Updated by"),
        "UPDATED_TIME": ("Updated_datetime", "Updated datetime"),
        "CATEGORY": ("Categories", "Categories"),
        "STATUS": ("Status", "Status"),
        "STATUS_ASSIGNEE": ("Assignee", "Assignee"),
    },
    "ja": {
        "RECORD_NUMBER": ("レコード番号", "レコード番号"),
        "CREATOR": ("作成者", "作成者"),
        "CREATED_TIME": ("作成日時", "作成日時"),
        "MODIFIER": ("更新者", "更新者"),
        "UPDATED_TIME": ("更新日時", "更新日時"),
        "CATEGORY": ("カテゴリー", "カテゴリー"),
        "STATUS": ("ステータス", "ステータス"),
        "STATUS_ASSIGNEE": ("作業者", "作業者"),
    },
}


def system_fields(
    language: str, *, number: str = "", process: bool = False, categories: bool = False
) -> tuple[Field, ...]:
    """Every app's eight fields, coded in the language that the app was made in.

    `number` is the label that somebody gave to the record number, if they did.
    """
    enabled = {"CATEGORY": categories, "STATUS": process, "STATUS_ASSIGNEE": process}
    labels = {"RECORD_NUMBER": number} if number else {}
    return tuple(
        Field(type_, code, labels.get(type_, label), {"enabled": enabled[type_]} if type_ in enabled else {})
        for type_, (code, label) in _SYSTEM_CODES[language].items()
    )


def _options(names: Sequence[str]) -> dict[str, dict[str, str]]:
    return {name: {"label": name, "index": str(index)} for index, name in enumerate(names)}


def _moment(required: bool) -> dict[str, Json]:
    return {"required": required, "defaultValue": ""}


def _entities(type_: str, code: str, label: str, among: Sequence[tuple[str, str]]) -> Field:
    entities = [{"code": entity, "type": kind} for kind, entity in among]
    return Field(type_, code, label, {"required": False, "defaultValue": [], "entities": entities})


def _with_lookup(settings: dict[str, Json], found: Json) -> dict[str, Json]:
    return settings if found is None else {**settings, "lookup": found}
