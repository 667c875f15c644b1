"""What is written to the terminal reaches the clipboard through tmux and screen, or is refused."""

from __future__ import annotations

import base64
import re

import pytest

from tui.terminal.clipboard import LARGEST_BYTES, osc52

_OSC52 = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def _copied(sequences: str) -> list[str]:
    return [base64.b64decode(found).decode() for found in _OSC52.findall(sequences)]


def _through_screen(written: str) -> str:
    """What GNU screen hands to its terminal: the content of each device control string, up to 256 bytes."""
    strings = re.fullmatch(r"(?:\x1bP[^\x1b]*(?:\x1b[^\\][^\x1b]*)*\x1b\\)+", written)
    assert strings
    contents = re.findall(r"\x1bP(.*?)\x1b\\", written, re.DOTALL)
    assert all(len(content) <= 256 for content in contents)
    return "".join(contents)


def _through_tmux(written: str) -> str:
    """What tmux hands to its terminal with `allow-passthrough on`, from outside the envelope and inside."""
    bare, envelope = re.fullmatch(r"(.*?)\x1bPtmux;(.*)\x1b\\", written, re.DOTALL).groups()  # type: ignore[union-attr]
    assert _copied(bare)
    assert re.sub("\x1b\x1b", "", envelope).count("\x1b") == 0
    return str(envelope).replace("\x1b\x1b", "\x1b")


@pytest.mark.parametrize("text", ["", "plain", "日本語 👍\n\x1b]52;c;x\x07", "x" * 5000])
def test_the_text_arrives_whole(text: str) -> None:
    for environ in ({}, {"TERM": "xterm-256color"}):
        sequence = osc52(text, environ)
        assert sequence is not None
        assert _copied(sequence) == [text]
        assert sequence.isascii()


@pytest.mark.parametrize("text", ["plain", "日本語", "x" * 5000])
@pytest.mark.parametrize(
    "environ",
    [
        {"TMUX": "/tmp/tmux-0/default,1,0", "TERM": "screen-256color"},
        {"TERM": "tmux-256color"},
        {"TMUX": "/tmp/tmux-0/default,1,0", "STY": "1.tty", "TERM": "tmux-256color"},
    ],
)
def test_inside_tmux_both_ways_are_tried(text: str, environ: dict[str, str]) -> None:
    sequence = osc52(text, environ)
    assert sequence is not None
    assert _copied(_through_tmux(sequence)) == [text]


@pytest.mark.parametrize("text", ["plain", "日本語", "x" * 5000])
@pytest.mark.parametrize(
    "environ",
    [{"STY": "1.tty", "TERM": "screen"}, {"STY": "1.tty", "TMUX": "/tmp/x", "TERM": "screen.xterm-256color"}],
)
def test_inside_screen_it_goes_in_pieces(text: str, environ: dict[str, str]) -> None:
    sequence = osc52(text, environ)
    assert sequence is not None
    assert _copied(_through_screen(sequence)) == [text]


def test_what_is_too_large_is_refused_and_not_cut() -> None:
    assert osc52("x" * (LARGEST_BYTES + 1), {}) is None
    assert osc52("漢" * LARGEST_BYTES, {}) is None
    largest = osc52("x" * LARGEST_BYTES, {})
    assert largest is not None
    assert len(largest) <= 100_000


def test_half_a_character_does_not_stop_the_rest() -> None:
    sequence = osc52("a\ud800b", {})
    assert sequence is not None
    assert _copied(sequence) == ["a?b"]
