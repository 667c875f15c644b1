"""One admitted call of the REST API, as its handler sees it, and what a handler answers with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec

from tui.simulator.api import refusals
from tui.simulator.api.callers import Caller
from tui.simulator.api.parameters import Parameters, Values
from tui.simulator.data import AppData, User, World
from tui.simulator.faults import Switches

JSON = "application/json;charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """A success, which Kintone always sends as 200."""

    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, content: object) -> Answer:
        return cls(msgspec.json.encode(content))


@dataclass(frozen=True, slots=True)
class Call:
    """`guest_space` is the number in the path /k/guest/{id}/v1, or None for the ordinary path."""

    world: World
    switches: Switches
    caller: Caller
    guest_space: int | None
    values: Values
    now: datetime

    @property
    def user(self) -> User:
        return self.caller.user

    def parameters(self) -> Parameters:
        return Parameters(self.values)

    def app(self, app_id: int) -> AppData:
        """The app, if it can be reached by this path and this caller may view it."""
        app = self.world.find(app_id)
        if app is None:
            raise refusals.app_not_found(app_id)
        if not self.caller.may_enter(app):
            raise refusals.token_of_another_app()
        if app.guest_space != self.guest_space:
            # What Kintone says to an ordinary app on a guest path is not known; it is not there.
            if app.guest_space is None or self.guest_space is not None:
                raise refusals.app_not_found(app_id)
            raise refusals.guest_space_app(self.switches.guest_app_status)
        if not app.may_view(self.user):
            raise refusals.no_permission()
        return app


Handler = Callable[[Call], Answer]
