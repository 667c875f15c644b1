"""Copying through the terminal itself (OSC 52), which also works over SSH and inside tmux and screen."""

from __future__ import annotations

import base64
from collections.abc import Mapping

LARGEST_BYTES = 74_994
"""UTF-8 bytes that are copied at most: base64 of them makes a sequence of 100,000 characters, which is what
hterm takes; terminals cut or drop a longer one without a word (xterm and tmux take more, few take less)."""

# GNU screen 4 keeps at most 256 bytes of one string; what does not fit is lost.
_SCREEN_CHUNK = 240


def osc52(text: str, environ: Mapping[str, str]) -> str | None:
    """The characters that, written to the terminal, put `text` on its clipboard; None when it is too large.

    The terminal does not answer, so nobody can know whether it did (Xterm Control Sequences, OSC 52).
    """
    # A lone surrogate is no character and has no UTF-8.
    data = text.encode("utf-8", "replace")
    if len(data) > LARGEST_BYTES:
        return None
    sequence = f"\x1b]52;c;{base64.b64encode(data).decode('ascii')}\x07"
    match _multiplexer(environ):
        case "tmux":
            # tmux takes the first with `set-clipboard on` and hands the second through with
            # `allow-passthrough on`; what it does not want it drops.
            return sequence + _through_tmux(sequence)
        case "screen":
            return _through_screen(sequence)
    return sequence


def _multiplexer(environ: Mapping[str, str]) -> str:
    """What stands between this program and the terminal: "tmux", "screen" or ""."""
    term = environ.get("TERM", "")
    if term.startswith("tmux"):
        return "tmux"
    if environ.get("STY") and (not environ.get("TMUX") or term.startswith("screen.")):
        return "screen"
    return "tmux" if environ.get("TMUX") else ""


def _through_tmux(sequence: str) -> str:
    """`sequence` in an envelope that tmux opens (tmux FAQ, "passthrough escape sequence")."""
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _through_screen(sequence: str) -> str:
    """`sequence` in device control strings, which screen hands on one after the other (screen manual)."""
    chunks = (sequence[at : at + _SCREEN_CHUNK] for at in range(0, len(sequence), _SCREEN_CHUNK))
    return "".join(f"\x1bP{chunk}\x1b\\" for chunk in chunks)
