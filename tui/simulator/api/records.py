"""Get Records, Get Record and Get Comments."""

from __future__ import annotations

from tui.simulator.api import refusals
from tui.simulator.api.calls import Answer, Call
from tui.simulator.query import QueryRefused

FIELDS_AT_MOST = 1000
COMMENTS_AT_MOST = 10

_SEARCH_ABORTED = {"X-Cybozu-Warning": "Filter aborted because of too many search results"}


def get_records(call: Call) -> Answer:
    with call.parameters() as parameters:
        app_id = parameters.identifier("app")
        fields = parameters.texts("fields", at_most=FIELDS_AT_MOST)
        query = parameters.text("query")
        counted = parameters.flag("totalCount")
    app = call.app(app_id)
    try:
        selection = app.select(query, user=call.user, now=call.now)
    except QueryRefused as refused:
        raise _refused(refused) from refused
    records = b",".join(selection.records(fields or None))
    total = b'"%d"' % selection.total() if counted else b"null"
    return Answer(
        b'{"records":[' + records + b'],"totalCount":' + total + b"}",
        headers=_SEARCH_ABORTED if selection.aborted else {},
    )


def get_record(call: Call) -> Answer:
    with call.parameters() as parameters:
        app_id = parameters.identifier("app")
        record_id = parameters.identifier("id")
    record = call.app(app_id).record(record_id, call.user)
    if record is None:
        raise refusals.record_not_found(record_id)
    return Answer(b'{"record":' + record + b"}")


def get_comments(call: Call) -> Answer:
    with call.parameters() as parameters:
        app_id = parameters.identifier("app")
        record_id = parameters.identifier("record")
        order = parameters.choice("order", ("desc", "asc"))
        offset = parameters.whole("offset", 0, least=0, most=2**31 - 1)
        limit = parameters.whole("limit", COMMENTS_AT_MOST, least=0, most=COMMENTS_AT_MOST)
    app = call.app(app_id)
    if app.record(record_id, call.user) is None:
        raise refusals.record_not_found(record_id)
    comments = app.comments(record_id)
    if order == "desc":
        comments = comments[::-1]
    before, after = offset > 0 and len(comments) > 0, offset + limit < len(comments)
    older, newer = (after, before) if order == "desc" else (before, after)
    return Answer.of({"comments": comments[offset : offset + limit], "older": older, "newer": newer})


def _refused(refused: QueryRefused) -> refusals.RefusedError:
    errors = {
        name: [refusals.Words(sentence, sentence) for sentence in sentences]
        for name, sentences in (refused.errors or {}).items()
    }
    words = refusals.Words(refused.message, refused.message_ja)
    return refusals.RefusedError(refusals.Refusal(refused.status, refused.code, words, errors))
