"""Download File."""

from __future__ import annotations

from tui.simulator.api import refusals
from tui.simulator.api.calls import Answer, Call


def get_file(call: Call) -> Answer:
    with call.parameters() as parameters:
        key = parameters.required_text("fileKey")
    stored = call.world.file(key)
    if stored is None:
        raise refusals.file_not_found()
    return Answer(stored.content, stored.content_type)
