"""What a broken way to Kintone becomes: names, ports, certificates, proxies, silence."""

from __future__ import annotations

import asyncio
import functools
import socket
import ssl
from pathlib import Path

import httpx
import pytest

from tests.kintone.certificates import Authority
from tests.kintone.scripted import (
    Bearer,
    Hang,
    Observed,
    Reply,
    ScriptedServer,
)
from tui.kintone import endpoints
from tui.kintone.failures import (
    Unreachable,
    UnusableCertificates,
)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


async def test_a_closed_port_is_said_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
        async with Observed(address) as observed:
            with pytest.raises(Unreachable) as failed:
                await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "refused"
    assert address in failed.value.message
    assert observed.waits == []


@pytest.mark.parametrize(
    ("code", "reason", "tries"), [(socket.EAI_NONAME, "not found", 1), (socket.EAI_AGAIN, "network", 4)]
)
async def test_a_name_that_is_unknown_is_told_from_a_network_that_is_away(
    monkeypatch: pytest.MonkeyPatch, code: int, reason: str, tries: int
) -> None:
    def look_up(*args: object, **options: object) -> list[object]:
        raise socket.gaierror(code, "as the resolver says it")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    _no_proxies(monkeypatch)
    async with Observed("acme.kintone.com") as observed:
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == reason
    assert "acme.kintone.com" in failed.value.message
    assert len(observed.trace) == tries


async def test_a_certificate_that_is_not_trusted_is_explained(authority: Authority) -> None:
    async with (
        ScriptedServer(tls=authority.server("localhost")) as server,
        Observed(f"https://{server.address}") as observed,
    ):
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "certificate"
    assert "--ca-bundle" in failed.value.hint
    assert observed.waits == []
    assert server.seen == []


async def test_a_named_certificate_is_trusted(authority: Authority) -> None:
    async with (
        ScriptedServer(tls=authority.server("localhost")) as server,
        Observed(f"https://{server.address}", ca_bundle=str(authority.path)) as observed,
    ):
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert len(server.seen) == 1


async def test_ssl_cert_file_is_honoured(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    async with (
        ScriptedServer(tls=authority.server("localhost")) as server,
        Observed(f"https://{server.address}") as observed,
    ):
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("name", "days", "words"), [("localhost", -1, "clock"), ("acme.example", 1, "login")]
)
async def test_an_expired_certificate_is_told_from_one_of_another_host(
    authority: Authority, name: str, days: int, words: str
) -> None:
    async with (
        ScriptedServer(tls=authority.server(name, days=days)) as server,
        Observed(f"https://{server.address}", ca_bundle=str(authority.path)) as observed,
    ):
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "certificate"
    assert words in failed.value.hint


async def test_a_server_without_tls_is_explained() -> None:
    async with ScriptedServer() as server, Observed(f"https://{server.address}") as observed:
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "tls"


