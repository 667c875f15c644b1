"""A request's parameters: from the query string or from a JSON body, checked one by one.

Kintone collects everything that is wrong with them into one answer (CB_VA01 with `errors`). So the getters
note a fault and go on with a harmless value, and leaving the `with` block refuses the request.
Source: Kintone REST API, "Kintone REST API Overview".
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self
from urllib.parse import parse_qsl

import msgspec

from tui.simulator.api.refusals import Words, illegal_request, invalid_input, invalid_json

Values = Mapping[str, object]

_INDEXED = re.compile(r"(.+)\[(\d{0,2})\]")
_WHOLE = re.compile(r"-?\d{1,19}")
_LARGEST_ID = 2**63 - 1

_REQUIRED = Words("Required field.", "必須です。")
_WHOLE_NUMBER = Words("Enter a whole number.", "整数で指定してください。")
_LIST = Words("Enter a list.", "配列で指定してください。")
_TEXT = Words("Enter a text.", "文字列で指定してください。")


def from_query_string(text: str) -> Values:
    """`app=17&fields[0]=a&fields[1]=b` as `{"app": "17", "fields": ["a", "b"]}`.

    An index has at most two digits, so a URL can name 100 entries.
    """
    values: dict[str, object] = {}
    lists: dict[str, list[tuple[int, str]]] = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict")
    except UnicodeDecodeError as error:
        raise illegal_request() from error
    for name, value in pairs:
        if indexed := _INDEXED.fullmatch(name):
            entries = lists.setdefault(indexed[1], [])
            entries.append((int(indexed[2] or len(entries)), value))
        else:
            values[name] = value
    for name, entries in lists.items():
        values[name] = [value for _, value in sorted(entries, key=lambda entry: entry[0])]
    return values


def from_json(body: bytes) -> Values:
    try:
        return msgspec.json.decode(body, type=dict[str, object])
    except msgspec.DecodeError as error:
        raise invalid_json() from error


class Parameters:
    """The values of one request, and what is wrong with them so far."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._errors: dict[str, list[Words]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None and self._errors:
            raise invalid_input(self._errors)

    def identifier(self, name: str) -> int:
        """A required id: a positive number, or one written as a text."""
        value = self._values.get(name)
        if value is None or value == "":
            self._wrong(name, _REQUIRED)
            return 0
        return self._whole(name, value, 1, _LARGEST_ID)

    def identifiers(self, name: str, *, at_most: int) -> list[int] | None:
        entries = self._list(name, at_most)
        if entries is None:
            return None
        return [self._whole(f"{name}[{index}]", value, 1, _LARGEST_ID) for index, value in enumerate(entries)]

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        value = self._values.get(name)
        return default if value is None else self._whole(name, value, least, most)

    def text(self, name: str, default: str = "", *, at_most: int | None = None) -> str:
        value = self._values.get(name)
        return default if value is None else self._text(name, value, at_most)

    def required_text(self, name: str) -> str:
        if not self._values.get(name):
            self._wrong(name, _REQUIRED)
            return ""
        return self.text(name)

    def texts(self, name: str, *, at_most: int, length: int | None = None) -> list[str] | None:
        """A list of texts, or None where it was not sent."""
        entries = self._list(name, at_most)
        if entries is None:
            return None
        return [self._text(f"{name}[{index}]", value, length) for index, value in enumerate(entries)]

    def flag(self, name: str) -> bool:
        """true or false, or one of these as a text; false where it was not sent."""
        match self._values.get(name):
            case None | False | "false":
                return False
            case True | "true":
                return True
            case _:
                self._wrong(name, Words("Enter true or false.", "trueまたはfalseで指定してください。"))
                return False

    def choice(self, name: str, choices: Sequence[str]) -> str:
        """One of `choices`; the first where it was not sent."""
        value = self.text(name, choices[0])
        if value not in choices:
            allowed = ", ".join(choices)
            self._wrong(name, Words(f"Must be one of {allowed}.", f"{allowed}のいずれかで指定してください。"))
        return value

    def _list(self, name: str, at_most: int) -> list[object] | None:
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            self._wrong(name, _LIST)
            return None
        if len(value) > at_most:
            words = Words(f"Must have at most {at_most} entries.", f"{at_most}個以下で指定してください。")
            self._wrong(name, words)
            return None
        return value

    def _whole(self, name: str, value: object, least: int, most: int) -> int:
        if isinstance(value, str) and _WHOLE.fullmatch(value):
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            self._wrong(name, _WHOLE_NUMBER)
            return least
        if value < least:
            self._wrong(name, Words(f"Must be {least} or more.", f"最小でも{least}以上です。"))
        elif value > most:
            self._wrong(name, Words(f"Must be {most} or less.", f"最大でも{most}以下です。"))
        return value

    def _text(self, name: str, value: object, at_most: int | None) -> str:
        if not isinstance(value, str):
            self._wrong(name, _TEXT)
            return ""
        if at_most is not None and len(value) > at_most:
            words = Words(
                f"Must have at most {at_most} characters.", f"{at_most}文字以下で指定してください。"
            )
            self._wrong(name, words)
        return value

    def _wrong(self, name: str, words: Words) -> None:
        self._errors.setdefault(name, []).append(words)
