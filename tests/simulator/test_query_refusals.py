"""The queries that Kintone refuses, by the code with which it does."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator.deals import NOW, Deals
from tui.simulator.data.people import JON, MIKA, User
from tui.simulator.query import QueryRefused


@pytest.fixture(scope="module")
def deals() -> Iterator[Deals]:
    found = Deals({1: {}}, code="CRM")
    yield found
    found.store.close()


def _refusal(deals: Deals, query: str, user: User = MIKA) -> QueryRefused:
    with pytest.raises(QueryRefused) as caught:
        deals.app.select(query, user=user, now=NOW)
    return caught.value


@pytest.mark.parametrize(
    "query",
    [
        "Company",
        "Company =",
        "Company = 'x'",
        "Company = x",
        'Company = "x',
        'Company = "tab\there"',
        'Company = "line\nbreak"',
        r'Company = "\x"',
        '`Company` = "x"',
        "Company == 5",
        'Company in "x"',
        "Company in ()",
        'Company not = "x"',
        "Memo is null",
        'Company = "x" and',
        'and Company = "x"',
        '(Company = "x"',
        'Company = "x")',
        "() and Amount > 5",
        "Amount > 5 and (order by $id asc)",
        "Amount > 5 order by",
        "order $id",
        "limit 5 order by $id asc",
        "offset 5 limit 5",
        "limit -1",
        "offset -1",
        "limit 1.5",
        "limit",
        "limit five",
        "Amount > 5a",
        "Amount > UNKNOWN()",
        "Amount > TODAY(",
        "Visit_on = today()",
        "Siblings. = 5",
        "?",
        "(" * 500 + "Amount > 5" + ")" * 500,
    ],
)
def test_CB_VA01_a_query_that_breaks_the_grammar(deals: Deals, query: str) -> None:
    refusal = _refusal(deals, query)
    assert (refusal.status, refusal.code) == (400, "CB_VA01")
    assert refusal.message_ja == "入力内容が正しくありません。"
    assert refusal.errors is not None
    assert len(refusal.errors["query"]) == 1
    assert refusal.errors_ja == {"query": ["クエリ記法が間違っています。"]}


@pytest.mark.parametrize(
    "query",
    [
        'Amount > "many"',
        'Amount > "１２"',
        'Amount > ""',
        'Visit_on > "tomorrow"',
        'Visit_on = "2026-02-30"',
        'Visit_at = "25:00"',
        'Next_call = "2026-13-01T00:00:00Z"',
        'Duration > "5"',
        '$id = "x"',
        'Record_number = "OTHER-1"',
        "Company = TODAY()",
        "Company like LOGINUSER()",
        "Visit_on = NOW()",
        "Owner in (TODAY())",
    ],
)
def test_CB_VA01_a_value_that_does_not_fit_the_field(deals: Deals, query: str) -> None:
    refusal = _refusal(deals, query)
    assert (refusal.status, refusal.code) == (400, "CB_VA01")
    assert refusal.errors is not None
    assert refusal.errors_ja is not None


@pytest.mark.parametrize(
    ("code", "query"),
    [
        ("GAIA_IQ03", 'Company > "x"'),
        ("GAIA_IQ03", 'Stage = "Lead"'),
        ("GAIA_IQ03", 'Tags = "A"'),
        ("GAIA_IQ03", 'Memo = "x"'),
        ("GAIA_IQ03", 'Notes in ("x")'),
        ("GAIA_IQ03", "Company is empty"),
        ("GAIA_IQ03", 'Amount like "5"'),
        ("GAIA_IQ03", 'Owner = "mika"'),
        ("GAIA_IQ03", 'Assignee = "mika"'),
        ("GAIA_IQ03", 'Created_by = "mika"'),
        ("GAIA_IQ03", 'Visit_on in ("2026-11-23")'),
        ("GAIA_IQ03", 'Status > "New"'),
        ("GAIA_IQ03", 'Lines in ("x")'),
        ("GAIA_IQ03", 'Internal = "x"'),
        ("GAIA_IQ03", 'Siblings in ("x")'),
        ("GAIA_IQ03", 'Categories in ("x")'),
        ("GAIA_IQ03", 'Item > "x"'),
        ("GAIA_IQ07", 'Item = "Kite"'),
        ("GAIA_IQ07", "Qty != 5"),
        ("GAIA_IQ07", "Siblings.Amount = 5"),
        ("GAIA_IQ10", 'Stage in ("Lost")'),
        ("GAIA_IQ10", 'Tags not in ("A", "Z")'),
        ("GAIA_IQ10", 'Status = "Gone"'),
        ("GAIA_IQ10", 'Status in ("")'),
        ("GAIA_IQ11", "Price > 5"),
        ("GAIA_IQ11", "Price > 5 and Company > 5"),
        ("GAIA_IQ11", "order by Price asc"),
        ("GAIA_IQ11", "$revision > 1"),
        ("GAIA_IQ11", "Siblings.Price >= 5"),
        ("GAIA_IL26", 'Owner in ("nobody")'),
        ("GAIA_IL28", 'Dept in ("nowhere")'),
        ("GAIA_IL42", 'Team in ("none")'),
        ("GAIA_IR02", "Company.Amount >= 5"),
        ("GAIA_IS02", "order by Memo asc"),
        ("GAIA_IS02", "order by Tags asc"),
        ("GAIA_IS02", "order by Owner asc"),
        ("GAIA_IS02", "order by Assignee desc"),
        ("GAIA_IS02", "order by Docs asc"),
        ("GAIA_IS02", "order by Notes asc"),
        ("GAIA_IS02", "order by Lines asc"),
        ("GAIA_IS02", "order by Qty asc"),
        ("GAIA_IS02", "order by Categories asc"),
        ("GAIA_IS02", "order by Siblings.Amount asc"),
        ("GAIA_QU01", "limit 501"),
        ("GAIA_QU01", "limit 9" + "9" * 5000),
        ("GAIA_QU02", "offset 10001"),
        ("GAIA_IL08", "Visit_on = TODAY(1)"),
        ("GAIA_IL08", "Visit_on = FROM_TODAY(5)"),
        ("GAIA_IL08", "Visit_on = THIS_MONTH(1, 2)"),
        ("GAIA_IL08", "Visit_on = THIS_YEAR(1)"),
        ("GAIA_IL08", "Next_call = NOW(1)"),
        ("GAIA_IL08", "Owner in (LOGINUSER(1))"),
        ("GAIA_IQ23", "Visit_on = THIS_MONTH(32)"),
        ("GAIA_IQ23", "Visit_on = THIS_MONTH(0)"),
        ("GAIA_IQ23", "Visit_on = THIS_MONTH(FIRST)"),
        ("GAIA_IQ23", "Visit_on = THIS_WEEK(FUNDAY)"),
        ("GAIA_IQ23", "Visit_on = FROM_TODAY(x, DAYS)"),
        ("GAIA_IQ23", "Visit_on = FROM_TODAY(1.5, DAYS)"),
        ("GAIA_IQ23", "Visit_on = FROM_TODAY(99999, YEARS)"),
        ("GAIA_IQ25", "Visit_on = FROM_TODAY(5, HOURS)"),
        ("GAIA_IQ25", 'Visit_on = FROM_TODAY(5, "DAYS")'),
    ],
)
def test_every_other_refusal_has_its_code_and_no_errors(deals: Deals, code: str, query: str) -> None:
    refusal = _refusal(deals, query)
    assert (refusal.status, refusal.code, refusal.errors) == (400, code, None)
    assert refusal.message.isascii()
    assert not refusal.message_ja.isascii()


def test_the_message_names_the_field_by_its_code_when_sorting_by_its_label(deals: Deals) -> None:
    assert "(Price)" in _refusal(deals, "Price > 5").message
    assert "Line items" in _refusal(deals, "order by Lines asc").message
    assert "Lineitems" not in _refusal(deals, "order by Lines asc").message


def test_CB_NO02_a_field_that_the_user_may_not_view(deals: Deals) -> None:
    for query in ("Margin > 5", "order by Margin asc"):
        assert (_refusal(deals, query, JON).status, _refusal(deals, query, JON).code) == (403, "CB_NO02")
        deals.app.select(query, user=MIKA, now=NOW)


def test_a_field_may_be_called_like_a_word_of_the_language(deals: Deals) -> None:
    assert _refusal(deals, 'limit = "5"').code == "GAIA_IQ11"
    assert _refusal(deals, 'order in ("5")').code == "GAIA_IQ11"
