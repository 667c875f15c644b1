"""`python -m tests.screenshots`: the pictures of the README, taken from the running program.

The program runs against the simulated Kintone, goes the way of a newcomer, and is pictured at each place.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from rich.cells import cell_len
from textual.pilot import Pilot

from tests.pilot import until
from tui.app import KintoneTui
from tui.commands.demo.child import SimulatorProcess
from tui.commands.demo.run import demo_services

FOLDER = Path(__file__).parents[1] / "screenshots"
SIZE = (96, 28)


async def _tour(app: KintoneTui, take: Callable[[str], None]) -> None:
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, "Set up a connection")
        take("welcome")
        await pilot.press("enter")
        await until(pilot, "Client secret")
        take("connect")
        await pilot.press("ctrl+s")
        await until(pilot, "Waiting for your browser")
        take("sign-in")
        await _sign_in(pilot)
        await until(pilot, "Inquiries")
        take("apps")
        await _open(pilot, "Inquiries")
        await until(pilot, r"row 1 of")
        for _ in range(4):
            await pilot.press("down")
        take("records")
        await pilot.press("enter")
        await until(pilot, "revision")
        take("record")
        await pilot.press("tab")
        await until(pilot, '"record": {')
        take("json")


async def _sign_in(pilot: Pilot[int]) -> None:
    await pilot.press("ctrl+g")
    await until(pilot, "(?i)sign in as")
    await pilot.press("enter")
    await until(pilot, "Allow")
    await pilot.press("enter")


async def _open(pilot: Pilot[int], app: str) -> None:
    await pilot.press("slash", *app)
    await until(pilot, "1 of")
    await pilot.press("enter")


def _tidy(svg: str) -> str:
    """A picture that needs no font from a server elsewhere, and whose columns line up with any font.

    Rich 15 gives each text the width of its characters, not of its cells, and one text for a whole line: with
    Japanese in it everything behind is pushed aside. Here each word stands where its cells are.
    """
    without_fonts = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL).replace(
        "Fira Code", "monospace"
    )
    return _TEXT.sub(_placed, without_fonts)


_TEXT = re.compile(
    r'<text (class="[^"]*") x="([\d.]+)" (y="[\d.]+") textLength="[\d.]+" ([^>]*)>([^<]*)</text>'
)
_RUN = re.compile(r"[^\s\u1100-\uffff]+|[\u1100-\uffff]")
_CELL = 12.2
"""Width of a cell in Rich's picture of a console."""


def _placed(match: re.Match[str]) -> str:
    style, start, line, rest, content = match.groups()
    text = html.unescape(content).replace("\N{NO-BREAK SPACE}", " ")
    return "".join(
        f'<text {style} x="{float(start) + cell_len(text[: run.start()]) * _CELL:g}" {line}'
        f' textLength="{cell_len(run.group()) * _CELL:g}" {rest}>{html.escape(run.group())}</text>'
        for run in _RUN.finditer(text)
    )


def _take_all() -> None:
    with (
        tempfile.TemporaryDirectory() as home,
        SimulatorProcess("https://localhost:18543/callback", 30_000) as simulator,
    ):
        environ = {"KINTONE_TUI_HOME": home, "PATH": os.environ["PATH"]}
        app = KintoneTui(demo_services(simulator.announcement(), environ))

        def take(name: str) -> None:
            FOLDER.mkdir(exist_ok=True)
            (FOLDER / f"{name}.svg").write_text(_tidy(app.export_screenshot(title="kintone-tui")))
            sys.stdout.write(f"screenshots/{name}.svg\n")

        asyncio.run(_tour(app, take))


if __name__ == "__main__":
    _take_all()
