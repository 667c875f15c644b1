"""A call of the REST API in the form in which it goes over the wire."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tui.kintone.address import Tenant
from tui.kintone.endpoints import Endpoint

LONGEST_URL = 4_096
"""Characters. Kintone refuses at about 8 KB, and proxies on the way may do so earlier."""

LONGEST_LIST = 100
"""Items of a list in a query string: Get Records takes `fields[0]` to `fields[99]` there, more in a body."""


@dataclass(frozen=True, slots=True)
class Call:
    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


def call(
    tenant: Tenant, endpoint: Endpoint, params: Mapping[str, object], guest_space: int | None = None
) -> Call:
    """The request for an endpoint; parameters that are None are left out.

    A GET has them in its query string while they fit, with the items of a list as `fields[0]=…&fields[1]=…`.
    """
    url = tenant.api_url(endpoint.resource, guest_space=guest_space)
    given = {name: value for name, value in params.items() if value is not None}
    if endpoint.method != "GET":
        return Call(endpoint.method, url, {"Content-Type": "application/json"}, _body(given))
    pairs = _pairs(given)
    if pairs is not None:
        # A lone surrogate, as a terminal that does not speak UTF-8 sends it, must not end the program.
        whole = f"{url}?{urlencode(pairs, errors='replace')}" if pairs else url
        if len(whole) <= LONGEST_URL:
            return Call("GET", whole)
    return _get_with_a_body(url, given)


def _get_with_a_body(url: str, params: Mapping[str, object]) -> Call:
    """A GET of any length. The only place that makes a POST of a GET, for one reason:

    without this header, the same POST to `records.json` would add records.
    """
    headers = {"X-HTTP-Method-Override": "GET", "Content-Type": "application/json"}
    return Call("POST", url, headers, _body(params))


def _pairs(params: Mapping[str, object]) -> list[tuple[str, str]] | None:
    """None when a query string does not take them: a list is too long, or something is nested deeper."""
    pairs: list[tuple[str, str]] = []
    for name, value in params.items():
        if isinstance(value, list | tuple):
            if len(value) > LONGEST_LIST or not all(isinstance(item, str | int | float) for item in value):
                return None
            pairs += [(f"{name}[{index}]", _scalar(item)) for index, item in enumerate(value)]
        elif isinstance(value, str | int | float):
            pairs.append((name, _scalar(value)))
        else:
            return None
    return pairs


def _scalar(value: str | int | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _body(params: Mapping[str, object]) -> bytes:
    return json.dumps(params).encode("ascii")
