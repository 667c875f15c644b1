"""From an answer that is no success to the failure that it is, by status and code, never by words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec

from tui.kintone import lenient
from tui.kintone.failures import (
    BasicAuthenticationWanted,
    Busy,
    Conflict,
    GuestSpaceApp,
    InvalidQuery,
    KintoneFailure,
    KintoneRefused,
    MissingScope,
    NoPermission,
    NotAdmitted,
    NotFound,
    Redirected,
    SessionRefused,
    TooManyRequests,
    UnderMaintenance,
)

_BY_CODE: Mapping[str, type[KintoneRefused]] = {
    "CB_NO02": NoPermission,
    "GAIA_AP01": NotFound,
    "GAIA_BL01": NotFound,
    "GAIA_CN01": NotFound,
    "GAIA_CO02": Conflict,
    "GAIA_CO03": Conflict,
    "GAIA_DA02": Busy,
    "GAIA_IL08": InvalidQuery,
    "GAIA_IL23": GuestSpaceApp,
    "GAIA_IR02": InvalidQuery,
    "GAIA_IS02": InvalidQuery,
    "GAIA_RE01": NotFound,
    "GAIA_RE02": NotFound,
    "GAIA_RE18": Busy,
    "GAIA_TM12": TooManyRequests,
    "GAIA_TO04": TooManyRequests,
}
_BY_FAMILY: tuple[tuple[str, type[KintoneRefused]], ...] = (
    ("GAIA_IQ", InvalidQuery),
    ("GAIA_QU", InvalidQuery),
)
_BY_STATUS: Mapping[int, type[KintoneRefused]] = {404: NotFound, 409: Conflict, 429: TooManyRequests}
_SCOPE_CODES = ("CB_OA01", "CB_OA02")
_ANYTHING = msgspec.json.Decoder()


def failure(status: int, headers: httpx.Headers, body: bytes, *, scope: str = "") -> KintoneFailure:
    """What an answer other than 2xx means. `scope` is what the call needs, "" if unknown."""
    if 300 <= status < 400:
        return Redirected(status, urlsplit(headers.get("location", "")).netloc)
    if status == 401 and _asks_for_basic(headers):
        return BasicAuthenticationWanted(status)
    document = _error(body)
    code = lenient.text(document.get("code")) or headers.get("x-cybozu-error", "")
    if not code and status >= 500:
        return UnderMaintenance(status)
    kind = _kind(status, code, document)
    details = lenient.text(document.get("id")), lenient.text(document.get("message")), _faults(document)
    if kind is MissingScope:
        return MissingScope(status, code, *details, scope=scope)
    return kind(status, code, *details)


def _asks_for_basic(headers: httpx.Headers) -> bool:
    challenges = headers.get("www-authenticate", "").lower().split(",")
    return any(challenge.split()[:1] == ["basic"] for challenge in challenges)


def _kind(status: int, code: str, document: Mapping[str, Any]) -> type[KintoneRefused]:
    if status == 401:
        return SessionRefused
    if code in _SCOPE_CODES:
        return MissingScope
    if code in _BY_CODE:
        return _BY_CODE[code]
    for prefix, kind in _BY_FAMILY:
        if code.startswith(prefix):
            return kind
    if code == "CB_VA01" and "query" in lenient.mapping(document.get("errors")):
        return InvalidQuery
    if status == 403 and not code:
        return NotAdmitted
    return _BY_STATUS.get(status, KintoneRefused)


def _error(body: bytes) -> dict[str, Any]:
    """The error object, {} if there is none. A bulk request has one among its results."""
    try:
        document = lenient.mapping(lenient.decode(body, _ANYTHING))
    except ValueError:
        return {}
    results = map(lenient.mapping, lenient.sequence(document.get("results")))
    return next((result for result in results if result.get("code")), document)


def _faults(document: Mapping[str, Any]) -> dict[str, list[str]]:
    errors = lenient.mapping(document.get("errors"))
    return {name: _messages(fault) for name, fault in errors.items()}


def _messages(fault: object) -> list[str]:
    messages = lenient.sequence(lenient.mapping(fault).get("messages"))
    return [lenient.text(message) for message in messages]
