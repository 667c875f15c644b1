"""What is sent: above all, that a long read can never become an order to add records."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.kintone.scripted import (
    Act,
    Observed,
    Reply,
    ScriptedServer,
    Seen,
)
from tui.kintone import endpoints
from tui.kintone.address import Tenant
from tui.kintone.call import LONGEST_LIST, LONGEST_URL, call

ADD_RECORD = endpoints.find("POST", "record")
assert ADD_RECORD is not None
ACME = Tenant.parse("acme.kintone.com")


async def _send(server: ScriptedServer, **params: object) -> None:
    async with Observed(server.address) as observed:
        await observed.transport.send(endpoints.GET_RECORDS, params)


async def test_a_read_is_a_get_with_its_parameters_in_the_query_string() -> None:
    async with ScriptedServer() as server:
        await _send(
            server,
            app=17,
            query='Company = "Blue & Kite" limit 5',
            fields=["$id", "会社"],
            totalCount=True,
            x=None,
        )
    (seen,) = server.seen
    target = urlsplit(seen.target)
    assert (seen.method, target.path) == ("GET", "/k/v1/records.json")
    assert parse_qsl(target.query) == [
        ("app", "17"),
        ("query", 'Company = "Blue & Kite" limit 5'),
        ("fields[0]", "$id"),
        ("fields[1]", "会社"),
        ("totalCount", "true"),
    ]
    assert seen.headers["authorization"] == "Bearer token-1"
    assert seen.headers["accept-language"] == "en"
    assert "content-type" not in seen.headers


async def test_a_guest_space_has_its_own_path() -> None:
    async with ScriptedServer() as server, Observed(server.address) as observed:
        await observed.transport.send(endpoints.GET_RECORDS, {"app": 17}, guest_space=5)
    assert server.seen[0].target.startswith("/k/guest/5/v1/records.json?")


async def test_a_long_read_is_a_post_that_says_it_is_a_get() -> None:
    """Kintone takes a POST to records.json without the override header as an order to add records."""
    added: list[Seen] = []

    async def kintone(seen: Seen) -> Act:
        if seen.method == "POST" and seen.headers.get("x-http-method-override") != "GET":
            added.append(seen)
        return Reply()

    query = "Company in (" + ", ".join(['"Blue Kite"'] * 500) + ")"
    async with ScriptedServer(handler=kintone) as server:
        await _send(server, app=17, query=query, fields=["$id"], totalCount=True)
    (seen,) = server.seen
    assert added == []
    assert (seen.method, seen.target) == ("POST", "/k/v1/records.json")
    assert seen.headers["content-type"] == "application/json"
    assert json.loads(seen.body) == {"app": 17, "query": query, "fields": ["$id"], "totalCount": True}


async def test_a_write_carries_no_override() -> None:
    async with ScriptedServer() as server, Observed(server.address) as observed:
        assert ADD_RECORD is not None
        await observed.transport.send(ADD_RECORD, {"app": 17, "record": {"A": {"value": "1"}}})
    (seen,) = server.seen
    assert seen.method == "POST"
    assert "x-http-method-override" not in seen.headers
    assert json.loads(seen.body) == {"app": 17, "record": {"A": {"value": "1"}}}


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
VALUES = st.one_of(TEXTS, st.integers(), st.booleans(), st.none(), st.lists(TEXTS, max_size=2 * LONGEST_LIST))


@given(st.dictionaries(st.sampled_from(["app", "query", "fields", "totalCount", "ids"]), VALUES))
def test_no_get_ever_becomes_a_bare_post(params: dict[str, object]) -> None:
    request = call(ACME, endpoints.GET_RECORDS, params)
    overridden = request.headers.get("X-HTTP-Method-Override") == "GET"
    assert (request.method == "POST") is overridden
    assert request.method == ("POST" if overridden else "GET")
    assert len(request.url) <= LONGEST_URL
    if overridden:
        assert json.loads(request.content) == {
            name: value for name, value in params.items() if value is not None
        }


@given(st.lists(TEXTS, max_size=LONGEST_LIST + 20))
def test_a_list_arrives_in_its_order_whichever_way_it_goes(codes: list[str]) -> None:
    request = call(ACME, endpoints.GET_RECORDS, {"fields": codes})
    if request.method == "GET":
        arrived = dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))
        assert [arrived[f"fields[{index}]"] for index in range(len(codes))] == codes
        assert len(codes) <= LONGEST_LIST
    else:
        assert json.loads(request.content)["fields"] == codes


def test_a_list_of_more_than_100_items_goes_into_the_body() -> None:
    codes = [f"F{index}" for index in range(LONGEST_LIST + 1)]
    assert call(ACME, endpoints.GET_RECORDS, {"fields": codes[:-1]}).method == "GET"
    assert call(ACME, endpoints.GET_RECORDS, {"fields": codes}).method == "POST"


def test_an_address_of_more_than_4096_characters_goes_into_the_body() -> None:
    without = len(call(ACME, endpoints.GET_RECORDS, {"query": ""}).url)
    longest = call(ACME, endpoints.GET_RECORDS, {"query": "x" * (4_096 - without)})
    assert (longest.method, len(longest.url)) == ("GET", 4_096)
    assert call(ACME, endpoints.GET_RECORDS, {"query": "x" * (4_097 - without)}).method == "POST"


def test_half_a_character_from_a_terminal_ends_nothing() -> None:
    assert call(ACME, endpoints.GET_RECORDS, {"query": "\udce3"}).method == "GET"
    assert call(ACME, endpoints.GET_RECORDS, {"query": "\udce3" * LONGEST_URL}).method == "POST"
