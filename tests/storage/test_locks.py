"""S5 to S8: one after the other, between processes, tasks and threads."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest

from tests.storage import child
from tui.storage.failures import StorageError
from tui.storage.tokens import TokenFile

SAVES = 25


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens" / "a.json"


def test_S5_two_processes_that_save_at_once_both_keep_what_they_saved(path: Path) -> None:
    names = ("left", "right")
    savers = [subprocess.Popen(child.start("add", path, name, str(SAVES)), stdout=-3) for name in names]
    assert [saver.wait(timeout=60) for saver in savers] == [0, 0]
    assert TokenFile(path).read() == {f"{name}{n}": n for name in names for n in range(SAVES)}


def test_S5_threads_that_save_at_once_all_keep_what_they_saved(path: Path) -> None:
    store = TokenFile(path)

    def save(name: str) -> None:
        for number in range(10):
            store.update({f"{name}{number}": number})

    threads = [threading.Thread(target=save, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.read()) == 30


def test_S6_a_holder_that_is_killed_is_followed_at_once(path: Path) -> None:
    with child.running("hold", path) as holder:
        with pytest.raises(StorageError):
            TokenFile(path, patience=0.0).update({"a": 1})
        holder.kill()
        holder.wait()
        before = time.monotonic()
        TokenFile(path).update({"a": 1})
        assert time.monotonic() - before < 1.0


def test_S7_a_holder_that_is_stopped_is_named_and_nothing_is_taken_from_it(path: Path) -> None:
    TokenFile(path).update({"refresh_token": "good"})
    with child.running("hold", path) as holder:
        holder.send_signal(signal.SIGSTOP)
        waiting = TokenFile(path, patience=0.2)
        with pytest.raises(StorageError) as late:
            waiting.update({"refresh_token": "other"})
        assert f"{path}.lock" in late.value.message
        assert f"process {holder.pid}" in late.value.message
        assert late.value.hint
        # The token that is there is still good to read.
        assert waiting.read() == {"refresh_token": "good"}
        holder.send_signal(signal.SIGCONT)
        assert holder.stdin is not None
        holder.stdin.close()
        assert holder.wait(timeout=10) == 0
    waiting.update({"refresh_token": "other"})
    assert waiting.read() == {"refresh_token": "other"}


async def test_S7_other_tasks_go_on_while_one_waits(path: Path) -> None:
    store = TokenFile(path, patience=0.3)
    with child.running("hold", path):
        turns = 0

        async def work() -> None:
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0.001)

        task = asyncio.create_task(work())
        with pytest.raises(StorageError):
            async with store.locked():
                raise AssertionError("the lock was taken from its holder")
        task.cancel()
        assert turns > 20


async def test_S7_who_gives_up_waiting_holds_nothing(path: Path) -> None:
    store = TokenFile(path)
    with child.running("hold", path):
        waiting = asyncio.create_task(_hold_for_a_moment(store))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await asyncio.wait_for(_hold_for_a_moment(store), 1.0)


async def _hold_for_a_moment(store: TokenFile) -> None:
    async with store.locked():
        await asyncio.sleep(0)


async def _hold_one_after_the_other(*stores: TokenFile) -> None:
    holders = 0

    async def work(store: TokenFile) -> None:
        nonlocal holders
        async with store.locked():
            holders += 1
            assert holders == 1
            await asyncio.sleep(0.001)
            holders -= 1

    await asyncio.gather(*map(work, stores))


async def test_tasks_hold_the_lock_one_after_the_other(path: Path) -> None:
    shared = TokenFile(path)
    await _hold_one_after_the_other(shared, shared, TokenFile(path), TokenFile(path))


async def test_who_holds_the_lock_saves_without_waiting_for_it(path: Path) -> None:
    store = TokenFile(path, patience=0.0)
    async with store.locked():
        store.update({"a": 1})
        store.update({"b": 2})
        with pytest.raises(StorageError):
            TokenFile(path, patience=0.0).update({"c": 3})
    assert store.read() == {"a": 1, "b": 2}
    store.delete()


async def test_a_failure_inside_lets_the_lock_go(path: Path) -> None:
    store = TokenFile(path, patience=0.0)
    with pytest.raises(ZeroDivisionError):
        async with store.locked():
            raise ZeroDivisionError
    async with store.locked():
        pass


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
async def test_S8_a_file_system_without_locks_is_used_with_a_warning(
    path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", fail)
    told: list[str] = []
    store = TokenFile(path, tell=told.append)
    store.update({"a": 1})
    async with store.locked():
        store.update({"b": 2})
    # The tasks of one program still take turns.
    await _hold_one_after_the_other(store, store, store)
    assert store.read() == {"a": 1, "b": 2}
    assert len(told) == 1
    assert "no locks" in told[0]
    # A soft lock would be a file that a killed process leaves for ever.
    assert {file.name for file in path.parent.iterdir()} <= {
        ".gitignore",
        "CACHEDIR.TAG",
        "a.json",
        "a.json.bak",
        "a.json.lock",
    }


def test_S2_a_link_in_place_of_the_lock_is_refused(path: Path) -> None:
    TokenFile(path).update({"a": 1})
    lock = path.with_name("a.json.lock")
    lock.unlink()
    lock.symlink_to(path)
    with pytest.raises(StorageError, match="link"):
        TokenFile(path).update({"a": 2})
    assert TokenFile(path).read() == {"a": 1}


def test_S2_a_lock_that_others_may_hold_is_refused(path: Path) -> None:
    TokenFile(path).update({"a": 1})
    lock = path.with_name("a.json.lock")
    lock.chmod(0o644)
    with pytest.raises(StorageError, match="Other users") as refused:
        TokenFile(path).update({"a": 2})
    assert f"chmod 600 {lock}" in refused.value.hint
