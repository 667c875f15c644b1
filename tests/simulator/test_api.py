"""The REST API's doors, manners and parameters; records themselves are the query tests' and data tests'."""

from __future__ import annotations

import base64
import select
import socket
import time
from collections.abc import Mapping
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from tests.simulator.conftest import Kintone
from tui.simulator.api.callers import PASSWORD, api_token
from tui.simulator.api.endpoints import ENDPOINTS, Endpoint
from tui.simulator.data import AppData, User
from tui.simulator.faults import Latency
from tui.simulator.oauth.scopes import WORDS
from tui.simulator.server import in_thread
from tui.simulator.simulator import Options, Simulator

LARGEST_APP_ID = 200


def apps(kintone: Kintone) -> list[AppData]:
    found = (kintone.simulator.world.find(app_id) for app_id in range(1, LARGEST_APP_ID))
    return [app for app in found if app is not None]


def ordinary_app(kintone: Kintone) -> AppData:
    """One that the first user may view and that is in no guest space."""
    user = kintone.simulator.world.users[0]
    return next(app for app in apps(kintone) if app.guest_space is None and app.may_view(user))


def guest_app(kintone: Kintone) -> AppData:
    return next(app for app in apps(kintone) if app.guest_space is not None)


def closed_app(kintone: Kintone) -> tuple[AppData, User]:
    """An app, and somebody who may not view it."""
    return next(
        (app, user)
        for app in apps(kintone)
        for user in kintone.simulator.world.users
        if app.guest_space is None and not app.may_view(user)
    )


def refusal(answer: httpx.Response) -> tuple[int, str]:
    """Status and code, once the manners of a refusal are checked."""
    content = answer.json()
    assert answer.headers["x-cybozu-error"] == content["code"]
    assert content["id"] and content["message"]
    assert set(content) <= {"code", "id", "message", "errors"}
    return answer.status_code, content["code"]


def wrong(answer: httpx.Response) -> set[str]:
    """The parameters that a CB_VA01 complains about."""
    assert refusal(answer) == (400, "CB_VA01")
    errors = answer.json()["errors"]
    assert all(entry["messages"] for entry in errors.values())
    return set(errors)


def send(kintone: Kintone, endpoint: Endpoint, headers: Mapping[str, str]) -> httpx.Response:
    return kintone.http.request(endpoint.method, f"/k/v1/{endpoint.resource}.json", headers=headers)


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.resource}"


# Who may call what


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=named)
def test_an_endpoint_opens_to_its_scope_alone(kintone: Kintone, endpoint: Endpoint) -> None:
    def refused(*scopes: str) -> bool:
        bearer = {"Authorization": f"Bearer {kintone.access_token(*scopes)}"}
        answer = send(kintone, endpoint, bearer)
        is_refused: bool = answer.headers.get("x-cybozu-error") == "CB_OA01"
        assert not is_refused or refusal(answer) == (403, "CB_OA01")
        return is_refused

    if endpoint.scope is None:
        assert refused(*WORDS)
    else:
        assert not refused(endpoint.scope)
        assert refused(*(scope for scope in WORDS if scope != endpoint.scope))


def test_cursors_spaces_and_search_are_not_for_oauth() -> None:
    closed = {endpoint.resource for endpoint in ENDPOINTS if endpoint.scope is None}
    assert {"records/cursor", "space", "search"} <= closed


def test_nobody_gets_nothing(kintone: Kintone) -> None:
    answer = kintone.http.get("/k/v1/apps.json")
    assert refusal(answer) == (401, "CB_AU01")


@pytest.mark.parametrize("header", ["Bearer unknown", "bearer unknown"])
def test_an_unknown_access_token_is_a_dead_one(kintone: Kintone, header: str) -> None:
    answer = kintone.http.get("/k/v1/apps.json", headers={"Authorization": header})
    assert refusal(answer) == (401, "CB_OA01")


def test_the_scheme_may_be_written_in_small_letters(kintone: Kintone) -> None:
    header = {"Authorization": f"bearer {kintone.access_token()}"}
    assert kintone.http.get("/k/v1/apps.json", headers=header).status_code == 200


