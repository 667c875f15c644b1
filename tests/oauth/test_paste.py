"""The answer, pasted: rules P1 to P8 of the sign-in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oauth.support import CODE, callback_url, client, state_of
from tui.oauth.failures import CodeExpired, PasteError
from tui.oauth.grant import Accepted, Denied, Grant, Repeated, Unproven
from tui.oauth.paste import LIMIT, masked, read_answer
from tui.oauth.scopes import READ
from tui.secret import Secret


@pytest.fixture
def grant() -> Grant:
    return Grant.begin(client(), READ)


def _wrapped(url: str) -> str:
    return f"  {url[:40]}\n    {url[40:80]}\r\n    {url[80:]}\n"


SHAPES = {
    "as it is": "{}",
    "space and newline around": "  {}\n",
    "single quotes": "'{}'",
    "double quotes": '"{}"',
    "typographic quotes": "“{}”",
    "Japanese quotes": "「{}」",
    "backquotes": "`{}`",
    "angle brackets": "<{}>",
    "parentheses": "({})",
    "curl": "curl '{}'",
    "curl with options after": "curl '{}' -H 'Accept: text/html' --compressed",
    "curl with options before": "curl -k '{}'",
    "curl in double quotes": 'curl "{}"',
    "curl without quotes": "curl {} -k",
    "Markdown": "[callback]({})",
    "Markdown with the address as its words": "[{0}]({0})",
    "Markdown in angle brackets": "[callback](<{}>)",
    "words before": "Here it is: {}",
    "bracketed paste": "\x1b[200~{}\x1b[201~",
    "zero-width spaces": "\u200b{}\ufeff",
    "full-width space": "　{}　",
    "tab": "\t{}\t",
    "fragment": "{}#_",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES.keys())
def test_P1_the_address_is_found_in_whatever_wrapping(grant: Grant, shape: str) -> None:
    outcome = grant.receive(read_answer(shape.format(callback_url(grant)), grant))
    assert isinstance(outcome, Accepted)
    assert outcome.code == Secret(CODE)


@pytest.mark.parametrize("shape", ["{}", "'{}'", "<{}>", "curl '{}'", "[callback]({})"])
def test_P1_an_address_wrapped_over_three_lines_is_joined(grant: Grant, shape: str) -> None:
    wrapped = shape.format(_wrapped(callback_url(grant)).strip())
    assert isinstance(grant.receive(read_answer(wrapped, grant)), Accepted)


@pytest.mark.parametrize("ampersand", ["&amp;", "&AMP;", "&#38;", "&#x26;", "\\&"])
def test_P1_escaped_ampersands_are_ampersands(grant: Grant, ampersand: str) -> None:
    text = callback_url(grant).replace("&", ampersand)
    assert isinstance(grant.receive(read_answer(text, grant)), Accepted)


@pytest.mark.parametrize(
    "change",
    [
        ("https://", "HTTPS://"),
        ("localhost", "LOCALHOST"),
        ("?", "\\?"),
        ("code=", "session_state=1&code="),
    ],
)
def test_P1_harmless_differences_are_none(grant: Grant, change: tuple[str, str]) -> None:
    assert isinstance(grant.receive(read_answer(callback_url(grant).replace(*change, 1), grant)), Accepted)


def test_P1_the_usual_port_may_stand_there_or_not() -> None:
    grant = Grant.begin(client(redirect_uri="https://localhost/callback"), READ)
    text = callback_url(grant).replace("localhost/", "localhost:443/")
    assert isinstance(grant.receive(read_answer(text, grant)), Accepted)


def test_P1_a_redirect_endpoint_of_the_organisation_works_as_well() -> None:
    grant = Grant.begin(client(redirect_uri="https://intra.example.com/kintone/done.html"), READ)
    assert isinstance(grant.receive(read_answer(callback_url(grant), grant)), Accepted)


def _refusal(text: str, grant: Grant) -> str:
    with pytest.raises(PasteError) as raised:
        read_answer(text, grant)
    assert raised.value.hint
    assert grant.examine(read_answer(callback_url(grant), grant)), "the sign-in waits on"
    return raised.value.message


@pytest.mark.parametrize("bare", [CODE, "abc", "a1b2%2Bc3", "A" * 500])
def test_P2_a_bare_code_is_refused_with_the_reason(grant: Grant, bare: str) -> None:
    assert _refusal(bare, grant).startswith("That is a code without its address.")


def test_P2_an_address_without_a_state_is_refused_with_the_reason(grant: Grant) -> None:
    text = f"https://localhost:18543/callback?code={CODE}"
    assert "has no state" in _refusal(text, grant)


def test_P2_an_address_whose_end_was_not_copied_is_refused(grant: Grant) -> None:
    assert "another sign-in" in _refusal(callback_url(grant)[:-5], grant)
    assert "code is missing" in _refusal(callback_url(grant, code=""), grant)


WRONG_PLACES = [
    "https://localhost:18544/callback",
    "https://localhost/callback",
    "https://evil.example/callback",
    "https://localhost:18543/callback/",
    "https://localhost:18543/Callback",
    "https://localhost:18543/",
    "http://localhost:18543/callback",
    "https://localhost:18543@evil.example/callback",
    "https://127.0.0.1:18543/callback",
]


@pytest.mark.parametrize("place", WRONG_PLACES)
def test_P3_an_address_of_another_place_is_told_which_one_is_right(grant: Grant, place: str) -> None:
    text = callback_url(grant).replace(grant.client.redirect_uri, place)
    with pytest.raises(PasteError, match="leads to another place") as raised:
        read_answer(text, grant)
    assert "https://localhost:18543/callback" in raised.value.hint
    assert "evil" not in str(raised.value)


def test_P3_the_four_mistakes_get_four_sentences(grant: Grant) -> None:
    said = {
        _refusal("https://evil.example/callback?code=1&state=2", grant),
        _refusal(grant.authorization_url, grant),
        _refusal(callback_url(Grant.begin(client(), READ)), grant),
        _refusal("https://acme.kintone.com/k/", grant),
    }
    assert len(said) == 4


def test_P3_the_addresses_that_a_sign_in_begins_with_are_recognised(grant: Grant) -> None:
    begins = "That is the address at which this sign-in begins."
    assert _refusal(grant.authorization_url, grant) == begins
    assert _refusal(_wrapped(grant.authorization_url), grant) == begins
    assert _refusal(f"https://localhost:18543{grant.short_path}", grant) == begins


def test_P3_an_old_state_asks_for_the_newest_tab(grant: Grant) -> None:
    with pytest.raises(PasteError) as raised:
        read_answer(callback_url(Grant.begin(client(), READ)), grant)
    assert raised.value.message == "This address is from another sign-in."
    assert raised.value.hint == "Copy the newest tab's address."


def test_P4_a_denial_is_taken_as_one(grant: Grant) -> None:
    text = f"https://localhost:18543/callback?error=access_denied&state={state_of(grant)}"
    assert isinstance(grant.receive(read_answer(text, grant)), Denied)


def test_P4_a_denial_without_a_state_is_unproven(grant: Grant) -> None:
    text = "https://localhost:18543/callback?error=access_denied"
    assert grant.receive(read_answer(text, grant)) == Unproven("access_denied", "")


def test_P4_a_denial_of_another_sign_in_is_refused(grant: Grant) -> None:
    assert "another sign-in" in _refusal(
        "https://localhost:18543/callback?error=access_denied&state=x", grant
    )


def test_P5_an_answer_that_the_listener_had_already_is_not_accepted_again(grant: Grant) -> None:
    pasted = read_answer(callback_url(grant), grant)
    assert isinstance(grant.receive(pasted), Accepted)  # the listener was first
    assert grant.receive(pasted) == Repeated()
    assert grant.receive(read_answer(callback_url(grant), grant)) == Repeated()


def test_P5_after_the_end_a_paste_says_that_it_is_over(grant: Grant) -> None:
    grant.cancel()
    with pytest.raises(PasteError, match="over"):
        read_answer(callback_url(grant), grant)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "日" * (LIMIT // 3 + 1),
        "\x00\x01\x02",
        "https://localhost:18543/callback?code=\x1b[2J&state=1",
        "\x1b]52;c;aGVsbG8=\x07",
        "\u202ehttps://evil.example/",
        "\ud800",
        "https://[::1",
        "https://localhost:99999999/",
        "https://",
        "](",
        "<https://",
        "\\",
        "\u200b",
        "",
        " \n ",
    ],
)
def test_P6_whatever_else_is_pasted_gets_a_sentence_that_repeats_none_of_it(grant: Grant, text: str) -> None:
    with pytest.raises(PasteError) as raised:
        read_answer(text, grant)
    assert len(str(raised.value)) < 250
    assert str(raised.value).isprintable()
    assert "evil" not in str(raised.value)
    assert masked(text, grant).isprintable()


@given(st.text(max_size=400))
def test_P6_no_text_escapes_as_another_exception(text: str) -> None:
    grant = Grant.begin(client(), READ)
    with pytest.raises(PasteError):
        read_answer(text, grant)
    assert masked(text, grant).isprintable()


def test_P6_eight_kilobytes_are_the_limit(grant: Grant) -> None:
    url = callback_url(grant)
    fits = " " * (LIMIT - len(url)) + url
    assert isinstance(grant.examine(read_answer(fits, grant)), Accepted)
    with pytest.raises(PasteError, match="far too long"):
        read_answer(" " + fits, grant)


def test_P7_the_field_shows_no_code_and_no_state(grant: Grant) -> None:
    shown = masked(callback_url(grant), grant)
    assert shown == "…code=k1n••• state ✓"
    assert CODE not in shown
    assert masked(_wrapped(callback_url(grant)), grant) == shown


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ({"state": "other"}, "…code=k1n••• state ✗"),
        ({"code": "short"}, "…code=••• state ✓"),
        ({"code": "\x1b[2J" + "x" * 40}, "…code=••• state ✓"),
        ({"error": "access_denied"}, "…error=•••"),
    ],
)
def test_P7_the_field_shows_what_is_wrong(grant: Grant, parameters: dict[str, str], shown: str) -> None:
    assert masked(callback_url(grant, **parameters), grant).startswith(shown)


def test_P7_the_field_shows_nothing_of_a_bare_code(grant: Grant) -> None:
    assert masked(CODE, grant) == "•••"
    assert masked("", grant) == ""
    assert masked(f"https://localhost:18543/callback?code={CODE}") == "…code=k1n••• no state"
    assert masked(callback_url(grant)) == "…code=k1n••• state •••"


def test_P8_a_code_that_is_too_old_is_told_in_plain_words() -> None:
    assert str(CodeExpired()) == "The answer was older than 10 minutes or was used already. Start again."
