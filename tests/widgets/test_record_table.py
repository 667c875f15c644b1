"""The table as somebody at a terminal meets it."""

from __future__ import annotations

import gc
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.pilot import Pilot

from tests.widgets.stage import HOSTILE, LARGE, SMALL, Stage, assert_safe, drawn, mouse, strips, style_at
from tui.terminal.text import width
from tui.widgets.record_table import Column, RecordTable, fitted

COLUMNS = (
    Column("no", "No.", 9, "right"),
    Column("company", "会社名", 20),
    Column("status", "Status", 8),
    Column("amount", "Amount", 12, "right"),
    Column("note", "Note", 30),
)


class Rows:
    """Rows that are made up; `here` None means that all of them are here already."""

    def __init__(self, count: int | None, here: set[int] | None = None) -> None:
        self.row_count = count
        self.here = here
        self.asked: list[int] = []

    def cells(self, position: int) -> Sequence[str] | None:
        self.asked.append(position)
        if self.here is not None and position not in self.here:
            return None
        return (f"{position + 1}", f"株式会社 {position}", "Open", f"{position * 10:,}", "memo\nsecond line")


class TableStage(Stage):
    def on_record_table_rows_wanted(self, message: RecordTable.RowsWanted) -> None:
        self.hear(message)

    def on_record_table_cursor_moved(self, message: RecordTable.CursorMoved) -> None:
        self.hear(message)

    def on_record_table_row_selected(self, message: RecordTable.RowSelected) -> None:
        self.hear(message)


class Scene:
    def __init__(self, app: TableStage, pilot: Pilot[None], table: RecordTable) -> None:
        self.app, self.pilot, self.table = app, pilot, table

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        return drawn(self.table)


@asynccontextmanager
async def table_of(
    rows: Rows, size: tuple[int, int] = SMALL, columns: Sequence[Column] = COLUMNS, cursor: int = 0
) -> AsyncIterator[Scene]:
    table = RecordTable()
    app = TableStage(table)
    async with app.run_test(size=size) as pilot:
        table.show(rows, columns, cursor)
        table.focus()
        await pilot.pause()
        yield Scene(app, pilot, table)


async def test_header_and_rows_are_aligned_in_cells_at_80x24() -> None:
    async with table_of(Rows(30)) as scene:
        assert scene.lines[:3] == [
            "       No.  会社名                Status          Amount  Note                › ",
            "         1  株式会社 0            Open                 0  memo⏎second line      ",
            "         2  株式会社 1            Open                10  memo⏎second line      ",
        ]
        assert {width(line) for line in scene.lines} == {80}
        assert len(scene.lines) == 24


async def test_a_wide_terminal_shows_whole_columns_at_200x50() -> None:
    async with table_of(Rows(100), LARGE) as scene:
        assert len(scene.lines) == 50
        assert "›" not in scene.lines[0]
        assert scene.lines[49].split()[0] == "49"
        assert {width(line) for line in scene.lines} == {200}


async def test_a_row_without_cursor_is_one_segment_and_the_bar() -> None:
    async with table_of(Rows(1_000)) as scene:
        assert [len(list(strip)) for strip in strips(scene.table)[2:]] == [2] * 22


async def test_row_one_million_is_one_key_away() -> None:
    rows = Rows(1_000_000)
    async with table_of(rows) as scene:
        rows.asked.clear()
        await scene.press("G")
        assert scene.table.cursor == 999_999
        assert scene.lines[-1].split()[:2] == ["1000000", "株式会社"]
        assert set(rows.asked) == set(range(999_977, 1_000_000))
        await scene.press("g")
        assert scene.table.cursor == 0
        assert scene.lines[1].split()[0] == "1"


