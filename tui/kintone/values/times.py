"""Points in time, which Kintone sends in UTC, in the time zone of whoever reads them."""

from __future__ import annotations

import datetime


def local(moment: str, zone: datetime.tzinfo) -> str:
    """ "2026-11-23T00:30:00Z" as "2026-11-23 09:30", for one in Tokyo; what is no moment is unchanged."""
    try:
        parsed = datetime.datetime.fromisoformat(moment)
        if parsed.tzinfo is None:
            return moment
        return parsed.astimezone(zone).isoformat(" ", "minutes")[:16]
    except (ValueError, OverflowError):
        return moment
