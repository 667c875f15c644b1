"""What the shell gets: data on stdout, words on stderr, an exit code, and never a traceback."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest

from tests.commands.conftest import Run
from tui import __version__


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_the_commands_and_goes_to_stdout(run: Run, option: str) -> None:
    done = run(option)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^  demo +\S", done.stdout, re.MULTILINE)
    assert re.search(r"^  simulator +\S", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("name", "option"), [("demo", "--records"), ("simulator", "--port"), ("simulator", "--redirect-uri")]
)
def test_each_command_has_help_of_its_own(run: Run, name: str, option: str) -> None:
    done = run(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert option in done.stdout


def test_the_version_is_one_line(run: Run) -> None:
    done = run("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"kintone-tui, version {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-thing"], "No such command 'no-such-thing'"),
        (["--no-such-option"], "No such option"),
        (["demo", "--records", "0"], "'--records'"),
        (["simulator", "--port", "70000"], "'--port'"),
        (["demo", "one-more"], "one-more"),
    ],
)
def test_what_is_mistyped_is_said_on_stderr_alone(run: Run, words: list[str], said: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "--help" in done.stderr


def test_a_simulator_whose_port_is_taken_says_so(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("simulator", "--records", "5", "--port", port)
    assert (done.returncode, done.stdout) == (1, "")
    sentence, hint = done.stderr.splitlines()
    assert (
        sentence == f"kintone-tui: The simulated Kintone cannot serve on port {port}: Address already in use."
    )
    assert "--port" in hint


def test_a_fault_of_ours_ends_in_two_lines_and_a_report_without_values(run: Run, tmp_path: Path) -> None:
    _break(tmp_path / "modules", "tui.simulator.run", "OSError(5, 'tok-marker-4711')")
    done = run("simulator")
    assert (done.returncode, done.stdout) == (1, "")
    first, second = done.stderr.splitlines()
    assert first == "kintone-tui stopped because of a fault of its own. Nothing of yours was changed."
    report = Path(second.removeprefix("A report without your data is in "))
    assert report.parent == tmp_path / "home/state/crashes"
    assert report.stat().st_mode & 0o077 == 0
    text = report.read_text()
    assert "OSError" in text
    assert "tui/cli.py:" in text
    assert "tok-marker-4711" not in text + done.stderr


def test_a_fault_that_cannot_be_reported_is_said_to_be(
    run: Run, tmp_path: Path, environ: dict[str, str]
) -> None:
    _break(tmp_path / "modules", "tui.simulator.run", "ZeroDivisionError('tok-marker-4711')")
    (tmp_path / "file").touch()
    environ |= {"KINTONE_TUI_HOME": str(tmp_path / "file")}
    _break_temporary_files(tmp_path / "modules")
    done = run("simulator")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[1:] == ["No report could be written: No space left on device."]


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["demo", "--help"]])
def test_a_reader_that_has_left_is_no_fault(run: Run, words: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run(*words, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


def test_nobody_there_to_hear_of_a_mistake_is_no_fault(run: Run, tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = run("no-such-thing", stdout=writing, stderr=writing)
    os.close(writing)
    assert done.returncode == 1
    assert not (tmp_path / "home").exists()


def test_asking_for_help_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    run("--help")
    run("no-such-thing")
    assert not (tmp_path / "home").exists()
    assert list((tmp_path / "tmp").iterdir()) == []


def test_python_m_tui_is_the_same_command(environ: dict[str, str], command: list[str]) -> None:
    as_module = [command[0], "-m", "tui", "--version"]
    said = subprocess.run(as_module, env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert said.stdout == f"kintone-tui, version {__version__}\n"


def _break(modules: Path, name: str, error: str) -> None:
    """Makes the import of `name` fail, where a local variable holds something secret."""
    with (modules / "sitecustomize.py").open("a") as file:
        file.write(
            "import sys\n"
            "class Finder:\n"
            "    def find_spec(self, name, path=None, target=None):\n"
            f"        if name == {name!r}:\n"
            "            access_token = 'tok-marker-4711'\n"
            f"            raise {error}\n"
            "sys.meta_path.insert(0, Finder())\n"
        )


def _break_temporary_files(modules: Path) -> None:
    with (modules / "sitecustomize.py").open("a") as file:
        file.write(
            "import errno, os, tempfile\n"
            "def mkstemp(*words, **how):\n"
            "    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))\n"
            "tempfile.mkstemp = mkstemp\n"
        )