@pytest.mark.parametrize(
    ("keys", "cursor", "top"),
    [
        (("down",), 1, 0),
        (("j", "j", "k"), 1, 0),
        (("up",), 0, 0),
        (("pagedown",), 23, 23),
        (("space", "pageup"), 0, 0),
        (("ctrl+d",), 11, 11),
        (("ctrl+d", "ctrl+u"), 0, 0),
        (("end",), 999, 977),
        (("end", "home"), 0, 0),
        (("G", "pagedown"), 999, 977),
        (("G", "k"), 998, 977),
        (("pagedown", "up"), 22, 22),
    ],
)
async def test_keys_move_the_cursor(keys: tuple[str, ...], cursor: int, top: int) -> None:
    async with table_of(Rows(1_000)) as scene:
        await scene.press(*keys)
        assert (scene.table.cursor, scene.table.top) == (cursor, top)
        assert scene.lines[1 + cursor - top].split()[0] == str(cursor + 1)


async def test_the_cursor_scrolls_by_single_rows_at_the_edge() -> None:
    async with table_of(Rows(1_000)) as scene:
        await scene.press(*["j"] * 23)
        assert (scene.table.cursor, scene.table.top) == (23, 1)


async def test_the_cursor_is_one_style_across_the_row() -> None:
    async with table_of(Rows(100)) as scene:
        await scene.press("j")
        cursor = {str(style_at(scene.table, x, 2).bgcolor) for x in range(79)}
        other = {str(style_at(scene.table, x, 3).bgcolor) for x in range(79)}
        assert len(cursor) == 1
        assert cursor != other


async def test_where_no_column_is_ever_meant_none_is_marked() -> None:
    table = RecordTable(marks_column=False)
    app = TableStage(table)
    async with app.run_test(size=SMALL) as pilot:
        table.show(Rows(3), COLUMNS)
        await pilot.pause()
        for y in (0, 1):
            assert len({style_at(table, x, y) for x in range(table.body_width)}) == 1


async def test_the_current_column_is_marked_in_header_and_cursor_row_only() -> None:
    async with table_of(Rows(100)) as scene:
        await scene.press("l")
        marked = [y for y in range(24) if style_at(scene.table, 12, y).underline]
        assert marked == [0, 1]
        assert scene.table.column == 1


async def test_columns_scroll_one_by_one_and_the_first_stays() -> None:
    async with table_of(Rows(100)) as scene:
        await scene.press("right", "right", "l", "l")
        assert scene.lines[0].split() == ["No.", "‹Status", "Amount", "Note"]
        assert scene.lines[1].split()[:3] == ["1", "Open", "0"]
        await scene.press("left", "h", "h", "h")
        assert scene.lines[0].split()[:2] == ["No.", "会社名"]
        assert scene.app.last(RecordTable.CursorMoved).column == 0


async def test_enter_selects_the_row_under_the_cursor() -> None:
    async with table_of(Rows(100)) as scene:
        await scene.press("j", "j", "enter")
        message = scene.app.last(RecordTable.RowSelected)
        assert message.position == 2
        assert message.control is scene.table


async def test_the_cursor_tells_where_it_is() -> None:
    async with table_of(Rows(100)) as scene:
        await scene.press("j")
        assert scene.app.last(RecordTable.CursorMoved).position == 1


async def test_a_flood_of_wishes_arrives_as_the_last_one() -> None:
    async with table_of(Rows(1_000_000)) as scene:
        scene.app.heard.clear()
        for _ in range(50):
            scene.table.action_page_down()
        await scene.pilot.pause()
        wishes = scene.app.all(RecordTable.RowsWanted)
        assert len(wishes) < 5
        assert (wishes[-1].first, wishes[-1].last) == (1_150, 1_172)


async def test_what_is_on_show_is_wanted_at_once() -> None:
    async with table_of(Rows(1_000), cursor=500) as scene:
        message = scene.app.last(RecordTable.RowsWanted)
        assert (message.first, message.last) == scene.table.rows_on_show == (489, 511)


async def test_rows_that_are_late_show_as_dots_and_then_as_themselves() -> None:
    rows = Rows(1_000, here=set())
    async with table_of(rows) as scene:
        assert (
            scene.lines[2]
            == "         ·  ·                     ·                    ·  ·                     "
        )
        rows.here = {1}
        scene.table.rows_changed(1, 1)
        await scene.pilot.pause()
        assert "株式会社 1" in scene.lines[2]
        assert "·" in scene.lines[3]


