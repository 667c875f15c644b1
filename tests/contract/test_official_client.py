"""Cybozu's own client reads the simulated Kintone and gets what was on the wire."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tui.simulator.oauth.grants import Consent
from tui.simulator.oauth.scopes import WORDS
from tui.simulator.server import in_thread
from tui.simulator.simulator import Options, Simulator

HERE = Path(__file__).parent
NODE = shutil.which("node")
MISSING = "node or Kintone's client is missing: npm install --prefix tests/contract --no-package-lock"
QUERY = "$id > 1 order by $id asc limit 20 offset 1"
FIELDS = ["$id", "$revision"]
CONDITION = "$id > 1"

Json = dict[str, Any]


def access_token(simulator: Simulator) -> str:
    consent = Consent(simulator.world.users[0].code, simulator.client.id, tuple(WORDS))
    code = simulator.grants.issue_code(consent, simulator.client.redirect_uri, None)
    return simulator.grants.redeem(
        code, client_id=simulator.client.id, redirect_uri=simulator.client.redirect_uri, verifier=""
    ).access_token


class Wire:
    """The same Kintone, read with plain requests."""

    def __init__(self, base_url: str, token: str) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self.http = httpx.Client(base_url=f"{base_url}/k/v1/", headers=headers, trust_env=False)

    def get(self, resource: str, **values: object) -> Json:
        answer = self.http.request("GET", f"{resource}.json", json=values)
        content: Json = answer.raise_for_status().json()
        return content


@pytest.fixture(scope="module")
def read() -> Iterator[tuple[Json, Wire, int, int]]:
    """What the client gave, the wire, and the ids of the app and the record that were read."""
    if NODE is None or not (HERE / "node_modules").is_dir():
        if os.environ.get("KINTONE_TUI_NO_SKIPS") == "1":
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    simulator = Simulator.make(Options(records=1200))
    app = next(app for app in simulator.world.apps_for(simulator.world.users[0]) if app.guest_space is None)
    token = access_token(simulator)
    with in_thread(simulator.application()) as base_url:
        wire = Wire(base_url, token)
        with wire.http:
            record = int(wire.get("records", app=app.id)["records"][0]["$id"]["value"])
            wish = {
                "baseUrl": base_url,
                "token": token,
                "app": app.id,
                "record": record,
                "query": QUERY,
                "fields": FIELDS,
                "condition": CONDITION,
            }
            script = subprocess.run(
                [NODE, str(HERE / "read.mjs")],
                input=json.dumps(wish),
                capture_output=True,
                text=True,
                timeout=60,
            )
            assert script.returncode == 0, script.stderr
            yield json.loads(script.stdout), wire, app.id, record


Read = tuple[Json, Wire, int, int]


def test_records_by_query_with_their_count(read: Read) -> None:
    given, wire, app, _ = read
    assert given["records"] == wire.get("records", app=app, query=QUERY, fields=FIELDS, totalCount=True)
    assert all(record.keys() == set(FIELDS) for record in given["records"]["records"])
    assert int(given["records"]["totalCount"]) > len(given["records"]["records"])


def test_a_long_query_reads_and_does_not_add(read: Read) -> None:
    given, wire, app, record = read
    assert given["longQuery"] == wire.get("records", app=app, query=f"$id = {record}")


def test_all_records_by_id(read: Read) -> None:
    given, wire, app, _ = read
    counted = wire.get("records", app=app, query=f"{CONDITION} limit 1", totalCount=True)
    ids = [int(record["$id"]["value"]) for record in given["allRecords"]]
    assert len(ids) == int(counted["totalCount"])
    assert ids == sorted(set(ids))


def test_one_record(read: Read) -> None:
    given, wire, app, record = read
    assert given["record"] == wire.get("record", app=app, id=record)


@pytest.mark.parametrize(
    ("name", "resource", "parameter"),
    [
        ("app", "app", "id"),
        ("fields", "app/form/fields", "app"),
        ("layout", "app/form/layout", "app"),
        ("views", "app/views", "app"),
        ("settings", "app/settings", "app"),
        ("status", "app/status", "app"),
    ],
)
def test_an_app_and_what_it_is_made_of(read: Read, name: str, resource: str, parameter: str) -> None:
    given, wire, app, _ = read
    assert given[name] == wire.get(resource, **{parameter: app})


def test_apps(read: Read) -> None:
    given, wire, _, _ = read
    assert given["apps"] == wire.get("apps", limit=100, offset=0)


def test_refusals_are_understood(read: Read) -> None:
    given, _, _, _ = read
    assert given["missingRecord"] == {"status": 404, "code": "GAIA_RE01", "errors": None}
    assert given["cursor"] == {"status": 403, "code": "CB_OA01", "errors": None}
    assert (given["wrongQuery"]["status"], given["wrongQuery"]["code"]) == (400, "CB_VA01")
    assert given["wrongQuery"]["errors"]["query"]["messages"]
