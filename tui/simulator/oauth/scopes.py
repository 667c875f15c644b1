"""The six scopes that a client may ask Kintone for, and how the consent page puts them.

Source: Kintone, "OAuth Permission Scopes".
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "k:app_record:read": "View records and comments",
        "k:app_record:write": "Add, change and delete records and comments",
        "k:app_settings:read": "View apps and their settings",
        "k:app_settings:write": "Change apps and their settings",
        "k:file:read": "Download files",
        "k:file:write": "Upload files",
    }
)


def read(text: str) -> tuple[str, ...] | None:
    """The scopes in a `scope` parameter, each once, as ordered; None where it is empty or one is unknown.

    RFC 6749 section 3.3: a list delimited by spaces.
    """
    asked = tuple(dict.fromkeys(text.split()))
    if not asked or any(scope not in WORDS for scope in asked):
        return None
    return asked