def test_adding_records_is_not_reading_them(kintone: Kintone) -> None:
    """POST without the override header adds, so that a token to read is refused."""
    token = kintone.access_token("k:app_record:read")
    app = ordinary_app(kintone)
    body = {"app": app.id, "query": "limit 1"}
    bearer = {"Authorization": f"Bearer {token}"}
    assert refusal(kintone.http.post("/k/v1/records.json", json=body, headers=bearer)) == (403, "CB_OA01")
    reading = bearer | {"X-HTTP-Method-Override": "GET"}
    assert len(kintone.http.post("/k/v1/records.json", json=body, headers=reading).json()["records"]) == 1


def test_an_api_token_opens_its_app_and_no_other(kintone: Kintone) -> None:
    mine = ordinary_app(kintone)
    other = next(app for app in apps(kintone) if app.guest_space is None and app.id != mine.id)
    headers = {"X-Cybozu-API-Token": api_token(mine)}

    def get(path: str, **values: int) -> httpx.Response:
        return kintone.http.get(f"/k/v1/{path}.json", params=values, headers=headers)

    assert get("records", app=mine.id).status_code == 200
    assert refusal(get("records", app=other.id)) == (400, "GAIA_IA02")
    assert refusal(get("apps")) == (403, "CB_NO02")
    headers["X-Cybozu-API-Token"] += f", {api_token(other)}"
    assert get("records", app=other.id).status_code == 200
    headers["X-Cybozu-API-Token"] = "unknown"
    assert refusal(get("records", app=mine.id)) == (400, "GAIA_IA02")


def test_a_password_opens_what_its_user_may_see(kintone: Kintone) -> None:
    def get(credentials: str) -> httpx.Response:
        # A password counts before OAuth, whatever the token is.
        headers = {"X-Cybozu-Authorization": credentials, "Authorization": "Bearer unknown"}
        return kintone.http.get("/k/v1/apps.json", headers=headers)

    user = kintone.simulator.world.users[0]
    good = base64.b64encode(f"{user.code}:{PASSWORD}".encode()).decode()
    bad = base64.b64encode(f"{user.code}:guess".encode()).decode()
    assert get(good).status_code == 200
    assert refusal(get(bad)) == (401, "CB_WA01")
    assert refusal(get("***")) == (401, "CB_WA01")


# Apps that cannot be reached


def test_an_app_that_the_user_may_not_view(kintone: Kintone) -> None:
    app, user = closed_app(kintone)
    token = kintone.access_token(user=user.code)
    assert refusal(kintone.get("records", token=token, app=app.id)) == (403, "CB_NO02")
    assert refusal(kintone.get("app", token=token, id=app.id)) == (403, "CB_NO02")
    assert app.name not in [entry["name"] for entry in kintone.get("apps", token=token).json()["apps"]]


def test_an_app_that_does_not_exist(kintone: Kintone) -> None:
    for resource in ("records", "app/form/fields", "app/form/layout", "app/views"):
        assert refusal(kintone.get(resource, app=999_999)) == (404, "GAIA_AP01")


@pytest.mark.parametrize("status", [400, 520])
def test_an_app_of_a_guest_space_on_the_ordinary_path(kintone: Kintone, status: int) -> None:
    kintone.http.post("/simulator/switches", json={"guest_app_status": status})
    app = guest_app(kintone)
    assert refusal(kintone.get("app", id=app.id)) == (status, "GAIA_IL23")


def test_an_app_of_a_guest_space_on_its_own_path(kintone: Kintone) -> None:
    app = guest_app(kintone)
    bearer = {"Authorization": f"Bearer {kintone.access_token()}"}

    def get(space: int | None, app_id: int) -> httpx.Response:
        return kintone.http.get(f"/k/guest/{space}/v1/app.json", params={"id": app_id}, headers=bearer)

    assert get(app.guest_space, app.id).json()["appId"] == str(app.id)
    assert refusal(get((app.guest_space or 0) + 1, app.id)) == (404, "GAIA_AP01")
    assert refusal(get(app.guest_space, ordinary_app(kintone).id)) == (404, "GAIA_AP01")


# How parameters are sent


