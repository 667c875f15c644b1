"""The whole program in this process, against a simulated Kintone over real sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
from textual.pilot import Pilot

from tests.pilot import until
from tui.app import KintoneTui
from tui.oauth.scopes import READ
from tui.services import Services
from tui.simulator.oauth.grants import Consent
from tui.simulator.server import in_thread
from tui.simulator.simulator import Options, Simulator
from tui.storage.connections import Connection
from tui.storage.paths import Paths


@dataclass(frozen=True)
class Kintone:
    """A simulated Kintone and a person's files for it."""

    simulator: Simulator
    base_url: str
    services: Services
    connection: Connection

    def sign_in(self, *, user: str = "", scopes: tuple[str, ...] = READ, seconds: float = 3600) -> None:
        """As if the person had signed in before: the token is where a sign-in leaves it."""
        consent = Consent(user or self.simulator.world.users[0].code, self.simulator.client.id, scopes)
        grants, redirect_uri = self.simulator.grants, self.simulator.client.redirect_uri
        code = grants.issue_code(consent, redirect_uri, None)
        issued = grants.redeem(code, client_id=consent.client_id, redirect_uri=redirect_uri, verifier="")
        self.services.connections.put(self.connection)
        self.services.store(self.connection).update(
            {
                "client_secret": self.simulator.client.secret,
                "access_token": issued.access_token,
                "refresh_token": issued.refresh_token,
                "expires_at": self.simulator.clock() + seconds,
                "scopes": list(scopes),
            }
        )

    def inject(self, **fault: object) -> None:
        with httpx.Client(trust_env=False) as http:
            assert http.post(f"{self.base_url}/simulator/faults", json=fault).status_code == 204

    @property
    def statuses(self) -> list[int]:
        """Of the answers that are over; one that the program has already may be noted a moment later."""
        return [seen.status for seen in self.simulator.traffic.seen()]

    def program(self) -> KintoneTui:
        return KintoneTui(self.services)

    def at(self, domain: str) -> Kintone:
        """The same person, whose connection leads elsewhere."""
        return replace(self, connection=replace(self.connection, domain=domain))

    def app_id(self, words: str) -> int:
        """The number of the app whose name holds `words`, whoever may see it."""
        world = self.simulator.world
        apps = {app.id: app for user in world.users for app in world.apps_for(user)}
        return next(app.id for app in apps.values() if words in app.name)


MakeKintone = Callable[..., Kintone]


@pytest.fixture
def make_kintone(tmp_path: Path, unused_tcp_port: int) -> Iterator[MakeKintone]:
    """Makes a simulated Kintone with other options than usual."""
    with ExitStack() as servers:

        def make(**options: float) -> Kintone:
            redirect_uri = f"https://localhost:{unused_tcp_port}/callback"
            simulator = Simulator.make(Options(records=120, redirect_uri=redirect_uri, **options))
            base_url = servers.enter_context(in_thread(simulator.application()))
            environ = {"KINTONE_TUI_HOME": str(tmp_path / "home"), "BROWSER": "none"}
            connection = Connection(
                "demo", base_url.partition("://")[2], simulator.client.id, redirect_uri, READ
            )
            return Kintone(simulator, base_url, Services(Paths.default(environ), environ), connection)

        yield make


@pytest.fixture
def kintone(make_kintone: MakeKintone) -> Kintone:
    return make_kintone()


@asynccontextmanager
async def at_the_apps(kintone: Kintone, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[int]]:
    """The program at the list of apps, for somebody who was signed in before."""
    async with kintone.program().run_test(size=size) as pilot:
        await until(pilot, r"demo\s+localhost")
        await pilot.press("enter")
        await until(pilot, r"\d+ apps")
        yield pilot
