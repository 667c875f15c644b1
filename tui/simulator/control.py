"""`/simulator/...`: what only a simulated Kintone has, for tests to steer it and to look at what it saw.

    GET    /simulator/requests    what was asked so far, oldest first: {"requests":[…]}, see `traffic.Seen`
    DELETE /simulator/requests    forget them
    POST   /simulator/faults      one fault, as `faults` describes them
    DELETE /simulator/faults      no more faults are to come
    GET    /simulator/switches    the switches as they are
    POST   /simulator/switches    change the ones that are sent

A body must be `application/json`, which no page of another site can send unasked.
"""

from __future__ import annotations

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tui.simulator.data import World
from tui.simulator.faults import (
    ExpireAccessTokens,
    Fault,
    Faults,
    Latency,
    RevokeRefreshTokens,
    Switches,
)
from tui.simulator.oauth.grants import Grants
from tui.simulator.query import Rules
from tui.simulator.traffic import Traffic


class Control:
    def __init__(
        self, world: World, faults: Faults, switches: Switches, grants: Grants, traffic: Traffic
    ) -> None:
        self._world = world
        self._faults = faults
        self._switches = switches
        self._grants = grants
        self._traffic = traffic

    def routes(self) -> list[Route]:
        return [
            Route("/simulator/requests", self._requests, methods=["GET", "DELETE"]),
            Route("/simulator/faults", self._plan, methods=["POST"]),
            Route("/simulator/faults", self._clear, methods=["DELETE"]),
            Route("/simulator/switches", self._switch, methods=["GET", "POST"]),
        ]

    def inject(self, fault: Fault) -> None:
        match fault:
            case ExpireAccessTokens():
                self._grants.expire_access_tokens()
            case RevokeRefreshTokens():
                self._grants.revoke_refresh_tokens()
            case Latency():
                self._faults.delay(fault)
            case _:
                self._faults.plan(fault)

    def turn(self, switches: Switches) -> None:
        """Everybody who asks the switches holds the same ones, so that they change in place."""
        for name, value in msgspec.structs.asdict(switches).items():
            setattr(self._switches, name, value)
        self._world.rules = Rules(
            empty_in_ranges=switches.empty_in_ranges, search_limit=switches.search_limit
        )

    async def _requests(self, request: Request) -> Response:
        if request.method == "DELETE":
            self._traffic.forget()
            return Response(status_code=204)
        return _json({"requests": self._traffic.seen()})

    async def _plan(self, request: Request) -> Response:
        try:
            fault = msgspec.json.decode(await _body(request), type=Fault)
        except msgspec.DecodeError as error:
            return _refused(error)
        self.inject(fault)
        return Response(status_code=204)

    async def _clear(self, request: Request) -> Response:
        self._faults.clear()
        return Response(status_code=204)

    async def _switch(self, request: Request) -> Response:
        if request.method == "POST":
            try:
                wanted = msgspec.json.decode(await _body(request), type=dict[str, object])
                new = msgspec.convert(msgspec.structs.asdict(self._switches) | wanted, Switches)
            except msgspec.DecodeError as error:
                return _refused(error)
            self.turn(new)
        return _json(self._switches)


async def _body(request: Request) -> bytes:
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise msgspec.DecodeError("Content-Type must be application/json.")
    return await request.body()


def _json(content: object) -> Response:
    return Response(msgspec.json.encode(content), media_type="application/json")


def _refused(error: msgspec.DecodeError) -> Response:
    return JSONResponse({"error": str(error)}, 400)
