"""The first line of every screen: where one is, and through which connection."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar, Protocol

from tui.widgets.one_liner import OneLiner

NAME = "kintone-tui"

_SECONDS_BETWEEN_LOOKS = 15.0


class Expiring(Protocol):
    @property
    def expires_at(self) -> float:
        """Unix seconds."""


class Named(Protocol):
    @property
    def name(self) -> str:
        """A person's word for it."""


class ConnectionInUse(Protocol):
    """What the bar needs to know: the connection's name, and the token, which may change at any time."""

    @property
    def connection(self) -> Named:
        """The connection."""

    @property
    def token(self) -> Expiring | None:
        """The token, or None while nobody is signed in."""


class ConnectionBar(OneLiner):
    """Looks at the token again from time to time, so that its minutes go down and a renewal shows."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--name", "bar--place"}

    DEFAULT_CSS = """
    ConnectionBar {
        background: $panel;
        & > .bar--name { color: $text-primary; text-style: bold; }
        & > .bar--place { color: $foreground; }
    }
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._clock = clock
        self._place = ""
        self._in_use: ConnectionInUse | None = None

    def on_mount(self) -> None:
        self.set_interval(_SECONDS_BETWEEN_LOOKS, self.look_again)

    def show(self, place: str, in_use: ConnectionInUse | None = None) -> None:
        self._place, self._in_use = place, in_use
        self.look_again()

    def look_again(self) -> None:
        """Show what is left of the token now."""
        place = f" · {self._place}" if self._place else ""
        self.put([(NAME, "bar--name"), (place, "bar--place")], self._right_words())

    def _right_words(self) -> str:
        if self._in_use is None:
            return ""
        return f"{self._in_use.connection.name} · {token_words(self._in_use.token, self._clock())}"


def token_words(token: Expiring | None, now: float) -> str:
    """What is left of `token`, in words; minutes are rounded down, so that nobody is promised more."""
    if token is None:
        return "not signed in"
    minutes = int((token.expires_at - now) // 60)
    if minutes < 0:
        return "token expired"
    if minutes == 0:
        return "token under 1 min"
    return f"token {minutes} min"
