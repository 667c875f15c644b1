"""Breaking text into lines of cells."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from tests.widgets.stage import HOSTILE
from tui.terminal.text import one_line, width
from tui.widgets.wrapping import wrap

TEXTS = st.one_of(
    st.text("abc de, 日本語、。（カナ）ﾊﾝｶｸ\u0301\u3099", max_size=80),
    st.text(max_size=60),
    st.sampled_from(HOSTILE),
)


@given(TEXTS, st.integers(2, 40))
def test_no_line_is_too_wide_and_nothing_but_spaces_is_lost(raw: str, cells: int) -> None:
    text = one_line(raw)
    lines = wrap(text, cells)
    assert lines
    assert all(width(line) <= cells for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(2, 40))
def test_lines_are_safe_to_draw_as_they_are(raw: str, cells: int) -> None:
    for line in wrap(one_line(raw), cells):
        assert one_line(line) == line


def test_latin_words_stay_whole() -> None:
    assert wrap("The quick brown fox jumps", 12) == ["The quick", "brown fox", "jumps"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_japanese_breaks_anywhere_but_before_a_closing_mark() -> None:
    assert wrap("東京都千代田区、丸の内", 14) == ["東京都千代田", "区、丸の内"]


def test_a_latin_word_among_japanese_stays_whole() -> None:
    assert wrap("こちらはKintoneです", 12) == ["こちらは", "Kintoneです"]


def test_an_empty_line_stays_a_line() -> None:
    assert wrap("", 10) == [""]


def test_a_long_japanese_text_is_wrapped_quickly() -> None:
    started = time.perf_counter()
    lines = wrap("お世話になっております。" * 1_000, 60)
    assert time.perf_counter() - started < 0.3
    assert len(lines) > 350
