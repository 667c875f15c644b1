"""The calls of Kintone's REST API that the program makes itself, one method each, with typed answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

import msgspec

from tui.kintone import endpoints, lenient, query
from tui.kintone.endpoints import Endpoint
from tui.kintone.failures import UnexpectedAnswer
from tui.kintone.records import Record, RecordPage, record_from_answer
from tui.kintone.schema import App, AppSettings, Form, Layout, Process, View, views_from_json
from tui.kintone.transport import Download, Transport

APPS_AT_ONCE = 100
RECORDS_AT_ONCE = 500
DEEPEST_OFFSET = 10_000

_DOCUMENT = msgspec.json.Decoder(dict[str, Any])


class Kintone:
    """One Kintone, as the person who signed in sees it.

    Every method sends one call and may raise a KintoneFailure, or what the sign-in raises. An app in a guest
    space is only found with `guest_space`, the number of that space.
    """

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    async def apps(self, *, offset: int = 0, limit: int = APPS_AT_ONCE, name: str = "") -> list[App]:
        """The apps that the person may use, at most 100, in whose name `name` occurs.

        There is no count of all: fewer than `limit` means that these are the last.
        """
        params = {"name": name or None, "limit": limit, "offset": offset}
        document = await self._document(endpoints.GET_APPS, params, "apps")
        found = map(App.from_json, lenient.sequence(document["apps"]))
        return [app for app in found if app is not None]

    async def app(self, app_id: int, *, guest_space: int | None = None) -> App:
        document = await self._document(endpoints.GET_APP, {"id": app_id}, "appId", guest_space)
        app = App.from_json(document)
        if app is None:
            raise UnexpectedAnswer("an app")
        return app

    async def form(self, app_id: int, *, guest_space: int | None = None) -> Form:
        """The fields of an app. Reading the settings of the app has to be allowed; else see Form.infer."""
        return Form.from_json(await self._of_app(endpoints.GET_FIELDS, app_id, "properties", guest_space))

    async def layout(self, app_id: int, *, guest_space: int | None = None) -> Layout:
        return Layout.from_json(await self._of_app(endpoints.GET_LAYOUT, app_id, "layout", guest_space))

    async def views(self, app_id: int, *, guest_space: int | None = None) -> list[View]:
        """The views that people made, in their order; often none. "All records" is not among them."""
        return views_from_json(await self._of_app(endpoints.GET_VIEWS, app_id, "views", guest_space))

    async def settings(self, app_id: int, *, guest_space: int | None = None) -> AppSettings:
        return AppSettings.from_json(await self._of_app(endpoints.GET_SETTINGS, app_id, "name", guest_space))

    async def process(self, app_id: int, *, guest_space: int | None = None) -> Process:
        return Process.from_json(await self._of_app(endpoints.GET_PROCESS, app_id, "enable", guest_space))

    async def records(
        self,
        app_id: int,
        *,
        condition: str = "",
        order: str = "",
        limit: int = 100,
        offset: int = 0,
        fields: Sequence[str] = (),
        total: bool = False,
        guest_space: int | None = None,
    ) -> RecordPage:
        """At most 500 records after the first `offset`, of which Kintone skips at most 10,000.

        `condition` and `order` are in the query language; without an order the newest record comes first.
        Without `fields` all come; records know their id only if `$id` is among them. `total` asks how many
        meet the condition.
        """
        params = {
            "app": app_id,
            "query": query.text(condition, order, limit, offset),
            "fields": list(fields) or None,
            "totalCount": True if total else None,
        }
        answer = await self.transport.send(endpoints.GET_RECORDS, params, guest_space=guest_space)
        return RecordPage.from_answer(answer.body, answer.headers.get("x-cybozu-warning", ""))

    async def record(self, app_id: int, record_id: int, *, guest_space: int | None = None) -> Record:
        params = {"app": app_id, "id": record_id}
        answer = await self.transport.send(endpoints.GET_RECORD, params, guest_space=guest_space)
        return record_from_answer(answer.body)

    def file(self, file_key: str, *, guest_space: int | None = None) -> AbstractAsyncContextManager[Download]:
        """A file by the key in its record, which may be another one each time the record is read."""
        return self.transport.download(endpoints.GET_FILE, {"fileKey": file_key}, guest_space=guest_space)

    async def _of_app(
        self, endpoint: Endpoint, app_id: int, member: str, guest_space: int | None
    ) -> dict[str, Any]:
        return await self._document(endpoint, {"app": app_id}, member, guest_space)

    async def _document(
        self, endpoint: Endpoint, params: Mapping[str, object], member: str, guest_space: int | None = None
    ) -> dict[str, Any]:
        """The answer as an object that has `member`, by which it is known for what it should be."""
        answer = await self.transport.send(endpoint, params, guest_space=guest_space)
        try:
            document = lenient.decode(answer.body, _DOCUMENT)
        except ValueError:
            document = {}
        if member not in document:
            raise UnexpectedAnswer(f"what was asked for ({endpoint.resource})")
        return document
