"""A crash report says where it happened and holds nothing of the person's."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from tui import __version__
from tui.diagnostics.crash import REPORTS_KEPT, write_report
from tui.errors import KintoneTuiError

SECRET = "marker-5e1f"


class _StrangeError(Exception):
    def __str__(self) -> str:
        return SECRET

    __repr__ = __str__


def _fail(error: BaseException, token: str = SECRET) -> BaseException:
    """`error` as it is caught: with a stack whose frames hold a secret."""
    try:
        local = {"access_token": token}
        raise error
    except BaseException as caught:
        del local
        return caught


def _report(folder: Path, error: BaseException, **context: str) -> str:
    path = write_report(error, folder, context)
    assert path.parent == folder
    return path.read_text()


def test_the_place_and_the_kind_are_told(tmp_path: Path) -> None:
    text = _report(tmp_path, _fail(ValueError("x")), place="RecordsScreen")
    assert "ValueError\n" in text
    assert "tests/diagnostics/test_crash.py:" in text
    assert ":_fail" in text
    assert "place: RecordsScreen" in text
    assert f"kintone-tui {__version__}" in text
    assert "textual 8" in text


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"bad token {SECRET}"),
        KeyError(SECRET),
        _StrangeError(),
        OSError(2, "No such file", SECRET),
        subprocess.CalledProcessError(1, ["login", SECRET], SECRET, SECRET),
        UnicodeDecodeError("utf-8", SECRET.encode(), 0, 1, SECRET),
        SystemExit(SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET), ExceptionGroup(SECRET, [KeyError(SECRET)])]),
    ],
    ids=lambda error: type(error).__name__,
)
def test_the_words_of_foreign_errors_are_left_out(tmp_path: Path, error: BaseException) -> None:
    error.add_note(SECRET)
    text = _report(tmp_path, _fail(error))
    assert SECRET not in text
    assert type(error).__name__ in text


def test_nothing_of_the_environment_the_command_or_the_home_is_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("KINTONE_TUI_ACCESS_TOKEN", "HTTPS_PROXY", "SSH_CONNECTION", "HOME"):
        monkeypatch.setenv(name, f"/{SECRET}")
    monkeypatch.setattr("sys.argv", ["kintone-tui", SECRET])
    monkeypatch.setenv("TERM", "xterm-\x1b[31mred")
    text = _report(tmp_path, _fail(ValueError()))
    assert SECRET not in text
    assert "SSH_CONNECTION is set" in text
    assert "TERM=xterm-\\u001b[31mred" in text
    assert str(Path(__file__).parents[2]) not in text


def test_the_words_of_our_own_failures_are_kept_on_one_line(tmp_path: Path) -> None:
    text = _report(tmp_path, _fail(KintoneTuiError("The port is\ntaken \x1b[31m.", hint="h")))
    assert "tui.errors.KintoneTuiError: The port is\\u000ataken \\u001b[31m." in text


def test_what_led_to_it_is_told_without_its_words(tmp_path: Path) -> None:
    error = RuntimeError(SECRET)
    error.__cause__ = _fail(_StrangeError())
    error.__cause__.__context__ = error
    text = _report(tmp_path, _fail(error))
    assert "It followed this one:\ntests.diagnostics.test_crash._StrangeError" in text
    assert SECRET not in text
    assert text.count("RuntimeError") == 1


def test_members_of_a_group_are_told(tmp_path: Path) -> None:
    group = ExceptionGroup("g", [ValueError(number) for number in range(50)])
    text = _report(tmp_path, group)
    assert 1 < text.count("ValueError") < 20


def test_a_very_deep_stack_is_cut(tmp_path: Path) -> None:
    def deeper() -> None:
        deeper()

    try:
        deeper()
    except RecursionError as error:
        text = _report(tmp_path, error)
    assert len(text.splitlines()) < 100
    assert "calls\n" in text


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        path = write_report(_fail(ValueError()), tmp_path / "state" / "crashes", {})
    finally:
        os.umask(umask)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


def test_the_newest_reports_are_kept(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("")
    paths = [write_report(_fail(ValueError()), tmp_path, {}) for _ in range(REPORTS_KEPT + 5)]
    assert sorted(tmp_path.glob("crash-*.txt")) == paths[-REPORTS_KEPT:]
    assert (tmp_path / "other.txt").exists()


def test_a_folder_that_cannot_be_written_does_not_lose_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    path = write_report(_fail(ValueError()), tmp_path / "file" / "crashes", {})
    assert "ValueError" in path.read_text()
    assert path.stat().st_mode & 0o777 == 0o600
