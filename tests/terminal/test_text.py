"""Text of others is drawn, never obeyed, in exactly the cells it is given."""

from __future__ import annotations

import sys
import time
import unicodedata

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.terminal.text import fit, lines, one_line, width

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"

NASTY = (
    "\x00\x07\x08\t\n\v\f\r\x1b\x1f\x7f\x80\x85\x90\x9b\x9c\x9d\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c"
    "\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\u206a\u3000\u3164\ud800\udbff\udc00\udfff\ufdd0\ufe00\ufe0f"
    "\ufeff\uffa0\ufff9\ufffe\uffff\U0001f3fb\U0001f3ff\U0001fffe\U000e0001\U000e0020\U000e007f\U000e0100\U0010ffff"
)
ODD = st.text(
    st.one_of(
        st.sampled_from(NASTY + "aé漢か\u3099\u0301\u20e31#❤👍👩🇯🇵ﾊﾞ\u0645\u06cc\u0915\u094d"),
        st.characters(),
        st.characters(categories=("Cs", "Cf", "Mn", "Me", "Zs", "Cn")),
    ),
    max_size=60,
)

# What a person reading a tenant's records meets, and what must be seen of it.
SAMPLES = {
    "plain": "plain",
    "株式会社 サンプル商事": "株式会社 サンプル商事",
    "山田\u3000太郎": "山田\u3000太郎",
    "a\r\nb\nc": "a⏎b⏎c",
    "a\tb": "a b",
    "a\u00a0b\u2003c": "a b c",
    "\x1b]52;c;aGk=\x07": "␛]52;c;aGk=␇",
    "\x9b31mred": "·31mred",
    "cr\ronly": "cr␍only",
    "price \u202e001\u202c": "price ·001·",
    "zero\u200bwidth": "zero·width",
    "\ufeffbom": "·bom",
    "soft\u00adhyphen": "soft·hyphen",
    "\ud83d": "�",
    "\ufdd0\uffff": "��",
    "e\u0301te\u0301": "e\u0301te\u0301",
    "\u0301alone": "◌\u0301alone",
    "\u304b\u3099": "\u304b\u3099",
    "❤\ufe0f": "❤",
    "1\ufe0f\u20e3 2\u20e3": "1 2",
    "葛\U000e0100飾": "葛飾",
    "👍\U0001f3fd": "👍",
    "\U0001f3fd": "·",
    FAMILY: "👩👩👧",
    "🇯🇵": "JP",
    "🫩": "🫩",
    "می\u200cخواهم": "میخواهم",
    "a\u200db": "a·b",
    "\u3164": "·",
    "": "",
}


@pytest.mark.parametrize(("raw", "drawn"), SAMPLES.items(), ids=map(ascii, SAMPLES))
def test_each_odd_character_is_seen_or_only_chose_a_look(raw: str, drawn: str) -> None:
    assert one_line(raw) == drawn
    assert width(raw) == cell_len(drawn)


def _obeys(character: str) -> bool:
    """Whether a terminal would do something else with it than draw it, or draw nothing."""
    category = unicodedata.category(character)
    return category in {"Cc", "Cf", "Cs", "Zl", "Zp"} or (
        category == "Cn" and (ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF)
    )


def test_no_character_of_unicode_is_left_that_a_terminal_obeys_or_hides() -> None:
    ends = (plane + low for plane in range(0, sys.maxunicode, 0x10000) for low in (0xFFFE, 0xFFFF))
    for code in (*range(0x20000), *range(0xE0000, 0xE1000), *ends):
        drawn = one_line(chr(code))
        assert drawn
        assert not any(map(_obeys, drawn)), hex(code)
        assert cell_len(drawn) in {1, 2}, hex(code)


@given(ODD)
def test_a_safe_line_holds_nothing_a_terminal_obeys(text: str) -> None:
    safe = one_line(text)
    assert not any(map(_obeys, safe))
    assert one_line(safe) == safe
    assert width(text) == width(safe) == cell_len(safe)


