"""Every endpoint of the REST API with the scope that opens it.

Source: Kintone, "OAuth Permission Scopes", and the authentication row of each API's own page. An endpoint
without a scope is one that OAuth does not open; one without a handler is there to be refused as Kintone would
refuse it, and is otherwise beyond this simulator.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tui.simulator.api import apps, files, records, settings
from tui.simulator.api.calls import Handler

_READ_RECORDS = "k:app_record:read"
_WRITE_RECORDS = "k:app_record:write"
_READ_SETTINGS = "k:app_settings:read"
_WRITE_SETTINGS = "k:app_settings:write"
_READ_FILES = "k:file:read"
_WRITE_FILES = "k:file:write"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """`resource` is the path between `/v1/` and `.json`."""

    method: str
    resource: str
    scope: str | None
    handler: Handler | None = None
    api_token: bool = True


_CHANGED_BEFORE_PUBLISHING = (
    "app/form/fields",
    "app/form/layout",
    "app/views",
    "app/settings",
    "app/status",
    "app/reports",
    "app/customize",
    "app/actions",
    "app/acl",
    "record/acl",
    "field/acl",
    "app/notifications/general",
    "app/notifications/perRecord",
    "app/notifications/reminder",
)
"""Settings that have a twin below `preview/`, which is the one that is changed."""

ENDPOINTS = (
    Endpoint("GET", "records", _READ_RECORDS, records.get_records),
    Endpoint("GET", "record", _READ_RECORDS, records.get_record),
    Endpoint("GET", "record/comments", _READ_RECORDS, records.get_comments),
    Endpoint("GET", "records/acl/evaluate", _READ_RECORDS, api_token=False),
    Endpoint("GET", "app", _READ_SETTINGS, apps.get_app),
    Endpoint("GET", "apps", _READ_SETTINGS, apps.get_apps, api_token=False),
    Endpoint("GET", "form", _READ_SETTINGS),
    Endpoint("GET", "app/form/fields", _READ_SETTINGS, settings.get_form_fields),
    Endpoint("GET", "app/form/layout", _READ_SETTINGS, settings.get_form_layout),
    Endpoint("GET", "app/views", _READ_SETTINGS, settings.get_views),
    Endpoint("GET", "app/settings", _READ_SETTINGS, settings.get_settings),
    Endpoint("GET", "app/status", _READ_SETTINGS, settings.get_status),
    Endpoint("GET", "app/reports", _READ_SETTINGS),
    Endpoint("GET", "app/customize", _READ_SETTINGS),
    Endpoint("GET", "app/actions", _READ_SETTINGS),
    Endpoint("GET", "app/acl", _READ_SETTINGS),
    Endpoint("GET", "record/acl", _READ_SETTINGS),
    Endpoint("GET", "field/acl", _READ_SETTINGS),
    Endpoint("GET", "app/notifications/general", _READ_SETTINGS),
    Endpoint("GET", "app/notifications/perRecord", _READ_SETTINGS),
    Endpoint("GET", "app/notifications/reminder", _READ_SETTINGS),
    Endpoint("GET", "preview/app/deploy", _READ_SETTINGS),
    *(Endpoint("GET", f"preview/{resource}", _READ_SETTINGS) for resource in _CHANGED_BEFORE_PUBLISHING),
    Endpoint("GET", "file", _READ_FILES, files.get_file),
    Endpoint("POST", "records", _WRITE_RECORDS),
    Endpoint("PUT", "records", _WRITE_RECORDS),
    Endpoint("DELETE", "records", _WRITE_RECORDS),
    Endpoint("POST", "record", _WRITE_RECORDS),
    Endpoint("PUT", "record", _WRITE_RECORDS),
    Endpoint("POST", "record/comment", _WRITE_RECORDS),
    Endpoint("DELETE", "record/comment", _WRITE_RECORDS),
    Endpoint("PUT", "record/status", _WRITE_RECORDS),
    Endpoint("PUT", "records/status", _WRITE_RECORDS),
    Endpoint("PUT", "record/assignees", _WRITE_RECORDS),
    *(Endpoint("PUT", f"preview/{resource}", _WRITE_SETTINGS) for resource in _CHANGED_BEFORE_PUBLISHING),
    Endpoint("POST", "preview/app/form/fields", _WRITE_SETTINGS),
    Endpoint("DELETE", "preview/app/form/fields", _WRITE_SETTINGS),
    Endpoint("POST", "preview/app", _WRITE_SETTINGS),
    Endpoint("POST", "preview/app/deploy", _WRITE_SETTINGS),
    Endpoint("PUT", "app/acl", _WRITE_SETTINGS),
    Endpoint("PUT", "record/acl", _WRITE_SETTINGS),
    Endpoint("PUT", "field/acl", _WRITE_SETTINGS),
    Endpoint("POST", "file", _WRITE_FILES),
    Endpoint("POST", "records/cursor", None),
    Endpoint("GET", "records/cursor", None),
    Endpoint("DELETE", "records/cursor", None),
    Endpoint("GET", "space", None, api_token=False),
    Endpoint("GET", "space/members", None, api_token=False),
    Endpoint("POST", "space/thread/comment", None, api_token=False),
    Endpoint("POST", "search", None, api_token=False),
    Endpoint("GET", "apps/statistics", None, api_token=False),
    Endpoint("GET", "app/adminNotes", None),
    Endpoint("GET", "app/plugins", None),
)

BY_NAME: Mapping[tuple[str, str], Endpoint] = {
    (endpoint.method, endpoint.resource): endpoint for endpoint in ENDPOINTS
}
METHODS: Mapping[str, frozenset[str]] = {
    endpoint.resource: frozenset(other.method for other in ENDPOINTS if other.resource == endpoint.resource)
    for endpoint in ENDPOINTS
}
