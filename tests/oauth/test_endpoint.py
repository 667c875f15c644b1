"""The token endpoint, over a real connection: rules T1 to T5 and T16 of the sign-in."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import socket
from collections.abc import AsyncIterator
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from tests.oauth.servers import CUT, Reply, Seen, json_reply, serving
from tests.oauth.support import CLIENT_ID, CLIENT_SECRET, CODE, StillClock, accepted, client
from tui.oauth import failures
from tui.oauth.certificate import load_or_make
from tui.oauth.client import ClientAuthentication
from tui.oauth.clock import skew_words
from tui.oauth.endpoint import BODY_LIMIT, TokenEndpoint
from tui.oauth.failures import SignInError
from tui.oauth.scopes import READ
from tui.secret import Secret

GOOD = {
    "access_token": "at",
    "refresh_token": "rt",
    "token_type": "bearer",
    "expires_in": 3600,
    "scope": "k:file:read",
}


@pytest.fixture
async def http() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as made:
        yield made


async def test_the_exchange_sends_what_kintone_documents(http: httpx.AsyncClient) -> None:
    async with serving(lambda _: json_reply(GOOD)) as server:
        await TokenEndpoint(client(base=server.base), http).exchange(accepted())
    [seen] = server.seen
    assert (seen.method, seen.path) == ("POST", "/oauth2/token")
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded"
    assert seen.form == {
        "grant_type": "authorization_code",
        "redirect_uri": "https://localhost:18543/callback",
        "code": CODE,
        "code_verifier": "v" * 43,
    }
    assert seen.basic == (CLIENT_ID, CLIENT_SECRET)


async def test_without_pkce_no_verifier_is_sent(http: httpx.AsyncClient) -> None:
    async with serving(lambda _: json_reply(GOOD)) as server:
        answer = dataclasses.replace(accepted(), verifier=None)
        await TokenEndpoint(client(base=server.base), http).exchange(answer)
    assert "code_verifier" not in server.seen[0].form


async def test_the_renewal_sends_the_refresh_token_alone(http: httpx.AsyncClient) -> None:
    async with serving(lambda _: json_reply(GOOD)) as server:
        await TokenEndpoint(client(base=server.base), http).renew(Secret("rt-0"))
    assert server.seen[0].form == {"grant_type": "refresh_token", "refresh_token": "rt-0"}


@pytest.mark.parametrize(
    ("user", "password"), [("a:b", "c%d+e"), ("id with space", "秘密"), ("50%", "=&+ :/")]
)
async def test_T1_id_and_secret_are_form_encoded_inside_basic(
    http: httpx.AsyncClient, user: str, password: str
) -> None:
    async with serving(lambda _: json_reply(GOOD)) as server:
        made = dataclasses.replace(client(base=server.base), client_id=user, client_secret=Secret(password))
        await TokenEndpoint(made, http).exchange(accepted())
    assert server.seen[0].basic == (user, password)
    assert "client_secret" not in server.seen[0].form


async def test_T1_a_switch_serves_servers_that_do_not_decode(http: httpx.AsyncClient) -> None:
    raw = dataclasses.replace(
        client(), client_secret=Secret("c%d"), authentication=ClientAuthentication.BASIC_UNENCODED
    )
    body = dataclasses.replace(raw, authentication=ClientAuthentication.BODY)
    async with serving(lambda _: json_reply(GOOD)) as server:
        for made in (raw, body):
            here = dataclasses.replace(made, token_endpoint=f"{server.base}/oauth2/token")
            await TokenEndpoint(here, http).exchange(accepted())
    unencoded, in_form = server.seen
    assert httpx.BasicAuth(CLIENT_ID, "c%d")._auth_header == unencoded.headers["authorization"]
    assert "authorization" not in in_form.headers
    assert (in_form.form["client_id"], in_form.form["client_secret"]) == (CLIENT_ID, "c%d")


async def test_a_token_is_read_as_granted() -> None:
    still = StillClock()
    async with serving(lambda _: json_reply(GOOD)) as server, httpx.AsyncClient(trust_env=False) as http:
        endpoint = TokenEndpoint(client(base=server.base), http, clock=still.clock)
        token = await endpoint.exchange(accepted())
    assert token.access_token == Secret("at")
    assert token.refresh_token == Secret("rt")
    assert token.expires_at == still.wall + 3600
    assert token.scopes == ("k:file:read",)


async def test_without_a_scope_in_the_answer_what_was_asked_for_was_granted(http: httpx.AsyncClient) -> None:
    document = {key: value for key, value in GOOD.items() if key != "scope"}
    async with serving(lambda _: json_reply(document)) as server:
        token = await TokenEndpoint(client(base=server.base), http).exchange(accepted())
    assert token.scopes == READ


@pytest.mark.parametrize(
    ("change", "seconds"),
    [
        ({"expires_in": "3600"}, 3600),
        ({"expires_in": 3600.0}, 3600),
        ({"expires_in": None}, 3600),
        ({"expires_in": 30}, 30),
        ({"token_type": "Bearer"}, 3600),
        ({"token_type": "BEARER"}, 3600),
    ],
)
async def test_T2_harmless_variations_of_a_token_are_taken(change: dict[str, object], seconds: float) -> None:
    still = StillClock()
    async with (
        serving(lambda _: json_reply(GOOD | change)) as server,
        httpx.AsyncClient(trust_env=False) as http,
    ):
        token = await TokenEndpoint(client(base=server.base), http, clock=still.clock).exchange(accepted())
    assert token.expires_at - still.wall == seconds


def _without(key: str) -> dict[str, object]:
    return {name: value for name, value in GOOD.items() if name != key}


ODD: list[tuple[str, Reply, type[SignInError]]] = [
    ("invalid_grant", json_reply({"error": "invalid_grant"}, 400), failures.CodeExpired),
    ("invalid_client", json_reply({"error": "invalid_client"}, 401), failures.ClientRefused),
    ("invalid_scope", json_reply({"error": "invalid_scope"}, 400), failures.UnknownScope),
    ("unauthorized_client", json_reply({"error": "unauthorized_client"}, 400), failures.ClientNotAllowed),
    (
        "unsupported_grant_type",
        json_reply({"error": "unsupported_grant_type"}, 400),
        failures.GrantNotSupported,
    ),
    (
        "unlisted error",
        json_reply({"error": "slow_down", "error_description": "Later."}, 400),
        failures.TokenRefused,
    ),
    ("error with 200", json_reply({"error": "invalid_request"}, 200), failures.TokenRefused),
    ("error and token", json_reply(GOOD | {"error": "invalid_grant"}), failures.CodeExpired),
    ("error is no text", json_reply({"error": 7}, 400), failures.AnswerUnexpected),
    ("HTML 503", Reply(503, b"<html>maintenance</html>"), failures.Maintenance),
    ("JSON 500 that names an error", json_reply({"error": "invalid_grant"}, 500), failures.Maintenance),
    ("429", Reply(429, b""), failures.TooManyRequests),
    ("HTML 200", Reply(200, b"<!doctype html><title>Sign in</title>"), failures.AnswerIsPage),
    ("plain text", Reply(400, b"invalid_grant"), failures.AnswerNotJson),
    ("empty", Reply(200, b""), failures.AnswerEmpty),
    ("blank", Reply(200, b" \n"), failures.AnswerEmpty),
    ("302", Reply(302, b"", {"Location": "https://example.com/"}), failures.AnswerRedirected),
    ("307", Reply(307, b"", {"Location": "/elsewhere"}), failures.AnswerRedirected),
    ("a list", json_reply([GOOD]), failures.AnswerUnexpected),
    ("201", json_reply(GOOD, 201), failures.AnswerUnexpected),
    ("404 without error", json_reply({"message": "no"}, 404), failures.AnswerUnexpected),
    ("no access token", json_reply(_without("access_token")), failures.NoAccessToken),
    ("empty access token", json_reply(GOOD | {"access_token": ""}), failures.NoAccessToken),
    (
        "access token that splits a header",
        json_reply(GOOD | {"access_token": "a\r\nb"}),
        failures.NoAccessToken,
    ),
    ("other token type", json_reply(GOOD | {"token_type": "mac"}), failures.WrongTokenType),
    ("negative lifetime", json_reply(GOOD | {"expires_in": -1}), failures.OddLifetime),
    ("lifetime 0", json_reply(GOOD | {"expires_in": 0}), failures.OddLifetime),
    ("lifetime 10^12", json_reply(GOOD | {"expires_in": 10**12}), failures.OddLifetime),
    ("lifetime of 400 digits", json_reply(GOOD | {"expires_in": 10**400}), failures.OddLifetime),
    ("lifetime in words", json_reply(GOOD | {"expires_in": "an hour"}), failures.OddLifetime),
    ("lifetime true", json_reply(GOOD | {"expires_in": True}), failures.OddLifetime),
    ("not a number", Reply(200, b'{"access_token":"a","expires_in":NaN}'), failures.AnswerNotJson),
    ("a key twice", Reply(200, b'{"access_token":"a","access_token":"b"}'), failures.AnswerAmbiguous),
    ("deeply nested", Reply(200, b"[" * 60_000), failures.AnswerNotJson),
    ("not UTF-8", Reply(200, b'{"access_token":"\xff\xfe"}'), failures.AnswerNotJson),
    ("too large", Reply(200, b" " * (BODY_LIMIT + 1)), failures.AnswerTooLarge),
    ("packed", Reply(200, b"\x1f\x8b", {"Content-Encoding": "gzip"}), failures.AnswerNotJson),
]


@pytest.mark.parametrize(("reply", "failure"), [odd[1:] for odd in ODD], ids=[odd[0] for odd in ODD])
async def test_T2_each_odd_answer_is_a_failure_of_its_own(
    http: httpx.AsyncClient, reply: Reply, failure: type[SignInError]
) -> None:
    async with serving(lambda _: reply) as server:
        with pytest.raises(SignInError) as raised:
            await TokenEndpoint(client(base=server.base), http).exchange(accepted())
    assert type(raised.value) is failure
    assert raised.value.message
    assert raised.value.hint
    assert len(server.seen) == 1, "neither a redirect is followed nor anything tried again"


def test_T2_no_two_failures_have_the_same_words() -> None:
    host, status = "acme.kintone.com", 502
    said = [
        failures.AccessDenied(),
        failures.UnknownScope("", ""),
        failures.AuthorizationRefused("server_error", ""),
        failures.CodeExpired(),
        failures.SessionEnded(),
        failures.NotSignedIn(host),
        failures.NotRenewable(),
        failures.ClientRefused("id", "64 characters"),
        failures.ClientNotAllowed("id"),
        failures.GrantNotSupported(),
        failures.TokenRefused("invalid_request", ""),
        failures.HostNotFound(host),
        failures.ConnectionFailed(host),
        failures.CertificateUntrusted(host, "self-signed"),
        failures.TlsFailed(host, "reason"),
        failures.ProxyNeedsPassword(""),
        failures.ProxyFailed(""),
        failures.TimedOut(host),
        failures.AnswerLost(host),
        failures.Maintenance(status),
        failures.TooManyRequests(),
        failures.AnswerRedirected(status),
        failures.AnswerTooLarge(BODY_LIMIT),
        failures.AnswerEmpty(status),
        failures.AnswerIsPage(status),
        failures.AnswerNotJson(status),
        failures.AnswerAmbiguous(),
        failures.AnswerUnexpected(status),
        failures.NoAccessToken(),
        failures.WrongTokenType(),
        failures.OddLifetime(),
    ]
    assert len({failure.message for failure in said}) == len(said)


async def test_T2_a_body_of_50_MB_is_not_read(http: httpx.AsyncClient) -> None:
    sent = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 52428800\r\n\r\n")
        try:
            while sent < 50 * 1024 * 1024:
                writer.write(b" " * 65536)
                await writer.drain()
                sent += 65536
        except ConnectionError:
            pass
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    base = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        with pytest.raises(failures.AnswerTooLarge):
            await TokenEndpoint(client(base=base), http).exchange(accepted())
    assert sent < 40 * 1024 * 1024


async def test_T2_an_answer_that_never_ends_is_cut() -> None:
    never = asyncio.Event()

    async def hang(_: Seen) -> Reply | None:
        await never.wait()
        return CUT

    async with serving(hang) as server, httpx.AsyncClient(trust_env=False) as http:
        with pytest.raises(failures.TimedOut):
            await TokenEndpoint(client(base=server.base), http, patience=0.2).exchange(accepted())
        never.set()


async def test_T3_only_invalid_grant_says_that_the_refresh_token_is_dead(http: httpx.AsyncClient) -> None:
    replies = iter([reply for _, reply, _ in ODD])
    for name, _, failure in ODD:
        async with serving(lambda _: next(replies)) as server:
            with pytest.raises(SignInError) as raised:
                await TokenEndpoint(client(base=server.base), http).renew(Secret("rt"))
        ended = failure is failures.CodeExpired
        assert isinstance(raised.value, failures.SessionEnded) is ended, name


async def test_T4_a_renewal_without_a_refresh_token_keeps_the_old_one(http: httpx.AsyncClient) -> None:
    async with serving(lambda _: json_reply(GOOD)) as server:
        before = await TokenEndpoint(client(base=server.base), http).exchange(accepted())
    bare = {"access_token": "at-2", "token_type": "bearer", "expires_in": 3600}
    async with serving(lambda _: json_reply(bare)) as server:
        after = await TokenEndpoint(client(base=server.base), http).renew(Secret("rt"))
    assert after.refresh_token is None
    kept = after.following(before)
    assert (kept.access_token, kept.refresh_token, kept.scopes) == (
        Secret("at-2"),
        Secret("rt"),
        before.scopes,
    )


async def test_T4_a_renewal_with_a_refresh_token_brings_the_new_one(http: httpx.AsyncClient) -> None:
    async with serving(lambda _: json_reply(GOOD | {"refresh_token": "rt-2"})) as server:
        endpoint = TokenEndpoint(client(base=server.base), http)
        before = await endpoint.exchange(accepted())
        after = await endpoint.renew(Secret("rt"))
    assert after.following(before).refresh_token == Secret("rt-2")


async def test_T5_a_cut_connection_leaves_the_answer_good(http: httpx.AsyncClient) -> None:
    replies = iter([CUT, json_reply(GOOD)])
    async with serving(lambda _: next(replies)) as server:
        endpoint = TokenEndpoint(client(base=server.base), http)
        with pytest.raises(failures.AnswerLost) as raised:
            await endpoint.exchange(accepted())
        assert raised.value.passes
        assert (await endpoint.exchange(accepted())).access_token == Secret("at")


async def test_a_host_that_does_not_exist_is_named(http: httpx.AsyncClient) -> None:
    with pytest.raises(failures.HostNotFound, match=r"nowhere\.invalid"):
        await TokenEndpoint(client(base="https://nowhere.invalid"), http).exchange(accepted())


async def test_a_port_that_nobody_serves_is_a_failed_connection(http: httpx.AsyncClient) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(failures.ConnectionFailed):
            await TokenEndpoint(client(base=base), http).exchange(accepted())


async def test_an_untrusted_certificate_is_told_with_the_way_out(
    http: httpx.AsyncClient, tmp_path: Path
) -> None:
    context = load_or_make(tmp_path).ssl_context()

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    base = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    async with server:
        with pytest.raises(failures.CertificateUntrusted, match="--ca-bundle") as raised:
            await TokenEndpoint(client(base=base), http).exchange(accepted())
    assert "self-signed" in raised.value.message
    assert isinstance(raised.value.__cause__, httpx.ConnectError)


@pytest.fixture
def proxied(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


async def test_T16_a_proxy_that_wants_a_password_is_named_without_the_one_it_was_given(
    proxied: pytest.MonkeyPatch,
) -> None:
    async with serving(lambda _: Reply(407)) as proxy:
        place = proxy.base.removeprefix("http://")
        proxied.setenv("HTTPS_PROXY", f"http://taro:hunter2@{place}")
        async with httpx.AsyncClient() as http:
            with pytest.raises(failures.ProxyNeedsPassword, match=place) as raised:
                await TokenEndpoint(client(), http).exchange(accepted())
    assert proxy.seen[0].method == "CONNECT"
    assert "hunter2" not in str(raised.value)
    assert "taro" not in str(raised.value)


async def test_T16_a_proxy_is_not_asked_for_this_computer(proxied: pytest.MonkeyPatch) -> None:
    async with serving(lambda _: Reply(407)) as proxy, serving(lambda _: json_reply(GOOD)) as server:
        proxied.setenv("HTTP_PROXY", proxy.base)
        proxied.setenv("NO_PROXY", "127.0.0.1")
        async with httpx.AsyncClient() as http:
            await TokenEndpoint(client(base=server.base), http).exchange(accepted())
    assert proxy.seen == []


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (7200, "This computer's clock is 2 h ahead of Kintone. Renewal times may be off."),
        (-7200, "This computer's clock is 2 h behind Kintone. Renewal times may be off."),
        (600, "This computer's clock is 10 min ahead of Kintone. Renewal times may be off."),
        (20, ""),
    ],
)
async def test_T14_a_clock_that_is_off_is_told_from_the_Date_of_the_answer(ahead: float, words: str) -> None:
    still = StillClock()
    reply = Reply(200, json.dumps(GOOD).encode(), {"Date": formatdate(still.wall - ahead, usegmt=True)})
    async with serving(lambda _: reply) as server, httpx.AsyncClient(trust_env=False) as http:
        endpoint = TokenEndpoint(client(base=server.base), http, clock=still.clock)
        await endpoint.exchange(accepted())
    assert endpoint.skew == ahead
    assert skew_words(endpoint.skew) == words


async def test_an_answer_without_a_date_says_nothing_of_the_clock(http: httpx.AsyncClient) -> None:
    async with serving(lambda _: json_reply(GOOD)) as server:
        endpoint = TokenEndpoint(client(base=server.base), http)
        await endpoint.exchange(accepted())
    assert endpoint.skew is None


async def test_neither_the_auth_nor_the_redirects_of_the_http_client_are_used(tmp_path: Path) -> None:
    netrc = httpx.NetRCAuth(str(_netrc(tmp_path)))
    async with (
        serving(lambda _: json_reply(GOOD)) as server,
        httpx.AsyncClient(auth=netrc, follow_redirects=True, trust_env=False) as http,
    ):
        await TokenEndpoint(client(base=server.base), http).exchange(accepted())
    assert server.seen[0].basic == (CLIENT_ID, CLIENT_SECRET)


def _netrc(folder: Path) -> Path:
    path = folder / "netrc"
    path.write_text("machine 127.0.0.1 login somebody password else\n")
    path.chmod(0o600)
    return path


async def test_a_server_that_speaks_no_tls_is_told_as_such(http: httpx.AsyncClient) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    base = f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    async with server:
        with pytest.raises(failures.TlsFailed, match="no encrypted connection"):
            await TokenEndpoint(client(base=base), http).exchange(accepted())
