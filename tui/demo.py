"""What the program is handed in a demo: values that nobody has to type, and what plays the browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tui.secret import Secret


@dataclass(frozen=True, slots=True)
class Button:
    """A button of a web page: pressing it sends `fields` to `action`."""

    label: str
    action: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Page:
    """A web page as far as a sign-in needs it."""

    url: str
    title: str
    text: tuple[str, ...]
    buttons: tuple[Button, ...]


class Browser(Protocol):
    """Something that plays the browser."""

    async def open(self, url: str) -> Page: ...
    async def press(self, button: Button) -> Page: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo knows beforehand, so that nobody has to type it."""

    base_url: str
    client_id: str
    client_secret: Secret
    redirect_uri: str
    browser: Callable[[], Browser]
