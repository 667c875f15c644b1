"""Rich text, which is HTML, as lines of plain text: what it says, without what it looks like.

The HTML is whatever people pasted. It is read tag by tag and never as a tree, so that broken HTML costs its
layout at most, not its words.
"""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
_APART = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table"])
"""Blocks that stand off from what is above and below."""
_SILENT = frozenset({"script", "style", "title", "template"})
_SPACES = re.compile(r"[ \t\n\r\f]+")
_TAG = re.compile(r"<[^>]*>")
_ADDRESSES = ("http:", "https:", "mailto:", "tel:", "ftp:")
_RULE = "─" * 8


def plain_lines(html: str) -> list[str]:
    """The lines of an HTML fragment, none of them blank at the beginning or the end."""
    if "<" not in html and "&" not in html:
        return _trimmed(html.splitlines())
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:
        # The parser of the standard library asserts what broken declarations such as "<![x" do not keep.
        return _trimmed(unescape(_TAG.sub(" ", html)).splitlines())
    return _trimmed(reader.finished())


def _trimmed(lines: list[str]) -> list[str]:
    """Without blank lines at the ends, and with one at most in between."""
    kept: list[str] = []
    for line in lines:
        stripped = line.rstrip()
        if stripped or (kept and kept[-1]):
            kept.append(stripped)
    return kept[:-1] if kept and not kept[-1] else kept


class _Reader(HTMLParser):
    """Collects lines. A block begins a line of its own; white space is one space, as in a browser."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line = ""
        self._gap = False
        self._silent = 0
        self._preformatted = 0
        self._lists: list[int | None] = []
        self._links: list[tuple[str, int, int]] = []

    def finished(self) -> list[str]:
        while self._links:
            self._end_link()
        self._break()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _SILENT:
            self._silent += 1
        elif tag in _BLOCKS:
            self._begin_block(tag)
        elif tag == "br":
            self._lines.append(self._taken())
        elif tag == "hr":
            self._break()
            self._lines.append(_RULE)
        elif tag == "a":
            self._links.append((attributes.get("href") or "", len(self._lines), len(self._line)))
        elif tag == "img":
            self._write(f"[{attributes.get('alt') or 'image'}]")
        elif tag in {"td", "th"} and self._line:
            self._write("  ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag in _SILENT:
            self._silent -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self._end_block(tag)
        elif tag == "a" and self._links:
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._preformatted:
            first, *others = data.split("\n")
            self._write(first)
            for other in others:
                self._lines.append(self._taken())
                self._write(other)
            return
        words = _SPACES.sub(" ", data)
        self._write(words.removeprefix(" ") if not self._line or self._line.endswith(" ") else words)

    def _begin_block(self, tag: str) -> None:
        self._break()
        self._gap |= tag in _APART
        if tag in {"ul", "ol"}:
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "pre":
            self._preformatted += 1

    def _end_block(self, tag: str) -> None:
        self._break()
        self._gap |= tag in _APART
        if tag in {"ul", "ol"} and self._lists:
            self._lists.pop()
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)

    def _begin_item(self) -> None:
        indent = "  " * max(0, len(self._lists) - 1)
        count = self._lists[-1] if self._lists else None
        if count is None:
            self._write(f"{indent}• ")
            return
        self._lists[-1] = count + 1
        self._write(f"{indent}{count + 1}. ")

    def _end_link(self) -> None:
        """Adds the address, unless the text of the link is the address."""
        address, line, start = self._links.pop()
        shown = " ".join([*self._lines[line:], self._line])[start:].strip()
        if address.lower().startswith(_ADDRESSES) and shown not in {address, address.partition(":")[2]}:
            self._write(f" ({address})" if shown else address)

    def _write(self, text: str) -> None:
        if not text:
            return
        if self._gap and self._lines:
            self._lines.append("")
        self._gap = False
        self._line += text

    def _taken(self) -> str:
        line, self._line = self._line, ""
        return line

    def _break(self) -> None:
        if self._line:
            self._lines.append(self._taken())
