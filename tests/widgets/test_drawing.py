"""The window that pieces of text are seen through."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from tests.widgets.stage import HOSTILE, is_safe
from tui.terminal.text import one_line, width
from tui.widgets.drawing import Piece, segments, window

TEXTS = st.one_of(st.text(max_size=30), st.sampled_from([*HOSTILE, "日本語", "plain", "x" * 40]))
PIECES = st.lists(st.tuples(TEXTS, st.sampled_from(["a", "b"])), max_size=5)


def shown(pieces: list[Piece], left: int, cells: int) -> str:
    return "".join(text for text, _ in window(pieces, left, cells)[0])


@given(PIECES, st.integers(0, 60), st.integers(0, 60))
def test_what_is_shown_is_safe_and_never_too_wide(pieces: list[Piece], left: int, cells: int) -> None:
    text = shown(pieces, left, cells)
    assert is_safe(text)
    assert width(text) <= cells


@given(st.lists(st.tuples(st.text("ab日本é ", max_size=20), st.just("")), max_size=5), st.integers(0, 40))
def test_scrolling_shows_the_same_text_further_on(pieces: list[Piece], left: int) -> None:
    whole = "".join(one_line(text) for text, _ in pieces)
    seen = shown(pieces, left, 1_000)
    assert width(seen) == max(0, width(whole) - left)
    assert whole.endswith(seen.lstrip())


def test_a_wide_character_at_an_edge_becomes_a_space() -> None:
    assert window([("日本語", "")], 1, 4) == ([(" 本 ", "")], True)


def test_it_says_whether_more_follows() -> None:
    assert window([("abc", ""), ("def", "")], 0, 6)[1] is False
    assert window([("abc", ""), ("def", "")], 0, 5)[1] is True
    assert window([("abc", ""), ("def", "")], 0, 3)[1] is True
    assert window([("abc", ""), ("", "")], 0, 3)[1] is False


def test_styles_stay_with_their_text() -> None:
    assert window([("abc", "one"), ("def", "two")], 2, 3)[0] == [("c", "one"), ("de", "two")]


def test_a_line_of_five_megabytes_is_cut_at_once() -> None:
    pieces = [("東" * 2_000_000, ""), ("x" * 1_000_000, "")]
    started = time.perf_counter()
    assert shown(pieces, 0, 80) == "東" * 40
    assert time.perf_counter() - started < 0.1


@given(PIECES, st.integers(1, 60))
def test_segments_fill_the_line_exactly(pieces: list[Piece], cells: int) -> None:
    made = segments(window(pieces, 0, cells)[0], cells, lambda name: Style(bold=bool(name)))
    assert sum(width(segment.text) for segment in made) == cells
    assert all(segment.text for segment in made)