async def test_a_row_is_asked_for_again_until_it_is_here_and_then_no_more() -> None:
    rows = Rows(1_000, here=set())
    async with table_of(rows) as scene:
        rows.here = {5}
        rows.asked.clear()
        scene.table.refresh()
        assert "株式会社 5" in scene.lines[6]
        assert 5 in rows.asked
        rows.asked.clear()
        scene.table.refresh()
        assert "株式会社 5" in scene.lines[6]
        assert 5 not in rows.asked


async def test_a_status_stands_in_the_middle_while_there_are_no_rows() -> None:
    async with table_of(Rows(0)) as scene:
        scene.table.status = "No records here."
        await scene.pilot.pause()
        assert scene.lines[12].strip() == "No records here."
        assert scene.lines[12].index("N") == (79 - 16) // 2
        await scene.press("j", "G", "enter", "l", "pagedown")
        assert scene.app.all(RecordTable.RowSelected) == []
        assert scene.table.cursor == 0


async def test_a_status_gives_way_to_rows() -> None:
    rows = Rows(0)
    async with table_of(rows) as scene:
        scene.table.status = "Asking Kintone…"
        rows.row_count = 3
        scene.table.source_changed()
        await scene.pilot.pause()
        assert scene.lines[1].split()[0] == "1"
        assert "Asking" not in "".join(scene.lines)


async def test_while_nobody_knows_how_many_rows_there_are_none_is_promised() -> None:
    rows = Rows(None, here=set())
    async with table_of(rows) as scene:
        assert scene.lines[1].lstrip().startswith("·")
        assert "row" not in "".join(scene.lines)
        await scene.press("enter")
        assert scene.app.all(RecordTable.RowSelected) == []
        scene.table.status = "Asking Kintone…"
        await scene.pilot.pause()
        assert scene.lines[12].strip() == "Asking Kintone…"
        assert (scene.table.rows_on_show) == (0, 22)


async def test_a_cursor_asked_for_is_kept_until_the_rows_are_counted() -> None:
    rows = Rows(None, here=set())
    async with table_of(rows, cursor=734_000) as scene:
        rows.row_count, rows.here = 1_000_000, None
        scene.table.source_changed()
        await scene.pilot.pause()
        assert scene.table.cursor == 734_000
        assert scene.lines[12].split()[0] == "734001"


async def test_another_source_is_shown_where_it_was_asked_for_from_wherever_one_was() -> None:
    async with table_of(Rows(1_000_000)) as scene:
        await scene.press("G")
        for count in (1_000, None):
            rows = Rows(count)
            scene.table.show(rows, COLUMNS, cursor=500)
            await scene.press("j", "k")
            rows.row_count = 1_000
            scene.table.source_changed()
            await scene.pilot.pause()
            assert scene.table.cursor == 500
            assert scene.lines[12].split()[0] == "501"


async def test_the_cursor_looks_different_while_something_else_has_the_focus() -> None:
    async with table_of(Rows(100)) as scene:
        focused = style_at(scene.table, 50, 1)
        scene.app.set_focus(None)
        await scene.pilot.pause()
        assert style_at(scene.table, 50, 1) != focused
        assert style_at(scene.table, 50, 1).bgcolor != style_at(scene.table, 50, 2).bgcolor


async def test_fewer_rows_than_before_bring_the_cursor_back() -> None:
    rows = Rows(1_000)
    async with table_of(rows) as scene:
        await scene.press("G")
        rows.row_count = 5
        scene.table.source_changed()
        await scene.pilot.pause()
        assert (scene.table.cursor, scene.table.top) == (4, 0)
        assert scene.lines[6].strip() == ""


