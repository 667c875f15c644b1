"""The scopes Kintone knows, in the words of a person.

Source: Kintone Developer Program, "OAuth permission scope". Each row there names the REST APIs a scope opens.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """`title` reads after "asking for"; `opens` names what stops working without the scope."""

    name: str
    title: str
    opens: str


SCOPES = (
    Scope("k:app_record:read", "read records", "reading records and comments"),
    Scope("k:app_record:write", "write records", "adding, changing and deleting records"),
    Scope("k:app_settings:read", "read app settings", "listing apps, their fields, layouts and views"),
    Scope("k:app_settings:write", "write app settings", "changing the settings of apps"),
    Scope("k:file:read", "read files", "opening files"),
    Scope("k:file:write", "write files", "attaching files"),
)

READ = ("k:app_record:read", "k:app_settings:read", "k:file:read")
"""What this program asks for: it reads, and never writes."""

_BY_NAME = {scope.name: scope for scope in SCOPES}


def parse(text: str) -> tuple[str, ...]:
    """The scopes in a free text, separated by spaces, commas or lines, each once."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def words(scopes: Iterable[str]) -> str:
    """`read records · read files`; a scope Kintone does not document stands under its own name."""
    return " · ".join(_BY_NAME[name].title if name in _BY_NAME else name for name in scopes)


def is_known(name: str) -> bool:
    return name in _BY_NAME


def suggestion(name: str) -> str:
    """The documented scope that a mistyped one most likely means, or ""."""
    close = difflib.get_close_matches(name.strip().lower(), list(_BY_NAME), n=1, cutoff=0.75)
    return close[0] if close and close[0] != name else ""


def missing(asked: Iterable[str], granted: Iterable[str]) -> tuple[str, ...]:
    """What was asked for and not granted, in the order of asking."""
    held = frozenset(granted)
    return tuple(name for name in asked if name not in held)


def shortfall(asked: Iterable[str], granted: Iterable[str]) -> str:
    """The sentence for a grant that is smaller than what was asked for, or ""."""
    granted = tuple(granted)
    lost = missing(asked, granted)
    if not lost:
        return ""
    got = f"{words(granted)} only" if granted else "nothing"
    closed = "; ".join(_BY_NAME[name].opens if name in _BY_NAME else name for name in lost)
    return f"Kintone granted {got}. {closed[:1].upper()}{closed[1:]} will not work."
