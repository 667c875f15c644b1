"""The simulated company: who may see what, and that it is the same at every start."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from tests.simulator import companies
from tests.simulator.companies import (
    CUSTOMERS,
    EQUIPMENT,
    INQUIRIES,
    JOINT,
    MINUTES,
    NOW,
    ORDERS,
    REVIEWS,
    SHOWS,
)
from tui.simulator.data import World


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    found = World.make(large=700)
    yield found
    found.close()


def test_four_people_can_sign_in_with_japanese_and_english_names(world: World) -> None:
    assert len({user.code for user in world.users}) == len({user.id for user in world.users}) == 4
    assert {user.language for user in world.users} == {"ja", "en"}
    assert {user.name.isascii() for user in world.users} == {True, False}
    for user in world.users:
        ZoneInfo(user.timezone)


def test_the_internal_numbers_of_people_are_not_in_the_order_of_their_names(world: World) -> None:
    by_code = [user.id for user in sorted(world.users, key=lambda user: user.code)]
    assert by_code != sorted(by_code)


def test_everybody_sees_the_same_apps_but_for_one_that_only_one_may_see(world: World) -> None:
    seen = {user.code: [app.id for app in world.apps_for(user)] for user in world.users}
    usual = [CUSTOMERS, INQUIRIES, ORDERS, EQUIPMENT, SHOWS, MINUTES, JOINT]
    assert seen.pop("haruto") == sorted([*usual, REVIEWS])
    assert list(seen.values()) == [usual] * 3
    private = companies.app(world, REVIEWS)
    assert [user.code for user in world.users if private.may_view(user)] == ["haruto"]


def test_an_unknown_app_is_not_found(world: World) -> None:
    assert world.find(1) is None


def test_one_app_stands_in_a_guest_space_and_one_in_a_normal_space(world: World) -> None:
    assert companies.app(world, JOINT).guest_space == 7
    assert companies.app(world, JOINT).describe()["spaceId"] == "7"
    assert companies.app(world, ORDERS).guest_space is None
    assert companies.app(world, ORDERS).describe()["spaceId"] == "2"


def test_the_sizes_of_the_apps(world: World) -> None:
    admin = companies.user(world, "haruto")
    sizes = {app.id: app.select("", user=admin, now=NOW).total() for app in world.apps_for(admin)}
    assert sizes == {
        CUSTOMERS: 40,
        INQUIRIES: 700,
        ORDERS: 180,
        EQUIPMENT: 32,
        SHOWS: 0,
        MINUTES: 6,
        REVIEWS: 4,
        JOINT: 9,
    }


def test_ids_have_gaps(world: World) -> None:
    for app_id in (CUSTOMERS, INQUIRIES, ORDERS, EQUIPMENT):
        app = companies.app(world, app_id)
        found = app.select("order by $id asc limit 500", user=world.users[0], now=NOW).ids()
        assert found == sorted(set(found))
        assert found[-1] > len(found)


def test_a_field_that_is_hidden_from_one_person_is_missing_for_them_only(world: World) -> None:
    app = companies.app(world, EQUIPMENT)
    jon, mika = companies.user(world, "jon"), companies.user(world, "mika")
    assert app.hidden_fields(jon) == {"原価"}
    assert app.hidden_fields(mika) == frozenset()
    assert "原価" in app.properties()
    for query in ("", "order by $id asc"):
        assert all("原価" not in record for record in companies.select(app, query, jon))
        assert all("原価" in record for record in companies.select(app, query, mika))
    assert b"\xe5\x8e\x9f\xe4\xbe\xa1" not in (app.record(11, jon) or b"")


def test_a_record_is_the_same_by_its_number_and_in_a_list(world: World) -> None:
    mika = world.users[0]
    for app in world.apps_for(mika):
        for record in companies.select(app, "limit 20", mika):
            alone = app.record(int(record["$id"]["value"]), mika)
            assert alone is not None
            assert json.loads(alone) == record


@pytest.mark.parametrize("record_id", [0, -1, 10**6, 10**30])
def test_a_record_that_does_not_exist_is_none(world: World, record_id: int) -> None:
    assert companies.app(world, CUSTOMERS).record(record_id, world.users[0]) is None


def test_only_the_fields_that_are_named_come_and_unknown_ones_are_ignored(world: World) -> None:
    selection = companies.app(world, ORDERS).select("limit 5", user=world.users[0], now=NOW)

    def keys(*fields: str) -> set[str]:
        found = [set(json.loads(record)) for record in selection.records(fields)]
        assert len(found) == 5
        assert all(other == found[0] for other in found)
        return found[0]

    assert keys("件名", "$id", "明細") == {"件名", "$id", "明細"}
    assert keys("$revision", "nothing", "数量", "社内") == {"$revision"}


def test_the_keys_of_records_come_in_no_order_to_rely_on(world: World) -> None:
    records = companies.select(companies.app(world, INQUIRIES), "limit 10", world.users[0])
    assert len({tuple(record) for record in records}) > 1


def test_comments_are_few_but_for_some_records_with_more_than_a_page(world: World) -> None:
    app = companies.app(world, INQUIRIES)
    counts = [len(app.comments(number)) for number in range(1, 500)]
    assert counts.count(0) > 300
    assert max(counts) > 10
    longest = app.comments(counts.index(max(counts)) + 1)
    assert [comment["id"] for comment in longest] == [str(number) for number in range(1, len(longest) + 1)]
    assert list(longest[0]) == ["id", "text", "createdAt", "creator", "mentions"]
    assert str(longest[0]["text"]).endswith(" ")
    assert companies.app(world, MINUTES).comments(1) == []


def test_what_others_write_meanwhile_is_found_by_queries_and_raises_the_revision() -> None:
    world = World.make(large=50)
    try:
        app, mika = companies.app(world, INQUIRIES), world.users[0]
        assert app.select('Subject = "Kite"', user=mika, now=NOW).total() == 0

        added = app.add({"Subject": "Kite", "Minutes": "5", "Status": "New"})
        assert app.select('Subject like "kite"', user=mika, now=NOW).ids() == [added]
        before = companies.values(json.loads(app.record(added, mika) or b""))
        assert (before["Minutes"], before["Due_on"], before["Tags"]) == ("5", None, [])
        assert before["$revision"] == "1"

        app.change(added, {"Minutes": "7000"})
        assert app.select("Minutes > 6000", user=mika, now=NOW).ids() == [added]
        assert companies.values(json.loads(app.record(added, mika) or b""))["$revision"] == "2"

        app.remove(added)
        assert app.record(added, mika) is None
        assert app.select("Minutes > 6000", user=mika, now=NOW).total() == 0
        with pytest.raises(KeyError):
            app.change(added, {})
    finally:
        world.close()


def test_a_changed_table_is_found_by_its_new_rows() -> None:
    world = World.make(large=1)
    try:
        app, mika = companies.app(world, ORDERS), world.users[0]
        assert app.select("数量 > 900", user=mika, now=NOW).ids() == []
        app.change(1, {"明細": [{"id": "1", "value": {"型番": "HP-8", "数量": "999"}}]})
        assert app.select('数量 > 900 and 型番 in ("HP-8")', user=mika, now=NOW).ids() == [1]
        app.remove(1)
        assert app.select("数量 > 900", user=mika, now=NOW).ids() == []
    finally:
        world.close()


_DIGEST = """
from tests.simulator.test_data import digest
print(digest(300))
"""


def digest(large: int) -> str:
    """Of everything that one can read from the world."""
    world = World.make(large=large)
    found = hashlib.sha256()
    for app in world.apps_for(companies.user(world, "haruto")):
        settings = [app.describe(), app.properties(), app.layout(), app.views(), app.settings(), app.status()]
        found.update(json.dumps(settings).encode())
        for record in app.select("limit 500", user=world.users[0], now=NOW).records(None):
            found.update(record)
        ties = app.select("order by " + _sortable(app.properties()), user=world.users[0], now=NOW)
        found.update(json.dumps(ties.ids()).encode())
    world.close()
    return found.hexdigest()


def _sortable(properties: dict[str, object]) -> str:
    kinds = {code: field["type"] for code, field in properties.items() if isinstance(field, dict)}
    return next((code for code, kind in kinds.items() if kind == "DROP_DOWN"), "$id")


def test_every_world_has_the_same_bytes_in_this_process_and_in_another() -> None:
    first = digest(300)
    assert digest(300) == first
    other = subprocess.run(
        [sys.executable, "-c", _DIGEST],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Pacific/Auckland"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert other.stdout.strip() == first


def test_a_large_world_stands_at_once_and_answers_soon() -> None:
    started = time.perf_counter()
    world = World.make(large=200_000)
    app, mika = companies.app(world, INQUIRIES), world.users[0]
    assert len(app.select("limit 500", user=mika, now=NOW).records(None)) == 500
    # Far more than it needs, for a machine that does much else besides.
    assert time.perf_counter() - started < 15

    started = time.perf_counter()
    page = app.select("$id > 100000 order by $id asc limit 500", user=mika, now=NOW)
    assert len(page.records(["$id", "Subject", "Status"])) == 500
    assert time.perf_counter() - started < 1
    world.close()


def test_a_first_question_may_be_about_the_records_of_another_app() -> None:
    world = World.make(large=1)
    customers, mika = companies.app(world, CUSTOMERS), world.users[0]
    assert customers.select("Orders.$id >= 1", user=mika, now=NOW).total() > 10
    assert customers.select('Orders.レコード番号 in ("ORD-1")', user=mika, now=NOW).total() == 1
    world.close()
