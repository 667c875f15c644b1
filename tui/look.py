"""The two looks of the program: calm, one accent colour, on a dark or on a light ground."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="kintone-dark",
    primary="#f5b82e",
    secondary="#f5b82e",
    accent="#f5b82e",
    warning="#f5b82e",
    error="#f0716b",
    success="#7fc98f",
    foreground="#d8dade",
    background="#15171b",
    surface="#1b1e23",
    panel="#23272e",
    dark=True,
    variables={"footer-key-foreground": "#f5b82e", "input-cursor-background": "#f5b82e"},
)

LIGHT = Theme(
    name="kintone-light",
    primary="#9a6a00",
    secondary="#9a6a00",
    accent="#9a6a00",
    warning="#9a6a00",
    error="#b3261e",
    success="#1e7d3c",
    foreground="#23262b",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5dd",
    dark=False,
    variables={"footer-key-foreground": "#9a6a00", "input-cursor-background": "#9a6a00"},
)

THEMES = (DARK, LIGHT)
