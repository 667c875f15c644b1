"""`application/x-www-form-urlencoded`, read with the standard library.

What one simulated screen or token request sends is small, so the size is limited.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

CONTENT_TYPE = "application/x-www-form-urlencoded"
LIMIT = 64 * 1024


class NotAFormError(ValueError):
    """The body is no form, is too large, or is not UTF-8."""


class Form:
    """The parameters of a form or of a query string, each of which may stand once."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        self._values = dict(pairs)
        self.repeated = len(self._values) != len(pairs)

    def __getitem__(self, name: str) -> str:
        """The value, or "" where it is missing: RFC 6749 section 3.1 treats the two alike."""
        return self._values.get(name, "")


def parse(text: str) -> Form:
    return Form(parse_qsl(text, keep_blank_values=True, errors="strict"))


async def read(request: Request) -> Form:
    """The form in the request's body."""
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != CONTENT_TYPE:
        raise NotAFormError(f"Content-Type must be {CONTENT_TYPE}.")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LIMIT:
            raise NotAFormError("The form is too large.")
    try:
        return parse(body.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise NotAFormError("The form must be UTF-8.") from error
