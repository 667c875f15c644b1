"""The whole simulated Kintone as one object: its world, its memory, and the application that serves them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Self

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from tui.simulator.api.callers import PASSWORD, Gate, api_token
from tui.simulator.api.dispatch import RestApi
from tui.simulator.control import Control
from tui.simulator.data import AppData, World
from tui.simulator.faults import Fault, Faults, Switches
from tui.simulator.oauth import authorization, token
from tui.simulator.oauth.clients import DEFAULT_REDIRECT_URI, Client
from tui.simulator.oauth.grants import CODE_LIFETIME, TOKEN_LIFETIME, Clock, Grants
from tui.simulator.page import message
from tui.simulator.traffic import Traffic

# Below this, packing costs more than the loopback saves.
PACKED_FROM = 4096


@dataclass(frozen=True, slots=True)
class Options:
    """`records` is the size of the large app; lifetimes are in seconds."""

    records: int = 30_000
    redirect_uri: str = DEFAULT_REDIRECT_URI
    code_lifetime: float = CODE_LIFETIME
    token_lifetime: float = TOKEN_LIFETIME


@dataclass(frozen=True, slots=True)
class Simulator:
    world: World
    client: Client
    grants: Grants
    clock: Clock
    switches: Switches = field(default_factory=Switches)
    faults: Faults = field(default_factory=Faults)
    traffic: Traffic = field(default_factory=Traffic)

    @classmethod
    def make(cls, options: Options, *, clock: Clock = time.time) -> Self:
        """A new world, in which the last of the users is not ticked for the client."""
        world = World.make(large=options.records)
        ticked = frozenset(user.code for user in world.users[:-1])
        grants = Grants(clock, code_lifetime=options.code_lifetime, token_lifetime=options.token_lifetime)
        return cls(world, Client.registered(options.redirect_uri, ticked), grants, clock)

    def inject(self, fault: Fault) -> None:
        self._control().inject(fault)

    def application(self) -> ASGIApp:
        clients = {self.client.id: self.client}
        names = {user.code: user.name for user in self.world.users}
        rest = RestApi(self.world, self._gate(), self.faults, self.switches, self.clock)
        deciding = authorization.AuthorizationEndpoint(clients, names, self.grants, self.switches)
        issuing = token.TokenEndpoint(clients, self.grants, self.faults)
        routes = [
            Route(authorization.PATH, deciding.respond, methods=["GET", "POST"]),
            Route(token.PATH, issuing.respond, methods=["POST"]),
            *self._control().routes(),
            Route("/k/{path:path}.json", GZipMiddleware(rest, PACKED_FROM, compresslevel=1)),
            Route("/", _welcome),
            Route("/k/{path:path}", _no_web_interface),
        ]
        return self.traffic.watch(Starlette(routes=routes, exception_handlers={404: _not_found}))

    def describe(self, base_url: str) -> dict[str, object]:
        """What a client must know to begin: the line that the `simulator` command prints."""
        apps = self._apps()
        return {
            "base_url": base_url,
            "client_id": self.client.id,
            "client_secret": self.client.secret,
            "redirect_uri": self.client.redirect_uri,
            "users": [
                {"code": user.code, "name": user.name, "password": PASSWORD} for user in self.world.users
            ],
            "api_tokens": {str(app.id): api_token(app) for app in apps},
            "apps": [{"id": app.id, "name": app.name} for app in apps],
        }

    def _control(self) -> Control:
        return Control(self.world, self.faults, self.switches, self.grants, self.traffic)

    def _gate(self) -> Gate:
        return Gate(self.world.users, self._apps(), self.grants)

    def _apps(self) -> list[AppData]:
        """All apps that anybody sees, ordered by id."""
        seen = {app.id: app for user in self.world.users for app in self.world.apps_for(user)}
        return [seen[app_id] for app_id in sorted(seen)]


async def _welcome(request: Request) -> Response:
    return message(
        "It is running",
        "Programs can sign in to this Kintone with OAuth 2.0 and read its apps and records. "
        "It has no pages of its own.",
    )


async def _no_web_interface(request: Request) -> Response:
    return message(
        "No web pages here",
        "In the real Kintone, this address would show the app or the record. "
        "The simulated one has only its REST API and the pages for signing in.",
    )


async def _not_found(request: Request, error: Exception) -> Response:
    return message("Page not found", "There is no such page here.", status=404)
