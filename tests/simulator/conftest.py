"""One simulated Kintone for all tests here, served over real sockets, with a clock that only tests move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import httpx
import msgspec
import pytest

from tests.simulator.browser import Browser
from tui.simulator.faults import Switches
from tui.simulator.oauth.grants import Consent
from tui.simulator.oauth.scopes import WORDS
from tui.simulator.server import in_thread
from tui.simulator.simulator import Options, Simulator

NOW = 1_795_393_800.0
"""2026-11-23T00:30:00Z"""


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True)
class Kintone:
    """The simulator, how to reach it, and short ways to what most tests need."""

    simulator: Simulator
    clock: Clock
    base_url: str
    http: httpx.Client

    def access_token(self, *scopes: str, user: str = "") -> str:
        """A token with these scopes, or with all, for the first user unless another is named."""
        consent = Consent(
            user or self.simulator.world.users[0].code, self.simulator.client.id, scopes or tuple(WORDS)
        )
        grants, redirect_uri = self.simulator.grants, self.simulator.client.redirect_uri
        code = grants.issue_code(consent, redirect_uri, None)
        issued = grants.redeem(code, client_id=consent.client_id, redirect_uri=redirect_uri, verifier="")
        return issued.access_token

    def get(self, path: str, *, token: str = "", **values: object) -> httpx.Response:
        return self.ask(path, values, token=token)

    def ask(
        self,
        path: str,
        values: Mapping[str, object],
        *,
        token: str = "",
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> httpx.Response:
        """GET below /k/v1/ with a token that opens everything, unless another is given."""
        bearer = {"Authorization": f"Bearer {token or self.access_token()}"}
        return self.http.get(f"/k/v1/{path}.json", params=_flat(values), headers={**bearer, **headers})

    def token_request(self, **form: str) -> httpx.Response:
        """POST to the token endpoint with the client's Basic header."""
        client = self.simulator.client
        return self.http.post("/oauth2/token", data=form, auth=(client.id, client.secret))

    def inject(self, **fault: object) -> None:
        assert self.http.post("/simulator/faults", json=fault).status_code == 204

    def requests(self) -> list[dict[str, object]]:
        seen: list[dict[str, object]] = self.http.get("/simulator/requests").json()["requests"]
        return seen


def _flat(values: Mapping[str, object]) -> dict[str, str]:
    """Parameters as Kintone takes them in a URL: `fields[0]=a`, `totalCount=true`."""
    flat: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, list | tuple):
            flat |= {f"{name}[{index}]": str(entry) for index, entry in enumerate(value)}
        else:
            flat[name] = str(value).lower() if isinstance(value, bool) else str(value)
    return flat


@pytest.fixture(scope="session")
def _running() -> Iterator[Kintone]:
    clock = Clock()
    simulator = Simulator.make(Options(records=600), clock=clock)
    with (
        in_thread(simulator.application()) as base_url,
        httpx.Client(base_url=base_url, trust_env=False, timeout=10) as http,
    ):
        yield Kintone(simulator, clock, base_url, http)


@pytest.fixture
def kintone(_running: Kintone) -> Iterator[Kintone]:
    """The simulated Kintone without faults and with nothing seen."""
    yield _running
    _running.http.delete("/simulator/faults")
    _running.http.delete("/simulator/requests")
    _running.http.post("/simulator/switches", json=msgspec.to_builtins(Switches()))


@pytest.fixture
def browser(kintone: Kintone) -> Iterator[Browser]:
    with Browser(kintone.base_url) as browser:
        yield browser