def test_parameters_come_by_url_by_body_and_by_override(kintone: Kintone) -> None:
    app = ordinary_app(kintone)
    url = "/k/v1/records.json"
    bearer = {"Authorization": f"Bearer {kintone.access_token()}"}
    values = {"app": app.id, "fields": ["$id", "$revision"], "query": "limit 3", "totalCount": True}
    override = bearer | {"X-HTTP-Method-Override": "GET"}
    answers = [
        kintone.ask("records", values),
        kintone.http.request("GET", url, json=values, headers=bearer),
        kintone.http.post(url, json=values, headers=override),
        kintone.http.post(url, json=values | {"app": str(app.id), "totalCount": "true"}, headers=override),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    contents = [answer.json() for answer in answers]
    assert all(content == contents[0] for content in contents)
    assert [set(record) for record in contents[0]["records"]] == [{"$id", "$revision"}] * 3


def test_a_body_that_is_no_json_is_refused(kintone: Kintone) -> None:
    override = {
        "Authorization": f"Bearer {kintone.access_token()}",
        "X-HTTP-Method-Override": "GET",
        "Content-Type": "application/json",
    }
    for body in ("{", "[]", "1", '{"app":1'):
        answer = kintone.http.post("/k/v1/records.json", content=body, headers=override)
        assert refusal(answer) == (400, "CB_IJ01")
    form = override | {"Content-Type": "application/x-www-form-urlencoded"}
    answer = kintone.http.post("/k/v1/records.json", content="app=1", headers=form)
    assert refusal(answer) == (400, "CB_IL02")


def test_a_url_that_is_too_long_is_refused_before_the_api(kintone: Kintone) -> None:
    answer = kintone.get("records", app=1, query="x" * 9000)
    assert (answer.status_code, answer.text) == (414, "Request URL Too Large")


def test_every_fault_of_the_parameters_is_named(kintone: Kintone) -> None:
    answer = kintone.get("apps", ids=["1", "x"], codes=["c" * 65], name="n" * 65, limit=101, offset=-1)
    assert wrong(answer) == {"ids[1]", "codes[0]", "name", "limit", "offset"}


@pytest.mark.parametrize(
    ("resource", "values", "parameters"),
    [
        ("records", {}, {"app"}),
        ("records", {"app": ""}, {"app"}),
        ("records", {"app": "x"}, {"app"}),
        ("records", {"app": "0"}, {"app"}),
        ("records", {"app": "9" * 19}, {"app"}),
        ("records", {"app": "1", "totalCount": "yes"}, {"totalCount"}),
        ("records", {"app": "1", "fields": "name"}, {"fields"}),
        ("record", {"app": "1"}, {"id"}),
        ("record", {}, {"app", "id"}),
        ("record/comments", {"app": "1", "record": "1", "order": "up"}, {"order"}),
        ("record/comments", {"app": "1", "record": "1", "limit": "11"}, {"limit"}),
        ("app", {}, {"id"}),
        ("apps", {"limit": "0"}, {"limit"}),
        ("apps", {"offset": "2147483648"}, {"offset"}),
        ("app/form/fields", {"app": "1", "lang": "fr"}, {"lang"}),
        ("app/form/layout", {}, {"app"}),
        ("app/views", {}, {"app"}),
        ("file", {}, {"fileKey"}),
    ],
)
def test_a_wrong_parameter_is_named(
    kintone: Kintone, resource: str, values: dict[str, str], parameters: set[str]
) -> None:
    assert wrong(kintone.ask(resource, values)) == parameters


def test_what_is_not_there_is_a_page(kintone: Kintone) -> None:
    answer = kintone.get("nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert kintone.http.delete("/k/v1/apps.json").status_code == 405


# What comes back


def test_messages_are_in_the_language_that_is_asked_for(kintone: Kintone) -> None:
    def message(accepted: str) -> str:
        answer = kintone.http.get("/k/v1/apps.json", headers={"Accept-Language": accepted})
        text: str = answer.json()["message"]
        return text

    english, japanese = "Please login.", "ログインしてください。"
    assert message("ja,en;q=0.8") == japanese
    assert message("ja;q=0.5, en-US;q=0.9") == english
    assert message("fr, ja-JP;q=0.1, en;q=0") == japanese
    assert message("*") == english
    assert message("") == english
    assert message("ja;q=x") == english


def test_without_a_known_language_a_user_s_own_is_taken(kintone: Kintone) -> None:
    users = kintone.simulator.world.users
    messages = {
        user.language: kintone.get("app", token=kintone.access_token(user=user.code)).json()["message"]
        for user in users
    }
    assert messages == {"ja": "入力内容が正しくありません。", "en": "Missing or invalid input."}


def test_every_answer_says_how_many_requests_run(kintone: Kintone) -> None:
    for answer in (kintone.get("apps"), kintone.get("records"), kintone.http.get("/k/v1/apps.json")):
        assert answer.headers["x-concurrencylimit-limit"] == "100"
        assert answer.headers["x-concurrencylimit-running"] == "1"
    assert "x-cybozu-error" not in kintone.get("apps").headers


def test_more_than_a_hundred_requests_at_once_are_too_many() -> None:
    simulator = Simulator.make(Options(records=1))
    simulator.inject(Latency(milliseconds=60_000))
    request = b"GET /k/v1/apps.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with in_thread(simulator.application()) as base_url, ExitStack() as stack:
        address = httpx.URL(base_url)
        waiting = [
            stack.enter_context(socket.create_connection((address.host, address.port or 0)))
            for _ in range(105)
        ]
        for connection in waiting:
            connection.sendall(request)
        answers: list[bytes] = []
        while len(answers) < 5:
            answered, _, _ = select.select(waiting, [], [], 10)
            assert answered, "all of them are let in"
            answers += [connection.recv(65536) for connection in answered]
            waiting = [connection for connection in waiting if connection not in answered]
        assert not select.select(waiting, [], [], 0.1)[0]
    assert all(answer.startswith(b"HTTP/1.1 429 ") and b"GAIA_TO04" in answer for answer in answers)


def test_ids_of_refusals_differ(kintone: Kintone) -> None:
    one, other = kintone.get("records").json(), kintone.get("records").json()
    assert one.pop("id") != other.pop("id")
    assert one == other


def test_large_answers_are_packed_where_that_is_welcome(kintone: Kintone) -> None:
    app = ordinary_app(kintone)
    packed = kintone.ask("app/form/fields", {"app": app.id}, headers={"Accept-Encoding": "gzip"})
    plain = kintone.ask("app/form/fields", {"app": app.id}, headers={"Accept-Encoding": "identity"})
    small = kintone.ask("record", {}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers.get("content-encoding") == "gzip"
    assert "content-encoding" not in plain.headers
    assert "content-encoding" not in small.headers
    assert packed.json() == plain.json()


# Apps


def test_apps_come_in_pages_without_a_count(kintone: Kintone) -> None:
    everything = kintone.get("apps").json()
    assert everything.keys() == {"apps"}
    ids = [int(app["appId"]) for app in everything["apps"]]
    assert ids == sorted(ids)
    assert guest_app(kintone).id in ids
    pages = [
        kintone.get("apps", limit=2, offset=offset).json()["apps"] for offset in range(0, len(ids) + 2, 2)
    ]
    assert [int(app["appId"]) for page in pages for app in page] == ids
    assert pages[-1] == []


def test_apps_are_found_by_id_code_name_and_space(kintone: Kintone) -> None:
    everything = kintone.get("apps").json()["apps"]
    app = next(app for app in everything if app["code"])

    def found(**values: object) -> list[str]:
        return [entry["appId"] for entry in kintone.ask("apps", values).json()["apps"]]

    assert found(ids=[app["appId"]]) == [app["appId"]]
    assert found(codes=[app["code"]]) == [app["appId"]]
    assert found(codes=[app["code"].swapcase()]) == []
    assert app["appId"] in found(name=app["name"][1:].upper())
    assert found(ids=[app["appId"]], codes=["no-such-code"]) == []
    in_space = next(app for app in everything if app["spaceId"])
    assert in_space["appId"] in found(spaceIds=[in_space["spaceId"]])
    assert found(spaceIds=[999_999]) == []


def test_an_app_is_described_alike_alone_and_in_the_list(kintone: Kintone) -> None:
    app = ordinary_app(kintone)
    alone = kintone.get("app", id=app.id).json()
    listed = kintone.get("apps", ids=[app.id]).json()["apps"]
    assert listed == [alone]
    assert alone["appId"] == str(app.id)


@pytest.mark.parametrize(
    ("resource", "keys"),
    [
        ("app/form/fields", {"properties", "revision"}),
        ("app/form/layout", {"layout", "revision"}),
        ("app/views", {"views", "revision"}),
        ("app/status", {"enable", "states", "actions", "revision"}),
    ],
)
def test_what_an_app_is_made_of(kintone: Kintone, resource: str, keys: set[str]) -> None:
    answer = kintone.get(resource, app=ordinary_app(kintone).id)
    assert answer.json().keys() == keys


def test_general_settings_have_the_number_format(kintone: Kintone) -> None:
    settings = kintone.get("app/settings", app=ordinary_app(kintone).id).json()
    assert settings["numberPrecision"].keys() == {"digits", "decimalPlaces", "roundingMode"}


# Records, comments and files


def test_records_are_counted_on_request_only(kintone: Kintone) -> None:
    app = ordinary_app(kintone)
    assert kintone.get("records", app=app.id, query="limit 1").json()["totalCount"] is None
    total = kintone.get("records", app=app.id, query="limit 1", totalCount=True).json()["totalCount"]
    assert isinstance(total, str)
    assert int(total) > 1


def test_no_record_is_an_empty_list(kintone: Kintone) -> None:
    answer = kintone.get("records", app=ordinary_app(kintone).id, query="$id < 0", totalCount=True)
    assert answer.text == '{"records":[],"totalCount":"0"}'


def test_a_record_alone_is_the_record_of_the_list(kintone: Kintone) -> None:
    app = ordinary_app(kintone)
    listed = kintone.get("records", app=app.id, query="limit 1").json()["records"][0]
    alone = kintone.get("record", app=app.id, id=listed["$id"]["value"]).json()
    assert alone == {"record": listed}


def test_a_record_that_does_not_exist(kintone: Kintone) -> None:
    for resource, parameter in (("record", "id"), ("record/comments", "record")):
        answer = kintone.ask(resource, {"app": ordinary_app(kintone).id, parameter: 2_000_000_000})
        assert refusal(answer) == (404, "GAIA_RE01")


def test_a_query_that_is_refused_says_so_in_the_reader_s_language(kintone: Kintone) -> None:
    answer = kintone.get("records", app=ordinary_app(kintone).id, query="limit 501")
    assert refusal(answer) == (400, "GAIA_QU01")
    assert wrong(kintone.get("records", app=ordinary_app(kintone).id, query="order order")) == {"query"}


def test_a_search_that_was_given_up_is_told_in_a_header(kintone: Kintone) -> None:
    app = ordinary_app(kintone)
    record = kintone.get("records", app=app.id, query="limit 1").json()["records"][0]
    code, text = next(
        (code, field["value"])
        for code, field in record.items()
        if field["type"] == "SINGLE_LINE_TEXT" and field["value"]
    )
    query = f'{code} like "{text}"'
    assert kintone.get("records", app=app.id, query=query).json()["records"]
    assert "x-cybozu-warning" not in kintone.get("records", app=app.id, query=query).headers
    kintone.http.post("/simulator/switches", json={"search_limit": 0})
    warned = kintone.get("records", app=app.id, query=query)
    assert warned.headers["x-cybozu-warning"].startswith("Filter aborted")
    assert "x-cybozu-warning" not in kintone.get("records", app=app.id, query="limit 1").headers


def test_comments_come_ten_at_a_time_newest_first(kintone: Kintone) -> None:
    app, record = much_discussed(kintone)

    def page(**values: object) -> dict[str, Any]:
        answer = kintone.ask("record/comments", {"app": app, "record": record, **values})
        content: dict[str, Any] = answer.json()
        return content

    newest, rest = page(), page(offset=10)
    assert len(newest["comments"]) == 10
    assert (newest["older"], newest["newer"]) == (True, False)
    assert (rest["older"], rest["newer"]) == (False, True)
    backwards = [comment["id"] for comment in newest["comments"] + rest["comments"]]
    assert backwards == sorted(backwards, key=int, reverse=True)

    oldest = page(order="asc", limit=3)
    assert [comment["id"] for comment in oldest["comments"]] == backwards[:-4:-1]
    assert (oldest["older"], oldest["newer"]) == (False, True)
    assert page(limit=0) == {"comments": [], "older": True, "newer": False}


def much_discussed(kintone: Kintone) -> tuple[int, int]:
    """The ids of an app and of a record in it with more than ten comments."""
    for app in kintone.simulator.world.apps_for(kintone.simulator.world.users[0]):
        if app.guest_space is None:
            records = kintone.get("records", app=app.id, fields=["$id"], query="limit 500").json()["records"]
            for record in records:
                if len(app.comments(int(record["$id"]["value"]))) > 10:
                    return app.id, int(record["$id"]["value"])
    raise AssertionError("no record has more than ten comments")


def test_a_file_comes_as_it_was_attached(kintone: Kintone) -> None:
    attached = an_attachment(kintone)
    answer = kintone.get("file", fileKey=attached["fileKey"])
    assert answer.headers["content-type"].partition(";")[0] == attached["contentType"]
    assert len(answer.content) == int(attached["size"])


def an_attachment(kintone: Kintone) -> dict[str, str]:
    for app in kintone.simulator.world.apps_for(kintone.simulator.world.users[0]):
        if app.guest_space is None:
            for record in kintone.get("records", app=app.id, query="limit 500").json()["records"]:
                for field in record.values():
                    if field["type"] == "FILE" and field["value"]:
                        found: dict[str, str] = field["value"][0]
                        return found
    raise AssertionError("no record has a file")


def test_an_unknown_file_is_not_found(kintone: Kintone) -> None:
    assert refusal(kintone.get("file", fileKey="unknown")) == (404, "GAIA_BL01")


# Faults


def test_faults_come_in_order_and_pass(kintone: Kintone) -> None:
    kintone.inject(fault="too_many_requests", count=2)
    kintone.inject(fault="maintenance")
    kintone.inject(fault="unexpected_error")
    answers = [kintone.get("apps") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [429, 429, 503, 520, 200]
    assert refusal(answers[0]) == (429, "GAIA_TO04")
    assert "retry-after" not in answers[0].headers
    assert answers[2].headers["content-type"].startswith("text/plain")
    assert answers[2].text == "Service Unavailable"
    assert refusal(answers[3])[0] == 520


def test_a_connection_can_be_cut_in_the_middle_of_an_answer(kintone: Kintone) -> None:
    kintone.inject(fault="cut_connection")
    with pytest.raises(httpx.RemoteProtocolError):
        kintone.get("apps")
    assert kintone.get("apps").status_code == 200


def test_answers_can_be_late(kintone: Kintone) -> None:
    kintone.inject(fault="latency", milliseconds=200)
    before = time.monotonic()
    kintone.get("apps")
    assert time.monotonic() - before >= 0.2
    kintone.inject(fault="latency", milliseconds=0)


def test_access_tokens_can_be_made_to_expire_now(kintone: Kintone) -> None:
    token = kintone.access_token()
    assert kintone.get("apps", token=token).status_code == 200
    kintone.inject(fault="expire_access_tokens")
    assert refusal(kintone.get("apps", token=token)) == (401, "CB_OA01")
    assert kintone.get("apps").status_code == 200


def test_faults_can_be_taken_back(kintone: Kintone) -> None:
    kintone.inject(fault="maintenance", count=5)
    kintone.http.delete("/simulator/faults")
    assert kintone.get("apps").status_code == 200


@pytest.mark.parametrize("fault", [{}, {"fault": "unknown"}, {"fault": "maintenance", "count": 0}])
def test_a_fault_that_is_not_understood_is_refused(kintone: Kintone, fault: dict[str, object]) -> None:
    assert kintone.http.post("/simulator/faults", json=fault).status_code == 400


def test_a_page_of_another_site_cannot_steer(kintone: Kintone) -> None:
    """Without asking first, such a page can only send the content types of forms."""
    plain = {"Content-Type": "text/plain"}
    for path, body in (("faults", '{"fault":"maintenance"}'), ("switches", '{"deny_redirects":false}')):
        answer = kintone.http.post(f"/simulator/{path}", content=body, headers=plain)
        assert answer.status_code == 400
    assert kintone.get("apps").status_code == 200


def test_requests_are_remembered_without_credentials(kintone: Kintone) -> None:
    token = kintone.access_token()
    app = ordinary_app(kintone)
    kintone.get("records", token=token, app=app.id, query="limit 1")
    kintone.http.post("/k/v1/records.json", json={}, headers={"X-HTTP-Method-Override": "GET"})
    assert kintone.requests() == [
        {
            "method": "GET",
            "override": "",
            "path": f"/k/v1/records.json?app={app.id}&query=limit+1",
            "status": 200,
            "auth": "bearer",
        },
        {"method": "POST", "override": "GET", "path": "/k/v1/records.json", "status": 401, "auth": "none"},
    ]
    assert token not in kintone.http.get("/simulator/requests").text


def test_switches_change_one_by_one(kintone: Kintone) -> None:
    before = kintone.http.get("/simulator/switches").json()
    after = kintone.http.post("/simulator/switches", json={"deny_redirects": False}).json()
    assert after == before | {"deny_redirects": False}
    assert kintone.http.post("/simulator/switches", json={"guest_app_status": 418}).status_code == 400
    assert kintone.http.post("/simulator/switches", json={"unknown": 1}).status_code == 400
    assert kintone.http.get("/simulator/switches").json() == after
