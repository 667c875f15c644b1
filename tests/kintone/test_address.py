"""What people type and paste for their Kintone, and what becomes of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui.kintone.address import DOMAINS, LOOPBACK, AddressError, Tenant

ACME = "https://acme.kintone.com"


@pytest.mark.parametrize(
    ("pasted", "origin"),
    [
        ("acme.kintone.com", ACME),
        ("  acme.kintone.com \n", ACME),
        ("\u200bacme.kintone.com\ufeff", ACME),
        ("ACME.Kintone.COM", ACME),
        ("acme.kintone.com.", ACME),
        ("acme.kintone.com/", ACME),
        ("acme.kintone.com:443", ACME),
        ("https://acme.kintone.com", ACME),
        ("HTTPS://acme.kintone.com/k/", ACME),
        ("//acme.kintone.com/k/", ACME),
        ("https://acme.kintone.com/k/17/show#record=5&l.view=20", ACME),
        ("https://acme.kintone.com?next=https://evil.example/", ACME),
        ("https:\\\\acme.kintone.com\\k", ACME),
        ("ａｃｍｅ．ｋｉｎｔｏｎｅ．ｃｏｍ", ACME),
        ("ａｃｍｅ。kintone。com", ACME),
        ("https：／／acme.kintone.com／k／", ACME),
        ("https://acme.cybozu.com/k/guest/5/17/", "https://acme.cybozu.com"),
        ("acme.s.cybozu.com", "https://acme.s.cybozu.com"),
        ("acme.cybozu.cn", "https://acme.cybozu.cn"),
        ("kintone.example.org:8443", "https://kintone.example.org:8443"),
        ("https://203.0.113.7", "https://203.0.113.7"),
        ("bücher.example", "https://xn--bcher-kva.example"),
        ("localhost:8080", "http://localhost:8080"),
        ("http://localhost:8080/k/", "http://localhost:8080"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("::1", "http://[::1]"),
        ("https://localhost:8443", "https://localhost:8443"),
        ("http://localhost:80", "http://localhost"),
    ],
)
def test_an_address_is_recognised_however_it_was_copied(pasted: str, origin: str) -> None:
    assert Tenant.parse(pasted).origin == origin


@pytest.mark.parametrize(
    "pasted",
    [
        "http://acme.kintone.com",
        "http://192.168.0.10",
        "http://localhost.example.org",
        "http://127.0.0.1.example.org",
        "http://0.0.0.0:8080",
        "ftp://acme.kintone.com",
        "javascript://acme.kintone.com/%0aalert(1)",
        "https://mika:secret@acme.kintone.com",
        "https://acme.kintone.com@evil.example",
        "mika@acme.kintone.com",
        "https://acme.kintone.com:0",
        "https://acme.kintone.com:65536",
        "https://acme.kintone.com:https",
        "https://acme.kintone.com:٤٤٣",
        "https://acme .kintone.com",
        "acme.kintone.com cybozu.com",
        "https://acme%2ekintone.com",
        "https://acme..kintone.com",
        "https://-acme.kintone.com",
        "https://acme_corp.kintone.com",
        "https://999.1.1.1",
        "https://0x7f.1",
        "https://[::1",
        "https://[fe80::1%25eth0]",
        "https://xn--zzzzzzzz99.example",
        "my kintone",
        "😀.example",
        "a" * 64 + ".kintone.com",
        "a." * 127 + "kintone.com",
        "a" * 10_000,
    ],
)
def test_what_is_unsafe_or_no_domain_is_refused_with_advice(pasted: str) -> None:
    with pytest.raises(AddressError) as refused:
        Tenant.parse(pasted)
    assert refused.value.message
    assert refused.value.hint


@pytest.mark.parametrize("pasted", ["", "   ", "\n", "https://", "https:///k/"])
def test_nothing_at_all_is_told_from_something_wrong(pasted: str) -> None:
    with pytest.raises(AddressError, match="missing"):
        Tenant.parse(pasted)


@pytest.mark.parametrize("pasted", ["acme", "https://acme/k/", "Acme."])
def test_a_subdomain_alone_is_answered_with_the_domains_that_exist(pasted: str) -> None:
    with pytest.raises(AddressError) as refused:
        Tenant.parse(pasted)
    assert all(f"acme.{domain}" in refused.value.hint for domain in DOMAINS)


@pytest.mark.parametrize("pasted", ["kintone.com", "https://www.kintone.com/", "cybozu.com"])
def test_a_domain_without_a_company_is_answered_with_an_example(pasted: str) -> None:
    with pytest.raises(AddressError, match=r"acme\."):
        Tenant.parse(pasted)


def test_plain_http_is_answered_with_the_address_to_write() -> None:
    with pytest.raises(AddressError, match=r"https://acme\.kintone\.com"):
        Tenant.parse("http://acme.kintone.com/k/17/")


def test_a_password_in_an_address_is_not_repeated() -> None:
    with pytest.raises(AddressError) as refused:
        Tenant.parse("https://mika:hunter2@acme.kintone.com")
    assert "hunter2" not in str(refused.value)


def test_the_endpoints_are_those_that_kintone_documents() -> None:
    tenant = Tenant.parse("acme.cybozu.com")
    assert tenant.authorization_endpoint == "https://acme.cybozu.com/oauth2/authorization"
    assert tenant.token_endpoint == "https://acme.cybozu.com/oauth2/token"


def test_endpoints_can_be_given() -> None:
    tenant = Tenant.parse(
        "acme.cybozu.com",
        authorization_endpoint=" https://ACME.s.cybozu.com/oauth2/authorization?tenant=a%20b\n",
        token_endpoint="https://acme.s.cybozu.com:443/oauth2/token",
    )
    assert tenant.authorization_endpoint == "https://acme.s.cybozu.com/oauth2/authorization?tenant=a%20b"
    assert tenant.token_endpoint == "https://acme.s.cybozu.com/oauth2/token"
    assert tenant.is_usual


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://acme.cybozu.com/oauth2/token",
        "https://mika@acme.cybozu.com/oauth2/token",
        "https://acme.cybozu.com/oauth2/token#part",
        "https://acme.cybozu.com/",
        "token",
    ],
)
def test_endpoints_follow_the_same_rules_and_have_a_path(endpoint: str) -> None:
    with pytest.raises(AddressError):
        Tenant.parse("acme.cybozu.com", token_endpoint=endpoint)


@pytest.mark.parametrize(
    ("pasted", "usual"),
    [
        ("acme.kintone.com", True),
        ("acme.s.cybozu.com", True),
        ("localhost:8080", True),
        ("kintone.example.org", False),
        ("acme.kintone.com.evil.example", False),
        ("acmekintone.com", False),
    ],
)
def test_hosts_outside_of_kintone_are_unusual(pasted: str, usual: bool) -> None:
    assert Tenant.parse(pasted).is_usual is usual


def test_a_token_endpoint_elsewhere_makes_a_tenant_unusual() -> None:
    assert not Tenant.parse("acme.kintone.com", token_endpoint="https://evil.example/token").is_usual


def test_the_addresses_of_a_tenant() -> None:
    tenant = Tenant.parse("acme.kintone.com")
    assert tenant.host == "acme.kintone.com"
    assert tenant.api_url("records") == f"{ACME}/k/v1/records.json"
    assert tenant.api_url("app/form/fields", guest_space=5) == f"{ACME}/k/guest/5/v1/app/form/fields.json"
    assert tenant.app_url(17) == f"{ACME}/k/17/"
    assert tenant.app_url(17, guest_space=5) == f"{ACME}/k/guest/5/17/"
    assert tenant.record_url(17, 5) == f"{ACME}/k/17/show#record=5"
    assert Tenant.parse("localhost:8080").host == "localhost:8080"


HOSTILE = st.text(
    alphabet=st.sampled_from("acme.kintone.com/:@#?\\[]%0123456789１。．／ \n\t\u200b-_xn"), max_size=60
)


@given(st.one_of(st.text(), HOSTILE, HOSTILE.map(lambda rest: f"https://{rest}")))
@example("http://[")
@example("https://[::ffff:127.0.0.1]")
@example("\ud800")
@example("xn--.com")
@example("ß.de")
@example("1.2.3.4.")
def test_whatever_is_pasted_gives_a_safe_origin_or_an_address_error(pasted: str) -> None:
    try:
        tenant = Tenant.parse(pasted)
    except AddressError as refused:
        assert refused.message
        assert refused.hint
        return
    scheme, _, host = tenant.origin.partition("://")
    bare = host if host.endswith("]") else host.rpartition(":")[0] or host
    assert scheme == "https" or (scheme == "http" and bare in LOOPBACK)
    assert tenant.origin.isascii()
    assert not set("/?#@\\ %") & set(host)
    assert Tenant.parse(tenant.origin) == tenant
