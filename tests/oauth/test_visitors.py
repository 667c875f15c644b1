"""Who else comes to an open port: rules L16 to L22 and L31 of the sign-in."""

from __future__ import annotations

import asyncio
import gc
import random
import socket
import ssl
import struct
import warnings
from contextlib import AsyncExitStack, suppress

import pytest

from tests.oauth.support import state_of, until
from tests.oauth.visits import Answered, Callback, Listen
from tui.oauth.events import CertificateRefused, PlainHttp
from tui.oauth.http import Limits

GOOD = "code=c0de-of-this-sign-in&state=STATE"


async def _still_serves(callback: Callback) -> None:
    assert (await callback.answer()).status == 303
    assert callback.answers == 1


async def _rest(reader: asyncio.StreamReader) -> bytes:
    """What still comes until the connection is closed, or reset, which is an end as well."""
    try:
        return await reader.read()
    except ConnectionError:
        return b""


def _head(callback: Callback, *headers: str, target: str = "") -> bytes:
    target = target or callback.target(GOOD)
    lines = [f"GET {target} HTTP/1.1", f"Host: {callback.authority}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("headers", "statuses"),
    [
        (["X: " + "a" * 16_384], {431}),
        ([f"X-{n}: 1" for n in range(64)], {431}),
        (["no colon"], {400}),
        (["A: 1\n B: 2"], {400}),
        (["A: 1", " folded"], {400}),
        (["A: 1", "\tfolded"], {400}),
        (["A : 1"], {400}),
        (["A: \x00"], {400}),
        (["Transfer-Encoding: chunked"], {400}),
        (["Transfer-Encoding: gzip, chunked"], {400}),
        (["Content-Length: 1000000000"], {400}),
        (["Content-Length: 1"], {400}),
        (["Content-Length: 1", "Content-Length: 2"], {400}),
        (["Content-Length: -1"], {400}),
    ],
)
async def test_L16_a_request_beyond_the_limits_is_refused_and_not_read_on(
    listening: Listen, headers: list[str], statuses: set[int]
) -> None:
    callback = await listening()
    assert (await callback.send(_head(callback, *headers))).status in statuses
    assert callback.answers == 0
    await _still_serves(callback)


async def test_L16_an_address_of_more_than_8_kB_is_refused(listening: Listen) -> None:
    callback = await listening()
    assert (await callback.send(_head(callback, target="/callback?" + "a" * 8192))).status == 414
    # Neither is it waited for an end that never comes.
    assert (await callback.send(b"GET /callback?" + b"a" * 9000)).status == 414
    assert (await callback.send(b"a" * 200_000)).status == 414


async def test_L16_headers_without_end_are_refused(listening: Listen) -> None:
    callback = await listening()
    start = f"GET / HTTP/1.1\r\nHost: {callback.authority}\r\n".encode()
    assert (await callback.send(start + b"A: b\r\n" * 5000)).status == 431


async def test_L16_bare_line_feeds_are_refused_at_once(listening: Listen) -> None:
    callback = await listening()
    assert (await callback.send(_head(callback).replace(b"\r\n", b"\n"))).status == 400
    assert (await callback.send(b"GET / HTTP/1.1\n")).status == 400


async def test_L16_a_request_in_single_bytes_is_read_as_one(listening: Listen) -> None:
    callback = await listening()
    async with asyncio.timeout(5), callback.connected() as (reader, writer):
        for byte in _head(callback):
            writer.write(bytes([byte]))
            await asyncio.sleep(0)
        assert Answered.of(await reader.read()).status == 303


SLOW = Limits(handshake_seconds=0.2, header_seconds=0.2)


@pytest.mark.parametrize(
    "sent", [b"", b"\x16", b"\x16\x03\x01\x02\x00\x01\x00", b"G", b"GET / HTTP/1.1\r\nA"]
)
async def test_L17_who_dawdles_before_or_inside_the_handshake_is_cut(listening: Listen, sent: bytes) -> None:
    callback = await listening(limits=SLOW)
    async with asyncio.timeout(3), callback.plain() as (reader, writer):
        writer.write(sent)
        assert await _rest(reader) == b""
    assert len(callback.events) == 1, "it is nothing to tell a person of"
    await _still_serves(callback)


async def test_L17_who_dawdles_inside_the_headers_is_cut(listening: Listen) -> None:
    callback = await listening(limits=SLOW)
    async with asyncio.timeout(3), callback.connected() as (reader, writer):
        for byte in _head(callback)[:-1]:
            if reader.at_eof():
                break
            writer.write(bytes([byte]))
            await asyncio.sleep(0.01)
        assert await _rest(reader) == b""
    assert callback.answers == 0
    await _still_serves(callback)


async def test_L18_of_200_idle_connections_16_are_kept_and_the_answer_still_comes_through(
    listening: Listen, stack: AsyncExitStack
) -> None:
    callback = await listening()
    idle = [await stack.enter_async_context(callback.plain()) for _ in range(200)]
    await until(lambda: sum(reader.at_eof() for reader, _ in idle) >= 184)
    assert sum(reader.at_eof() for reader, _ in idle) == 184
    assert not any(reader.at_eof() for reader, _ in idle[-16:]), "the oldest went"
    await _still_serves(callback)


