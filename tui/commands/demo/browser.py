"""A browser just large enough for the simulator's pages, so that the demo works where there is none.

It goes the real way over real sockets: the short local link, Kintone's pages with their forms and cookies,
and back to the callback on localhost, whose certificate it trusts and checks.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import httpx

from tui.demo import Button, Page

_BLOCKS = frozenset({"p", "h1", "h2", "h3", "li", "dt", "dd", "div", "title", "header", "footer", "main"})
_HIDDEN = frozenset({"style", "script", "template"})


@dataclass
class _Form:
    action: str
    hidden: dict[str, str] = field(default_factory=dict)


class _PageParser(HTMLParser):
    """Collects the title, the text by blocks, and each form's buttons."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._url = url
        self._form: _Form | None = None
        self._open_button: dict[str, str] | None = None
        self._skipping = 0
        self._in_title = False
        self._words: list[str] = []
        self._forms: list[tuple[_Form, str, str, str]] = []
        self.title = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._end_block()
        if tag in _HIDDEN:
            self._skipping += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "form":
            self._form = _Form(urljoin(self._url, values.get("action") or self._url))
        elif tag == "input" and values.get("type") == "hidden" and self._form is not None:
            self._form.hidden[values.get("name", "")] = values.get("value", "")
        elif tag == "button":
            self._end_block()
            self._open_button = values

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._skipping -= 1
        elif tag == "title":
            self.title, self._words, self._in_title = _joined(self._words), [], False
        elif tag == "button" and self._open_button is not None and self._form is not None:
            values, label = self._open_button, _joined(self._words)
            self._forms.append((self._form, label, values.get("name", ""), values.get("value", "")))
            self._open_button, self._words = None, []
        elif tag == "form":
            self._form = None
        elif tag in _BLOCKS:
            self._end_block()

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self._words.append(data)

    def _end_block(self) -> None:
        line = _joined(self._words)
        if line and not self._in_title:
            self.text.append(line)
        self._words = []

    def page(self) -> Page:
        self._end_block()
        buttons = tuple(
            Button(label, form.action, {**form.hidden, name: value})
            for form, label, name, value in self._forms
        )
        return Page(self._url, self.title, tuple(self.text), buttons)


def _joined(words: list[str]) -> str:
    return " ".join("".join(words).split())


class TextBrowser:
    """Opens a page, presses its buttons, follows redirects and keeps cookies, as a browser does."""

    def __init__(self, certificate: Path) -> None:
        self._certificate = certificate
        self._http: httpx.AsyncClient | None = None

    async def open(self, url: str) -> Page:
        """The page behind `url`; the page of the address reached when nobody answers there."""
        return await self._follow(self._client().build_request("GET", url))

    async def press(self, button: Button) -> Page:
        return await self._follow(
            self._client().build_request("POST", button.action, data=dict(button.fields))
        )

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()

    def _client(self) -> httpx.AsyncClient:
        if self._http is None:
            # Not before it is needed: the sign-in makes the certificate.
            context = ssl.create_default_context(cafile=str(self._certificate))
            self._http = httpx.AsyncClient(verify=context, trust_env=False, timeout=10)
        return self._http

    async def _follow(self, request: httpx.Request) -> Page:
        while True:
            try:
                response = await self._client().send(request)
            except httpx.TransportError:
                # A browser shows an error page and keeps the address, which is what can be pasted.
                return Page(str(request.url), "This site can't be reached", (), ())
            if response.next_request is None:
                break
            request = response.next_request
        parser = _PageParser(str(response.url))
        parser.feed(response.text)
        return parser.page()
