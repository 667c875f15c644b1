"""`kintone-tui` as a process without a terminal, in a home of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A person's environment; what is in `tmp_path / "modules"` is imported first."""
    for folder in ("modules", "tmp", "elsewhere"):
        (tmp_path / folder).mkdir()
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{tmp_path / 'modules'}:{ROOT}",
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path / "tmp"),
        "KINTONE_TUI_HOME": str(tmp_path / "home"),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


@pytest.fixture
def command() -> list[str]:
    """`kintone-tui`, as its installed script runs it: from any folder, which is not searched for modules."""
    return [sys.executable, "-P", "-c", "from tui.cli import main; main()"]


@pytest.fixture
def run(environ: dict[str, str], command: list[str], tmp_path: Path) -> Run:
    """Runs `kintone-tui WORDS…` to its end."""

    def run_one(
        *words: str, stdout: int = subprocess.PIPE, stderr: int = subprocess.PIPE
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*command, *words],
            env=environ,
            cwd=tmp_path / "elsewhere",
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            text=True,
            timeout=60,
        )

    return run_one


@dataclass(frozen=True)
class PlayedSimulator:
    """Another program in the place of the demo's simulator, and what is known of its process."""

    folder: Path

    def does(self, code: str) -> None:
        """Runs `code` instead; as `sitecustomize`, so that the demo itself is the real one."""
        (self.folder / "sitecustomize.py").write_text(
            "import os, sys\n"
            "if 'simulator' in sys.orig_argv:\n"
            f"    with open({str(self._noted)!r}, 'w') as note:\n"
            "        note.write(f'{os.getpid()} {os.getsid(0)}')\n"
            f"    {code}\n"
        )

    @property
    def _noted(self) -> Path:
        return self.folder / "process"

    @property
    def pid(self) -> int:
        return int(self._noted.read_text().split()[0])

    @property
    def session(self) -> int:
        return int(self._noted.read_text().split()[1])

    @property
    def is_there(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


@pytest.fixture
def played(tmp_path: Path, environ: dict[str, str]) -> PlayedSimulator:
    return PlayedSimulator(tmp_path / "modules")
