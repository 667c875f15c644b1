"""What workers and the listener tell the sign-in screen."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual.message import Message

from tui.oauth.events import Event


@dataclass
class Seen(Message):
    """Something came of the listener or of a paste."""

    event: Event


@dataclass
class TokenArrived(Message):
    """The exchange is done; the session has its token."""


@dataclass
class BegunAgain(Message):
    """A new sign-in waits for its answer."""


@dataclass
class BrowserAsked(Message):
    """A browser was asked to open the address; `refusal` says why none was, or is ""."""

    refusal: str


@dataclass
class Pasted(Message):
    """All of what was pasted. It may hold a code, which no repr shows."""

    text: str = field(repr=False)
