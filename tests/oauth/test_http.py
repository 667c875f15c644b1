"""Reading a request: rule L31 of the sign-in, against the parser itself."""

from __future__ import annotations

import gc
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.support import client
from tui.oauth.grant import Grant
from tui.oauth.http import Limits, Request, RequestError, VisitorLeftError, parse_request, read_head
from tui.oauth.redirect import RedirectEndpoint
from tui.oauth.routes import Routes
from tui.oauth.scopes import READ

LIMITS = Limits()
VALID = (
    b"GET /callback?code=abc&state=def HTTP/1.1\r\nHost: localhost:18543\r\nAccept: text/html\r\n"
    b"Sec-Fetch-Mode: navigate\r\nUser-Agent: Browser/1.0 (a; b)\r\n\r\n"
)


def _parsed(head: bytes) -> Request | None:
    try:
        return parse_request(head, LIMITS)
    except RequestError:
        return None


def test_a_request_is_read_as_it_was_sent() -> None:
    request = parse_request(VALID, LIMITS)
    assert (request.method, request.path, request.query) == (b"GET", b"/callback", b"code=abc&state=def")
    assert request.host == b"localhost:18543"
    assert request.header(b"sec-fetch-mode") == b"navigate"
    assert request.header(b"cookie") is None


def test_the_code_is_not_in_a_repr() -> None:
    assert "abc" not in repr(parse_request(VALID, LIMITS))


def test_L31_ten_thousand_random_strings_are_a_request_or_refused() -> None:
    noise = random.Random(31)  # the same each time
    for _ in range(10_000):
        _parsed(noise.randbytes(noise.randint(0, 200)) + b"\r\n\r\n")


def test_L31_a_thousand_mutated_requests_get_an_answer_and_never_the_code() -> None:
    grant = Grant.begin(client(), READ)
    endpoint = RedirectEndpoint.parse(grant.client.redirect_uri)
    assert endpoint is not None
    routes = Routes(grant, endpoint)
    noise = random.Random(31)
    served = 0
    for _ in range(1000):
        mutated = bytearray(VALID)
        for _ in range(noise.randint(1, 5)):
            position = noise.randrange(len(VALID) - 4)
            mutated[position : position + noise.randint(0, 2)] = noise.randbytes(noise.randint(0, 3))
        if request := _parsed(bytes(mutated)):
            assert routes.reply(request).response.encode().startswith(b"HTTP/1.1 ")
            assert routes.plain(request).status.value == 400
            served += 1
    assert served > 100, "the mutations were too strong to prove anything"


def test_L31_refusing_does_not_grow() -> None:
    heads = [random.Random(n).randbytes(200) + b"\r\n\r\n" for n in range(200)]

    def held_after(rounds: int) -> int:
        for _ in range(rounds):
            for head in heads:
                _parsed(head)
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        assert held_after(5) - held_after(1) < 10_000
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=300), st.integers(1, 50))
async def test_L31_however_the_bytes_arrive_reading_ends(data: bytes, step: int) -> None:
    pieces = iter([data[start : start + step] for start in range(0, len(data), step)])

    async def read() -> bytes:
        return next(pieces, b"")

    try:
        head = await read_head(read, LIMITS)
    except (RequestError, VisitorLeftError):
        return
    assert head.endswith(b"\r\n\r\n")


@pytest.mark.parametrize("step", [1, 2, 3, 7, 1000])
async def test_what_comes_after_the_headers_is_left_aside(step: int) -> None:
    data = VALID + b"GET /callback?code=second HTTP/1.1\r\n\r\n"
    pieces = iter([data[start : start + step] for start in range(0, len(data), step)])

    async def read() -> bytes:
        return next(pieces, b"")

    assert await read_head(read, LIMITS) == VALID
