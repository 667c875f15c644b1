"""What each refusal of Kintone becomes."""

from __future__ import annotations

import pytest

from tests.kintone.scripted import (
    Act,
    Observed,
    Reply,
    ScriptedServer,
    Seen,
    json_reply,
    refusal,
)
from tui.errors import ExitCode
from tui.kintone import endpoints
from tui.kintone.failures import (
    BasicAuthenticationWanted,
    Busy,
    Conflict,
    GuestSpaceApp,
    InvalidQuery,
    KintoneFailure,
    KintoneRefused,
    MissingScope,
    NoPermission,
    NotAdmitted,
    NotFound,
    SessionRefused,
    TooManyRequests,
    UnderMaintenance,
)


async def _send(server: ScriptedServer) -> None:
    async with Observed(server.address) as observed:
        await observed.transport.send(endpoints.GET_RECORDS, {"app": 17})


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (refusal(401, "CB_OA01"), SessionRefused),
        (refusal(401, "CB_AU01"), SessionRefused),
        (Reply(401, b"Unauthorized"), SessionRefused),
        (Reply(401, b"", {"WWW-Authenticate": "Bearer"}), SessionRefused),
        (Reply(401, b"<html>", {"WWW-Authenticate": 'Basic realm="acme"'}), BasicAuthenticationWanted),
        (
            Reply(401, b"", {"WWW-Authenticate": 'Digest realm="a", basic realm="b"'}),
            BasicAuthenticationWanted,
        ),
        (refusal(403, "CB_OA01"), MissingScope),
        (refusal(403, "CB_NO02"), NoPermission),
        (refusal(400, "CB_NO02"), NoPermission),
        (Reply(403, b"1003"), NotAdmitted),
        (refusal(404, "GAIA_AP01"), NotFound),
        (refusal(404, "GAIA_RE01"), NotFound),
        (refusal(404, "GAIA_BL01"), NotFound),
        (refusal(400, "GAIA_RE02"), NotFound),
        (Reply(404, b"<html>Not Found</html>"), NotFound),
        (refusal(400, "CB_VA01", errors={"query": {"messages": ["Syntax error."]}}), InvalidQuery),
        (refusal(400, "GAIA_IQ11"), InvalidQuery),
        (refusal(400, "GAIA_IS02"), InvalidQuery),
        (refusal(400, "GAIA_QU02"), InvalidQuery),
        (refusal(400, "GAIA_IL08"), InvalidQuery),
        (refusal(400, "CB_VA01", errors={"id": {"messages": ["Required."]}}), KintoneRefused),
        (refusal(400, "CB_VA01", errors=["odd"]), KintoneRefused),
        (refusal(400, "GAIA_IL23"), GuestSpaceApp),
        (refusal(520, "GAIA_IL23"), GuestSpaceApp),
        (refusal(409, "GAIA_CO02"), Conflict),
        (refusal(400, "GAIA_CO02"), Conflict),
        (refusal(429, "GAIA_TO04"), TooManyRequests),
        (Reply(429, b"slow down"), TooManyRequests),
        (refusal(400, "GAIA_DA02"), Busy),
        (refusal(520, "GAIA_RE18"), Busy),
        (refusal(520, "CB_IJ01"), KintoneRefused),
        (Reply(503, b"Service Unavailable"), UnderMaintenance),
        (Reply(502, b"<html>Bad Gateway</html>"), UnderMaintenance),
        (json_reply({"message": "edge"}, 503), UnderMaintenance),
        (Reply(503, b"not gzip", {"Content-Encoding": "gzip"}), UnderMaintenance),
        (Reply(400, b"[]"), KintoneRefused),
        (Reply(400, b"", {"X-Cybozu-Error": "CB_NO02"}), NoPermission),
    ],
)
async def test_each_refusal_is_told_by_status_and_code(reply: Reply, kind: type[KintoneFailure]) -> None:
    async def always(seen: Seen) -> Act:
        return reply

    async with ScriptedServer(handler=always) as server:
        with pytest.raises(KintoneFailure) as failed:
            await _send(server)
    assert type(failed.value) is kind
    assert failed.value.message
    assert failed.value.hint
    assert len(server.seen) == (4 if failed.value.passing else 1)


async def test_a_refusal_keeps_what_kintone_said() -> None:
    said = "入力内容が正しくありません。"
    errors = {
        "query": {"messages": ["記号が間違っています。", "もう一度。"]},
        "app": {"messages": ["必須です。"]},
    }
    async with ScriptedServer(refusal(400, "CB_VA01", said, errors=errors)) as server:
        with pytest.raises(InvalidQuery) as failed:
            await _send(server)
    refused = failed.value
    assert (refused.status, refused.code, refused.id, refused.said) == (400, "CB_VA01", "q7Zr0", said)
    assert refused.errors == {"query": ["記号が間違っています。", "もう一度。"], "app": ["必須です。"]}
    assert refused.message.startswith(said)
    assert "query: もう一度。" in refused.message


async def test_a_missing_scope_is_named() -> None:
    async with ScriptedServer(refusal(403, "CB_OA01")) as server, Observed(server.address) as observed:
        with pytest.raises(MissingScope) as failed:
            await observed.transport.send(endpoints.GET_FIELDS, {"app": 17})
    assert failed.value.scope == "k:app_settings:read"
    assert "k:app_settings:read" in failed.value.hint


async def test_a_call_that_oauth_does_not_open_is_explained() -> None:
    cursor = endpoints.find("GET", "records/cursor")
    assert cursor is not None
    async with ScriptedServer(refusal(403, "CB_OA01")) as server, Observed(server.address) as observed:
        with pytest.raises(MissingScope) as failed:
            await observed.transport.send(cursor, {"id": "0f0e"})
    assert failed.value.scope == ""
    assert "keeps it from programs" in failed.value.hint


async def test_the_shell_learns_who_has_to_sign_in_and_who_was_refused() -> None:
    assert SessionRefused(401).exit_code is ExitCode.NOT_SIGNED_IN
    assert NoPermission(403).exit_code is ExitCode.REFUSED
    assert UnderMaintenance(503).exit_code is ExitCode.FAILED


async def test_one_failure_of_a_bulk_request_is_found_among_its_results() -> None:
    bulk = endpoints.find("POST", "bulkRequest")
    assert bulk is not None
    results = {"results": [{}, {"code": "GAIA_CO02", "id": "x", "message": "Conflict."}, {}]}
    async with ScriptedServer(json_reply(results, 409)) as server, Observed(server.address) as observed:
        with pytest.raises(Conflict, match=r"Conflict\."):
            await observed.transport.send(bulk, {"requests": []})
