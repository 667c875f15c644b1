"""One sign-in as a state machine: what an answer must look like to be the one that is accepted."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.oauth.support import CODE, StillClock, client, state_of
from tui.oauth.answer import Answer
from tui.oauth.failures import AccessDenied, AuthorizationRefused, UnknownScope
from tui.oauth.grant import (
    Accepted,
    Denied,
    Grant,
    Ignored,
    Outcome,
    Phase,
    Reason,
    Repeated,
    Unproven,
    s256,
)
from tui.oauth.scopes import READ
from tui.secret import Secret

WRONG = Ignored(Reason.WRONG_STATE)
BAD_CODE = Ignored(Reason.BAD_CODE)
OVER = Ignored(Reason.OVER)


@pytest.fixture
def still() -> StillClock:
    return StillClock()


@pytest.fixture
def grant(still: StillClock) -> Grant:
    return Grant.begin(client(), READ, now=lambda: still.monotonic)


def receive(grant: Grant, query: str) -> Outcome:
    """`STATE` in the query stands for the right one."""
    return grant.receive(Answer.from_query(query.replace("STATE", state_of(grant)).encode()))


def test_the_authorization_url_is_what_kintone_documents(grant: Grant) -> None:
    parts = urlsplit(grant.authorization_url)
    query = parse_qs(parts.query, strict_parsing=True)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "https://acme.kintone.com/oauth2/authorization"
    assert query["response_type"] == ["code"]
    assert query["client_id"] == [grant.client.client_id]
    assert query["redirect_uri"] == ["https://localhost:18543/callback"]
    assert query["scope"] == ["k:app_record:read k:app_settings:read k:file:read"]
    assert "+" not in parts.query, "spaces are %20, which every server understands"


def test_an_endpoint_with_a_query_of_its_own_keeps_it() -> None:
    made = client(base="https://acme.kintone.com")
    grant = Grant.begin(
        type(made)(
            made.authorization_endpoint + "?tenant=1",
            made.token_endpoint,
            "id",
            Secret("s"),
            made.redirect_uri,
        ),
        READ,
    )
    assert parse_qs(urlsplit(grant.authorization_url).query)["tenant"] == ["1"]


def test_state_verifier_and_short_address_are_new_each_time() -> None:
    grants = [Grant.begin(client(), READ) for _ in range(50)]
    assert len({state_of(grant) for grant in grants}) == 50
    assert len({grant.short_path for grant in grants}) == 50
    assert all(len(state_of(grant)) >= 43 for grant in grants), "256 bits in base64url"


def test_the_challenge_is_the_one_of_the_verifier(grant: Grant) -> None:
    query = parse_qs(urlsplit(grant.authorization_url).query)
    outcome = receive(grant, f"code={CODE}&state=STATE")
    assert isinstance(outcome, Accepted)
    assert outcome.verifier is not None
    assert query["code_challenge_method"] == ["S256"]
    assert query["code_challenge"] == [s256(outcome.verifier)]
    assert 43 <= len(outcome.verifier.reveal()) <= 128


def test_the_challenge_is_made_as_in_the_example_of_RFC_7636() -> None:
    verifier = Secret("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert s256(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_pkce_can_be_turned_off() -> None:
    grant = Grant.begin(client(pkce=False), READ)
    assert "code_challenge" not in grant.authorization_url
    outcome = receive(grant, f"code={CODE}&state=STATE")
    assert isinstance(outcome, Accepted)
    assert outcome.verifier is None


def test_the_right_answer_is_accepted(grant: Grant) -> None:
    outcome = receive(grant, f"code={CODE}&state=STATE")
    assert isinstance(outcome, Accepted)
    assert outcome.code == Secret(CODE)
    assert outcome.scopes == READ
    assert grant.phase is Phase.ACCEPTED


def test_L1_a_wrong_state_is_ignored_and_the_sign_in_waits_on(grant: Grant) -> None:
    other = Grant.begin(client(), READ)
    for state in (state_of(other), state_of(grant)[:-1] + "!", state_of(grant).swapcase()):
        assert receive(grant, f"code={CODE}&state={state}") == WRONG
    assert isinstance(receive(grant, f"code={CODE}&state=STATE"), Accepted)


@pytest.mark.parametrize(
    "query",
    [
        f"code={CODE}",
        f"code={CODE}&state=",
        f"code={CODE}&state",
        f"code={CODE}&state=STATE&state=STATE",
        f"code={CODE}&state=other&state=STATE",
        f"code={CODE}&state={'a' * 10_000}",
        f"code={CODE}&state=STATE%00",
        f"code={CODE}&state=%00STATE",
        f"code={CODE}&state=STATEé",
        f"code={CODE}&state=%E7%8A%B6%E6%85%8B",
        f"code={CODE}&state=%FF%FE",
        f"code={CODE}&state=STATE%20",
        f"code={CODE}&state=STATE+",
        f"code={CODE}&State=STATE",
        f"code={CODE};state=STATE",
        "",
    ],
)
def test_L2_a_state_that_is_not_exactly_ours_once_is_ignored(grant: Grant, query: str) -> None:
    assert receive(grant, query) == WRONG
    assert grant.phase is Phase.WAITING


def test_L2_a_state_is_decoded_once_and_only_once(grant: Grant) -> None:
    once = "".join(f"%{ord(sign):02X}" for sign in state_of(grant))
    assert receive(grant, f"code={CODE}&state={quote(once)}") == WRONG
    assert isinstance(receive(grant, f"code={CODE}&state={once}"), Accepted)


@pytest.mark.parametrize(
    "query",
    [
        "state=STATE",
        "code=&state=STATE",
        "code&state=STATE",
        "code=a&code=a&state=STATE",
        f"code={'a' * 4097}&state=STATE",
        "code=a%0D%0AX: 1&state=STATE",
        "code=a%00&state=STATE",
        "code=%E3%81%82&state=STATE",
    ],
)
def test_L3_a_code_that_cannot_be_one_is_ignored(grant: Grant, query: str) -> None:
    assert receive(grant, query) == BAD_CODE
    assert grant.phase is Phase.WAITING


def test_L3_a_code_as_long_as_they_come_is_taken(grant: Grant) -> None:
    assert isinstance(receive(grant, f"code={'a' * 4096}&state=STATE"), Accepted)


def test_L4_a_denial_with_our_state_ends_the_sign_in(grant: Grant) -> None:
    outcome = receive(grant, "error=access_denied&state=STATE")
    assert isinstance(outcome, Denied)
    assert isinstance(outcome.failure, AccessDenied)
    assert outcome.failure.message == "You pressed Deny at Kintone. Nothing was saved."
    assert grant.phase is Phase.ENDED
    assert receive(grant, f"code={CODE}&state=STATE") == OVER


def test_L4_a_denial_with_another_state_is_ignored(grant: Grant) -> None:
    assert receive(grant, "error=access_denied&state=other") == WRONG
    assert grant.phase is Phase.WAITING


def test_L4_a_denial_without_a_state_is_told_and_ends_nothing(grant: Grant) -> None:
    assert receive(grant, "error=access_denied&error_description=no") == Unproven("access_denied", "no")
    assert isinstance(receive(grant, f"code={CODE}&state=STATE"), Accepted)


def test_L5_error_and_code_together_are_an_error(grant: Grant) -> None:
    assert isinstance(receive(grant, f"code={CODE}&error=server_error&state=STATE"), Denied)
    assert grant.phase is Phase.ENDED


def test_L6_a_description_reaches_nobody_s_terminal_raw(grant: Grant) -> None:
    nasty = "\x1b]52;c;AAAA\x07<b>\u202egnp\u200b\x9b2J\r\n" + "x" * 100_000
    outcome = receive(grant, f"error=server_error&error_description={quote(nasty)}&state=STATE")
    assert isinstance(outcome, Denied)
    assert isinstance(outcome.failure, AuthorizationRefused)
    assert len(outcome.description) <= 300
    assert outcome.description.startswith("]52;c;AAAA<b>gnp2J")
    assert not any(sign in str(outcome.failure) for sign in "\x1b\x07\x9b\u202e\u200b\r\n")


def test_L6_the_name_of_an_error_is_cut_as_well(grant: Grant) -> None:
    outcome = receive(grant, f"error={'e' * 5000}%1b&state=STATE")
    assert isinstance(outcome, Denied)
    assert outcome.error == "e" * 300


def test_an_error_without_a_name_is_an_error(grant: Grant) -> None:
    outcome = receive(grant, f"error=&code={CODE}&state=STATE")
    assert isinstance(outcome, Denied)
    assert "an error without a name" in str(outcome.failure)


def test_a_mistyped_scope_is_pointed_at() -> None:
    grant = Grant.begin(client(), ["k:file:read", "k:app_recrod:read"])
    outcome = receive(grant, "error=invalid_scope&state=STATE")
    assert isinstance(outcome, Denied)
    assert isinstance(outcome.failure, UnknownScope)
    assert outcome.failure.message == 'Kintone does not know the scope "k:app_recrod:read".'
    assert outcome.failure.hint == "Did you mean k:app_record:read?"


def test_L7_the_same_answer_again_is_a_repetition_and_not_accepted_twice(grant: Grant) -> None:
    receive(grant, f"code={CODE}&state=STATE")
    assert receive(grant, f"code={CODE}&state=STATE") == Repeated()
    assert receive(grant, "code=another&state=STATE") == OVER
    assert receive(grant, f"code={CODE}&state=other") == WRONG
    assert grant.phase is Phase.ACCEPTED


def test_L8_of_any_number_of_answers_one_is_accepted(grant: Grant) -> None:
    outcomes = [receive(grant, f"code=code-{n}&state=STATE") for n in range(50)]
    assert sum(isinstance(outcome, Accepted) for outcome in outcomes) == 1


def test_L9_after_it_was_cancelled_nothing_is_accepted(grant: Grant) -> None:
    grant.cancel()
    assert receive(grant, f"code={CODE}&state=STATE") == OVER
    assert receive(grant, "error=access_denied&state=STATE") == OVER
    assert receive(grant, "error=access_denied") == WRONG


def test_L9_an_hour_is_all_a_sign_in_may_take(grant: Grant, still: StillClock) -> None:
    still.advance(3599)
    assert grant.phase is Phase.WAITING
    still.advance(1)
    assert receive(grant, f"code={CODE}&state=STATE") == OVER


def test_cancelling_does_not_take_an_accepted_answer_back(grant: Grant) -> None:
    receive(grant, f"code={CODE}&state=STATE")
    grant.cancel()
    assert grant.phase is Phase.ACCEPTED


def test_the_ten_minutes_of_the_code_begin_when_the_answer_arrives(grant: Grant, still: StillClock) -> None:
    assert grant.answer_seconds() == 0
    still.advance(1800)
    outcome = receive(grant, f"code={CODE}&state=STATE")
    assert isinstance(outcome, Accepted)
    assert outcome.good_until == still.monotonic + 600
    still.advance(168)
    assert grant.answer_seconds() == 432
    still.advance(1000)
    assert grant.answer_seconds() == 0


def test_looking_at_an_answer_changes_nothing(grant: Grant) -> None:
    answer = Answer.from_query(f"code={CODE}&state={state_of(grant)}".encode())
    assert isinstance(grant.examine(answer), Accepted)
    assert grant.phase is Phase.WAITING
    assert isinstance(grant.receive(answer), Accepted)


def test_L26_the_short_address_opens_while_the_sign_in_waits(grant: Grant) -> None:
    path = grant.short_path.encode()
    assert grant.opens(path)
    assert not grant.opens(path + b"X")
    assert not grant.opens(b"/s/")
    assert not grant.opens("/s/日本".encode())
    receive(grant, f"code={CODE}&state=STATE")
    assert not grant.opens(path)


def test_nothing_of_a_sign_in_is_in_a_repr(grant: Grant) -> None:
    answer = Answer.from_query(f"code={CODE}&state={state_of(grant)}".encode())
    outcome = grant.receive(answer)
    shown = repr((grant, answer, outcome)) + str(outcome) + f"{grant}"
    assert CODE not in shown
    assert state_of(grant) not in shown
    assert isinstance(outcome, Accepted)
    assert outcome.verifier is not None
    assert outcome.verifier.reveal() not in shown
