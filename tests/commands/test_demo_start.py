"""Starting the demo: it runs our own simulator, and where that fails nothing is left but a sentence."""

from __future__ import annotations

import errno
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.commands.conftest import PlayedSimulator, Run
from tui.commands.demo import port as ports
from tui.commands.demo import run as demo
from tui.commands.demo.child import SimulatorProcess
from tui.commands.demo.endings import ignore_further, unwinding
from tui.commands.demo.failures import DemoCannotStart, SimulatorFailed
from tui.secret import Secret

REDIRECT_URI = "https://localhost:18543/callback"
ENDINGS = (signal.SIGTERM, signal.SIGHUP)


def test_another_tui_in_the_current_folder_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tui").mkdir()
    (tmp_path / "tui/__init__.py").touch()
    (tmp_path / "tui/__main__.py").write_text("print('somebody else')")
    monkeypatch.chdir(tmp_path)
    with SimulatorProcess(REDIRECT_URI, records=5) as simulator:
        assert simulator.announcement().redirect_uri == REDIRECT_URI


def test_the_announcement_does_not_show_the_client_secret() -> None:
    with SimulatorProcess(REDIRECT_URI, records=5) as simulator:
        announced = simulator.announcement()
    assert isinstance(announced.client_secret, Secret)
    assert len(announced.client_secret.reveal()) == 64
    assert announced.client_secret.reveal() not in repr(announced)


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (
            "os.write(2, b'a traceback\\nModuleNotFoundError: tui\\n'); os._exit(3)",
            "ModuleNotFoundError: tui",
        ),
        ("os.write(2, b'kintone-tui: No port.\\nTake another.\\n'); os._exit(1)", "No port."),
        ("os._exit(0)", "it said nothing"),
        ("os.write(1, b'hello\\n'); os.read(0, 1)", "it said nothing"),
        ("os.write(1, b'{\"base_url\": 5}\\n'); os.read(0, 1)", "it said nothing"),
    ],
    ids=["another's words", "our words", "no words", "other words", "other JSON"],
)
def test_a_simulator_that_does_not_start_ends_the_demo_in_a_sentence(
    run: Run, played: PlayedSimulator, tmp_path: Path, code: str, sentence: str
) -> None:
    played.does(code)
    done = run("demo")
    assert (done.returncode, done.stdout) == (1, "")
    assert f"kintone-tui: The simulated Kintone did not start: {sentence}\n" in done.stderr
    assert "Traceback" not in done.stderr
    assert not played.is_there
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_machine_that_starts_no_process_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SimulatorFailed, match=os.strerror(errno.ENOENT)) as refused:
        demo.run(records=5)
    assert refused.value.hint
    assert list(tmp_path.iterdir()) == []


def test_a_machine_without_a_place_for_temporary_files_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    with pytest.raises(DemoCannotStart, match="temporary folder") as refused:
        demo.run(records=5)
    assert "TMPDIR" in refused.value.hint


def test_a_machine_without_a_free_port_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ports, "free_on_ipv6", lambda port: False)
    with pytest.raises(DemoCannotStart, match="No port is free") as refused:
        ports.free_port()
    assert refused.value.hint


def test_a_machine_that_gives_no_socket_is_told_in_a_sentence() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest_free = os.dup(0)
    os.close(lowest_free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest_free, hard))
    try:
        with pytest.raises(DemoCannotStart, match=os.strerror(errno.EMFILE)):
            ports.free_port()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_port_that_is_taken_on_the_other_address_is_not_free() -> None:
    with ExitStack() as stack:
        taken = stack.enter_context(socket.socket(socket.AF_INET6))
        try:
            taken.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no ::1")
        taken.listen()
        assert not ports.free_on_ipv6(taken.getsockname()[1])
    assert ports.free_on_ipv6(ports.free_port())


@pytest.mark.parametrize("number", ENDINGS)
def test_a_demo_that_is_told_to_end_while_it_starts_leaves_nothing(
    environ: dict[str, str],
    command: list[str],
    played: PlayedSimulator,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    played.does("os.write(2, b'waiting'); os.read(0, 1); os._exit(0)")
    with subprocess.Popen([*command, "demo"], env=environ, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        try:
            assert select.select([process.stderr], [], [], 30)[0]
            assert process.stderr.readline().startswith(b"Starting a simulated Kintone")
            assert list((tmp_path / "tmp").iterdir()) != []
            process.send_signal(number)
            assert process.wait(timeout=20) == 128 + number
            assert process.stderr.read() == b""
        finally:
            process.kill()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not played.is_there


def test_a_ctrl_c_on_the_terminal_does_not_reach_the_simulator(run: Run, played: PlayedSimulator) -> None:
    """The terminal sends it to the processes of its own session."""
    played.does("os._exit(0)")
    run("demo")
    assert played.session == played.pid


def test_what_was_to_happen_on_a_signal_happens_again_after_the_demo() -> None:
    before = [signal.getsignal(number) for number in ENDINGS]
    with unwinding():
        assert [signal.getsignal(number) for number in ENDINGS] != before
        ignore_further()
    assert [signal.getsignal(number) for number in ENDINGS] == before


def test_a_second_signal_does_not_disturb_the_tidying_up() -> None:
    tidied = []
    with pytest.raises(SystemExit) as left, unwinding():
        try:
            signal.raise_signal(signal.SIGHUP)
        finally:
            signal.raise_signal(signal.SIGHUP)
            signal.raise_signal(signal.SIGTERM)
            tidied.append("everything")
    assert left.value.code == 128 + signal.SIGHUP
    assert tidied


def test_what_nohup_ignores_stays_ignored() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with unwinding():
            signal.raise_signal(signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
