"""Kintone's query language, as a server reads it.

`prepare` takes a query through its stages, each a module: tokens, parse (a tree), check (against the app's
fields, with the day functions and values as keys), sql.

`QueryRefused(status, code, message, message_ja, errors)` is raised for every query that Kintone refuses;
`errors` is `{"query": [sentence, ...]}` for a syntax error (code CB_VA01) and None for all others.
"""

from __future__ import annotations

from collections.abc import Callable

from tui.simulator.query.check import Asker, check
from tui.simulator.query.parse import parse
from tui.simulator.query.refusals import QueryRefused
from tui.simulator.query.rules import Rules
from tui.simulator.query.schema import Column, Related, Schema
from tui.simulator.query.sql import Need, Statement, compile_query

__all__ = [
    "Asker",
    "Column",
    "Need",
    "QueryRefused",
    "Related",
    "Rules",
    "Schema",
    "Statement",
    "prepare",
]


def prepare(
    text: str,
    schema: Schema,
    asker: Asker,
    *,
    schema_of: Callable[[int], Schema],
    rules: Rules,
    stop_searches: bool,
) -> Statement:
    """Raises QueryRefused."""
    checked = check(parse(text), schema, asker, schema_of)
    return compile_query(checked, schema, rules, stop_searches=stop_searches)
