"""Raw JSON on the screen."""

from __future__ import annotations

import json
import time

from textual.pilot import Pilot

from tests.widgets.stage import HOSTILE, SMALL, Stage, assert_safe, drawn, style_at
from tui.widgets.json_view import JsonView


def page(records: int) -> bytes:
    field = {"type": "SINGLE_LINE_TEXT", "value": '株式会社 山田 "quoted" 1234.50\n次の行'}
    record = {f"フィールド{number}": field for number in range(25)}
    return json.dumps({"records": [record] * records}, ensure_ascii=False).encode()


async def shown(view: JsonView, pilot: Pilot[None], body: bytes) -> list[str]:
    view.show(body)
    view.focus()
    await pilot.pause()
    return [line.rstrip() for line in drawn(view)]


async def test_a_body_is_laid_out_as_it_was_sent() -> None:
    view = JsonView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        lines = await shown(view, pilot, '{"会社名":{"value":"日本\\u8a9e"},"n":1.50}'.encode())
        assert lines[:6] == [
            " {",
            '   "会社名": {',
            '     "value": "日本\\u8a9e"',
            "   },",
            '   "n": 1.50',
            " }",
        ]
        assert style_at(view, 4, 1) != style_at(view, 17, 2)


async def test_a_page_of_500_records_opens_at_once_and_ends_where_it_ends() -> None:
    body = page(500)
    view = JsonView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        started = time.perf_counter()
        view.show(body)
        drawn(view)
        assert time.perf_counter() - started < 0.1
        view.focus()
        await pilot.press("G")
        assert [line.strip() for line in drawn(view)[-4:]] == ["}", "}", "]", "}"]


async def test_what_is_no_json_is_marked_and_shown() -> None:
    view = JsonView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        lines = await shown(view, pilot, b"<html>[/foo] \xff\x1b]0;x\x07</html>")
        assert lines[0] == " From here on this is not JSON (byte 1). It is shown as it was sent."
        assert lines[1] == " <html>[/foo] <FF>␛]0;x␇</html>"
        assert style_at(view, 1, 0) != style_at(view, 1, 1)
        assert_safe(view)


async def test_hostile_values_are_drawn_safely() -> None:
    view = JsonView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        await shown(view, pilot, json.dumps(dict(enumerate(HOSTILE)), ensure_ascii=False).encode())
        assert_safe(view)


async def test_another_body_begins_at_its_beginning() -> None:
    view = JsonView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        await shown(view, pilot, page(20))
        await pilot.press("G", "l")
        assert (await shown(view, pilot, b"[1]"))[:3] == [" [", "   1", " ]"]
        assert (view.top, view.left) == (0, 0)


async def test_a_view_that_was_hidden_shows_its_body_when_it_appears() -> None:
    view = JsonView()
    view.display = False
    async with Stage(view).run_test(size=SMALL) as pilot:
        view.show(page(1))
        await pilot.pause()
        view.display = True
        await pilot.pause()
        assert drawn(view)[1].strip() == '"records": ['
        view.focus()
        await pilot.press("G")
        assert drawn(view)[-1].strip() == "}"


async def test_without_colour_keys_are_still_told_from_values_by_their_place() -> None:
    view = JsonView()
    async with Stage(view).run_test(size=SMALL) as pilot:
        assert (await shown(view, pilot, b'{"a":"b"}'))[1] == '   "a": "b"'
