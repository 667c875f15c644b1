"""One certificate for all tests of the listener: making it is not what they are about."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from tests.oauth.visits import Listen, listen
from tui.oauth.certificate import Certificate, load_or_make


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return load_or_make(tmp_path_factory.mktemp("state") / "certificate")


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as made:
        yield made


@pytest.fixture
def listening(stack: AsyncExitStack, certificate: Certificate) -> Listen:
    """`await listening()` starts a listener that is closed at the end of the test."""
    return listen(stack, certificate)
