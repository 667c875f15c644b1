"""Widths of columns, and rows cut to the window."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.stage import HOSTILE, is_safe
from tui.terminal.text import width
from tui.widgets.record_table.column_window import ColumnWindow
from tui.widgets.record_table.columns import GAP, MARGIN, Column, fitted, spread

COLUMNS = (
    Column("no", "No.", 5, "right"),
    Column("company", "会社名", 16),
    Column("amount", "Amount", 10, "right"),
    Column("note", "備考", 20),
)
ROW = ("1", "株式会社山田", "1,234.5", "ご連絡ありがとうございます")


def in_window(room: int, columns: tuple[Column, ...] = COLUMNS, *, freeze_first: bool = True) -> ColumnWindow:
    window = ColumnWindow(columns, freeze_first=freeze_first)
    window.fit_into(room)
    return window


def test_widths_come_from_titles_and_values_in_cells() -> None:
    columns = fitted(
        [Column("a", "A"), Column("b", "Long title"), Column("c", "C")], [("x", "y", "東京都港区")]
    )
    assert [column.width for column in columns] == [4, 10, 10]


def test_a_long_value_is_capped_and_its_wish_remembered() -> None:
    (column,) = fitted([Column("a", "A")], [("x" * 50,)], cap=30)
    assert (column.width, column.wish) == (30, 50)


def test_only_the_first_rows_are_measured() -> None:
    rows = itertools.chain(itertools.repeat(("x",), 1_000), (("x" * 50,) for _ in range(10**9)))
    assert fitted([Column("a", "A")], rows)[0].width == 4


def test_a_value_of_a_megabyte_is_measured_by_its_beginning() -> None:
    assert fitted([Column("a", "A")], [("ab" * 500_000,)])[0].width == 30


def test_room_left_over_goes_to_those_that_wish_for_it() -> None:
    columns = (Column("a", "A", 10, wish=10), Column("b", "B", 10, wish=16), Column("c", "C", 10, wish=90))
    room = 2 * MARGIN + 2 * GAP + 30 + 20
    assert spread(columns, room) == [10, 16, 24]
    assert spread(columns, room - 20) == [10, 10, 10]


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 90)), min_size=1, max_size=8), st.integers(0, 400)
)
def test_spreading_never_overfills_the_window(sizes: list[tuple[int, int]], room: int) -> None:
    columns = tuple(Column(str(n), "", cells, wish=wish) for n, (cells, wish) in enumerate(sizes))
    widths = spread(columns, room)
    total = 2 * MARGIN + GAP * (len(widths) - 1)
    assert all(now >= column.width for now, column in zip(widths, columns, strict=True))
    assert sum(widths) + total <= max(room, total + sum(column.width for column in columns))


def test_a_row_is_aligned_in_cells() -> None:
    assert in_window(62).row(ROW) == "     1  株式会社山田         1,234.5  ご連絡ありがとうご…     "


def test_the_header_stands_above_its_columns() -> None:
    window = in_window(62)
    header = "".join(window.header())
    assert header.rstrip() == "   No.  会社名                Amount  備考"
    for slot in window.slots:
        start, stop = slot.x, slot.x + slot.width
        assert cells_of(header, start, stop).strip() == COLUMNS[slot.column].title


def cells_of(text: str, start: int, stop: int) -> str:
    taken, at = "", 0
    for character in text:
        if start <= at < stop:
            taken += character
        at += width(character)
    return taken


def test_marks_in_the_header_say_where_more_columns_are() -> None:
    window = in_window(40)
    assert "".join(window.header()).endswith("›")
    assert "‹" not in "".join(window.header())
    window.go_to(3)
    assert "".join(window.header()).startswith("   No. ‹")
    assert "›" not in "".join(window.header())


def test_the_current_column_is_always_seen_whole() -> None:
    window = in_window(40)
    for column in (0, 1, 2, 3, 2, 1, 0, 3):
        window.go_to(column)
        slot = next(slot for slot in window.slots if slot.column == column)
        assert slot.width == COLUMNS[column].width


def test_the_first_column_stays_while_the_others_scroll() -> None:
    window = in_window(40)
    window.go_to(3)
    assert [slot.column for slot in window.slots] == [0, 3]


def test_a_first_column_that_takes_half_the_window_scrolls_too() -> None:
    window = in_window(40, (Column("a", "A", 25), Column("b", "B", 25), Column("c", "C", 25)))
    window.go_to(2)
    assert [slot.column for slot in window.slots] == [2]


def test_nothing_is_frozen_unless_asked_for() -> None:
    window = in_window(40, freeze_first=False)
    window.go_to(3)
    assert 0 not in [slot.column for slot in window.slots]


def test_a_longer_number_widens_its_column_and_a_longer_text_does_not() -> None:
    window = in_window(80)
    assert window.widen_for(("1234567", "x" * 30, "1,234.5", "")) is True
    assert "1234567" in window.row(("1234567", "", "", ""))
    assert window.widen_for(("1234567", "x" * 30, "1,234.5", "")) is False


def test_a_cell_is_found_by_where_it_stands() -> None:
    window = in_window(62)
    assert [window.column_at(x) for x in (0, 1, 7, 8, 40)] == [None, 0, 0, 1, 3]


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 60)), max_size=6),
    st.integers(0, 120),
    st.integers(0, 6),
    st.lists(st.sampled_from([*HOSTILE, "東京", "", "x" * 50]), min_size=6, max_size=6),
)
def test_every_row_is_exactly_as_wide_as_the_window(
    sizes: list[tuple[int, int]], room: int, current: int, row: list[str]
) -> None:
    columns = tuple(Column(str(n), "名前", cells, wish=wish) for n, (cells, wish) in enumerate(sizes))
    window = in_window(room, columns)
    window.go_to(current)
    whole, parts = window.row(row), "".join(window.row_in_parts(row))
    assert whole == parts
    for text in (whole, window.waiting(), "".join(window.header())):
        assert width(text) == max(room, width(text.rstrip()) if room < 2 else room)
        assert is_safe(text)


@pytest.mark.parametrize("current", range(4))
def test_the_current_cell_is_apart_without_its_padding(current: int) -> None:
    window = in_window(62)
    window.go_to(current)
    assert (
        window.row_in_parts(ROW).current == ("1", "株式会社山田", "1,234.5", "ご連絡ありがとうご…")[current]
    )
