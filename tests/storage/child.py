"""Another process that uses the store: `python -m tests.storage.child ACTION PATH …`.

Everything is imported before a child becomes another user, who may not be allowed to read Python's files.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock  # noqa: F401

from tui.errors import KintoneTuiError
from tui.storage.tokens import TokenFile

NOBODY = 65534


def start(
    action: str, path: Path, *words: str, uid: int | None = None, umask: int | None = None
) -> list[str]:
    """The command line of a child."""
    options = [f"--uid={uid}"] if uid is not None else []
    options += [f"--umask={umask}"] if umask is not None else []
    return [sys.executable, "-m", "tests.storage.child", *options, action, str(path), *words]


def run(
    action: str, path: Path, *words: str, uid: int | None = None, umask: int | None = None
) -> dict[str, object]:
    """What a child says at its end."""
    command = start(action, path, *words, uid=uid, umask=umask)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert isinstance(said, dict)
    return said


@contextmanager
def running(action: str, path: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A child that has said "ready", killed at the end."""
    process = subprocess.Popen(
        start(action, path, *words), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def save(path: Path) -> dict[str, object]:
    """Save once; the modes of the folder and its files, and of what was written before it had its name."""
    born: list[str] = []
    fchmod = os.fchmod

    def watched(fd: int, mode: int) -> None:
        born.append(oct(os.fstat(fd).st_mode & 0o777))
        fchmod(fd, mode)

    os.fchmod = watched
    store = TokenFile(path)
    for value in ("one", "two"):
        store.update({"access_token": value})
    modes = {file.name: oct(file.lstat().st_mode & 0o777) for file in path.parent.iterdir()}
    return {"folder": oct(path.parent.stat().st_mode & 0o777), "files": modes, "born": born}


def attempt(path: Path) -> dict[str, object]:
    """Save once with more than fits; the failure."""
    try:
        TokenFile(path).update({"access_token": "x" * 200_000})
    except KintoneTuiError as error:
        return {"message": error.message, "hint": error.hint}
    return {}


def attempt_under_a_limit(path: Path) -> dict[str, object]:
    """As `attempt`, where the system lets no file grow beyond 10 kB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
    return attempt(path)


def read(path: Path) -> dict[str, object]:
    try:
        return TokenFile(path).read()
    except KintoneTuiError as error:
        return {"message": error.message, "hint": error.hint}


def add(path: Path, name: str, count: str) -> dict[str, object]:
    """Save `count` values one after the other, each under its own name."""
    for number in range(int(count)):
        TokenFile(path).update({f"{name}{number}": number})
    return {}


def hold(path: Path) -> dict[str, object]:
    """Hold the lock until there is no more input."""

    async def work() -> None:
        async with TokenFile(path).locked():
            print("ready", flush=True)  # noqa: T201
            sys.stdin.read()

    asyncio.run(work())
    return {}


def be_killed(path: Path, rounds: str) -> dict[str, object]:
    """Let a process that does nothing but save be killed `rounds` times; what was found after each time."""
    chance = random.Random(20)
    found: list[object] = []
    for _ in range(int(rounds)):
        begun, begin = os.pipe()
        saver = os.fork()
        if not saver:
            _save_forever(path, begin)
        os.close(begin)
        os.read(begun, 1)
        os.close(begun)
        time.sleep(chance.uniform(0, 0.01))
        os.kill(saver, signal.SIGKILL)
        os.waitpid(saver, 0)
        found.append(_found(path))
    return {"found": found, "strays": len(list(path.parent.glob(".tok-*")))}


def _save_forever(path: Path, begin: int) -> None:
    """Save a greater number each time; closes `begin` after the first."""
    store = TokenFile(path)
    last = store.read().get("number", 0)
    assert isinstance(last, int)
    for number in itertools.count(last + 1):
        store.update({"number": number, "fill": str(number) * 2000})
        if begin >= 0:
            os.close(begin)
            begin = -1


def _found(path: Path) -> object:
    """The number in the file, or None for a file that is not whole."""
    if not path.exists():
        return 0
    try:
        document = json.loads(path.read_bytes())
    except ValueError:
        return None
    number = document["number"]
    return number if document["fill"] == str(number) * 2000 else None


_ACTIONS: dict[str, Callable[..., dict[str, object]]] = {
    "save": save,
    "attempt": attempt,
    "attempt-under-a-limit": attempt_under_a_limit,
    "read": read,
    "add": add,
    "hold": hold,
    "be-killed": be_killed,
}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--uid", type=int)
    parser.add_argument("--umask", type=int)
    parser.add_argument("action", choices=sorted(_ACTIONS))
    parser.add_argument("path", type=Path)
    parser.add_argument("words", nargs="*")
    wish = parser.parse_args()
    if wish.umask is not None:
        os.umask(wish.umask)
    if wish.uid is not None:
        os.setgroups([])
        os.setgid(wish.uid)
        os.setuid(wish.uid)
    print(json.dumps(_ACTIONS[wish.action](wish.path, *wish.words)))  # noqa: T201


if __name__ == "__main__":
    main()
