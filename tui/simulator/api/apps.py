"""Get App and Get Apps."""

from __future__ import annotations

from tui.simulator.api.calls import Answer, Call
from tui.simulator.data import AppData

ENTRIES_AT_MOST = 100
LENGTH_AT_MOST = 64
LARGEST_OFFSET = 2_147_483_647


def get_app(call: Call) -> Answer:
    with call.parameters() as parameters:
        app_id = parameters.identifier("id")
    return Answer.of(call.app(app_id).describe())


def get_apps(call: Call) -> Answer:
    """No count and no order by anything but the id; the filters combine with "and".

    Apps of guest spaces are listed on the ordinary path too, where they cannot be opened.
    """
    with call.parameters() as parameters:
        ids = parameters.identifiers("ids", at_most=ENTRIES_AT_MOST)
        codes = parameters.texts("codes", at_most=ENTRIES_AT_MOST, length=LENGTH_AT_MOST)
        name = parameters.text("name", at_most=LENGTH_AT_MOST).casefold()
        spaces = parameters.identifiers("spaceIds", at_most=ENTRIES_AT_MOST)
        limit = parameters.whole("limit", 100, least=1, most=100)
        offset = parameters.whole("offset", 0, least=0, most=LARGEST_OFFSET)

    def wanted(app: AppData) -> bool:
        return (
            (not ids or app.id in ids)
            and (not codes or app.code in codes)
            and name in app.name.casefold()
            and (call.guest_space is None or app.guest_space == call.guest_space)
        )

    found = [app.describe() for app in call.world.apps_for(call.user) if wanted(app)]
    if spaces:
        wanted_spaces = {str(space) for space in spaces}
        found = [app for app in found if app["spaceId"] in wanted_spaces]
    return Answer.of({"apps": found[offset : offset + limit]})
