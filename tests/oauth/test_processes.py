"""Several processes with one store: rules T6 and T7 of the sign-in."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import httpx
import pytest

from tests.oauth.files import FileStore
from tests.oauth.servers import Tokens, serving
from tests.oauth.support import client, until
from tui.oauth.endpoint import TokenEndpoint
from tui.oauth.failures import SessionEnded
from tui.oauth.session import KintoneAuth

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the test's own store locks with flock")


def _store(folder: Path, *, expires_in: float) -> FileStore:
    store = FileStore(folder / "token.json")
    store.update(
        {"access_token": "access-1", "refresh_token": "refresh-1", "expires_at": time.time() + expires_in}
    )
    return store


async def _start(base: str, store: FileStore, tasks: int) -> Process:
    """A process of its own that sends `tasks` requests at once, when it is told to."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.oauth.requester", base, str(store.path), str(tasks)),
        stdin=PIPE,
        stdout=PIPE,
        cwd=Path(__file__).parents[2],
    )
    assert process.stdout is not None
    assert (await process.stdout.readline()) == b"ready\n"
    return process


async def _statuses(process: Process) -> list[int]:
    out, _ = await process.communicate(b"go\n")
    assert process.returncode == 0
    return [int(status) for status in json.loads(out)]


@pytest.mark.parametrize(
    ("good", "expires_in"), [({"access-1"}, 5.0), (set(), 3600.0)], ids=["at its end", "when refused"]
)
async def test_T7_two_processes_of_six_tasks_renew_once_in_all(
    tmp_path: Path, good: set[str], expires_in: float
) -> None:
    tokens = Tokens(rotating=True, good=good)
    store = _store(tmp_path, expires_in=expires_in)
    async with serving(tokens.handle) as server:
        processes = [await _start(server.base, store, tasks=6) for _ in range(2)]
        statuses = await asyncio.gather(*(_statuses(process) for process in processes))
    assert statuses == [[200] * 6, [200] * 6]
    assert tokens.renewals == 1
    assert not tokens.dead, "a rotating server would have ended the grant at the second renewal"
    assert store.read()["refresh_token"] == "refresh-2"


async def test_T6_a_process_killed_before_it_could_write_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    tokens = Tokens(rotating=True, hold=asyncio.Event())
    store = _store(tmp_path, expires_in=5.0)
    before = store.path.read_bytes()
    async with serving(tokens.handle) as server:
        process = await _start(server.base, store, tasks=1)
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        await until(lambda: bool(server.asked("/oauth2/token")))
        os.kill(process.pid, signal.SIGKILL)
        await process.communicate()
        assert store.path.read_bytes() == before
        assert tokens.hold is not None
        tokens.hold.set()
        await until(lambda: tokens.renewals == 1)
        # The one window that no client can close: the server has rotated, and nobody knows the new token. The
        # lock of the dead process is free, and the next one is told at once to sign in again.
        async with httpx.AsyncClient(trust_env=False) as http:
            auth = KintoneAuth(TokenEndpoint(client(base=server.base), http), store)
            with pytest.raises(SessionEnded):
                await auth.renew()
