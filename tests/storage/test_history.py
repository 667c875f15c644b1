"""The history: bounded, shared, without record data, and never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage import child
from tui.storage.history import History, Place, RecentApp
from tui.storage.private import read_private


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def history(tmp_path: Path, told: list[str]) -> History:
    return History(tmp_path / "state" / "history.json", tell=told.append)


def test_nobody_was_anywhere_at_first(history: History) -> None:
    assert history.place() is None
    assert history.recent_apps("acme") == []
    assert not history.path.parent.exists()


def test_the_last_place_is_remembered(history: History) -> None:
    place = Place(connection="acme", app=7, guest_space=3, view="All 名", record=12)
    history.leave(place)
    assert History(history.path).place() == place
    assert read_private(history.path)


def test_apps_come_back_last_opened_first_and_once(history: History) -> None:
    for app in (1, 2, 3, 1):
        history.leave(Place(connection="acme", app=app))
    history.leave(Place(connection="acme"))
    history.leave(Place(connection="other", app=9))
    assert history.recent_apps("acme") == [1, 3, 2]
    assert history.recent_apps("other") == [9]


def test_the_guest_space_of_an_app_is_remembered(history: History) -> None:
    history.leave(Place(connection="acme", app=1, guest_space=5))
    assert history.recent("acme") == [RecentApp(1, 5)]


def test_the_history_does_not_grow(history: History) -> None:
    for number in range(1, 60):
        history.leave(Place(connection="acme", app=number))
    assert history.recent_apps("acme") == list(range(59, 39, -1))
    for number in range(60):
        history.leave(Place(connection=f"c{number}", app=1))
    assert history.recent_apps("acme") == []
    assert history.recent_apps("c59") == [1]
    assert history.path.stat().st_size < 5000


def test_a_connection_can_be_forgotten(history: History) -> None:
    history.leave(Place(connection="other", app=2))
    history.leave(Place(connection="acme", app=1))
    history.forget("acme")
    assert history.place() is None
    assert history.recent_apps("acme") == []
    assert history.recent_apps("other") == [2]


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"version": 9}', b'{"version": 1, "place": 5}', b"\xff", b"[" * 50_000]
)
def test_a_broken_history_is_moved_aside_and_a_new_one_begun(
    history: History, told: list[str], content: bytes
) -> None:
    history.leave(Place(connection="acme", app=1))
    history.path.write_bytes(content)
    assert history.place() is None
    (aside,) = history.path.parent.glob("*.bad-*")
    assert aside.read_bytes() == content
    assert str(aside) in told[0]
    history.leave(Place(connection="acme", app=2))
    assert history.recent_apps("acme") == [2]
    assert len(told) == 1


def test_a_history_that_cannot_be_used_is_told_and_does_no_harm(history: History, told: list[str]) -> None:
    history.leave(Place(connection="acme", app=1))
    history.path.chmod(0o644)
    assert history.place() is None
    history.leave(Place(connection="acme", app=2))
    assert told
    assert all("chmod 600" in sentence for sentence in told)
    history.path.chmod(0o600)
    assert history.recent_apps("acme") == [1]


def test_a_stopped_program_does_not_keep_one_from_leaving(
    history: History, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.storage.history._PATIENCE_SECONDS", 0.1)
    history.leave(Place(connection="acme", app=1))
    with child.running("hold", history.path):
        other = History(history.path, tell=told.append)
        other.leave(Place(connection="acme", app=2))
    assert "locked" in told[0]
