"""Each value of an inquiry, from the record's id alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from tui.simulator.data.company.clients import CLIENTS, Client
from tui.simulator.data.company.inquiries import texts
from tui.simulator.data.company.inquiries.calendar import LAST, WEEKDAYS, arrival, moment
from tui.simulator.data.company.inquiries.form import (
    CATEGORIES,
    CHANNELS,
    PRIORITIES,
    STANDARDS,
    STATES,
    TAGS,
)
from tui.simulator.data.company.products import PRODUCTS
from tui.simulator.data.dice import draw, pick
from tui.simulator.data.files import reference
from tui.simulator.data.people import ORGANIZATIONS, REMOVED, SUPPORTERS, YUI
from tui.simulator.data.source import Reader, Value


def _weighted(options: tuple[str, ...], weights: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(option for option, weight in zip(options, weights, strict=True) for _ in range(weight))


_OWNERS = tuple(user.reference() for user in SUPPORTERS)
_DEPARTMENTS = tuple(entity.reference() for entity in ORGANIZATIONS)
_FILES = (
    "error log.txt",
    "readings.csv",
    "drift.png",
    "測定データ.csv",
    "設置写真.png",
    "quotation HM-20.pdf",
)
_WEIGHTED_CATEGORIES = _weighted(CATEGORIES, (7, 5, 3, 3, 1, 1))
_WEIGHTED_PRIORITIES: tuple[str | None, ...] = (*_weighted(PRIORITIES, (4, 12, 3, 1)), None)
_OPEN = STATES[:4] + STATES[1:2] * 2
_RATE = 85
_SETTLED_AFTER = 45
"""Working days after which nearly every inquiry is closed."""


def _some(options: tuple[str, ...], salt: int, record_id: int) -> list[str]:
    """Seldom many of them."""
    roll = draw(salt, record_id)
    chosen = roll & (roll >> 8)
    return [option for place, option in enumerate(options) if chosen >> place & 1]


# Seven fields of a record ask for it one after the other.
@lru_cache(maxsize=512)
def _client(record_id: int) -> Client:
    """The first ones ask far more often than the last."""
    roll = draw(1, record_id)
    count = len(CLIENTS)
    return CLIENTS[(roll % count) * ((roll >> 12) % count + 1) // count]


def _contact(record_id: int) -> tuple[str, str]:
    """The name, and its part of an address: most often the usual contact."""
    client, roll = _client(record_id), draw(2, record_id)
    if roll % 3:
        return client.contact, client.address
    if client.japanese:
        family = roll // 3 % len(texts.FAMILY_JA)
        return f"{texts.FAMILY_JA[family]} {pick(texts.GIVEN_JA, 3, record_id)}", texts.FAMILY_ROMAN[family]
    family_name, given = texts.FAMILY_EN[roll // 3 % len(texts.FAMILY_EN)], pick(texts.GIVEN_EN, 3, record_id)
    return f"{given} {family_name}", f"{given[0]}.{family_name}".lower()


def _category(record_id: int) -> str:
    return pick(_WEIGHTED_CATEGORIES, 4, record_id)


def _email(record_id: int) -> Value:
    return f"{_contact(record_id)[1]}@{_client(record_id).domain}.example"


def _phone(record_id: int) -> Value:
    """From ranges that no telephone network uses; a third left none."""
    roll = draw(6, record_id)
    if roll % 3 == 0:
        return ""
    number = roll // 3
    if _client(record_id).japanese:
        return f"+81-3-0000-{number % 9000 + 1000}"
    return f"+1-202-555-{number % 100 + 100:04d}"


def _subject(record_id: int) -> Value:
    product = pick(PRODUCTS, 5, record_id)
    japanese = _client(record_id).japanese
    subjects = texts.SUBJECTS_JA if japanese else texts.SUBJECTS_EN
    roll = draw(7, record_id)
    return pick(subjects[_category(record_id)], 8, record_id).format(
        model=product.model,
        product=product.japanese if japanese else product.english,
        count=roll % 23 + 2,
        year=2023 + roll % 4,
    )


def _question(record_id: int) -> Value:
    japanese = _client(record_id).japanese
    openings, bodies = (
        (texts.OPENINGS_JA, texts.BODIES_JA) if japanese else (texts.OPENINGS_EN, texts.BODIES_EN)
    )
    roll = draw(9, record_id)
    length = len(bodies)
    # Steps of 3 never meet the same sentence again among ten.
    sentences = [bodies[(roll + 3 * step) % length] for step in range(2 + roll // length % 3)]
    return openings[roll % len(openings)] + "\n" + "\n".join(sentences)


def _serial(record_id: int) -> Value:
    roll = draw(10, record_id)
    return "" if roll % 5 == 0 else f"{pick(PRODUCTS, 5, record_id).model}-{roll // 5 % 90_000 + 10_000}"


def _callback(record_id: int) -> Value:
    roll = draw(11, record_id)
    return None if roll % 5 < 3 else f"{roll // 5 % 9 + 9:02d}:{roll // 45 % 4 * 15:02d}"


def _quote(record_id: int) -> Value:
    """Many small ones and few very large ones."""
    if _category(record_id) != "Quotation":
        return ""
    roll = draw(12, record_id)
    return str(pick(PRODUCTS, 5, record_id).price * 40 // (roll % 40 + 1))


def _attachments(record_id: int) -> Value:
    roll = draw(13, record_id)
    if roll % 9:
        return []
    names = _FILES[roll % len(_FILES)], _FILES[(roll // 9 + 1) % len(_FILES)]
    return [reference(name) for name in names[: 1 + roll // 9 % 2]]


class Inquiries:
    """`count` records; what depends on the time of arrival is here, the rest above."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._last_id = max(_id(count - 1), 1)
        self._readers = self._all_readers()

    def ids(self) -> Iterable[int]:
        return map(_id, range(self._count))

    def reader(self, code: str) -> Reader:
        return self._readers[code]

    def _all_readers(self) -> Mapping[str, Reader]:
        return {
            "$revision": lambda record_id: str(draw(20, record_id) % 9 + 1),
            "Created_by": lambda record_id: pick(_OWNERS, 21, record_id),
            "Created_datetime": lambda record_id: moment(*arrival(record_id, self._last_id)),
            "Updated_by": lambda record_id: pick((*_OWNERS, *_OWNERS, *_OWNERS, REMOVED), 22, record_id),
            "Updated_datetime": self._updated,
            "Status": self._status,
            "Assignee": self._assignee,
            "Subject": _subject,
            "Customer": lambda record_id: _client(record_id).name,
            "Contact": lambda record_id: _contact(record_id)[0],
            "Email": _email,
            "Phone": _phone,
            "Channel": lambda record_id: pick(CHANNELS, 23, record_id),
            "Product": lambda record_id: pick(PRODUCTS, 5, record_id).model,
            "Category": _category,
            "Priority": lambda record_id: pick(_WEIGHTED_PRIORITIES, 24, record_id),
            "Tags": lambda record_id: _some(TAGS, 25, record_id),
            "Standards": lambda record_id: _some(STANDARDS, 26, record_id),
            "Serial_number": _serial,
            "Received_on": lambda record_id: WEEKDAYS[arrival(record_id, self._last_id)[0]],
            "Due_on": self._due,
            "Callback_at": _callback,
            "First_reply": self._first_reply,
            "Minutes": self._minutes,
            "Quote": _quote,
            "Cost": self._cost,
            "Question": _question,
            "Answer": self._answer,
            "Owner": lambda record_id: [pick(_OWNERS, 27, record_id)],
            "Department": lambda record_id: [pick(_DEPARTMENTS, 28, record_id)][: draw(29, record_id) % 4],
            "Attachments": _attachments,
        }

    def _status(self, record_id: int) -> str:
        age = LAST - arrival(record_id, self._last_id)[0]
        roll = draw(30, record_id)
        if age > _SETTLED_AFTER:
            return "Resolved" if roll % 40 == 0 else "Closed"
        return "Closed" if roll % (_SETTLED_AFTER + 1) < age else _OPEN[roll // 64 % len(_OPEN)]

    def _assignee(self, record_id: int) -> Value:
        status = self._status(record_id)
        if status == "Closed":
            return []
        return [YUI.reference()] if status == "New" else [pick(_OWNERS, 27, record_id)]

    def _updated(self, record_id: int) -> Value:
        day, minute = arrival(record_id, self._last_id)
        days = min(draw(31, record_id) % 30, max(LAST - day, 0))
        return moment(day + days, minute + draw(31, record_id) % 50)

    def _due(self, record_id: int) -> Value:
        roll = draw(32, record_id)
        day = arrival(record_id, self._last_id)[0]
        return None if roll % 8 == 0 else WEEKDAYS[day + 2 + roll // 8 % 15]

    def _first_reply(self, record_id: int) -> Value:
        if self._status(record_id) == "New":
            return ""
        day, minute = arrival(record_id, self._last_id)
        return moment(day, minute + draw(33, record_id) % 600 + 2)

    def _spent(self, record_id: int) -> int:
        """Minutes; 0 for an inquiry that nobody has taken."""
        if self._status(record_id) == "New":
            return 0
        roll = draw(34, record_id)
        return 5 + roll % 40 + (roll // 40 % 30) ** 2 // (1 + roll // 1200 % 6)

    def _minutes(self, record_id: int) -> Value:
        spent = self._spent(record_id)
        return str(spent) if spent else ""

    def _cost(self, record_id: int) -> Value:
        return str(self._spent(record_id) * _RATE)

    def _answer(self, record_id: int) -> Value:
        if self._status(record_id) in ("New", "In progress"):
            return ""
        answers = texts.ANSWERS_JA if _client(record_id).japanese else texts.ANSWERS_EN
        return f"<div>{pick(answers, 35, record_id)}<br></div>"


def _id(place: int) -> int:
    """Ids grow with gaps: here and there one record was deleted, now and then a whole import."""
    return 1 + place + place // 17 + place // 900 * 40