async def test_L19_plain_http_gets_a_page_and_no_redirect(listening: Listen) -> None:
    callback = await listening()
    answered = await callback.send_plain(_head(callback))
    assert answered.status == 400
    assert "The address must begin with https://" in answered.body
    assert "location" not in answered.headers
    assert state_of(callback.grant).encode() not in answered.raw
    assert b"c0de" not in answered.raw
    assert callback.grant.short_path.encode() not in answered.raw, "not told to anybody who asks"
    assert "<a " not in answered.body, "nothing of the visit is repeated"
    assert callback.events[-1] == PlainHttp()
    await _still_serves(callback)


async def test_L19_who_knows_the_short_address_is_given_its_https_form(listening: Listen) -> None:
    callback = await listening()
    answered = await callback.send_plain(_head(callback, target=callback.grant.short_path + "?x=1"))
    link = f"https://{callback.authority}{callback.grant.short_path}"
    assert f'<a href="{link}">' in answered.body


@pytest.mark.parametrize("noise", [b"SSH-2.0-OpenSSH_9.9\r\n\r\n", b"HELP\r\n\r\n", b"GET /\r\n\r\n"])
async def test_L21_other_protocols_that_begin_with_a_letter_are_nothing_to_tell_of(
    listening: Listen, noise: bytes
) -> None:
    callback = await listening()
    assert (await callback.send_plain(noise)).status == 400
    assert len(callback.events) == 1


def _old_tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _foreign_cipher() -> ssl.SSLContext:
    """A certificate with an elliptic key cannot serve who knows RSA only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-GCM-SHA256")
    return context


@pytest.mark.parametrize("context", [_old_tls(), _foreign_cipher()], ids=["TLS 1.1", "no shared cipher"])
async def test_L20_a_handshake_that_cannot_succeed_fails_quietly(
    listening: Listen, context: ssl.SSLContext
) -> None:
    callback = await listening()
    with pytest.raises(ssl.SSLError):
        async with callback.connected(context):
            pass
    await _still_serves(callback)
    assert callback.told(CertificateRefused) == []


async def test_L20_a_hello_of_SSLv2_fails_quietly(listening: Listen) -> None:
    callback = await listening()
    hello = b"\x01\x00\x02\x00\x03\x00\x00\x00\x10\x01\x00\x80" + bytes(16)
    async with asyncio.timeout(5), callback.plain() as (reader, writer):
        writer.write(struct.pack(">H", 0x8000 | len(hello)) + hello)
        await _rest(reader)
    assert len(callback.events) == 1
    await _still_serves(callback)


async def test_L20_only_http_1_is_agreed_on(listening: Listen) -> None:
    callback = await listening()
    for offered, agreed in ((["h2", "http/1.1"], "http/1.1"), (["h2"], None)):
        context = callback.trust()
        context.set_alpn_protocols(offered)
        async with callback.connected(context) as (_, writer):
            assert writer.get_extra_info("ssl_object").selected_alpn_protocol() == agreed


@pytest.mark.parametrize("name", ["example.com", None])
async def test_L20_another_name_in_the_hello_or_none_does_no_harm(
    listening: Listen, name: str | None
) -> None:
    callback = await listening()
    context = callback.trust()
    context.check_hostname = False
    async with asyncio.timeout(5):
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", callback.port, ssl=context, server_hostname=name or ""
        )
        writer.write(_head(callback))
        assert Answered.of(await reader.read()).status == 303
        writer.transport.abort()


async def test_L20_a_client_certificate_is_not_asked_for(listening: Listen) -> None:
    callback = await listening()
    context = callback.trust()
    context.load_cert_chain(callback.certificate.path_key)
    async with asyncio.timeout(5), callback.connected(context) as (reader, writer):
        writer.write(_head(callback))
        assert Answered.of(await reader.read()).status == 303


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\x16",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(20),
        b"\x16\x03\x01\x00\x05garbage",
        b"\x15\x03\x01\x00\x02\x02\x2e",
        b"\x00" * 50,
        b"\xff" * 5000,
    ],
)
async def test_L21_scanners_are_nothing_to_tell_of(listening: Listen, noise: bytes) -> None:
    callback = await listening()
    async with asyncio.timeout(5), callback.plain() as (reader, writer):
        writer.write(noise)
        writer.write_eof()
        await _rest(reader)
    assert len(callback.events) == 1
    await _still_serves(callback)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
async def test_L22_a_client_that_distrusts_the_certificate_is_told_within_a_second(
    listening: Listen, version: ssl.TLSVersion
) -> None:
    callback = await listening()
    distrusting = ssl.create_default_context()
    distrusting.minimum_version = distrusting.maximum_version = version

    def visit() -> None:
        # Not through asyncio, whose TLS clients leave without a word when they distrust a certificate.
        with (
            socket.create_connection(("127.0.0.1", callback.port)) as connection,
            pytest.raises(ssl.SSLCertVerificationError),
        ):
            distrusting.wrap_socket(connection, server_hostname="localhost")

    await asyncio.to_thread(visit)
    await until(lambda: CertificateRefused() in callback.events, seconds=1)
    await _still_serves(callback)


@pytest.mark.parametrize("alert", [42, 46, 48])
async def test_L22_the_alerts_of_firefox_chromium_and_curl_are_all_refusals(
    listening: Listen, alert: int
) -> None:
    callback = await listening()
    async with asyncio.timeout(5), callback.plain() as (reader, writer):
        writer.write(_client_hello())
        await reader.readexactly(5)
        writer.write(b"\x15\x03\x03\x00\x02\x02" + bytes([alert]))
        await _rest(reader)
    await until(lambda: CertificateRefused() in callback.events, seconds=1)


@pytest.mark.parametrize("alert", [0, 40, 70, 80])
async def test_L22_other_alerts_are_not(listening: Listen, alert: int) -> None:
    callback = await listening()
    async with asyncio.timeout(5), callback.plain() as (reader, writer):
        writer.write(_client_hello())
        await reader.readexactly(5)
        writer.write(b"\x15\x03\x03\x00\x02\x02" + bytes([alert]))
        await _rest(reader)
    await _still_serves(callback)
    assert callback.told(CertificateRefused) == []


def _client_hello() -> bytes:
    """The first words of a client of TLS 1.2, after which alerts are sent in clear."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with pytest.raises(ssl.SSLWantReadError):
        client.do_handshake()
    return outgoing.read()


