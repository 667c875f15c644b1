"""A browser for the simulator's pages: cookies, forms, buttons, no redirects to elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx


@dataclass
class Form:
    action: str
    method: str
    inputs: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """(name, value, label)"""


class Page(HTMLParser):
    """What a person sees (`text`) and can press (`forms`)."""

    def __init__(self, answer: httpx.Response) -> None:
        super().__init__()
        self.answer = answer
        self.forms: list[Form] = []
        self.text = ""
        self._hidden = False
        self._label = ""
        self.feed(answer.text)

    @property
    def location(self) -> str:
        """Where the answer sends the browser, or "" where it is a page."""
        location: str = self.answer.headers.get("location", "")
        return location

    @property
    def sent(self) -> dict[str, str]:
        """The parameters that come back to the client, each of them once."""
        query = parse_qs(urlsplit(self.location).query, keep_blank_values=True, strict_parsing=True)
        assert all(len(values) == 1 for values in query.values())
        return {name: values[0] for name, values in query.items()}

    def buttons(self, name: str) -> list[str]:
        return [value for form in self.forms for called, value, _ in form.buttons if called == name]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(values.get("action", ""), values.get("method", "get")))
        elif tag == "input":
            self.forms[-1].inputs[values["name"]] = values["value"]
        elif tag == "button":
            self.forms[-1].buttons.append((values["name"], values["value"], ""))
        elif tag == "style":
            self._hidden = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._hidden = False

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text = f"{self.text} {data}"


class Browser:
    """Follows redirects within the simulated Kintone and none that leave it."""

    def __init__(self, base_url: str) -> None:
        self._http = httpx.Client(base_url=base_url, trust_env=False, timeout=10)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def open(self, path: str, **parameters: str) -> Page:
        return self._follow(self._http.build_request("GET", path, params=parameters or None))

    def press(self, page: Page, name: str, value: str) -> Page:
        form = next(form for form in page.forms if (name, value) in [button[:2] for button in form.buttons])
        assert form.method == "post"
        action = urljoin(str(page.answer.url), form.action)
        return self._follow(self._http.build_request("POST", action, data={**form.inputs, name: value}))

    def _follow(self, request: httpx.Request) -> Page:
        answer = self._http.send(request)
        while answer.next_request and answer.next_request.url.netloc == request.url.netloc:
            answer = self._http.send(answer.next_request)
        return Page(answer)


def consent(address: str, decision: str = "allow", user: str = "") -> str:
    """Sign in at Kintone's `address` as `user` (the first there is) and decide; where the browser ends."""
    with Browser(address) as browser:
        people = browser.open(address)
        page = browser.press(people, "user", user or people.buttons("user")[0])
        return browser.press(page, "decision", decision).location
