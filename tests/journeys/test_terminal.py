"""What reaches the terminal: the clipboard, a fault of the program, data that would take it over."""

from __future__ import annotations

import base64
import os
import re
import signal
from pathlib import Path

import httpx
import pytest

from tests.journeys.conftest import Start
from tests.journeys.ways import begin, consent

# Leaves the alternate screen, shows the cursor, ends mouse reports and bracketed paste.
RESTORED = (b"\x1b[?1049l", b"\x1b[?25h", b"\x1b[?1000l", b"\x1b[?2004l")


def test_copying_goes_through_the_terminal_itself(start: Start) -> None:
    terminal = start("demo", "--records", "200")
    address = begin(terminal)
    terminal.press("Ctrl+O")
    terminal.wait_for("Copied the address")
    copied = re.findall(rb"\x1b\]52;c;([A-Za-z0-9+/=]+)\x07", terminal.output)
    assert [base64.b64decode(text).decode() for text in copied] == [address]


def test_inside_tmux_the_copy_is_also_handed_through(start: Start, environ: dict[str, str]) -> None:
    environ |= {"TMUX": "/tmp/tmux-1000/default,1,0", "TERM": "tmux-256color"}
    terminal = start("demo", "--records", "200")
    begin(terminal)
    terminal.press("Ctrl+O")
    terminal.wait_for("Copied the address")
    assert b"\x1bPtmux;\x1b\x1b]52;c;" in terminal.output


def test_over_ssh_the_full_address_comes_first_and_no_browser_is_started(
    start: Start, environ: dict[str, str]
) -> None:
    environ |= {"SSH_CONNECTION": "192.0.2.7 50522 192.0.2.9 22", "LOGNAME": "taro"}
    terminal = start("demo", "--records", "200")
    terminal.wait_for("Set up a connection")
    terminal.press("Enter")
    terminal.wait_for("Client secret")
    terminal.press("Ctrl+S")
    terminal.wait_for(r"http://localhost:\d+/oauth2/authorization")
    terminal.press("Ctrl+R")
    terminal.wait_for(r"ssh -N -L \d+:localhost:\d+ '?taro@")


def test_the_address_is_printed_as_one_unbroken_line(start: Start) -> None:
    terminal = start("demo", "--records", "200")
    begin(terminal)
    before = len(terminal.output)
    terminal.press("Ctrl+L")
    terminal.wait_for("Enter goes back to the sign-in")
    printed = bytes(terminal.output[before:])
    assert re.search(
        rb"\n(http://localhost:\d+/oauth2/authorization\?[^\s\x1b]+code_challenge[^\s\x1b]+)\r?\n", printed
    )
    terminal.press("Enter")
    terminal.wait_for("Waiting for your browser")


def test_an_answer_that_arrives_meanwhile_brings_the_screen_back(start: Start) -> None:
    terminal = start("demo", "--records", "200")
    address = begin(terminal)
    terminal.press("Ctrl+L")
    terminal.wait_for("Enter goes back to the sign-in")
    with httpx.Client(verify=False, trust_env=False, follow_redirects=True) as browser:
        browser.get(consent(address))
    terminal.wait_for(r"\d+ apps")
    terminal.press("j", "Enter")
    terminal.wait_for("row 1 of")
    terminal.press("Ctrl+Q")
    assert terminal.wait_for_end() == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_being_told_to_end_while_the_address_is_printed_ends_it(start: Start, number: signal.Signals) -> None:
    terminal = start("demo", "--records", "200")
    begin(terminal)
    terminal.press("Ctrl+L")
    terminal.wait_for("Enter goes back to the sign-in")
    os.kill(terminal.pid, number)
    assert terminal.wait_for_end() == 128 + number


def test_a_fault_of_the_program_restores_the_terminal_and_prints_no_value(
    start: Start, environ: dict[str, str], tmp_path: Path
) -> None:
    """The fault is put into the program from outside, where a local variable holds something secret."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'tui.screens.connect':\n"
        "            access_token = 'tok-marker-4711'\n"
        "            raise ZeroDivisionError(access_token)\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    environ["PYTHONPATH"] = f"{tmp_path}:{environ['PYTHONPATH']}"
    terminal = start()
    terminal.wait_for("Set up a connection")
    terminal.press("Enter")
    assert terminal.wait_for_end() == 1
    output = bytes(terminal.output)
    assert all(sequence in output for sequence in RESTORED)
    assert b"tok-marker-4711" not in output
    assert b"Traceback" not in output
    shown = re.search(r"A report without your data is in\s+(\S+)", output.decode().replace("\r\n", ""))
    assert shown is not None
    reports = list((tmp_path / "home/state/crashes").iterdir())
    assert len(reports) == 1
    report = reports[0].read_text()
    assert "ZeroDivisionError" in report
    assert "tok-marker-4711" not in report
    assert reports[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_program_that_is_told_to_end_restores_the_terminal(start: Start, number: signal.Signals) -> None:
    terminal = start()
    terminal.wait_for("Set up a connection")
    os.kill(terminal.pid, number)
    assert terminal.wait_for_end() == 128 + number
    assert all(sequence in bytes(terminal.output) for sequence in RESTORED)
