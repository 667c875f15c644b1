"""The time zone that moments are shown in."""

from __future__ import annotations

import datetime
import time
import zoneinfo


class LocalZone(datetime.tzinfo):
    """This computer's time zone, with the offset of each moment: summer time is not winter time."""

    def fromutc(self, dt: datetime.datetime) -> datetime.datetime:
        moment = dt.replace(tzinfo=datetime.UTC).timestamp()
        return dt + datetime.timedelta(seconds=time.localtime(moment).tm_gmtoff)

    def utcoffset(self, dt: datetime.datetime | None) -> datetime.timedelta | None:
        if dt is None:
            return None
        moment = time.mktime((*dt.timetuple()[:8], -1))
        return datetime.timedelta(seconds=time.localtime(moment).tm_gmtoff)

    def dst(self, dt: datetime.datetime | None) -> datetime.timedelta | None:
        return None

    def tzname(self, dt: datetime.datetime | None) -> str | None:
        return None


def zone_named(name: str) -> datetime.tzinfo | None:
    """The zone that `name` means ("Asia/Tokyo"), this computer's for ""; None where there is no such zone."""
    if not name:
        return LocalZone()
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None
