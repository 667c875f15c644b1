"""What an attempt to sign in makes of the browser's visits, over real sockets."""

from __future__ import annotations

import asyncio
import dataclasses
from pathlib import Path

import httpx
import pytest

from tests.screens.conftest import Kintone
from tui.oauth import events
from tui.screens.sign_in.attempt import Attempt


def visit(address: str, *, trusting: bool) -> None:
    with httpx.Client(verify=not trusting, trust_env=False) as browser:
        browser.get(address)


class Told:
    """What an attempt told, in its order."""

    def __init__(self) -> None:
        self.events: list[events.Event] = []
        self._changed = asyncio.Event()

    def __call__(self, event: events.Event) -> None:
        self.events.append(event)
        self._changed.set()

    def has(self, kind: type[events.Event]) -> bool:
        return any(isinstance(event, kind) for event in self.events)

    async def until(self, kind: type[events.Event]) -> None:
        async with asyncio.timeout(10):
            while not self.has(kind):
                self._changed.clear()
                await self._changed.wait()


async def test_a_connection_given_up_after_the_browser_arrived_is_not_told(
    kintone: Kintone, tmp_path: Path
) -> None:
    told = Told()
    session = kintone.services.open(kintone.connection)
    attempt = Attempt(session, tmp_path / "state" / "certificate", told)
    await attempt.start()
    with pytest.raises(httpx.ConnectError):
        await asyncio.to_thread(visit, attempt.short_address, trusting=False)
    await told.until(events.CertificateRefused)
    await asyncio.to_thread(visit, attempt.short_address, trusting=True)
    await told.until(events.BrowserArrived)
    told.events.clear()
    with pytest.raises(httpx.ConnectError):
        await asyncio.to_thread(visit, attempt.short_address, trusting=False)
    await asyncio.to_thread(visit, attempt.short_address, trusting=True)
    await told.until(events.BrowserArrived)
    assert not told.has(events.CertificateRefused)
    await attempt.close()
    await session.close()


@pytest.mark.parametrize(
    "redirect_uri",
    ["https://localhost:99999/cb", "https://callback.example/cb", "https://callback.example:8443/cb"],
)
async def test_where_the_answer_cannot_come_to_this_computer_pasting_is_the_way(
    kintone: Kintone, tmp_path: Path, redirect_uri: str
) -> None:
    told = Told()
    session = kintone.services.open(dataclasses.replace(kintone.connection, redirect_uri=redirect_uri))
    attempt = Attempt(session, tmp_path / "state" / "certificate", told)
    await attempt.start()
    assert told.events == [events.NotLocal()]
    assert (attempt.port, attempt.short_address) == (None, "")
    await attempt.close()
    await session.close()
