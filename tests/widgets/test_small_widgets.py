"""The bar at the top, the line at the bottom, and the panel for what must be settled."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.widgets.stage import HOSTILE, SMALL, Stage, assert_safe, drawn, style_at
from tui.widgets.connection_bar import ConnectionBar
from tui.widgets.notice import Notice
from tui.widgets.status_line import StatusLine


@dataclass
class Named:
    name: str


@dataclass
class Expiring:
    expires_at: float


@dataclass
class InUse:
    connection: Named
    token: Expiring | None


async def test_news_stand_left_and_the_place_right() -> None:
    line = StatusLine()
    async with Stage(line).run_test(size=SMALL) as pilot:
        line.info("500 行を読みました", "row 4 of 1,204")
        await pilot.pause()
        assert drawn(line) == [f" 500 行を読みました{' ' * 46}row 4 of 1,204 "]
        line.warn("Too large to copy.")
        await pilot.pause()
        assert drawn(line)[0].startswith(" ! Too large to copy.  ")
        assert drawn(line)[0].endswith(" row 4 of 1,204 ")


async def test_kinds_of_news_are_told_apart_without_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    line = StatusLine()
    async with Stage(line).run_test(size=SMALL) as pilot:
        starts = []
        for show in (line.info, line.warn, line.error):
            show("Words")
            await pilot.pause()
            starts.append(drawn(line)[0][:4])
        assert len(set(starts)) == 3


async def test_long_news_are_cut_before_the_place() -> None:
    line = StatusLine()
    async with Stage(line).run_test(size=(40, 5)) as pilot:
        line.info("東京都" * 20, "row 4")
        await pilot.pause()
        assert drawn(line) == [" 東京都東京都東京都東京都東京都…  row 4 "]
        for cells in (1, 2, 3, 8, 12):
            await pilot.resize_terminal(cells, 5)
            await pilot.pause()
            assert_safe(line)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_drawn_safely(text: str) -> None:
    line, bar, notice = StatusLine(), ConnectionBar(clock=lambda: 0.0), Notice()
    async with Stage(bar, notice, line).run_test(size=SMALL) as pilot:
        line.error(text, text)
        bar.show(text, InUse(Named(text), Expiring(600)))
        notice.show(text, text, text)
        await pilot.pause()
        for widget in (line, bar):
            assert_safe(widget)
        assert all("\x1b" not in shown and "\x07" not in shown for shown in drawn(notice))


@pytest.mark.parametrize(
    ("token", "words"),
    [
        (Expiring(1_000 + 3_599), "token 59 min"),
        (Expiring(1_000 + 60), "token 1 min"),
        (Expiring(1_000 + 59), "token under 1 min"),
        (Expiring(1_000 - 1), "token expired"),
        (None, "not signed in"),
    ],
)
async def test_the_bar_tells_place_connection_and_minutes_left(token: Expiring | None, words: str) -> None:
    bar = ConnectionBar(clock=lambda: 1_000.0)
    async with Stage(bar).run_test(size=SMALL) as pilot:
        bar.show("Records", InUse(Named("会社"), token))
        await pilot.pause()
        assert drawn(bar)[0].startswith(" kintone-tui · Records ")
        assert drawn(bar)[0].endswith(f" 会社 · {words} ")


async def test_the_minutes_go_down_and_a_renewal_shows() -> None:
    now = [0.0]
    in_use = InUse(Named("acme"), Expiring(600))
    bar = ConnectionBar(clock=lambda: now[0])
    async with Stage(bar).run_test(size=SMALL) as pilot:
        bar.show("Apps", in_use)
        now[0] = 420.0
        bar.look_again()
        await pilot.pause()
        assert "token 3 min" in drawn(bar)[0]
        in_use.token = Expiring(4_020)
        bar.look_again()
        await pilot.pause()
        assert "token 60 min" in drawn(bar)[0]


async def test_without_a_connection_the_bar_names_the_place_only() -> None:
    bar = ConnectionBar()
    async with Stage(bar).run_test(size=SMALL) as pilot:
        bar.show("Connections", None)
        await pilot.pause()
        assert drawn(bar)[0].strip() == "kintone-tui · Connections"


async def test_a_notice_wraps_its_words_and_takes_as_many_lines_as_it_needs() -> None:
    notice = Notice()
    async with Stage(notice).run_test(size=(40, 20)) as pilot:
        assert notice.region.height == 0
        notice.show(
            "Kintone does not let you read this app.",
            "管理者に「レコード閲覧」の権限を頼んでください。",
            "r: try again",
        )
        await pilot.pause()
        assert [line.rstrip() for line in drawn(notice)] == [
            "▌  Kintone does not let you read this",
            "▌  app.",
            "▌  管理者に「レコード閲覧」の権限を頼",
            "▌  んでください。",
            "▌  r: try again",
        ]
        assert notice.message == "Kintone does not let you read this app."
        assert style_at(notice, 4, 0).bold
        notice.show("Short.")
        await pilot.pause()
        assert notice.region.height == 1
        notice.hide()
        await pilot.pause()
        assert notice.message == ""
        assert not notice.display