async def _ask_for_certificate(
    tls: ssl.SSLContext, over: asyncio.Event, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """Shakes hands by hand: asyncio's own server resets the connection before its alert is read."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = tls.wrap_bio(incoming, outgoing, server_side=True)
    while True:
        try:
            server.do_handshake()
        except ssl.SSLWantReadError:
            writer.write(outgoing.read())
            incoming.write(await reader.read(65_536))
        except ssl.SSLError:
            break
    writer.write(outgoing.read())
    await reader.read()
    writer.transport.abort()
    over.set()


async def test_a_wanted_client_certificate_is_explained(authority: Authority) -> None:
    tls = authority.server("localhost")
    tls.verify_mode = ssl.CERT_REQUIRED
    over = asyncio.Event()
    serve = functools.partial(_ask_for_certificate, tls, over)
    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        address = f"https://localhost:{server.sockets[0].getsockname()[1]}"
        async with Observed(address, ca_bundle=str(authority.path)) as observed:
            with pytest.raises(Unreachable) as failed:
                await observed.transport.send(endpoints.GET_APP, {"id": 1})
        await over.wait()
    assert failed.value.reason == "tls"
    assert "client certificate" in failed.value.message


@pytest.mark.parametrize("content", [None, b"not a certificate", b""])
async def test_a_file_of_certificates_that_cannot_be_used_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "corp.pem"
    if content is not None:
        file.write_bytes(content)
    async with ScriptedServer() as server, Observed(server.address, ca_bundle=str(file)) as observed:
        with pytest.raises(UnusableCertificates, match=r"corp\.pem"):
            await observed.transport.send(endpoints.GET_APP, {"id": 1})


async def test_ssl_cert_file_that_cannot_be_used_is_named_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "gone.pem"))
    async with ScriptedServer() as server, Observed(server.address) as observed:
        with pytest.raises(UnusableCertificates, match=r"gone\.pem"):
            await observed.transport.send(endpoints.GET_APP, {"id": 1})


def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def test_a_proxy_that_wants_a_password_is_named_without_the_one_it_got(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _no_proxies(monkeypatch)
    async with ScriptedServer(Reply(407)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://mika:hunter2@{proxy.address}")
        async with Observed("acme.kintone.com") as observed:
            with pytest.raises(Unreachable) as failed:
                await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert (proxy.seen[0].method, proxy.seen[0].target) == ("CONNECT", "acme.kintone.com:443")
    assert "authorization" not in proxy.seen[0].headers
    assert failed.value.reason == "proxy password"
    assert proxy.address in failed.value.message
    assert "hunter2" not in f"{failed.value} {observed.trace}"


async def test_a_proxy_that_lets_nothing_through_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_proxies(monkeypatch)
    async with ScriptedServer(Reply(403)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.address)
        async with Observed("acme.kintone.com") as observed:
            with pytest.raises(Unreachable, match="403") as failed:
                await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "proxy"


async def test_a_proxy_that_is_away_is_told_from_a_kintone_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _no_proxies(monkeypatch)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        proxy = f"127.0.0.1:{free.getsockname()[1]}"
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy}")
        async with Observed("acme.kintone.com") as observed:
            with pytest.raises(Unreachable) as failed:
                await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "refused"
    assert failed.value.message.startswith(f"The proxy {proxy}")


async def test_who_goes_without_the_proxy_is_not_told_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def look_up(*args: object, **options: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "as the resolver says it")

    _no_proxies(monkeypatch)
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "kintone.com")
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with Observed("acme.kintone.com") as observed:
        with pytest.raises(Unreachable, match=r"^acme\.kintone\.com cannot be found"):
            await observed.transport.send(endpoints.GET_APP, {"id": 1})


async def test_no_proxy_is_blamed_for_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_proxies(monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example:8080")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        async with Observed(f"localhost:{free.getsockname()[1]}") as observed:
            with pytest.raises(Unreachable, match=r"^localhost:"):
                await observed.transport.send(endpoints.GET_APP, {"id": 1})


@pytest.mark.parametrize("setting", ["socks5://127.0.0.1:1080", "gopher://127.0.0.1:1"])
async def test_a_proxy_of_another_kind_is_a_failure_of_its_own(
    monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    _no_proxies(monkeypatch)
    monkeypatch.setenv("ALL_PROXY", setting)
    async with Observed("acme.kintone.com") as observed:
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "proxy"


async def test_no_proxy_stands_before_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_proxies(monkeypatch)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    async with ScriptedServer() as server, Observed(server.address) as observed:
        await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert len(server.seen) == 1


async def test_a_token_that_no_header_can_hold_is_not_repeated_in_the_failure() -> None:
    async with ScriptedServer() as server, Observed(server.address, auth=Bearer("sesame\nopen")) as observed:
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.__context__ is None
    assert "sesame" not in f"{failed.value} {observed.trace}"


async def test_kintones_silence_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.kintone.network._TIMEOUT", httpx.Timeout(0.05))
    async with ScriptedServer(*[Hang() for _ in range(4)]) as server, Observed(server.address) as observed:
        with pytest.raises(Unreachable) as failed:
            await observed.transport.send(endpoints.GET_APP, {"id": 1})
    assert failed.value.reason == "timeout"
    assert len(server.seen) == 4
