"""Where the files are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.storage.failures import StorageError
from tui.storage.paths import Paths


def test_one_variable_puts_everything_below_one_folder(tmp_path: Path) -> None:
    paths = Paths.default({"KINTONE_TUI_HOME": str(tmp_path), "XDG_STATE_HOME": "/elsewhere"})
    assert paths.config == tmp_path / "config"
    assert paths.state == tmp_path / "state"
    assert paths.connections == tmp_path / "config" / "connections.toml"
    inside = (paths.tokens, paths.certificate, paths.history, paths.crashes, paths.log)
    assert all(path.parent == paths.state for path in inside)
    assert len(set(inside)) == len(inside)


def test_a_relative_home_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.default({"KINTONE_TUI_HOME": "here"}).state == tmp_path / "here" / "state"


def test_the_person_s_home_can_be_written_as_a_tilde() -> None:
    expected = Path("~/kintone").expanduser() / "state"
    assert Paths.default({"KINTONE_TUI_HOME": "~/kintone"}).state == expected


@pytest.mark.skipif(os.name == "nt", reason="XDG is not for Windows")
def test_xdg_folders_are_honoured_when_absolute(tmp_path: Path) -> None:
    environ = {"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": "relative"}
    paths = Paths.default(environ)
    assert paths.config == tmp_path / "c" / "kintone-tui"
    assert paths.state.is_absolute()
    assert paths.state.name == "kintone-tui"
    assert "relative" not in paths.state.parts


def test_tokens_are_not_among_what_people_keep_in_git() -> None:
    paths = Paths.default({})
    assert not paths.tokens.is_relative_to(paths.config)


def test_a_home_of_somebody_unknown_is_said_to_be() -> None:
    with pytest.raises(StorageError, match="not known here"):
        Paths.default({"KINTONE_TUI_HOME": "~no-such-person-here/x"})
