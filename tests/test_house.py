"""The rules of the house that a test can hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_no_room_enters_where_it_may_not() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        ("tui.cli", "textual httpx starlette cryptography tomlkit"),
        ("tui.commands.simulator", "textual starlette uvicorn"),
        ("tui.app", "cryptography filelock starlette uvicorn tui.simulator"),
        ("tui.kintone.client tui.oauth.session tui.storage.tokens tui.terminal.text", "textual cryptography"),
    ],
)
def test_what_is_not_needed_yet_is_not_imported(modules: str, unwanted: str) -> None:
    program = f"import sys, {', '.join(modules.split())}; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    ).stdout.split()
    assert sorted(set(unwanted.split()) & set(loaded)) == []


def test_the_top_level_holds_what_the_plan_says() -> None:
    planned = {"pyproject.toml", "README.md", "tui", "tests", "screenshots"}
    built = {"build", "dist"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert found - built <= planned
