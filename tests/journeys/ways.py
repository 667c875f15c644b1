"""What a person does between one screen and the next, for journeys to share."""

from __future__ import annotations

import re

import httpx

from tests.journeys.conftest import SimulatedKintone
from tests.journeys.terminal import Terminal
from tests.simulator import browser


def address_shown(terminal: Terminal, *, other_than: str = "nothing yet") -> str:
    """The short local address, once all of it is drawn."""
    pattern = rf"(?!{re.escape(other_than)})https://localhost:\d+/s/\w{{8}}"
    shown = re.search(pattern, terminal.wait_for(pattern))
    assert shown is not None
    return shown.group()


def begin(terminal: Terminal, kintone: SimulatedKintone | None = None) -> str:
    """From the welcome to the sign-in; the address to open. The demo has filled in the form by itself."""
    terminal.wait_for("Set up a connection")
    terminal.press("Enter")
    terminal.wait_for("Client secret")
    if kintone is not None:
        for words in (kintone.domain, kintone.redirect_uri, kintone.client_id, kintone.client_secret):
            terminal.paste(words)
            terminal.press("Enter")
    terminal.press("Ctrl+S")
    return address_shown(terminal)


def consent_page_of(start: str) -> str:
    with httpx.Client(verify=False, trust_env=False) as http:
        location: str = http.get(start).headers["location"]
        return location


def consent(start: str, *, decision: str = "allow") -> str:
    """What a browser on any computer does: the address that it ends on, which nobody need answer."""
    return browser.consent(consent_page_of(start), decision)


def to_a_record(terminal: Terminal) -> None:
    """From the list of apps to the JSON of a record."""
    terminal.wait_for("Customers")
    terminal.press("Enter")
    terminal.wait_for(r"row 1 of [\d,]+")
    terminal.press("j", "Down")
    terminal.wait_for("row 3 of")
    terminal.press("Enter")
    terminal.wait_for("revision")
    terminal.press("Tab")
    terminal.wait_for(r'"record": \{')
