"""The grant as a browser and a client go through it, and each way in which the simulated Kintone refuses."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

import httpx
import pytest

from tests.simulator.browser import Browser, Page
from tests.simulator.conftest import Kintone

SCOPES = "k:app_record:read k:app_settings:read k:file:read"
STATE = "a state, with \"odd\" <characters> & 'quotes'"

# RFC 7636, appendix B.
VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def asked(kintone: Kintone, **changes: str) -> dict[str, str]:
    """The parameters of a good authorization request; a change to "" leaves one out."""
    client = kintone.simulator.client
    parameters = {
        "client_id": client.id,
        "redirect_uri": client.redirect_uri,
        "response_type": "code",
        "scope": SCOPES,
        "state": STATE,
    }
    return {name: value for name, value in (parameters | changes).items() if value}


def consent_page(kintone: Kintone, browser: Browser, user: str = "", **changes: str) -> Page:
    page = browser.open("/oauth2/authorization", **asked(kintone, **changes))
    return browser.press(page, "user", user or kintone.simulator.world.users[0].code)


def code_for(kintone: Kintone, browser: Browser, **changes: str) -> str:
    page = browser.open("/oauth2/authorization", **asked(kintone, **changes))
    if page.buttons("user"):
        page = browser.press(page, "user", kintone.simulator.world.users[0].code)
    return browser.press(page, "decision", "allow").sent["code"]


def exchange(kintone: Kintone, code: str, **changes: str) -> httpx.Response:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": kintone.simulator.client.redirect_uri,
    }
    return kintone.token_request(**{name: value for name, value in (form | changes).items() if value})


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]


# The grant


def test_a_person_signs_in_allows_and_the_client_reads_an_app(kintone: Kintone, browser: Browser) -> None:
    page = browser.open("/oauth2/authorization", **asked(kintone))
    assert page.buttons("user") == [user.code for user in kintone.simulator.world.users]

    page = browser.press(page, "user", kintone.simulator.world.users[0].code)
    assert page.buttons("decision") == ["allow", "deny"]
    assert kintone.simulator.world.users[0].name in page.text
    for words in ("kintone-tui", "View records", "View apps", "Download files"):
        assert words in page.text
    assert "Upload" not in page.text

    page = browser.press(page, "decision", "allow")
    assert page.answer.status_code == 302
    assert page.location.startswith(f"{kintone.simulator.client.redirect_uri}?")
    assert page.sent.keys() == {"code", "state"}
    assert page.sent["state"] == STATE

    answer = exchange(kintone, page.sent["code"])
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    token = answer.json()
    assert token.keys() == {"access_token", "refresh_token", "token_type", "expires_in", "scope"}
    assert (token["token_type"], token["expires_in"], token["scope"]) == ("bearer", 3600, SCOPES)

    assert kintone.get("apps", token=token["access_token"]).json()["apps"]


def test_a_browser_that_is_signed_in_is_asked_for_consent_only(kintone: Kintone, browser: Browser) -> None:
    consent_page(kintone, browser)
    again = browser.open("/oauth2/authorization", **asked(kintone))
    assert again.buttons("user") == []
    assert again.buttons("decision") == ["allow", "deny"]


def test_a_person_can_sign_in_as_somebody_else(kintone: Kintone, browser: Browser) -> None:
    page = browser.press(consent_page(kintone, browser), "sign_out", "yes")
    other = kintone.simulator.world.users[1]
    page = browser.press(page, "user", other.code)
    assert other.name in page.text


def test_scopes_may_be_separated_by_plus_signs(kintone: Kintone, browser: Browser) -> None:
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in asked(kintone, scope="").items())
    page = browser.open(f"/oauth2/authorization?{query}&scope={SCOPES.replace(' ', '+')}")
    assert page.buttons("user")


@pytest.mark.parametrize(
    "path", ["/", "/oauth2/authorization", "/k/17/show", "/nowhere", "/k/v1/nothing.json"]
)
def test_every_page_says_that_it_is_simulated_and_holds_no_script(browser: Browser, path: str) -> None:
    page = browser.open(path)
    assert "simulated Kintone" in page.text
    assert "<script" not in page.answer.text
    assert "default-src 'none'" in page.answer.headers["content-security-policy"]


# Requests that are not answered by a redirect


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("client_id", ""),
        ("client_id", "l.1.unknown"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://localhost:18543/callback/"),
        ("redirect_uri", "https://localhost:18544/callback"),
        ("redirect_uri", "http://localhost:18543/callback"),
        ("redirect_uri", "https://elsewhere.example/callback"),
        ("state", ""),
    ],
)
def test_what_cannot_be_trusted_ends_on_a_page(
    kintone: Kintone, browser: Browser, name: str, value: str
) -> None:
    page = browser.open("/oauth2/authorization", **asked(kintone, **{name: value}))
    assert page.answer.status_code == 400
    assert page.location == ""
    assert page.forms == []


def test_a_repeated_parameter_ends_on_a_page(kintone: Kintone, browser: Browser) -> None:
    query = httpx.QueryParams(asked(kintone))
    page = browser.open(f"/oauth2/authorization?{query}&state=another")
    assert page.answer.status_code == 400
    assert page.location == ""


def test_a_user_who_is_not_ticked_gets_no_further(kintone: Kintone, browser: Browser) -> None:
    user = kintone.simulator.world.users[-1]
    page = consent_page(kintone, browser, user.code)
    assert page.answer.status_code == 403
    assert page.location == ""
    assert page.buttons("decision") == []
    assert user.name in page.text


def test_a_user_who_is_not_ticked_cannot_allow_by_a_made_up_form(kintone: Kintone, browser: Browser) -> None:
    page = consent_page(kintone, browser, kintone.simulator.world.users[-1].code)
    page.forms[0].buttons.append(("decision", "allow", ""))
    page = browser.press(page, "decision", "allow")
    assert page.answer.status_code == 403
    assert page.location == ""


@pytest.mark.parametrize("form_token", ["", "another", "ü"])
def test_a_form_of_another_site_decides_nothing(kintone: Kintone, browser: Browser, form_token: str) -> None:
    page = consent_page(kintone, browser)
    page.forms[0].inputs["form_token"] = form_token
    page = browser.press(page, "decision", "allow")
    assert page.answer.status_code == 403
    assert page.location == ""


def test_a_form_of_another_browser_decides_nothing(kintone: Kintone, browser: Browser) -> None:
    page = consent_page(kintone, browser)
    with Browser(kintone.base_url) as other:
        page = other.press(page, "decision", "allow")
    assert page.answer.status_code == 403
    assert page.location == ""


# Requests that go back to the client


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"scope": "k:app_record:read k:app_record:delete"}, "invalid_scope"),
        ({"scope": "g:schedule:read"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": ""}, "unsupported_response_type"),
        ({"code_challenge": "too-short", "code_challenge_method": "S256"}, "invalid_request"),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "S512"}, "invalid_request"),
        ({"code_challenge_method": "S256"}, "invalid_request"),
    ],
)
def test_other_mistakes_go_back_to_the_client(
    kintone: Kintone, browser: Browser, changes: dict[str, str], error: str
) -> None:
    page = browser.open("/oauth2/authorization", **asked(kintone, **changes))
    assert page.answer.status_code == 302
    assert page.location.startswith(f"{kintone.simulator.client.redirect_uri}?")
    assert (page.sent["error"], page.sent["state"]) == (error, STATE)


def test_deny_goes_back_to_the_client(kintone: Kintone, browser: Browser) -> None:
    page = browser.press(consent_page(kintone, browser), "decision", "deny")
    assert page.answer.status_code == 302
    assert page.sent == {"error": "access_denied", "state": STATE}


def test_deny_can_be_switched_to_end_on_a_page(kintone: Kintone, browser: Browser) -> None:
    kintone.http.post("/simulator/switches", json={"deny_redirects": False})
    page = browser.press(consent_page(kintone, browser), "decision", "deny")
    assert page.answer.status_code == 200
    assert page.location == ""


# The token endpoint: who asks


def code_form(kintone: Kintone, code: str) -> dict[str, str]:
    redirect_uri = kintone.simulator.client.redirect_uri
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}


def test_the_client_may_authenticate_in_the_body(kintone: Kintone, browser: Browser) -> None:
    client = kintone.simulator.client
    form = code_form(kintone, code_for(kintone, browser))
    form |= {"client_id": client.id, "client_secret": client.secret}
    assert kintone.http.post("/oauth2/token", data=form).status_code == 200


def test_the_basic_header_is_form_decoded(kintone: Kintone, browser: Browser) -> None:
    client = kintone.simulator.client
    encoded = "".join(f"%{ord(character):02X}" for character in client.id)
    form = code_form(kintone, code_for(kintone, browser))
    assert kintone.http.post("/oauth2/token", data=form, auth=(encoded, client.secret)).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "Bearer abc",
        "Basic",
        "Basic ***",
        "Basic " + base64.b64encode(b"no colon").decode(),
        "Basic " + base64.b64encode(b"l.1.unknown:secret").decode(),
        "Basic " + base64.b64encode(b"\xff:\xff").decode(),
    ],
)
def test_an_unknown_client_is_refused(kintone: Kintone, header: str) -> None:
    form = code_form(kintone, "any")
    answer = kintone.http.post("/oauth2/token", data=form, headers={"Authorization": header})
    assert refusal(answer) == (401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic ")


def test_a_wrong_secret_is_refused_and_the_code_lives_on(kintone: Kintone, browser: Browser) -> None:
    code = code_for(kintone, browser)
    client = kintone.simulator.client
    wrong = kintone.http.post(
        "/oauth2/token", data=code_form(kintone, code), auth=(client.id, client.secret + "\n")
    )
    assert refusal(wrong) == (401, "invalid_client")
    assert exchange(kintone, code).status_code == 200


def test_a_client_without_any_credentials_is_refused(kintone: Kintone) -> None:
    answer = kintone.http.post("/oauth2/token", data=code_form(kintone, "any"))
    assert refusal(answer) == (401, "invalid_client")


def test_two_ways_of_authentication_at_once_are_refused(kintone: Kintone) -> None:
    secret = kintone.simulator.client.secret
    answer = kintone.token_request(**code_form(kintone, "any"), client_secret=secret)
    assert refusal(answer) == (400, "invalid_request")


# The token endpoint: what is asked


def test_a_body_that_is_no_form_is_refused(kintone: Kintone) -> None:
    client = kintone.simulator.client
    answer = kintone.http.post(
        "/oauth2/token", json=code_form(kintone, "any"), auth=(client.id, client.secret)
    )
    assert refusal(answer) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("grant_type", "error"),
    [
        ("", "invalid_request"),
        ("password", "unsupported_grant_type"),
        ("client_credentials", "unsupported_grant_type"),
    ],
)
def test_only_two_grant_types_exist(kintone: Kintone, grant_type: str, error: str) -> None:
    assert refusal(exchange(kintone, "any", grant_type=grant_type)) == (400, error)


def test_a_repeated_form_parameter_is_refused(kintone: Kintone) -> None:
    client = kintone.simulator.client
    answer = kintone.http.post(
        "/oauth2/token",
        content="grant_type=refresh_token&refresh_token=a&refresh_token=b",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        auth=(client.id, client.secret),
    )
    assert refusal(answer) == (400, "invalid_request")


def test_the_token_endpoint_takes_post_only(kintone: Kintone) -> None:
    assert kintone.http.get("/oauth2/token").status_code == 405


# Codes


def test_a_code_is_good_once(kintone: Kintone, browser: Browser) -> None:
    code = code_for(kintone, browser)
    assert exchange(kintone, code).status_code == 200
    assert refusal(exchange(kintone, code)) == (400, "invalid_grant")


def test_a_code_lives_ten_minutes(kintone: Kintone, browser: Browser) -> None:
    young, old = code_for(kintone, browser), code_for(kintone, browser)
    kintone.clock.advance(599)
    assert exchange(kintone, young).status_code == 200
    kintone.clock.advance(1)
    assert refusal(exchange(kintone, old)) == (400, "invalid_grant")


@pytest.mark.parametrize("redirect_uri", ["", "https://localhost:18543/callback/"])
def test_a_code_is_bound_to_its_redirect_uri(kintone: Kintone, browser: Browser, redirect_uri: str) -> None:
    code = code_for(kintone, browser)
    assert refusal(exchange(kintone, code, redirect_uri=redirect_uri)) == (400, "invalid_grant")


def test_an_unknown_code_is_refused(kintone: Kintone) -> None:
    assert refusal(exchange(kintone, "unknown")) == (400, "invalid_grant")


def test_the_right_verifier_proves_the_challenge(kintone: Kintone, browser: Browser) -> None:
    code = code_for(kintone, browser, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert exchange(kintone, code, code_verifier=VERIFIER).status_code == 200


def test_a_challenge_without_a_method_is_plain(kintone: Kintone, browser: Browser) -> None:
    code = code_for(kintone, browser, code_challenge=VERIFIER)
    assert exchange(kintone, code, code_verifier=VERIFIER).status_code == 200


@pytest.mark.parametrize("verifier", ["", CHALLENGE, VERIFIER[:-1], VERIFIER + "A", "é" * 43])
def test_a_wrong_verifier_is_refused(kintone: Kintone, browser: Browser, verifier: str) -> None:
    code = code_for(kintone, browser, code_challenge=CHALLENGE, code_challenge_method="S256")
    assert refusal(exchange(kintone, code, code_verifier=verifier)) == (400, "invalid_grant")


def test_a_verifier_without_a_challenge_is_refused(kintone: Kintone, browser: Browser) -> None:
    code = code_for(kintone, browser)
    assert refusal(exchange(kintone, code, code_verifier=VERIFIER)) == (400, "invalid_grant")


# Refresh tokens


def renew(kintone: Kintone, refresh_token: str) -> httpx.Response:
    return kintone.token_request(grant_type="refresh_token", refresh_token=refresh_token)


def granted(kintone: Kintone, browser: Browser) -> dict[str, str]:
    token: dict[str, str] = exchange(kintone, code_for(kintone, browser)).json()
    return token


def test_a_refresh_token_does_not_rotate_and_is_not_sent_again(kintone: Kintone, browser: Browser) -> None:
    token = granted(kintone, browser)
    seen = {token["access_token"]}
    for _ in range(3):
        answer = renew(kintone, token["refresh_token"])
        assert answer.status_code == 200
        assert answer.json().keys() == {"access_token", "token_type", "expires_in", "scope"}
        assert answer.json()["scope"] == SCOPES
        seen.add(answer.json()["access_token"])
    assert len(seen) == 4


def test_a_refresh_token_outlives_access_tokens(kintone: Kintone, browser: Browser) -> None:
    token = granted(kintone, browser)
    kintone.clock.advance(3599)
    assert kintone.get("apps", token=token["access_token"]).status_code == 200
    kintone.clock.advance(1)
    dead = kintone.get("apps", token=token["access_token"])
    assert (dead.status_code, dead.json()["code"]) == (401, "CB_OA01")

    kintone.clock.advance(20 * 24 * 3600)
    fresh = renew(kintone, token["refresh_token"]).json()["access_token"]
    assert kintone.get("apps", token=fresh).status_code == 200


def test_the_eleventh_refresh_token_ends_the_first(kintone: Kintone, browser: Browser) -> None:
    tokens = [granted(kintone, browser)["refresh_token"] for _ in range(11)]
    assert refusal(renew(kintone, tokens[0])) == (400, "invalid_grant")
    assert [renew(kintone, token).status_code for token in tokens[1:]] == [200] * 10


def test_another_user_has_ten_refresh_tokens_of_their_own(kintone: Kintone, browser: Browser) -> None:
    mine = granted(kintone, browser)["refresh_token"]
    for _ in range(10):
        kintone.access_token(user=kintone.simulator.world.users[1].code)
    assert renew(kintone, mine).status_code == 200


@pytest.mark.parametrize("refresh_token", ["", "unknown"])
def test_an_unknown_refresh_token_is_refused(kintone: Kintone, refresh_token: str) -> None:
    assert refusal(renew(kintone, refresh_token)) == (400, "invalid_grant")


# Faults and records of it


def test_revoked_refresh_tokens_are_refused_and_access_tokens_go_on(
    kintone: Kintone, browser: Browser
) -> None:
    token = granted(kintone, browser)
    kintone.inject(fault="revoke_refresh_tokens")
    assert refusal(renew(kintone, token["refresh_token"])) == (400, "invalid_grant")
    assert kintone.get("apps", token=token["access_token"]).status_code == 200


def test_the_token_endpoint_can_be_under_maintenance(kintone: Kintone, browser: Browser) -> None:
    token = granted(kintone, browser)
    kintone.inject(fault="maintenance", place="token")
    assert kintone.get("apps").status_code == 200
    away = renew(kintone, token["refresh_token"])
    assert (away.status_code, away.text) == (503, "Service Unavailable")
    assert renew(kintone, token["refresh_token"]).status_code == 200


def test_token_requests_are_counted_without_what_they_carry(kintone: Kintone, browser: Browser) -> None:
    token = granted(kintone, browser)
    renew(kintone, token["refresh_token"])
    seen = [entry for entry in kintone.requests() if entry["path"] == "/oauth2/token"]
    assert (
        seen
        == [{"method": "POST", "override": "", "path": "/oauth2/token", "status": 200, "auth": "basic"}] * 2
    )


def test_pkce_s256_is_the_hash_that_the_rfc_gives() -> None:
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == CHALLENGE
