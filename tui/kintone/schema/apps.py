"""An app and its general settings (Kintone REST API: Get App, Get Apps, Get General Settings)."""

from __future__ import annotations

from dataclasses import dataclass

from tui.kintone import lenient


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody by login name and display name; both are "" for people who left."""

    code: str = ""
    name: str = ""

    @classmethod
    def from_json(cls, document: object) -> Person:
        members = lenient.mapping(document)
        return cls(lenient.text(members.get("code")), lenient.text(members.get("name")))


@dataclass(frozen=True, slots=True)
class App:
    """One app. `description` is HTML; `space_id` and `thread_id` are None outside of spaces.

    Nothing tells a guest space from another space here. The times are ISO 8601 in UTC, with or without
    milliseconds.
    """

    id: int
    name: str
    code: str = ""
    description: str = ""
    space_id: int | None = None
    thread_id: int | None = None
    created_at: str = ""
    creator: Person = Person()
    modified_at: str = ""
    modifier: Person = Person()

    @classmethod
    def from_json(cls, document: object) -> App | None:
        """None for what has no app id, and so cannot be opened."""
        members = lenient.mapping(document)
        app_id = lenient.integer(members.get("appId"))
        if app_id is None:
            return None
        return cls(
            id=app_id,
            name=lenient.text(members.get("name")),
            code=lenient.text(members.get("code")),
            description=lenient.text(members.get("description")),
            space_id=lenient.integer(members.get("spaceId")),
            thread_id=lenient.integer(members.get("threadId")),
            created_at=lenient.text(members.get("createdAt")),
            creator=Person.from_json(members.get("creator")),
            modified_at=lenient.text(members.get("modifiedAt")),
            modifier=Person.from_json(members.get("modifier")),
        )


@dataclass(frozen=True, slots=True)
class AppSettings:
    """What of an app's general settings matters for reading its records.

    `digits` significant digits and `decimal_places` are how Kintone stores numbers and rounds calculations.
    `title_field` is "" when Kintone chooses it.
    """

    name: str = ""
    digits: int = 16
    decimal_places: int = 4
    rounding: str = "HALF_EVEN"
    title_field: str = ""
    comments: bool = True
    theme: str = ""
    revision: int | None = None

    @classmethod
    def from_json(cls, document: object) -> AppSettings:
        members = lenient.mapping(document)
        precision = lenient.mapping(members.get("numberPrecision"))
        places = lenient.integer(precision.get("decimalPlaces"))
        title = lenient.mapping(members.get("titleField"))
        manual = title.get("selectionMode") == "MANUAL"
        return cls(
            name=lenient.text(members.get("name")),
            digits=lenient.integer(precision.get("digits")) or 16,
            decimal_places=4 if places is None else places,
            rounding=lenient.text(precision.get("roundingMode")) or "HALF_EVEN",
            title_field=lenient.text(title.get("code")) if manual else "",
            comments=lenient.flag(members.get("enableComments"), default=True),
            theme=lenient.text(members.get("theme")),
            revision=lenient.integer(members.get("revision")),
        )
