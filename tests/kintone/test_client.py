"""The client against a server that speaks as Kintone does: what is asked, and what is made of the answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.kintone.scripted import Observed, Reply, ScriptedServer, Seen, json_reply, refusal
from tui.kintone import endpoints
from tui.kintone.client import Kintone
from tui.kintone.failures import GuestSpaceApp, UnexpectedAnswer
from tui.kintone.records import FieldValue


@asynccontextmanager
async def kintone(*replies: Reply) -> AsyncIterator[tuple[Kintone, list[Seen]]]:
    async with ScriptedServer(*replies) as server, Observed(server.address) as observed:
        yield Kintone(observed.transport), server.seen


def asked(seen: Seen) -> tuple[str, dict[str, str]]:
    target = urlsplit(seen.target)
    return target.path, dict(parse_qsl(target.query, keep_blank_values=True))


async def test_apps_come_a_page_at_a_time() -> None:
    apps = [
        {"appId": "17", "name": "Deals"},
        {"name": "no id"},
        {"appId": "3", "name": "Customers", "spaceId": "5"},
    ]
    async with kintone(json_reply({"apps": apps}), json_reply({"apps": []})) as (client, seen):
        found = await client.apps(offset=100, limit=50, name="de al")
        assert await client.apps() == []
    assert [(app.id, app.name, app.space_id) for app in found] == [(17, "Deals", None), (3, "Customers", 5)]
    assert asked(seen[0]) == ("/k/v1/apps.json", {"name": "de al", "limit": "50", "offset": "100"})
    assert asked(seen[1])[1] == {"limit": "100", "offset": "0"}


async def test_an_app_is_asked_for_by_its_id() -> None:
    async with kintone(json_reply({"appId": "17", "name": "Deals"})) as (client, seen):
        assert (await client.app(17, guest_space=5)).name == "Deals"
    assert asked(seen[0]) == ("/k/guest/5/v1/app.json", {"id": "17"})


async def test_what_an_app_is_made_of_is_asked_for_one_by_one() -> None:
    replies = [
        json_reply(
            {"properties": {"A": {"type": "NUMBER", "code": "A", "label": "Amount"}}, "revision": "1"}
        ),
        json_reply(
            {"layout": [{"type": "ROW", "fields": [{"type": "NUMBER", "code": "A"}]}], "revision": "1"}
        ),
        json_reply({"views": {"Open": {"type": "LIST", "id": "11", "name": "Open", "index": "0"}}}),
        json_reply({"name": "Deals", "numberPrecision": {"digits": "20"}}),
        json_reply({"enable": True, "states": {"New": {"name": "New", "index": "0"}}, "actions": []}),
    ]
    async with kintone(*replies) as (client, seen):
        assert (await client.form(17)).fields["A"].label == "Amount"
        assert (await client.layout(17)).codes() == ("A",)
        assert [view.id for view in await client.views(17)] == [11]
        assert (await client.settings(17)).digits == 20
        assert [state.name for state in (await client.process(17)).states] == ["New"]
    assert [asked(one) for one in seen] == [
        (f"/k/v1/app/{name}.json", {"app": "17"})
        for name in ("form/fields", "form/layout", "views", "settings", "status")
    ]


async def test_an_app_without_views_or_process_is_no_failure() -> None:
    replies = json_reply({"views": None}), json_reply({"enable": False, "states": None, "actions": None})
    async with kintone(*replies) as (client, _):
        assert await client.views(17) == []
        assert not (await client.process(17)).enabled


async def test_records_are_asked_for_with_a_query() -> None:
    reply = json_reply({"records": [], "totalCount": "318"}, X_Cybozu_Warning="Filter aborted")
    async with kintone(reply, json_reply({"records": [], "totalCount": None})) as (client, seen):
        page = await client.records(
            17,
            condition='Company = "Blue & Kite"',
            order="Amount desc, $id desc",
            limit=500,
            offset=20,
            fields=["$id", "Amount"],
            total=True,
            guest_space=5,
        )
        plain = await client.records(17)
    assert (page.total, page.warning) == (318, "Filter aborted")
    assert (plain.total, plain.warning) == (None, "")
    assert asked(seen[0]) == (
        "/k/guest/5/v1/records.json",
        {
            "app": "17",
            "query": 'Company = "Blue & Kite" order by Amount desc, $id desc limit 500 offset 20',
            "fields[0]": "$id",
            "fields[1]": "Amount",
            "totalCount": "true",
        },
    )
    assert asked(seen[1])[1] == {"app": "17", "query": "limit 100 offset 0"}


async def test_a_record_keeps_its_bytes_as_they_were_sent() -> None:
    body = b'{ "record": {"$id":{"type":"__ID__","value":"42"}, "N":{"type":"NUMBER","value":"1.50"}} }'
    async with kintone(Reply(body=body)) as (client, seen):
        record = await client.record(17, 42)
    assert (record.id, record.value("N"), record.body) == (42, FieldValue("NUMBER", "1.50"), body)
    assert asked(seen[0]) == ("/k/v1/record.json", {"app": "17", "id": "42"})


async def test_a_file_is_read_as_it_arrives() -> None:
    async with kintone(Reply(body=b"%PDF")) as (client, seen), client.file("2026 a+b", guest_space=5) as file:
        assert b"".join([chunk async for chunk in file.chunks]) == b"%PDF"
    assert asked(seen[0]) == ("/k/guest/5/v1/file.json", {"fileKey": "2026 a+b"})


@pytest.mark.parametrize(
    "body", [b"<html>Log in to the network</html>", b"", b"[]", b"null", b'{"other":1}', b"\xff"]
)
async def test_a_login_page_in_kintones_place_is_not_taken_for_an_answer(body: bytes) -> None:
    async with kintone(*[Reply(body=body, headers={"Content-Type": "text/html"})] * 7) as (client, _):
        calls = (
            client.apps(),
            client.app(17),
            client.form(17),
            client.layout(17),
            client.views(17),
            client.records(17),
            client.record(17, 1),
        )
        for call in calls:
            with pytest.raises(UnexpectedAnswer) as failed:
                await call
            assert "login" in failed.value.hint


async def test_an_app_of_a_guest_space_is_a_failure_of_its_own() -> None:
    async with kintone(refusal(520, "GAIA_IL23")) as (client, seen):
        with pytest.raises(GuestSpaceApp):
            await client.form(17)
    assert len(seen) == 1


# The API as data


def test_no_call_is_listed_twice() -> None:
    names = [(endpoint.method, endpoint.resource) for endpoint in endpoints.ENDPOINTS]
    assert len(names) == len(set(names))


def test_a_call_is_found_by_its_name() -> None:
    assert endpoints.find("get", "records") is endpoints.GET_RECORDS
    assert endpoints.find("POST", "records") is not endpoints.GET_RECORDS
    assert endpoints.find("GET", "nonsense") is None


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_no_write_is_repeatable_not_even_one_that_is_not_listed(
    method: Literal["POST", "PUT", "DELETE"],
) -> None:
    assert not endpoints.Endpoint(method, "new", "", (), "").repeatable
    assert endpoints.Endpoint("GET", "new", "", (), "").repeatable


def test_every_call_says_what_it_needs_and_does() -> None:
    for endpoint in endpoints.ENDPOINTS:
        assert endpoint.summary.endswith(".")
        assert endpoint.parameters
        kind = "read" if endpoint.method == "GET" else "write"
        several_scopes = endpoint.resource == "bulkRequest"
        assert endpoint.scope.endswith(kind) or several_scopes or not endpoint.oauth


def test_parameters_know_whether_they_are_lists() -> None:
    parameters = {parameter.name: parameter for parameter in endpoints.EVALUATE_RIGHTS.parameters}
    assert (parameters["app"].required, parameters["app"].many) == (True, False)
    assert (parameters["ids"].required, parameters["ids"].many) == (True, True)
    assert not {parameter.name: parameter for parameter in endpoints.GET_RECORDS.parameters}["query"].required
