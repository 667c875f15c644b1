"""The listener as Chromium meets it, warning and all."""

from __future__ import annotations

from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.async_api import Browser, Error, async_playwright

from tests.journeys.chromium import program
from tests.oauth.servers import Reply, Seen, serving
from tests.oauth.support import until
from tests.oauth.visits import Listen
from tui.oauth.events import AnswerReceived, BrowserArrived, CertificateRefused, PlainHttp

pytestmark = pytest.mark.xdist_group("chromium")


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        made = await playwright.chromium.launch(
            executable_path=program("chromium", "chromium-browser"), args=["--no-sandbox"]
        )
        yield made
        await made.close()


async def test_L22_chromium_s_warning_is_told_while_it_is_on_the_screen(
    browser: Browser, listening: Listen
) -> None:
    callback = await listening()
    page = await browser.new_page()
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        await page.goto(f"https://{callback.authority}{callback.grant.short_path}")
    await until(lambda: CertificateRefused() in callback.events)
    assert callback.told(BrowserArrived) == []


async def test_a_sign_in_from_the_short_address_to_the_last_page(browser: Browser, listening: Listen) -> None:
    asked: list[str] = []

    def kintone(seen: Seen) -> Reply:
        """Allows at once."""
        asked.append(seen.target)
        query = {name: values[0] for name, values in parse_qs(urlsplit(seen.target).query).items()}
        answer = urlencode({"code": "c0de-of-this-sign-in", "state": query["state"]})
        return Reply(302, headers={"Location": f"{query['redirect_uri']}?{answer}"})

    async with serving(kintone) as server:
        callback = await listening(base=server.base)
        context = await browser.new_context(ignore_https_errors=True)
        page = await context.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text))
        await page.goto(f"https://{callback.authority}{callback.grant.short_path}")
        assert page.url == f"https://{callback.authority}/done"
        text = await page.inner_text("body")
        assert "The answer from" in text
        assert "ターミナルに戻ってください" in text
        assert problems == [], "the policy lets the page's own style pass"
        # A reload, and the back button: neither brings a code to the address bar, nor a second exchange.
        await page.reload()
        assert page.url.endswith("/done")
    assert BrowserArrived() in callback.events
    assert callback.answers == 1
    assert callback.told(AnswerReceived)
    assert len(asked) == 1


async def test_L14_a_page_that_fetches_or_embeds_the_callback_gets_nothing(
    browser: Browser, listening: Listen
) -> None:
    callback = await listening()
    target = f"https://{callback.authority}{callback.target('code=c0de-of-this-sign-in&state=STATE')}"
    hostile = (
        f'<!doctype html><img src="{target}"><script src="{target}"></script><iframe src="{target}"></iframe>'
        f'<script>fetch("{target}", {{mode: "no-cors"}}).catch(() => 0)'
        '.then(() => document.title = "tried")</script>'
    ).encode()
    async with serving(lambda _: Reply(200, hostile, {"Content-Type": "text/html"})) as elsewhere:
        context = await browser.new_context(ignore_https_errors=True)
        page = await context.new_page()
        await page.goto(elsewhere.base, wait_until="load")
        await page.wait_for_function("document.title === 'tried'")
    assert callback.answers == 0


async def test_L19_chromium_at_the_http_address_is_shown_the_https_one(
    browser: Browser, listening: Listen
) -> None:
    callback = await listening()
    context = await browser.new_context(ignore_https_errors=True)
    page = await context.new_page()
    response = await page.goto(f"http://{callback.authority}{callback.grant.short_path}")
    assert response is not None
    assert response.status == 400
    assert PlainHttp() in callback.events
    link = page.get_by_role("link")
    assert await link.get_attribute("href") == f"https://{callback.authority}{callback.grant.short_path}"
