"""The client as an administrator registered it."""

from __future__ import annotations

import dataclasses

import pytest

from tests.oauth.support import CLIENT_SECRET, client
from tui.oauth.client import OAuthClient
from tui.oauth.failures import BadClient
from tui.oauth.redirect import RedirectEndpoint, listens
from tui.secret import Secret


def test_a_newline_pasted_along_with_id_and_secret_is_dropped() -> None:
    made = dataclasses.replace(client(), client_id=" abc\n", client_secret=Secret("\tdef \r\n"))
    assert (made.client_id, made.client_secret.reveal()) == ("abc", "def")


def test_id_and_secret_are_told_apart_without_being_shown() -> None:
    assert client().short_id == "l.1.q7…f3a"
    assert client().secret_description == "64 characters ending …9c"
    assert CLIENT_SECRET not in repr(client())


def test_of_a_short_secret_not_even_the_end_is_shown() -> None:
    assert dataclasses.replace(client(), client_secret=Secret("hunter2")).secret_description == "7 characters"


@pytest.mark.parametrize(
    ("base", "host"),
    [("https://acme.kintone.com", "acme.kintone.com"), ("http://localhost:8080", "localhost:8080")],
)
def test_the_host_is_named_as_a_person_knows_it(base: str, host: str) -> None:
    assert client(base=base).host == host


@pytest.mark.parametrize(
    "base",
    [
        "http://acme.kintone.com",
        "ftp://acme.kintone.com",
        "acme.kintone.com",
        "https://a\r\nb",
        "https://",
        "",
    ],
)
def test_a_secret_is_never_bound_for_an_endpoint_in_clear_or_for_none(base: str) -> None:
    with pytest.raises(BadClient):
        client(base=base)


@pytest.mark.parametrize("base", ["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1"])
def test_plain_http_is_taken_for_loopback_only(base: str) -> None:
    assert isinstance(client(base=base), OAuthClient)


@pytest.mark.parametrize(
    ("redirect_uri", "can_listen"),
    [
        ("https://localhost:18543/callback", True),
        ("https://localhost:3000/oauth2callback", True),
        ("https://localhost/callback", True),
        ("https://127.0.0.1:18543/", True),
        ("https://[::1]:18543/", True),
        ("https://localhost:0/callback", False),
        ("http://localhost:18543/callback", False),
        ("https://example.com/callback", False),
        ("https://localhost.example.com/callback", False),
        ("https://localhost:99999/callback", False),
        ("https://localhost:x/callback", False),
        ("https://[::1/callback", False),
        ("myapp://callback", False),
        ("", False),
    ],
)
def test_a_listener_serves_https_on_this_computer_only(redirect_uri: str, *, can_listen: bool) -> None:
    assert listens(redirect_uri) is can_listen


def test_the_port_and_path_come_from_the_redirect_uri() -> None:
    endpoint = RedirectEndpoint.parse("https://LOCALHOST:3000/oauth2callback?tenant=1")
    assert endpoint == RedirectEndpoint("https", "localhost", 3000, "/oauth2callback")
    assert endpoint is not None
    assert endpoint.authority == "localhost:3000"


def test_the_usual_port_is_left_out_of_the_authority_as_browsers_do() -> None:
    endpoint = RedirectEndpoint.parse("https://localhost/callback")
    assert endpoint is not None
    assert (endpoint.authority, endpoint.port) == ("localhost", 443)