async def test_a_resize_keeps_the_cursor_in_view() -> None:
    async with table_of(Rows(1_000)) as scene:
        await scene.press(*["j"] * 20)
        await scene.pilot.resize_terminal(60, 10)
        await scene.pilot.pause()
        first, last = scene.table.rows_on_show or (0, 0)
        assert first <= 20 <= last
        assert {width(line) for line in scene.lines} == {60}
        await scene.pilot.resize_terminal(*LARGE)
        await scene.pilot.pause()
        assert scene.table.cursor == 20
        assert {width(line) for line in scene.lines} == {200}
        assert (
            scene.app.last(RecordTable.RowsWanted).last - scene.app.last(RecordTable.RowsWanted).first == 48
        )


async def test_a_terminal_too_small_for_anything_does_no_harm() -> None:
    async with table_of(Rows(1_000)) as scene:
        for size in ((1, 1), (2, 3), (5, 2), (80, 24)):
            await scene.pilot.resize_terminal(*size)
            await scene.press("j", "l", "pagedown", "G", "g")
            assert {width(line) for line in scene.lines} == {size[0]}


async def test_hostile_text_is_drawn_safely_in_cells_titles_and_status() -> None:
    class Hostile:
        row_count: int | None = len(HOSTILE)

        def cells(self, position: int) -> Sequence[str]:
            return (HOSTILE[position], HOSTILE[-1 - position], "end")

    columns = fitted(
        [Column("a", "[/foo]\x1b[2J"), Column("b", "\u202eeltit"), Column("c", "C")],
        [("x" * 20, "y" * 20, "end")],
    )
    table = RecordTable()
    app = TableStage(table)
    async with app.run_test(size=SMALL) as pilot:
        table.show(Hostile(), columns)
        await pilot.pause()
        assert_safe(table)
        assert drawn(table)[0].startswith(" [/foo]␛[2J")
        assert "[/foo] bar" in drawn(table)[1]
        assert "[red]x[/red]" in drawn(table)[2]
        Hostile.row_count = 0
        table.status = "[/oops] \x1b]0;title\x07"
        table.source_changed()
        await pilot.pause()
        assert_safe(table)
        assert "[/oops] ␛]0;title␇" in drawn(table)[12]


async def test_a_number_longer_than_those_before_is_never_cut() -> None:
    columns = fitted([Column("no", "No.", align="right"), *COLUMNS[1:]], [Rows(3).cells(0) or ()])
    async with table_of(Rows(1_000_000), columns=columns) as scene:
        await scene.press("G")
        assert scene.lines[-1].split()[0] == "1000000"
        assert {width(line) for line in scene.lines} == {80}


async def test_columns_can_change_while_one_reads() -> None:
    async with table_of(Rows(1_000)) as scene:
        await scene.press("pagedown", "l")
        scene.table.columns = [Column("no", "No.", 9, "right"), *COLUMNS[1:4], Column("note", "Remarks", 16)]
        await scene.pilot.pause()
        assert "Remarks" in scene.lines[0]
        assert (scene.table.cursor, scene.table.column) == (23, 1)


async def test_the_wheel_scrolls_and_takes_the_cursor_along() -> None:
    async with table_of(Rows(1_000)) as scene:
        scene.table.post_message(mouse(events.MouseScrollDown, scene.table, 5, 5))
        await scene.pilot.pause()
        assert (scene.table.top, scene.table.cursor) == (3, 3)
        scene.table.post_message(mouse(events.MouseScrollUp, scene.table, 5, 5))
        await scene.pilot.pause()
        assert (scene.table.top, scene.table.cursor) == (0, 3)


async def test_a_click_moves_the_cursor_and_a_double_click_opens() -> None:
    async with table_of(Rows(1_000)) as scene:
        await scene.pilot.click(scene.table, offset=(15, 7))
        await scene.pilot.pause()
        assert (scene.table.cursor, scene.table.column) == (6, 1)
        assert scene.app.all(RecordTable.RowSelected) == []
        await scene.pilot.double_click(scene.table, offset=(15, 9))
        await scene.pilot.pause()
        assert scene.app.last(RecordTable.RowSelected).position == 8


async def test_a_click_on_the_header_makes_the_column_current_and_moves_no_row() -> None:
    async with table_of(Rows(1_000)) as scene:
        await scene.pilot.click(scene.table, offset=(40, 0))
        await scene.pilot.pause()
        assert (scene.table.cursor, scene.table.column) == (0, 2)


