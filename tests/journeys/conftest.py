"""What the journeys need: a home of their own, a terminal's environment, a simulated Kintone in a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.terminal import Terminal

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A person's environment in a terminal without any desktop, where everything is kept below `tmp_path`."""
    (tmp_path / "tmp").mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "tmp"),
        "KINTONE_TUI_HOME": str(tmp_path / "home"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "BROWSER": "none",
    }


Start = Callable[..., Terminal]


@pytest.fixture
def start(environ: dict[str, str]) -> Iterator[Start]:
    """Starts `kintone-tui WORDS…` on a pty; it is ended with the test."""
    with ExitStack() as stack:

        def start_one(*words: str, rows: int = 24, columns: int = 80) -> Terminal:
            command = [sys.executable, "-m", "tui", *words]
            return stack.enter_context(Terminal(command, environ, rows=rows, columns=columns))

        yield start_one


@dataclass(frozen=True)
class SimulatedKintone:
    """What `kintone-tui simulator` announces."""

    base_url: str
    client_id: str
    client_secret: str
    redirect_uri: str
    users: list[dict[str, str]]

    @property
    def domain(self) -> str:
        return self.base_url.partition("://")[2]


@pytest.fixture
def simulator(environ: dict[str, str], unused_tcp_port: int) -> Iterator[SimulatedKintone]:
    """A simulated Kintone in a process of its own, which ends with the test."""
    redirect_uri = f"https://localhost:{unused_tcp_port}/callback"
    command = [sys.executable, "-m", "tui", "simulator", "--with-parent", "--records", "1500"]
    with subprocess.Popen(
        [*command, "--redirect-uri", redirect_uri],
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        announced = json.loads(process.stdout.readline())
        yield SimulatedKintone(**{name: announced[name] for name in SimulatedKintone.__dataclass_fields__})
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(timeout=10) == 0
