"""The demo, from the first key to a record's JSON, on a real pty."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from pathlib import Path
from urllib.parse import urlsplit

from tests.journeys.conftest import Start
from tests.journeys.ways import address_shown, begin, consent, consent_page_of, to_a_record


def test_with_the_keyboard_alone_and_no_browser_at_all(start: Start) -> None:
    terminal = start("demo", "--records", "1500")
    begin(terminal)
    terminal.press("Ctrl+G")
    terminal.wait_for("played by the demo")
    terminal.wait_for("(?i)sign in as")
    terminal.press("Enter")
    terminal.wait_for("Allow")
    terminal.press("Enter")
    to_a_record(terminal)
    terminal.press("Esc")
    terminal.wait_for("row 3 of")
    terminal.press("Esc")
    terminal.wait_for(r"\d+ apps")
    terminal.press("Ctrl+Q")
    assert terminal.wait_for_end() == 0


def test_the_pasted_address_may_be_wrapped_over_lines(start: Start) -> None:
    terminal = start("demo", "--records", "1500")
    answer = consent(begin(terminal))
    wrapped = "\n  ".join(re.findall(".{1,30}", answer))
    terminal.paste(f"{wrapped}\n")
    to_a_record(terminal)
    code = re.search(r"code=([^&]+)", answer)
    assert code is not None
    assert code.group(1).encode() not in terminal.output


def test_denying_ends_the_sign_in_in_words_and_one_can_begin_again(start: Start) -> None:
    terminal = start("demo", "--records", "1500")
    first = begin(terminal)
    terminal.paste(consent(first, decision="deny"))
    terminal.wait_for("You pressed Deny at Kintone")
    terminal.press("Enter")
    terminal.paste(consent(address_shown(terminal, other_than=first)))
    terminal.wait_for(r"\d+ apps")


def test_the_demo_forgets(start: Start, tmp_path: Path) -> None:
    terminal = start("demo", "--records", "200")
    terminal.wait_for("Set up a connection")
    terminal.press("Ctrl+Q")
    assert terminal.wait_for_end() == 0
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "home").exists()


def test_the_simulator_ends_with_the_demo_even_when_that_is_killed(start: Start) -> None:
    terminal = start("demo", "--records", "200")
    address = consent_page_of(begin(terminal))
    assert _answers(address)
    os.kill(terminal.pid, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while _answers(address):
        assert time.monotonic() < deadline, "the simulator outlives the demo"


def _answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=1):
            return True
    except OSError:
        return False
