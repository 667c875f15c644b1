"""What a list is ordered by."""

from __future__ import annotations

import msgspec
import pytest

from tests.kintone.listing.lists import FIELDS, STATES
from tui.kintone.listing import Order
from tui.kintone.listing.keys import Kind
from tui.kintone.records import Record
from tui.kintone.schema import Form

FORM = Form(FIELDS)


def record(**values: object) -> Record:
    return Record(msgspec.json.encode({code: {"type": "", "value": value} for code, value in values.items()}))


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        ("", "$id desc"),
        ("  ", "$id desc"),
        ("Amount desc", "Amount desc, $id desc"),
        ("Amount", "Amount asc, $id desc"),
        ("No asc", "$id asc"),
        ("No desc, Amount asc", "$id desc"),
        ("Amount DESC ,Due  asc,　Stage　desc", "Amount desc, Due asc, Stage desc, $id desc"),
        ("Amount asc, Amount desc", "Amount asc, $id desc"),
        ("$id asc, No desc", "$id asc"),
        ("Unheard_of desc, Due asc", "Unheard_of desc, Due asc, $id desc"),
        ("desc desc", "desc desc, $id desc"),
        (",,", "$id desc"),
    ],
)
def test_an_order_ends_in_the_id_and_names_no_record_number(sort: str, text: str) -> None:
    assert Order.parse(sort, FORM).text == text


def test_reversing_flips_every_key() -> None:
    order = Order.parse("Amount desc, Due asc", FORM)
    assert order.reversed().text == "Amount asc, Due desc, $id asc"
    assert order.reversed().reversed() == order


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("No", Kind.ID),
        ("Amount", Kind.NUMBER),
        ("Total", Kind.NUMBER),
        ("Span", Kind.OPAQUE),
        ("Due", Kind.DATE),
        ("At", Kind.TIME),
        ("Call", Kind.MOMENT),
        ("Created", Kind.MOMENT),
        ("Stage", Kind.LISTED),
        ("Status", Kind.LISTED),
        ("Company", Kind.OPAQUE),
        ("By", Kind.OPAQUE),
        ("gone", Kind.OPAQUE),
    ],
)
def test_the_type_of_a_field_says_how_its_values_compare(code: str, kind: Kind) -> None:
    assert Order.parse(f"{code} asc", FORM, states=STATES).keys[0].kind is kind


def test_without_its_states_a_status_is_opaque() -> None:
    order = Order.parse("Status asc, Amount asc", FORM)
    assert order.depth == 0
    assert not order.complete


def test_the_fields_that_tell_a_place_are_those_of_the_keys() -> None:
    assert Order.parse("No asc, Amount asc", FORM).codes == ("$id",)
    assert Order.parse("Stage asc, Amount asc", FORM).codes == ("Stage", "Amount", "$id")


def test_places_compare_key_by_key_with_empty_values_lowest() -> None:
    order = Order.parse("Stage desc, Amount asc, Call desc, No asc", FORM)
    records = [
        record(Stage='Won "big"', Amount="", Call="", **{"$id": "9"}),
        record(Stage="Quote", Amount="-1", Call="2026-01-01T00:00:00Z", **{"$id": "3"}),
        record(Stage="Quote", Amount="9", Call="2026-01-01T00:01:00Z", **{"$id": "1"}),
        record(Stage="Quote", Amount="9.0", Call="2026-01-01T00:00:59Z", **{"$id": "2"}),
        record(Stage="Quote", Amount="10", Call="", **{"$id": "5"}),
        record(Stage="Lead", Amount="1E+2", Call="", **{"$id": "4"}),
        record(Stage=None, Amount="0", Call="", **{"$id": "7"}),
        record(Stage="deleted option", Amount="1", Call="", **{"$id": "6"}),
    ]
    places = [order.place(one) for one in records]
    assert None not in places
    for index, first in enumerate(places):
        for other, second in enumerate(places):
            assert first is not None and second is not None
            result = order.compare(first, second)
            assert (result > 0) - (result < 0) == (index > other) - (index < other)


@pytest.mark.parametrize(
    "values",
    [
        {"$id": "1"},
        {"Amount": "12 €", "$id": "1"},
        {"Amount": ["1"], "$id": "1"},
        {"Amount": "NaN", "$id": "1"},
        {"Amount": "1", "$id": ""},
        {"Amount": "1"},
    ],
)
def test_a_record_that_does_not_tell_its_place_has_none(values: dict[str, object]) -> None:
    assert Order.parse("Amount asc", FORM).place(record(**values)) is None
