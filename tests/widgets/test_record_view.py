"""One record: labels, values, tables, groups."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.pilot import Pilot

from tests.widgets.stage import HOSTILE, LARGE, SMALL, Stage, assert_safe, drawn
from tui.terminal.text import width
from tui.widgets.record_layout import RecordLines
from tui.widgets.record_sections import Entry, Section, Table
from tui.widgets.record_view import RecordView

RECORD = [
    Section(
        "",
        [
            Entry("Record number", ["5"], "number"),
            Entry("会社名", ["株式会社山田"]),
            Entry(
                "備考",
                ["ご連絡ありがとうございます。来週お伺いします。よろしくお願いします。", "", "Thanks."],
            ),
            Entry("Fax", []),
            Table("Items", ["品目", "Qty"], [["ノートパソコン", "2"], ["Monitor", "10"]], frozenset({1})),
        ],
    ),
    Section("配送", [Entry("Address", ["東京都中央区日本橋2-7-1"])]),
]


def lines(sections: list[Section], cells: int) -> list[str]:
    layout = RecordLines(sections, cells)
    while not layout.is_complete:
        layout.read_on(1_000)
    return ["".join(text for text, _ in layout.line(y)).rstrip() for y in range(layout.line_count)]


def test_labels_stand_in_a_column_and_values_beside_them() -> None:
    assert lines(RECORD, 64) == [
        " Record number  5",
        " 会社名         株式会社山田",
        " 備考           ご連絡ありがとうございます。来週お伺いします。",
        "                よろしくお願いします。",
        "",
        "                Thanks.",
        " Fax",
        "",
        " Items",
        "   品目            Qty",
        "   ノートパソコン    2",
        "   Monitor          10",
        "",
        " 配送",
        " Address        東京都中央区日本橋2-7-1",
    ]


def test_a_long_label_is_wrapped_and_leaves_room_for_the_value() -> None:
    section = Section("", [Entry("お客様のご担当者名（フリガナ・必須項目）", ["オオタ ミカ"])])
    assert lines([section], 78) == [
        " お客様のご担当者名（フリガ  オオタ ミカ",
        " ナ・必須項目）",
    ]


def test_code_is_not_wrapped() -> None:
    assert lines([Section("", [Entry("Raw", ["x" * 200], "code")])], 40) == [" Raw  " + "x" * 200]


def test_a_cell_of_several_lines_makes_its_row_taller() -> None:
    table = Table("T", ["A", "B"], [["one\ntwo", "x"], ["three", "y"]])
    assert lines([Section("", [table])], 40)[1:5] == ["   A      B", "   one    x", "   two", "   three  y"]


def test_a_table_without_rows_shows_its_headings() -> None:
    assert lines([Section("", [Table("T", ["A", "B"], [])])], 40)[:2] == [" T", "   A  B"]


@pytest.mark.parametrize("cells", [0, 1, 10, 25])
def test_a_window_too_narrow_for_anything_does_no_harm(cells: int) -> None:
    assert lines(RECORD, cells)


@given(
    st.lists(st.tuples(st.text(max_size=20), st.lists(st.text(max_size=60), max_size=3)), max_size=6),
    st.integers(40, 120),
)
def test_values_never_reach_beyond_the_window(entries: list[tuple[str, list[str]]], cells: int) -> None:
    section = Section("", [Entry(label, values) for label, values in entries])
    assert all(width(line) <= cells for line in lines([section], cells))


@given(st.integers(30, 90), st.integers(30, 90), st.integers(0, 14))
def test_a_place_means_the_same_entry_in_every_width(before: int, after: int, line: int) -> None:
    first, second = RecordLines(RECORD, before), RecordLines(RECORD, after)
    first.read_on(1_000)
    place = first.place_of(min(line, first.line_count - 1))
    found = second.line_at(place)
    assert second.place_of(found)[0] == place[0]


def test_500_fields_of_10000_characters_open_at_once() -> None:
    values = ["お世話になっております。株式会社山田の田中です。" * 400, "Lorem ipsum dolor sit amet " * 370]
    section = Section("", [Entry(f"フィールド {number}", [values[number % 2]]) for number in range(500)])
    started = time.perf_counter()
    layout = RecordLines([section], 78)
    layout.read_on(50)
    assert time.perf_counter() - started < 0.2
    while not layout.is_complete:
        layout.read_on(2_000)
    assert time.perf_counter() - started < 10
    assert layout.line_count > 100_000


async def open_record(view: RecordView, pilot: Pilot[None], sections: list[Section]) -> list[str]:
    view.show(sections)
    view.focus()
    await pilot.pause()
    return [line.rstrip() for line in drawn(view)]


async def test_a_record_is_laid_out_anew_for_each_width() -> None:
    view = RecordView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        section = Section("", [Entry("Note", ["word " * 40])])
        assert len([line for line in await open_record(view, pilot, [section]) if line]) == 3
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        assert len([line for line in drawn(view) if line.strip()]) == 2
        assert_safe(view)


async def test_the_entry_at_the_top_stays_there_when_the_width_changes() -> None:
    entries = [Entry(f"Field {number}", ["words and words " * 20]) for number in range(50)]
    view = RecordView()
    async with Stage(view).run_test(size=LARGE) as pilot:
        await open_record(view, pilot, [Section("", entries)])
        view.move_to(40)
        await pilot.pause()
        label = drawn(view)[0].split("  ")[0]
        assert label.strip() == "Field 20"
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        assert drawn(view)[0].startswith(label)


async def test_hostile_text_is_drawn_safely_everywhere() -> None:
    items: list[Entry | Table] = [Entry(text, [text], "link") for text in HOSTILE]
    items.append(Table(HOSTILE[2], HOSTILE[:3], [HOSTILE[3:6], HOSTILE[2:5]]))
    view = RecordView()
    async with Stage(view).run_test(size=(80, 60)) as pilot:
        shown = await open_record(view, pilot, [Section(HOSTILE[2], items)])
        assert_safe(view)
        assert "[/foo] bar" in "".join(shown)
        assert "[red]x[/red]" in "".join(shown)
        await pilot.press("l", "G")
        assert_safe(view)


async def test_a_wide_table_can_be_scrolled_to() -> None:
    table = Table("T", [f"Column {n}" for n in range(20)], [[f"value {n}" for n in range(20)]])
    view = RecordView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        shown = await open_record(view, pilot, [Section("", [table])])
        assert shown[1].endswith("›")
        await pilot.press(*["l"] * 20)
        assert drawn(view)[2].rstrip().endswith("value 19")
