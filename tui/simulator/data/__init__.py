"""The people, apps, records and files of the simulated Kintone: an invented maker of measuring instruments.

The interface (everything else in this package is how it is done):

    World.make(*, large: int = 30_000) -> World
        .users: tuple[User, ...]                  the four who can sign in
        .find(app_id: int) -> AppData | None      also apps that a user may not view (ask `may_view`)
        .apps_for(user) -> list[AppData]          those the user may view, ordered by id
        .file(key: str) -> StoredFile | None      .content_type, .name, .content: bytes
        .rules: Rules                             may be replaced: how the open questions are answered
        .close()

    User              .id: int, .code, .name, .timezone ("Asia/Tokyo"), .language ("ja" or "en"),
                      .organizations, .groups: tuple[Entity, ...] (.code, .name);
                      the first organization is the primary one

    AppData
        .id: int   .code: str   .name: str   .guest_space: int | None   .revision: str
        .describe() -> dict                       app.json, as it is sent
        .properties() -> dict                     the "properties" of app/form/fields.json
        .layout() -> list                         the "layout" of app/form/layout.json
        .views() -> dict                          the "views" of app/views.json
        .settings() -> dict                       app/settings.json, with "revision"
        .status() -> dict                         app/status.json, with "revision"
        .may_view(user) -> bool
        .hidden_fields(user) -> frozenset[str]
        .select(query: str, *, user: User, now: datetime) -> Selection
                                                  raises tui.simulator.query.QueryRefused
        .record(record_id: int, user: User) -> bytes | None
        .comments(record_id: int) -> list[dict]   as in comments.json, oldest first
        .add(values) -> int; .change(record_id, values); .remove(record_id)  others who write meanwhile

    Selection
        .total() -> int                           ignores limit and offset
        .records(fields: Sequence[str] | None) -> list[bytes]
        .aborted: bool                            a `like` had more than 100,000 hits: send X-Cybozu-Warning
"""

from __future__ import annotations

from tui.simulator.data.app import AppData
from tui.simulator.data.files import StoredFile
from tui.simulator.data.people import Entity, User
from tui.simulator.data.selection import Selection
from tui.simulator.data.world import World
from tui.simulator.query import Rules

__all__ = ["AppData", "Entity", "Rules", "Selection", "StoredFile", "User", "World"]
