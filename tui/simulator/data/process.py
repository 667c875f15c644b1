"""Process management of an app, as Kintone's Get Process Management Settings gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tui.simulator.data.fields import Json


@dataclass(frozen=True, slots=True)
class State:
    """`assignees` are (entity type, code) pairs; `choice` is ONE, ALL or ANY of them."""

    name: str
    assignees: tuple[tuple[str, str | None], ...] = ()
    choice: str = "ONE"


@dataclass(frozen=True, slots=True)
class Action:
    name: str
    before: str
    after: str
    condition: str = ""
    secondary: bool = False


@dataclass(frozen=True, slots=True)
class Process:
    states: Sequence[State]
    actions: Sequence[Action]

    def describe(self) -> dict[str, Json]:
        return {
            "enable": True,
            "states": {state.name: _state(state, index) for index, state in enumerate(self.states)},
            "actions": [_action(action) for action in self.actions],
        }

    @property
    def ranks(self) -> Mapping[str, int]:
        return {state.name: index for index, state in enumerate(self.states)}


NEVER_CONFIGURED: Mapping[str, Json] = {"enable": False, "states": None, "actions": None}


def _state(state: State, index: int) -> dict[str, Json]:
    entities = [
        {"entity": {"type": kind, "code": code}, "includeSubs": False} for kind, code in state.assignees
    ]
    return {
        "name": state.name,
        "index": str(index),
        "assignee": {"type": state.choice, "entities": entities},
    }


def _action(action: Action) -> dict[str, Json]:
    return {
        "name": action.name,
        "from": action.before,
        "to": action.after,
        "filterCond": action.condition,
        "type": "SECONDARY" if action.secondary else "PRIMARY",
    }
