"""What the tests of the store share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.storage.child import NOBODY


@dataclass(frozen=True)
class Person:
    """A user without special rights, and a folder of theirs."""

    uid: int | None
    """None for the user that runs the tests."""
    home: Path


@pytest.fixture
def person() -> Iterator[Person]:
    """Permissions bind everyone but root, so under root the children of a test become another user."""
    home = Path(tempfile.mkdtemp(prefix="kintone-tui-test-"))
    uid = None
    if os.geteuid() == 0:
        uid = NOBODY
        os.chown(home, uid, uid)
    yield Person(uid, home)
    shutil.rmtree(home)


@pytest.fixture
def two_users() -> None:
    """For what needs files of another user."""
    if os.geteuid() != 0:
        pytest.skip("only root can make files that belong to another user")
