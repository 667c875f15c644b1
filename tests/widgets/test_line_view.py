"""Long text: read as far as it is looked at, scrolled both ways."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from textual import events
from textual.pilot import Pilot

from tests.widgets.stage import HOSTILE, LARGE, SMALL, Stage, assert_safe, drawn, mouse, style_at
from tui.widgets.drawing import Piece
from tui.widgets.line_view import LineView


class Numbered:
    """`count` lines, laid out one by one when asked for."""

    def __init__(self, count: int, text: str = "line {} 日本語") -> None:
        self._count = count
        self._text = text
        self.line_count = 0

    @property
    def is_complete(self) -> bool:
        return self.line_count == self._count

    def read_on(self, lines: int) -> None:
        self.line_count = min(self._count, self.line_count + lines)

    def line(self, y: int) -> Sequence[Piece]:
        assert 0 <= y < self.line_count, "only what was read may be asked for"
        return [(self._text.replace("{}", str(y)), "")]


@asynccontextmanager
async def view_of(
    lines: Numbered, size: tuple[int, int] = SMALL
) -> AsyncIterator[tuple[LineView, Pilot[None]]]:
    view = LineView()
    async with Stage(view).run_test(size=size) as pilot:
        view.open(lines)
        view.focus()
        await pilot.pause()
        yield view, pilot


async def until_read(view: LineView, pilot: Pilot[None], lines: Numbered) -> None:
    for _ in range(1_000):
        if lines.is_complete and view.total == lines.line_count:
            return
        await pilot.pause(0.01)
    raise AssertionError("the text was never read to its end")


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_first_screen_is_read_at_once_and_the_rest_by_and_by(size: tuple[int, int]) -> None:
    lines = Numbered(20_000)
    view = LineView()
    async with Stage(view).run_test(size=size) as pilot:
        view.open(lines)
        assert size[1] <= lines.line_count < 3_000
        await until_read(view, pilot, lines)
        assert drawn(view)[-1].split() == ["line", str(size[1] - 1), "日本語"]


@pytest.mark.parametrize(
    ("keys", "top"),
    [
        (("j", "down", "k"), 1),
        (("up",), 0),
        (("pagedown", "space"), 48),
        (("pagedown", "pageup"), 0),
        (("ctrl+d",), 12),
        (("ctrl+d", "ctrl+u"), 0),
        (("G",), 49_976),
        (("end", "home"), 0),
        (("G", "g"), 0),
    ],
)
async def test_keys_scroll(keys: tuple[str, ...], top: int) -> None:
    async with view_of(Numbered(50_000)) as (view, pilot):
        await pilot.press(*keys)
        await pilot.pause()
        assert view.top == top
        assert drawn(view)[0].split()[1] == str(top)


async def test_lines_that_go_on_are_marked_and_can_be_followed() -> None:
    async with view_of(Numbered(3, "0123456789" * 9)) as (view, pilot):
        assert drawn(view)[0] == "0123456789" * 7 + "01234567› "
        await pilot.press("l", "right")
        assert drawn(view)[0].rstrip() == ("0123456789" * 9)[16:]
        await pilot.press("l", "l", "l")
        assert view.left == 16
        await pilot.press("h", "left", "h")
        assert view.left == 0


async def test_the_wheel_scrolls() -> None:
    async with view_of(Numbered(1_000)) as (view, pilot):
        view.post_message(mouse(events.MouseScrollDown, view, 3, 3))
        await pilot.pause()
        assert view.top == 3


async def test_the_bar_can_be_dragged() -> None:
    lines = Numbered(1_000)
    async with view_of(lines) as (view, pilot):
        await until_read(view, pilot, lines)
        await pilot.mouse_down(view, offset=(79, 0))
        await pilot.hover(view, offset=(79, 23))
        await pilot.mouse_up(view, offset=(79, 23))
        assert view.top == 1_000 - 24
        assert style_at(view, 79, 23).bgcolor != style_at(view, 79, 0).bgcolor


async def test_a_resize_shows_more_lines() -> None:
    async with view_of(Numbered(1_000)) as (view, pilot):
        await pilot.resize_terminal(*LARGE)
        await pilot.pause()
        assert drawn(view)[-1].split()[1] == "49"
        assert_safe(view)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_drawn_safely(text: str) -> None:
    async with view_of(Numbered(40, text)) as (view, pilot):
        assert_safe(view)
        await pilot.press("l", "j")
        assert_safe(view)
