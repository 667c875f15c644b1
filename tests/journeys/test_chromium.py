"""Signing in with a real Chromium, from the address on the terminal's screen to the list of apps."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.journeys.chromium import Window, chromium, trust
from tests.journeys.conftest import SimulatedKintone, Start
from tests.journeys.ways import address_shown, begin

# One Chromium at a time: two of them are slow together.
pytestmark = pytest.mark.xdist_group("chromium")

DISTRUSTED = r"does\s+not\s+trust\s+this\s+computer's"
"""The program's words while Chromium shows its warning, wherever the line breaks."""


def allow(window: Window, redirect_uri: str) -> None:
    """From Kintone's first page to the last one, which keeps nothing of the answer."""
    window.choose_the_first_user()
    window.press("Allow")
    window.wait_for(urljoin(redirect_uri, "/done"))
    assert "You can close this page and go back to your terminal." in window.text
    assert [sorted(answer) for answer in window.answers(redirect_uri)] == [["code", "state"]]
    assert window.codes_remembered() == []


def test_the_first_visit_is_led_past_the_warning_and_to_the_apps(start: Start, tmp_path: Path) -> None:
    terminal = start("demo", "--records", "200")
    address = begin(terminal)
    with chromium(tmp_path / "person") as window:
        window.open_against_a_warning(address)
        terminal.wait_for(DISTRUSTED)
        window.proceed()
        terminal.wait_for("Browser connected")
        allow(window, urljoin(address, "/callback"))
        terminal.wait_for(r"\d+ apps")


def test_the_second_sign_in_meets_no_warning_another_day_in_the_same_browser(
    start: Start, simulator: SimulatedKintone, tmp_path: Path
) -> None:
    first = start()
    address = begin(first, simulator)
    with chromium(tmp_path / "person") as window:
        window.open_against_a_warning(address)
        window.proceed()
        allow(window, simulator.redirect_uri)
        first.wait_for(r"\d+ apps")
    first.press("Ctrl+Q")
    assert first.wait_for_end() == 0

    second = start()
    second.wait_for(r"\d+ apps")
    second.press("s")
    address = address_shown(second)
    with chromium(tmp_path / "person") as window:
        window.open(address)
        second.wait_for("Browser connected")
        allow(window, simulator.redirect_uri)
        second.wait_for(r"\d+ apps")


def test_with_the_certificate_trusted_there_is_no_warning_at_all(start: Start, tmp_path: Path) -> None:
    terminal = start("demo", "--records", "200")
    address = begin(terminal)
    [certificate] = (tmp_path / "tmp").glob("kintone-tui-demo-*/state/certificate/localhost.crt")
    trust(tmp_path / "person", certificate)
    with chromium(tmp_path / "person") as window:
        window.open(address)
        terminal.wait_for("Browser connected")
        allow(window, urljoin(address, "/callback"))
        terminal.wait_for(r"\d+ apps")


def test_denying_in_the_browser_is_said_and_one_can_begin_again(start: Start, tmp_path: Path) -> None:
    terminal = start("demo", "--records", "200")
    address = begin(terminal)
    redirect_uri = urljoin(address, "/callback")
    with chromium(tmp_path / "person") as window:
        window.open_against_a_warning(address)
        window.proceed()
        window.choose_the_first_user()
        window.press("Deny")
        window.wait_for(urljoin(redirect_uri, "/done"))
        assert "was not allowed" in window.text
        assert "code" not in window.answers(redirect_uri)[0]
        terminal.wait_for("You pressed Deny at Kintone")

        terminal.press("Enter")
        window.open(address_shown(terminal, other_than=address))
        window.press("Allow")
        terminal.wait_for(r"\d+ apps")
