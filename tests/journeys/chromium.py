"""A person at a real Chromium: opens an address, reads the page, presses what is on it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn
from urllib.parse import parse_qs, urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

WARNING = "Your connection is not private"
FLAGS = (
    "--headless=new",
    # The sandbox wants rights and memory that a container may not have.
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    # It talks to the program and the simulator, and to nobody else.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
SECONDS = 20
"""The longest that a page, or a button on it, is waited for."""


class Window:
    """The one window of a Chromium. What is not there, or not reached, within `SECONDS` is a failure."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._asked_for: list[str] = []
        page.on("request", lambda request: self._asked_for.append(request.url))

    @property
    def text(self) -> str:
        return self._page.inner_text("body")

    def open(self, address: str) -> None:
        """Fails, with the error's name, where Chromium shows a page of its own: a warning, nobody there."""
        self._page.goto(address)

    def open_against_a_warning(self, address: str) -> None:
        """Leaves the warning on the screen; fails where there is none."""
        from playwright.sync_api import Error

        with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
            self._page.goto(address)
        self._page.get_by_role("heading", name=WARNING).wait_for()

    def proceed(self) -> None:
        """Past the warning, as the program tells people to."""
        self._page.get_by_role("button", name="Advanced").click()
        self._page.get_by_role("link", name="Proceed to localhost").click()

    def choose_the_first_user(self) -> None:
        self._page.get_by_role("heading", name="Sign in as").wait_for()
        self._page.get_by_role("button").first.click()

    def press(self, label: str) -> None:
        self._page.get_by_role("button", name=label, exact=True).click()

    def wait_for(self, address: str) -> None:
        self._page.wait_for_url(address)

    def answers(self, redirect_uri: str) -> list[dict[str, list[str]]]:
        """The parameters of each visit to `redirect_uri`, in order."""
        return [
            parse_qs(query)
            for uri, _, query in (url.partition("?") for url in self._asked_for)
            if uri == redirect_uri
        ]

    def codes_remembered(self) -> list[str]:
        """The addresses with a code that the back button leads to."""
        history = self._page.context.new_cdp_session(self._page).send("Page.getNavigationHistory")
        urls = [str(entry["url"]) for entry in history["entries"]]
        return [url for url in urls if "code" in parse_qs(urlsplit(url).query)]


@contextmanager
def chromium(home: Path) -> Iterator[Window]:
    """A Chromium for a person whose home folder is `home`: the same folder, the same browser profile.

    Skips the test where there is none.
    """
    executable = program("chromium", "chromium-browser")
    if importlib.util.find_spec("playwright") is None:
        _unavailable("Playwright is not installed")
    from playwright.sync_api import sync_playwright

    profile = home / "profile"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=executable,
            # Its own arguments make another browser of it than people have; only the way to talk to it stays.
            ignore_default_args=True,
            args=[*FLAGS, f"--user-data-dir={profile}", "--remote-debugging-pipe", "about:blank"],
            env={"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"},
            timeout=SECONDS * 1000,
        )
        try:
            context.set_default_timeout(SECONDS * 1000)
            yield Window(context.pages[0])
        finally:
            context.close()


def trust(home: Path, certificate: Path) -> None:
    """Trust this one certificate, and none that it might sign, in the browser of the person at `home`.

    Skips the test where there is no certutil. (NSS, certutil: "P" is a trusted peer.)
    """
    certutil = program("certutil")
    store = home / ".pki" / "nssdb"
    store.mkdir(parents=True)
    for words in (
        ("-N", "--empty-password"),
        ("-A", "-t", "P,,", "-n", "kintone-tui", "-i", str(certificate)),
    ):
        subprocess.run(
            [certutil, "-d", f"sql:{store}", *words], check=True, capture_output=True, timeout=SECONDS
        )


def program(*names: str) -> str:
    """The path of the first of `names` that is installed; without any the test is skipped, or fails."""
    found = next(filter(None, map(shutil.which, names)), None)
    return found or _unavailable(f"{names[0]} is not installed")


def _unavailable(reason: str) -> NoReturn:
    """Skips the test, or fails it where nothing may be skipped."""
    if os.environ.get("KINTONE_TUI_NO_SKIPS") == "1":
        pytest.fail(reason)
    pytest.skip(reason)
