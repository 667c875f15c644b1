"""Ways to look into the simulated company that several tests share."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from tui.simulator.data import AppData, User, World

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
CUSTOMERS, INQUIRIES, ORDERS, EQUIPMENT, SHOWS, MINUTES, REVIEWS, JOINT = 3, 5, 12, 17, 21, 24, 29, 33

Record = dict[str, Any]


def app(world: World, app_id: int) -> AppData:
    found = world.find(app_id)
    assert found is not None
    return found


def user(world: World, code: str) -> User:
    return next(user for user in world.users if user.code == code)


def select(found: AppData, query: str, who: User) -> list[Record]:
    return [json.loads(record) for record in found.select(query, user=who, now=NOW).records(None)]


def values(record: Record) -> dict[str, Any]:
    return {code: field["value"] for code, field in record.items()}


def all_records(world: World) -> dict[int, list[Record]]:
    """Up to 500 of each app, as the user sees them who sees every app."""
    sees_all = max(world.users, key=lambda who: len(world.apps_for(who)))
    return {found.id: select(found, "limit 500", sees_all) for found in world.apps_for(sees_all)}
