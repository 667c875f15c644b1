"""Settings: the environment beats the file, and what is wrong in either is explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.storage.failures import StorageError
from tui.storage.settings import Settings, load_settings, save_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.fixture
def told() -> list[str]:
    return []


def test_without_a_file_everything_is_as_usual(file: Path, told: list[str]) -> None:
    assert load_settings(file, {}, tell=told.append) == Settings()
    assert not told


def test_the_file_is_read(file: Path, told: list[str]) -> None:
    file.write_text('theme = "ansi-dark"\nmouse = false\ncolor = "never"\nbrowser = "firefox"\n')
    expected = Settings(theme="ansi-dark", mouse=False, color="never", browser="firefox")
    assert load_settings(file, {}, tell=told.append) == expected
    assert not told


def test_the_environment_beats_the_file(file: Path) -> None:
    file.write_text('theme = "ansi-dark"\nmouse = false\n')
    environ = {"KINTONE_TUI_THEME": "textual-light", "KINTONE_TUI_MOUSE": "Yes", "KINTONE_TUI_COLOR": ""}
    assert load_settings(file, environ) == Settings(theme="textual-light", mouse=True)


@pytest.mark.parametrize(
    ("word", "mouse"), [("0", False), ("off", False), ("NO", False), ("true", True), ("1", True)]
)
def test_yes_and_no_have_many_words(file: Path, word: str, mouse: bool) -> None:
    assert load_settings(file, {"KINTONE_TUI_MOUSE": word}).mouse is mouse


def test_an_unknown_setting_is_named_with_the_one_that_was_meant(file: Path, told: list[str]) -> None:
    file.write_text("muose = false\nquite_different = 1\n")
    assert load_settings(file, {}, tell=told.append) == Settings()
    assert told == [
        f"{file}: there is no setting called muose. Did you mean mouse?",
        f"{file}: there is no setting called quite_different. There are theme, mouse, color, browser.",
    ]


def test_a_value_of_the_wrong_kind_is_named_and_the_others_count(file: Path, told: list[str]) -> None:
    file.write_text('theme = 3\nmouse = "yes"\ncolor = "sometimes"\nbrowser = "none"\n')
    assert load_settings(file, {}, tell=told.append) == Settings(browser="none")
    assert len(told) == 3
    assert "theme should be a text in quotes" in told[0]
    assert "mouse should be true or false" in told[1]
    assert '"auto", "always" or "never"' in told[2]


def test_a_variable_of_the_wrong_kind_is_named(file: Path, told: list[str]) -> None:
    assert load_settings(file, {"KINTONE_TUI_MOUSE": "perhaps"}, tell=told.append) == Settings()
    assert told == ["KINTONE_TUI_MOUSE: mouse should be true or false."]


def test_a_broken_file_does_not_keep_the_program_from_starting(file: Path, told: list[str]) -> None:
    file.write_text("theme = \n")
    assert load_settings(file, {"KINTONE_TUI_THEME": "x"}, tell=told.append) == Settings(theme="x")
    assert "line 1" in told[0]


def test_a_setting_is_saved_and_comments_are_kept(file: Path) -> None:
    file.write_text('# looks\ntheme = "a"  # dark\n')
    save_settings(file, {"theme": "b", "mouse": False})
    assert file.read_text() == '# looks\ntheme = "b"  # dark\nmouse = false\n'


def test_a_broken_file_is_not_written_over(file: Path) -> None:
    file.write_text("theme = \n")
    with pytest.raises(StorageError, match="line 1"):
        save_settings(file, {"theme": "b"})
    assert file.read_text() == "theme = \n"
