"""Lists over a fake Kintone, and what they have to show."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from tests.kintone.listing.fake import FakeKintone, Row
from tui.kintone.listing import Limits, Order, RecordList
from tui.kintone.schema import Field

FIELDS = {
    field.code: field
    for field in (
        Field("No", "RECORD_NUMBER"),
        Field("Amount", "NUMBER"),
        Field("Total", "CALC", format="NUMBER_DIGIT"),
        Field("Span", "CALC", format="HOUR_MINUTE"),
        Field("Due", "DATE"),
        Field("At", "TIME"),
        Field("Call", "DATETIME"),
        Field("Created", "CREATED_TIME"),
        Field("Stage", "DROP_DOWN", options=("Lead", "Quote", 'Won "big"')),
        Field("Status", "STATUS"),
        Field("Company", "SINGLE_LINE_TEXT"),
        Field("By", "CREATOR"),
    )
}
STATES = ("New", "Review", "Done")


def record_list(app: FakeKintone, sort: str = "", condition: str = "", seed: int = 0) -> RecordList:
    return RecordList(
        app.fetch,
        order=Order.parse(sort, app.form),
        condition=condition,
        limits=app.limits,
        dice=random.Random(seed),
    )


def numbered(count: int, limits: Limits, *, step: int = 1) -> FakeKintone:
    """An app of records that have nothing but their ids."""
    return FakeKintone(FIELDS, [{"$id": 1 + step * n} for n in range(count)], limits=limits)


def shown(records: RecordList, first: int, end: int) -> list[int | None]:
    """The ids of what a screen would draw."""
    found = (records.get(position) for position in range(first, end))
    return [None if record is None else record.id for record in found]


def ids(rows: list[Row]) -> list[int]:
    return [row["$id"] for row in rows]


async def until(condition: Callable[[], bool]) -> None:
    """Lets everybody else go on until a condition holds."""
    for _ in range(10_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("that never came to be")


async def quiet(app: FakeKintone) -> None:
    """Until nothing is asked any more, reading ahead included."""
    calm = 0
    for _ in range(10_000):
        calm = 0 if app.running else calm + 1
        if calm == 10:
            return
        await asyncio.sleep(0)
    raise AssertionError("the list never came to rest")
