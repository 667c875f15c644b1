"""The language of Kintone's messages.

People here have the setting that Kintone begins with, "as the browser": `Accept-Language` decides.
"""

from __future__ import annotations

from typing import Literal

Language = Literal["en", "ja"]


def choose(accept_language: str, otherwise: str = "en") -> Language:
    """The language to answer in; `otherwise` where the header names none that is known, as `*` does not."""
    for _, tag in sorted(_preferences(accept_language), key=lambda preference: -preference[0]):
        if tag.startswith("ja"):
            return "ja"
        if tag.startswith("en"):
            return "en"
    return "ja" if otherwise == "ja" else "en"


def _preferences(header: str) -> list[tuple[float, str]]:
    """(quality, tag) of each language range, RFC 9110 section 12.5.4; what is not understood is left out."""
    preferences = []
    for part in header.lower().split(","):
        tag, _, weight = part.partition(";")
        name, _, number = weight.strip().partition("=")
        try:
            quality = float(number) if name.strip() == "q" else 1.0
        except ValueError:
            continue
        if quality > 0:
            preferences.append((quality, tag.strip()))
    return preferences
