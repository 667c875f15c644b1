"""What is known of an app before its records are shown: its form, its layout and its views.

A token without `k:app_settings:read` may read records all the same (the case of Kintone's own article on
OAuth): then everything is learned from the records themselves.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.errors import KintoneTuiError
from tui.kintone.client import Kintone
from tui.kintone.failures import GuestSpaceApp, MissingScope
from tui.kintone.records import Record
from tui.kintone.schema import ALL_RECORDS, App, Form, Layout, View


@dataclass(frozen=True, slots=True)
class KnownApp:
    """An app as its list and its records are shown."""

    app: App
    guest_space: int | None
    form: Form | None
    """None until the first records came, where the settings may not be read."""
    layout: Layout | None
    views: tuple[View, ...]

    @property
    def inferred(self) -> bool:
        """Whether names and types were not told by Kintone but learned from the records."""
        return self.layout is None

    @property
    def title(self) -> str:
        return self.app.name or f"App {self.app.id}"

    def learned_from(self, records: Iterable[Record]) -> KnownApp:
        """The same app, with a form made from `records` if Kintone gave none."""
        return self if self.form is not None else replace(self, form=Form.infer(records))


async def get_to_know(kintone: Kintone, app: App) -> KnownApp:
    """Ask for everything at once. A missing scope is no obstacle; other failures are raised."""
    try:
        return await _read(kintone, app, None)
    except GuestSpaceApp:
        if app.space_id is None:
            raise
        # The list of apps does not tell a guest space from an ordinary one.
        return await _read(kintone, app, app.space_id)


async def _read(kintone: Kintone, app: App, guest_space: int | None) -> KnownApp:
    failure: BaseException | None = None
    try:
        async with asyncio.TaskGroup() as asking:
            described = asking.create_task(kintone.app(app.id, guest_space=guest_space))
            form = asking.create_task(kintone.form(app.id, guest_space=guest_space))
            layout = asking.create_task(kintone.layout(app.id, guest_space=guest_space))
            views = asking.create_task(kintone.views(app.id, guest_space=guest_space))
    except* KintoneTuiError as failed:
        failure = failed.exceptions[0]
    if isinstance(failure, MissingScope):
        return KnownApp(app, guest_space, None, None, (ALL_RECORDS,))
    if failure is not None:
        # By itself: who asked for an app expects its failure, not a group of four.
        raise failure
    return KnownApp(
        described.result(), guest_space, form.result(), layout.result(), (*views.result(), ALL_RECORDS)
    )