@given(ODD)
def test_lines_hold_nothing_a_terminal_obeys(text: str) -> None:
    safe = lines(text)
    assert safe
    assert all(one_line(line) == line for line in safe)
    assert lines("\n".join(safe)) == safe


@given(ODD, st.integers(-1, 40), st.sampled_from(["left", "right"]))
@settings(max_examples=300)
def test_a_fitted_text_takes_exactly_its_cells(text: str, cells: int, align: str) -> None:
    fitted = fit(text, cells, "right" if align == "right" else "left")
    assert cell_len(fitted) == max(0, cells)
    assert not any(map(_obeys, fitted))
    assert fit(fitted, cells) == fitted
    # A mark is never drawn on what stands to the left of the cell.
    assert not fitted or cell_len(fitted[0]) > 0


@given(ODD, st.integers(0, 40))
def test_what_fits_is_not_cut_and_what_does_not_ends_in_an_ellipsis(text: str, cells: int) -> None:
    safe = one_line(text)
    if width(safe) <= cells:
        assert fit(text, cells) == safe + " " * (cells - width(safe))
    elif cells > 0:
        kept, ellipsis, padding = fit(text, cells).rpartition("…")
        assert ellipsis
        assert safe.startswith(kept)
        # A space is left only where a wide character did not go in.
        assert padding in {"", " "}


def test_a_wide_character_is_not_cut_in_half() -> None:
    assert fit("漢字漢字", 5) == "漢字…"
    assert fit("漢字漢字", 4) == "漢… "
    assert fit("漢字漢字", 4, "right") == " 漢…"
    assert fit("漢字", 1) == "…"
    assert fit("漢字", 4) == "漢字"


def test_a_mark_stays_with_its_letter() -> None:
    assert fit("cafe\u0301", 4) == "cafe\u0301"
    assert fit("e\u0301" * 20, 20) == "e\u0301" * 20
    assert fit("e\u0301te\u0301s", 3) == "e\u0301t…"


def test_alignment() -> None:
    assert fit("12", 4, "right") == "  12"
    assert fit("12", 4) == "12  "
    assert fit("12345", 4, "right") == "123…"


def test_lines_are_split_where_one_line_shows_an_end() -> None:
    assert lines("a\r\nb\n\nc\u2028d") == ["a", "b", "", "c", "d"]
    assert lines("") == [""]
    assert lines("end\n") == ["end", ""]
    assert lines("a\x1b[2J\x85b") == ["a␛[2J·b"]


def test_tabs_go_to_the_next_stop_in_cells() -> None:
    assert lines("a\tb\n漢\tb\n\t\tc\nabcd\te") == ["a   b", "漢  b", "        c", "abcd    e"]


@pytest.mark.parametrize(
    "text",
    [
        "plain text",
        "株式会社サンプル",
        "e\u0301te\u0301",
        "か\u3099き",
        "ﾊﾝｶｸ",
        "❤\ufe0f x",
        "1\ufe0f\u20e3",
        FAMILY,
        "👍\U0001f3fd!",
        "a\x1b[31mb",
        "a\u202eb\u200bc",
        "🇯🇵",
        "山田\u3000太郎",
        "Ω≈ç√∫",
        "\u0301a",
    ],
)
@pytest.mark.parametrize("cells", [1, 3, 4, 7, 20])
def test_a_terminal_agrees_on_the_cells(text: str, cells: int) -> None:
    """pyte has its own tables (wcwidth), as terminals have."""
    screen = pyte.Screen(60, 2)
    pyte.Stream(screen).feed(fit(text, cells) + "|")
    assert screen.buffer[0][cells].data == "|"
    assert screen.cursor.x == cells + 1


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "漢" * 1_000_000, "\x1b" * 1_000_000, "a" + "\u0301" * 1_000_000, FAMILY * 200_000],
    ids=["ascii", "wide", "controls", "marks", "joined"],
)
def test_only_the_beginning_of_a_long_value_is_looked_at(text: str) -> None:
    def seconds() -> float:
        start = time.perf_counter()
        fit(text, 40)
        return time.perf_counter() - start

    # Going through a million characters takes ten times as long at the very least.
    assert min(seconds() for _ in range(5)) < 0.001
