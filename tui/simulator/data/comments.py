"""What people wrote under a record."""

from __future__ import annotations

from tui.simulator.data.dice import draw, pick
from tui.simulator.data.fields import Json
from tui.simulator.data.people import JON, KANA, MIKA, SHUN, YUI, User

_WRITERS = (MIKA, JON, YUI, SHUN, KANA)
_TEXTS = (
    "先方に電話しました。来週あらためて連絡します。",
    "資料を添付しました。ご確認をお願いします。",
    "Called them back, they will send the serial number.",
    "部品の手配が済みました。納期は2週間です。",
    "I have asked the factory for a date.",
    "内容を確認しました。この方針で進めてください。",
    "Could you have a look at this before Friday?",
    "見積の有効期限が近いので、先方に確認してください。\n難しければ延長します。",
    "Customer is happy with the replacement unit.",
)
_MANY = 13
"""More than the ten that one answer holds."""


def comments(app: int, record_id: int) -> list[dict[str, Json]]:
    """As in Get Comments, the oldest first. Most records have none, a few more than ten."""
    return [_comment(app, record_id, number) for number in range(1, _count(app, record_id) + 1)]


def _count(app: int, record_id: int) -> int:
    roll = draw(app, record_id) % 100
    if roll < 3:
        return _MANY
    return roll % 4 + 1 if roll < 25 else 0


def _comment(app: int, record_id: int, number: int) -> dict[str, Json]:
    roll = draw(app * 1000 + number, record_id)
    writer = _WRITERS[roll % len(_WRITERS)]
    text = pick(_TEXTS, app + number, record_id)
    reader = _WRITERS[(roll + 1 + number % 3) % len(_WRITERS)] if roll % 3 == 0 else None
    return {
        "id": str(number),
        # Kintone puts the names of those mentioned before the text, without their @, and a space after it.
        "text": f"{reader.name} \n{text} " if reader else f"{text} ",
        "createdAt": f"2026-11-{number + 5:02d}T{roll % 10:02d}:{roll // 10 % 60:02d}:00Z",
        "creator": writer.reference(),
        "mentions": [_mention(reader)] if reader else [],
    }


def _mention(user: User) -> dict[str, str]:
    return {"code": user.code, "type": "USER"}