async def test_a_visitor_who_leaves_before_the_answer_does_no_harm(listening: Listen) -> None:
    callback = await listening()
    for _ in range(20):
        async with callback.connected() as (_, writer):
            writer.write(_head(callback, target="/nowhere"))
            await writer.drain()
    await _still_serves(callback)


async def test_what_is_still_on_its_way_when_the_answer_is_sent_is_read(listening: Listen) -> None:
    """A connection closed over unread data is reset, which makes some browsers drop the answer."""
    callback = await listening()

    def visit() -> bytes:
        with socket.create_connection(("127.0.0.1", callback.port), timeout=5) as connection:
            connection.sendall(_head(callback))
            received = b""
            while data := connection.recv(4096):
                received += data
            for _ in range(10):  # raises once the other side is closed
                connection.sendall(b"more")
            return received

    assert Answered.of(await asyncio.to_thread(visit)).status == 400


@pytest.mark.parametrize("steps", range(8))
async def test_a_visitor_who_comes_just_when_the_listener_closes_leaves_nothing_behind(
    listening: Listen, steps: int
) -> None:
    callback = await listening()
    with socket.create_connection(("127.0.0.1", callback.port)) as connection:
        for _ in range(steps):
            await asyncio.sleep(0)
        await callback.listener.close()
        gc.collect()  # an unclosed socket would be reported here
        connection.settimeout(1)
        with suppress(ConnectionError):
            assert connection.recv(1) == b""


async def test_a_crowd_is_admitted_one_at_a_time_with_everybody_else_in_between(
    listening: Listen, stack: AsyncExitStack
) -> None:
    callback = await listening()
    for _ in range(16):
        stack.enter_context(socket.create_connection(("127.0.0.1", callback.port)))
    turns = 0
    while len(callback.listener._visitors) < 16:
        await asyncio.sleep(0)
        turns += 1
    assert turns >= 16
    await _still_serves(callback)


async def test_L31_noise_over_the_network_leaves_everything_as_it_was(listening: Listen) -> None:
    callback = await listening(limits=Limits(handshake_seconds=1, header_seconds=1, farewell_seconds=0.1))
    noise = random.Random(31)  # the same noise each time
    valid = _head(callback, "Accept: */*", target="/callback?code=c&state=s")
    tasks = len(asyncio.all_tasks())

    async def visit(payload: bytes, *, encrypted: bool) -> None:
        async with asyncio.timeout(5):
            connection = callback.connected() if encrypted else callback.plain()
            async with connection as (reader, writer):
                try:
                    writer.write(payload)
                    if encrypted:
                        await writer.drain()
                    else:
                        writer.write_eof()
                    await _rest(reader)
                except ConnectionError:
                    pass

    for _ in range(60):
        mutated = bytearray(valid)
        for _ in range(noise.randint(1, 6)):
            mutated[noise.randrange(len(mutated) - 4)] = noise.randrange(256)
        mutated[-4:] = b"\r\n\r\n"
        await visit(bytes(mutated), encrypted=True)
        await visit(noise.randbytes(noise.randint(0, 600)), encrypted=False)
    assert callback.answers == 0
    await _still_serves(callback)
    await until(lambda: len(asyncio.all_tasks()) <= tasks)
    gc.collect()  # an unclosed socket would be reported here
