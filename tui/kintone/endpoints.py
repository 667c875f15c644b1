"""Kintone's REST API as data: what there is to call, what it takes, which scope opens it, and what it does.

Source: the pages of each call in Kintone's REST API reference, and "OAuth permission scope" there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Method = Literal["GET", "POST", "PUT", "DELETE"]

RECORD_READ = "k:app_record:read"
RECORD_WRITE = "k:app_record:write"
SETTINGS_READ = "k:app_settings:read"
SETTINGS_WRITE = "k:app_settings:write"
FILE_READ = "k:file:read"
FILE_WRITE = "k:file:write"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    required: bool = False
    many: bool = False
    """True for a list: `name[0]=…&name[1]=…` in a query string."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One call. `resource` is the path below `/k/v1/`, without `.json`.

    `scope` is what the token needs; "" where no single scope does. `oauth` is False for what takes only a
    password or an API token, `once` True for a GET that takes away what it gives.
    """

    method: Method
    resource: str
    scope: str
    parameters: tuple[Parameter, ...]
    summary: str
    oauth: bool = True
    once: bool = False

    @property
    def repeatable(self) -> bool:
        """True if sending it twice changes nothing."""
        return self.method == "GET" and not self.once


def _parameters(names: str) -> tuple[Parameter, ...]:
    """In "app! fields[] query", `app` is required and `fields` is a list."""
    return tuple(
        Parameter(name.removesuffix("!").removesuffix("[]"), name.endswith("!"), "[]" in name)
        for name in names.split()
    )


def _read(resource: str, scope: str, parameters: str, summary: str) -> Endpoint:
    return Endpoint("GET", resource, scope, _parameters(parameters), summary)


def _write(method: Method, resource: str, scope: str, parameters: str, summary: str) -> Endpoint:
    return Endpoint(method, resource, scope, _parameters(parameters), summary)


def _closed(method: Method, resource: str, parameters: str, summary: str) -> Endpoint:
    return Endpoint(method, resource, "", _parameters(parameters), summary, oauth=False)


GET_RECORDS = _read("records", RECORD_READ, "app! fields[] query totalCount", "Read the records of an app.")
GET_RECORD = _read("record", RECORD_READ, "app! id!", "Read one record.")
GET_COMMENTS = _read(
    "record/comments",
    RECORD_READ,
    "app! record! order offset limit",
    "Read the comments of a record, 10 at a time.",
)
EVALUATE_RIGHTS = _read(
    "records/acl/evaluate", RECORD_READ, "app! ids[]!", "See what you may do with each of up to 100 records."
)
GET_FILE = _read("file", FILE_READ, "fileKey!", "Download a file by the key that its record holds.")

GET_APP = _read("app", SETTINGS_READ, "id!", "Read the name and description of an app.")
GET_APPS = _read(
    "apps", SETTINGS_READ, "ids[] codes[] name spaceIds[] limit offset", "List the apps you may use."
)
GET_FIELDS = _read("app/form/fields", SETTINGS_READ, "app! lang", "Read the fields of an app.")
GET_LAYOUT = _read("app/form/layout", SETTINGS_READ, "app!", "Read how the form of an app is laid out.")
GET_VIEWS = _read("app/views", SETTINGS_READ, "app! lang", "Read the views of an app.")
GET_SETTINGS = _read("app/settings", SETTINGS_READ, "app! lang", "Read the general settings of an app.")
GET_PROCESS = _read("app/status", SETTINGS_READ, "app! lang", "Read the process management of an app.")

_WITH_PREVIEW = (
    GET_FIELDS,
    GET_LAYOUT,
    GET_VIEWS,
    GET_SETTINGS,
    GET_PROCESS,
    _read("form", SETTINGS_READ, "app!", "Read the form of an app in its oldest shape."),
    _read("app/reports", SETTINGS_READ, "app! lang", "Read how the graphs of an app are defined."),
    _read("app/actions", SETTINGS_READ, "app! lang", "Read the app actions of an app."),
    _read("app/customize", SETTINGS_READ, "app!", "Read which JavaScript and CSS an app uses."),
    _read("app/acl", SETTINGS_READ, "app!", "Read who may use an app."),
    _read("record/acl", SETTINGS_READ, "app! lang", "Read who may see which records."),
    _read("field/acl", SETTINGS_READ, "app!", "Read who may see which fields."),
    _read("app/notifications/general", SETTINGS_READ, "app!", "Read the general notifications of an app."),
    _read("app/notifications/perRecord", SETTINGS_READ, "app! lang", "Read the notifications about records."),
    _read("app/notifications/reminder", SETTINGS_READ, "app! lang", "Read the reminders of an app."),
)


def _preview(live: Endpoint) -> Endpoint:
    """The same settings with the changes that an administrator has not put live yet."""
    summary = f"{live.summary.removesuffix('.')}, with changes that are not live yet."
    return replace(live, resource=f"preview/{live.resource}", summary=summary)


_READING = (
    GET_RECORDS,
    GET_RECORD,
    GET_COMMENTS,
    EVALUATE_RIGHTS,
    GET_FILE,
    GET_APP,
    GET_APPS,
    *_WITH_PREVIEW,
    _read("preview/app/deploy", SETTINGS_READ, "apps[]!", "See whether changed settings are live yet."),
    *map(_preview, _WITH_PREVIEW),
)

_WRITING = (
    _write("POST", "record", RECORD_WRITE, "app! record", "Add a record."),
    _write("PUT", "record", RECORD_WRITE, "app! id updateKey revision record", "Change a record."),
    _write("POST", "records", RECORD_WRITE, "app! records[]!", "Add up to 100 records."),
    _write("PUT", "records", RECORD_WRITE, "app! upsert records[]!", "Change up to 100 records."),
    _write("DELETE", "records", RECORD_WRITE, "app! ids[]! revisions[]", "Delete up to 100 records."),
    _write("POST", "record/comment", RECORD_WRITE, "app! record! comment!", "Write a comment."),
    _write("DELETE", "record/comment", RECORD_WRITE, "app! record! comment!", "Delete a comment."),
    _write("PUT", "record/status", RECORD_WRITE, "app! id! action! assignee revision", "Move a record on."),
    _write("PUT", "records/status", RECORD_WRITE, "app! records[]!", "Move up to 100 records on."),
    _write("PUT", "record/assignees", RECORD_WRITE, "app! id! assignees[]! revision", "Set who is to act."),
    _write("POST", "bulkRequest", "", "requests[]!", "Up to 20 changes, all of them or none."),
    _write("POST", "file", FILE_WRITE, "file!", "Upload a file, to be attached within 3 days."),
    _write("POST", "preview/app", SETTINGS_WRITE, "name! space thread", "Make an app."),
    _write("POST", "preview/app/deploy", SETTINGS_WRITE, "apps[]! revert", "Make changed settings live."),
    _write("POST", "preview/app/form/fields", SETTINGS_WRITE, "app! properties! revision", "Add fields."),
    _write("PUT", "preview/app/form/fields", SETTINGS_WRITE, "app! properties! revision", "Change fields."),
    _write("DELETE", "preview/app/form/fields", SETTINGS_WRITE, "app! fields[]! revision", "Delete fields."),
    _write("PUT", "preview/app/form/layout", SETTINGS_WRITE, "app! layout[]! revision", "Lay out the form."),
    _write("PUT", "preview/app/views", SETTINGS_WRITE, "app! views! revision", "Replace the views."),
    _write(
        "PUT",
        "preview/app/settings",
        SETTINGS_WRITE,
        "app! name description icon theme titleField enableThumbnails enableBulkDeletion enableComments"
        " enableDuplicateRecord enableInlineRecordEditing numberPrecision firstMonthOfFiscalYear revision",
        "Change the general settings.",
    ),
    _write(
        "PUT",
        "preview/app/status",
        SETTINGS_WRITE,
        "app! enable states actions[] revision",
        "Change the process.",
    ),
    _write("PUT", "preview/app/reports", SETTINGS_WRITE, "app! reports! revision", "Replace the graphs."),
    _write(
        "PUT", "preview/app/actions", SETTINGS_WRITE, "app! actions! revision", "Replace the app actions."
    ),
    _write(
        "PUT",
        "preview/app/customize",
        SETTINGS_WRITE,
        "app! scope desktop mobile revision",
        "Replace JavaScript, CSS.",
    ),
    _write(
        "PUT", "preview/app/acl", SETTINGS_WRITE, "app! rights[]! revision", "Replace the rights to the app."
    ),
    _write(
        "PUT",
        "preview/record/acl",
        SETTINGS_WRITE,
        "app! rights[]! revision",
        "Replace the rights to records.",
    ),
    _write(
        "PUT", "preview/field/acl", SETTINGS_WRITE, "app! rights[]! revision", "Replace the rights to fields."
    ),
    _write(
        "PUT",
        "preview/app/notifications/general",
        SETTINGS_WRITE,
        "app! notifications[] notifyToCommenter revision",
        "Replace the general notifications.",
    ),
    _write(
        "PUT",
        "preview/app/notifications/perRecord",
        SETTINGS_WRITE,
        "app! notifications[]! revision",
        "Replace the notifications about records.",
    ),
    _write(
        "PUT",
        "preview/app/notifications/reminder",
        SETTINGS_WRITE,
        "app! notifications[] timezone revision",
        "Replace the reminders.",
    ),
)

_CLOSED_TO_OAUTH = (
    _closed("POST", "records/cursor", "app! fields[] query size", "Open a cursor over records."),
    replace(_closed("GET", "records/cursor", "id!", "Read on from a cursor."), once=True),
    _closed("DELETE", "records/cursor", "id!", "Close a cursor."),
    _closed("GET", "apps/statistics", "offset limit", "See how much the apps are used."),
    _closed("GET", "app/plugins", "app! lang", "List the plug-ins of an app."),
    _closed("GET", "app/adminNotes", "app!", "Read the administrators' notes of an app."),
    _closed("GET", "space", "id!", "Read about a space."),
    _closed("GET", "space/members", "id!", "List the members of a space."),
)

ENDPOINTS = (*_READING, *_WRITING, *_CLOSED_TO_OAUTH)
"""Every call, the reading ones first."""


def find(method: str, resource: str) -> Endpoint | None:
    """The call of that name, if there is one."""
    wanted = method.upper(), resource
    return next((known for known in ENDPOINTS if (known.method, known.resource) == wanted), None)