async def test_the_bar_can_be_dragged_to_the_end_and_back() -> None:
    async with table_of(Rows(1_000_000)) as scene:
        scene.app.heard.clear()
        await scene.pilot.mouse_down(scene.table, offset=(79, 1))
        for y in (5, 12, 23):
            await scene.pilot.hover(scene.table, offset=(79, y))
        assert scene.table.top == 999_977
        assert scene.lines[-1].split()[0] == "1000000"
        await scene.pilot.hover(scene.table, offset=(40, 1))
        assert scene.table.top == 0
        await scene.pilot.hover(scene.table, offset=(79, 12))
        await scene.pilot.mouse_up(scene.table, offset=(79, 12))
        await scene.pilot.pause()
        assert 400_000 < scene.table.top < 600_000
        first, last = scene.table.rows_on_show or (0, 0)
        assert first <= scene.table.cursor <= last
        wish = scene.app.last(RecordTable.RowsWanted)
        assert (wish.first, wish.last) == (first, last)


async def test_rows_passed_by_while_dragging_are_not_asked_for() -> None:
    async with table_of(Rows(1_000_000)) as scene:
        scene.app.heard.clear()
        await scene.pilot.mouse_down(scene.table, offset=(79, 1))
        for y in range(2, 20):
            scene.table.post_message(mouse(events.MouseMove, scene.table, 79, y))
        await scene.pilot.mouse_up(scene.table, offset=(79, 20))
        await scene.pilot.pause()
        assert len(scene.app.all(RecordTable.RowsWanted)) <= 2


async def test_letting_go_of_the_bar_over_a_row_does_not_click_it() -> None:
    async with table_of(Rows(1_000_000)) as scene:
        await scene.pilot.mouse_down(scene.table, offset=(79, 1))
        await scene.pilot.hover(scene.table, offset=(40, 14))
        before = scene.table.cursor
        await scene.pilot.mouse_up(scene.table, offset=(40, 14))
        await scene.pilot.pause()
        assert scene.table.cursor == before


async def test_there_is_no_bar_where_all_rows_are_shown() -> None:
    async with table_of(Rows(10)) as scene:
        assert len({str(style_at(scene.table, 79, y).bgcolor) for y in range(1, 24)}) == 1
        await scene.pilot.mouse_down(scene.table, offset=(79, 5))
        assert not scene.table.bar_is_held


async def test_without_colour_the_cursor_and_the_thumb_are_still_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with table_of(Rows(1_000)) as scene:
        await scene.press("j", "l")
        assert style_at(scene.table, 50, 2).reverse
        assert not style_at(scene.table, 50, 3).reverse
        assert style_at(scene.table, 79, 1).reverse
        assert not style_at(scene.table, 79, 20).reverse


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_the_cursor_stands_out_in_every_theme(theme: str) -> None:
    async with table_of(Rows(1_000)) as scene:
        scene.app.theme = theme
        await scene.pilot.pause()
        assert style_at(scene.table, 50, 1).bgcolor != style_at(scene.table, 50, 2).bgcolor
        assert style_at(scene.table, 79, 1).bgcolor != style_at(scene.table, 79, 20).bgcolor


async def test_a_screen_of_a_million_rows_costs_what_one_of_a_thousand_costs() -> None:
    def seconds(table: RecordTable, jumps: Sequence[int]) -> float:
        best = float("inf")
        for _ in range(5):
            table.forget()
            started = time.perf_counter()
            for position in jumps:
                table.go_to(position)
                drawn(table)
            best = min(best, time.perf_counter() - started)
        return best

    async with table_of(Rows(1_000), LARGE) as scene:
        gc.collect()
        small = seconds(scene.table, range(0, 1_000, 50))
    async with table_of(Rows(1_000_000), LARGE) as scene:
        gc.collect()
        large = seconds(scene.table, range(0, 1_000_000, 50_000))
    assert large < 2 * small
