"""The time zone that moments are shown in."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator

import pytest

from tui.kintone.records import FieldValue
from tui.kintone.values import text
from tui.time_zone import LocalZone, zone_named


@pytest.fixture
def new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("new_york")
@pytest.mark.parametrize(
    ("moment", "shown"),
    [("2026-07-01T12:00:00Z", "2026-07-01 08:00"), ("2026-12-01T12:00:00Z", "2026-12-01 07:00")],
)
def test_this_computers_zone_has_the_offset_of_each_moment(moment: str, shown: str) -> None:
    assert text(FieldValue("DATETIME", moment), None, LocalZone()) == shown


@pytest.mark.usefixtures("new_york")
def test_the_same_as_the_named_zone_all_year() -> None:
    named = zone_named("America/New_York")
    assert named is not None
    for hour in range(0, 366 * 24, 5):
        moment = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(hours=hour)
        assert moment.astimezone(LocalZone()).replace(tzinfo=None) == moment.astimezone(named).replace(
            tzinfo=None
        )


@pytest.mark.parametrize("name", ["America", "No/Such", "../etc/passwd", "\0", "/etc/localtime"])
def test_what_is_no_zone_is_told_from_one(name: str) -> None:
    assert zone_named(name) is None


def test_no_name_is_this_computers() -> None:
    assert isinstance(zone_named(""), LocalZone)
