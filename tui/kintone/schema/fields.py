"""The fields of an app (Kintone REST API, Get Form Fields)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tui.kintone import lenient

SYSTEM_TYPES = (
    "RECORD_NUMBER",
    "CREATOR",
    "CREATED_TIME",
    "MODIFIER",
    "UPDATED_TIME",
    "STATUS",
    "STATUS_ASSIGNEE",
    "CATEGORY",
)
"""Types that every app has once at most. Their codes depend on the language of whoever made the app."""


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """Records of another app that belong to this one. They are not in the record: they are asked for."""

    app: int | None
    field: str
    """The code of the field of this app that has to equal `related_field` of the other."""
    related_field: str
    condition: str
    columns: tuple[str, ...]
    sort: str
    size: int | None

    @classmethod
    def from_json(cls, document: object) -> ReferenceTable | None:
        """None when the other app is closed to the person: the key is there then, and null."""
        if not isinstance(document, dict):
            return None
        joint = lenient.mapping(document.get("condition"))
        return cls(
            app=lenient.integer(lenient.mapping(document.get("relatedApp")).get("app")),
            field=lenient.text(joint.get("field")),
            related_field=lenient.text(joint.get("relatedField")),
            condition=lenient.text(document.get("filterCond")),
            columns=tuple(lenient.text(code) for code in lenient.sequence(document.get("displayFields"))),
            sort=lenient.text(document.get("sort")),
            size=lenient.integer(document.get("size")),
        )


@dataclass(frozen=True, slots=True)
class Field:
    """One field, by its code. What a type does not have keeps its default.

    `type` may be one that this program has never heard of. `digit` asks for thousands separators. `format` is
    that of a CALC, `protocol` that of a LINK (WEB, CALL, MAIL), `unit_position` BEFORE or AFTER. `enabled` is
    about status, assignee and categories: while False, records have no such field.
    """

    code: str
    type: str
    label: str = ""
    options: tuple[str, ...] = ()
    """The values that a record may hold, in the order of the form."""
    digit: bool = False
    display_scale: int | None = None
    unit: str = ""
    unit_position: str = "BEFORE"
    format: str = ""
    protocol: str = ""
    lookup: bool = False
    lookup_app: int | None = None
    """The app that a lookup copies from; None also when that app is closed to the person."""
    enabled: bool = True
    required: bool = False
    unique: bool = False
    no_label: bool = False
    expression: str = ""
    reference: ReferenceTable | None = None
    fields: tuple[Field, ...] = ()
    """The columns of a table."""

    @classmethod
    def from_json(cls, code: str, document: object) -> Field:
        members = lenient.mapping(document)
        lookup = lenient.mapping(members.get("lookup"))
        return cls(
            code=lenient.text(members.get("code")) or code,
            type=lenient.text(members.get("type")),
            label=lenient.text(members.get("label")) or code,
            options=_options(members.get("options")),
            digit=lenient.flag(members.get("digit")),
            display_scale=lenient.integer(members.get("displayScale")),
            unit=lenient.text(members.get("unit")),
            unit_position=lenient.text(members.get("unitPosition")) or "BEFORE",
            format=lenient.text(members.get("format")),
            protocol=lenient.text(members.get("protocol")),
            lookup="lookup" in members,
            lookup_app=lenient.integer(lenient.mapping(lookup.get("relatedApp")).get("app")),
            enabled=lenient.flag(members.get("enabled"), default=True),
            required=lenient.flag(members.get("required")),
            unique=lenient.flag(members.get("unique")),
            no_label=lenient.flag(members.get("noLabel")),
            expression=lenient.text(members.get("expression")),
            reference=ReferenceTable.from_json(members.get("referenceTable")),
            fields=fields_from_json(members.get("fields")),
        )


ID_FIELD = Field("$id", "__ID__", "$id")
"""The one field that has the same code in every app. Get Form Fields does not list it."""


def fields_from_json(document: object) -> tuple[Field, ...]:
    return tuple(Field.from_json(code, member) for code, member in lenient.mapping(document).items())


def _options(document: object) -> tuple[str, ...]:
    """The keys, which is what records hold (labels may be translated), in the order of their `index`."""
    options = lenient.mapping(document)
    return tuple(sorted(options, key=lambda name: _index(options[name])))


def _index(option: Any) -> tuple[bool, int]:
    index = lenient.integer(lenient.mapping(option).get("index"))
    return index is None, index or 0
