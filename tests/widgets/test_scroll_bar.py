"""The thumb tells the truth about the ends, and dragging it reaches every end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.scroll_bar import NO_THUMB, thumb, top_at

TOTALS = st.integers(0, 10_000_000)
HEIGHTS = st.integers(0, 200)


@given(TOTALS, st.integers(-5, 10_000_000), HEIGHTS)
def test_the_thumb_stays_on_the_bar_and_can_be_seen(total: int, top: int, height: int) -> None:
    shown = thumb(total, top, height)
    if total <= height or height == 0:
        assert shown == NO_THUMB
    else:
        assert 0 <= shown.start < shown.stop <= height


@given(st.integers(10, 10_000_000), st.integers(4, 200), st.data())
def test_the_thumb_touches_an_end_only_when_that_end_is_shown(
    total: int, height: int, data: st.DataObject
) -> None:
    hidden = max(1, total - height)
    top = data.draw(st.integers(0, hidden))
    shown = thumb(height + hidden, top, height)
    if height - shown.length < 2:
        return
    assert (shown.start == 0) == (top == 0)
    assert (shown.stop == height) == (top == hidden)


@given(TOTALS, HEIGHTS, st.integers(-300, 300))
def test_dragging_never_leaves_the_lines(total: int, height: int, start: int) -> None:
    assert 0 <= top_at(total, start, height) <= max(0, total - height)


@given(st.integers(1_000, 10_000_000), st.integers(5, 200))
def test_dragging_to_the_ends_reaches_the_first_and_the_last_line(total: int, height: int) -> None:
    room = height - thumb(total, 0, height).length
    assert top_at(total, 0, height) == 0
    assert top_at(total, room, height) == total - height


@given(st.integers(1_000, 10_000_000), st.integers(5, 200), st.data())
def test_the_thumb_stays_where_it_was_dragged_to(total: int, height: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, height - thumb(total, 0, height).length))
    assert thumb(total, top_at(total, start, height), height).start == start
