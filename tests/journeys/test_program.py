"""The program itself against a simulated Kintone: what a person types, and coming back the next day."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.journeys.conftest import SimulatedKintone, Start
from tests.journeys.ways import begin, consent


def test_the_second_start_goes_straight_to_where_one_was(
    start: Start, simulator: SimulatedKintone, tmp_path: Path
) -> None:
    terminal = start()
    terminal.paste(consent(begin(terminal, simulator)))
    terminal.wait_for("Customers")
    terminal.press("Enter")
    terminal.wait_for(r"row 1 of [\d,]+")
    terminal.press("Enter")
    terminal.wait_for("revision")
    terminal.press("Ctrl+Q")
    assert terminal.wait_for_end() == 0

    again = start()
    again.wait_for("revision")
    assert "Set up a connection" not in again.output.decode()
    again.press("Esc")
    again.wait_for(r"row 1 of [\d,]+")
    again.press("Esc")
    again.wait_for(r"\d+ apps")

    assert simulator.client_secret not in (tmp_path / "home/config/connections.toml").read_text()
    tokens = [path for path in (tmp_path / "home/state/tokens").glob("*.json*") if path.is_file()]
    assert tokens
    assert all(path.stat().st_mode & 0o077 == 0 for path in tokens)


def test_a_browser_that_comes_back_is_thanked_and_the_program_goes_on(
    start: Start, simulator: SimulatedKintone
) -> None:
    terminal = start()
    answer = consent(begin(terminal, simulator))
    with httpx.Client(verify=False, trust_env=False, follow_redirects=True) as browser:
        page = browser.get(answer)
    assert page.status_code == 200
    assert "code=" not in str(page.url)
    terminal.wait_for(r"\d+ apps")


def test_a_wrong_client_secret_is_said_and_can_be_mended(start: Start, simulator: SimulatedKintone) -> None:
    wrong = SimulatedKintone(**{**vars(simulator), "client_secret": "0" * 64})
    terminal = start()
    terminal.paste(consent(begin(terminal, wrong)))
    terminal.wait_for("did not accept the client id or secret")
    terminal.press("Esc")
    terminal.wait_for("Client secret")
