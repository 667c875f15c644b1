"""Process management: the states of a record and what moves it on (Kintone REST API, Process Management)."""

from __future__ import annotations

from dataclasses import dataclass

from tui.kintone import lenient


@dataclass(frozen=True, slots=True)
class State:
    name: str
    index: int = 0

    @classmethod
    def from_json(cls, name: str, document: object) -> State:
        members = lenient.mapping(document)
        return cls(lenient.text(members.get("name")) or name, lenient.integer(members.get("index")) or 0)


@dataclass(frozen=True, slots=True)
class Action:
    """Takes a record from one state to another, when it meets the condition."""

    name: str
    source: str
    target: str
    condition: str = ""

    @classmethod
    def from_json(cls, document: object) -> Action:
        members = lenient.mapping(document)
        return cls(*(lenient.text(members.get(key)) for key in ("name", "from", "to", "filterCond")))


@dataclass(frozen=True, slots=True)
class Process:
    """The states in their order, which is also the order that records sort in by status."""

    enabled: bool = False
    states: tuple[State, ...] = ()
    actions: tuple[Action, ...] = ()
    revision: int | None = None

    @classmethod
    def from_json(cls, document: object) -> Process:
        members = lenient.mapping(document)
        states = [
            State.from_json(name, state) for name, state in lenient.mapping(members.get("states")).items()
        ]
        return cls(
            enabled=lenient.flag(members.get("enable")),
            states=tuple(sorted(states, key=lambda state: state.index)),
            actions=tuple(Action.from_json(action) for action in lenient.sequence(members.get("actions"))),
            revision=lenient.integer(members.get("revision")),
        )
