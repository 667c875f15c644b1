"""What an app of the simulated Kintone is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tui.simulator.data.form import Form
from tui.simulator.data.people import HARUTO, MIKA, User
from tui.simulator.data.process import Process
from tui.simulator.data.source import Source
from tui.simulator.data.views import View


@dataclass(frozen=True, slots=True)
class AppPlan:
    """`records` is called when the app is first looked into.

    `viewers` are the codes of those who may view the app, None for everybody; `hidden` gives the field codes
    that a user (by code) may not view. `space` is None outside spaces; with `guest` it is a guest space.
    """

    id: int
    name: str
    form: Form
    records: Callable[[], Source]
    views: tuple[View, ...] = ()
    code: str = ""
    description: str = ""
    process: Process | None = None
    space: int | None = None
    guest: bool = False
    viewers: frozenset[str] | None = None
    hidden: Mapping[str, frozenset[str]] = field(default_factory=dict)
    title_field: str = ""
    icon: str = "APP39"
    theme: str = "BLUE"
    comments: bool = True
    creator: User | None = MIKA
    modifier: User | None = HARUTO
    created: str = "2023-04-03T01:00:00.000Z"
    modified: str = "2026-10-30T07:41:12.000Z"
    revision: str = "31"
