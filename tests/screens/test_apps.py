"""Finding an app among those of a Kintone."""

from __future__ import annotations

import pytest

from tests.pilot import screen_text, until
from tests.screens.conftest import Kintone, at_the_apps
from tui.kintone.schema import App
from tui.screens.apps.listing import AppRows
from tui.screens.apps.screen import AppsArrived
from tui.widgets.record_table import RecordTable

BUDGETS = [App(id=7, name="Budget 2012"), App(id=12, name="Customers"), App(id=120, name="12 o'clock")]


def found(rows: AppRows) -> list[int]:
    return [app.id for position in range(rows.row_count) if (app := rows.app(position))]


@pytest.mark.parametrize("typed", ["12", " 12 ", "１２", "012"])
def test_the_app_of_the_number_that_is_typed_comes_first(typed: str) -> None:
    rows = AppRows()
    rows.put(BUDGETS)
    rows.narrow(typed)
    assert found(rows)[0] == 12
    rows.narrow("12")
    assert found(rows) == [12, 7, 120]
    rows.narrow("2")
    assert found(rows) == [7, 120]


def test_the_app_of_the_number_comes_first_also_when_it_arrives_last() -> None:
    rows = AppRows()
    rows.narrow("12")
    rows.put([BUDGETS[0]])
    assert (found(rows), rows.number) == ([7], 12)
    rows.put(BUDGETS)
    assert (found(rows)[0], rows.number) == (12, None)


async def test_other_words_mark_the_first_app_that_they_find(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        table = pilot.app.screen.query_one(RecordTable)
        await pilot.press("j", "j", "slash", "e")
        await until(pilot, r"\d+ of \d+ apps")
        assert table.cursor == 0
        await pilot.press("down")
        assert table.cursor == 1
        await pilot.press("r")
        await until(pilot, r"\d+ of \d+ apps")
        assert table.cursor == 0


async def test_the_arrows_choose_among_those_found_without_leaving_the_field(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("slash", "e")
        shown = await until(pilot, r"[2-9] of \d+ apps")
        first, second = (line.split()[1] for line in shown.splitlines()[3:5])
        assert first != second
        await pilot.press("down", "down", "up", "enter")
        await until(pilot, rf"kintone-tui · Records(?s:.*){second}")


async def test_while_apps_are_arriving_a_number_opens_the_app_of_that_number(kintone: Kintone) -> None:
    kintone.sign_in()
    customers = kintone.app_id("Customers")
    async with at_the_apps(kintone) as pilot:
        arrived = [App(id=99_999, name=f"Budget 20{customers:02}")]
        pilot.app.screen.post_message(AppsArrived(arrived, complete=False))
        await pilot.press("slash", *f"{customers:02}")
        await until(pilot, r"1 apps so far|Budget")
        await pilot.press("enter")
        await until(pilot, r"(?s)Customers.*row 1 of \d+")


async def test_esc_shows_all_apps_again_wherever_one_is(kintone: Kintone) -> None:
    kintone.sign_in()
    async with at_the_apps(kintone) as pilot:
        await pilot.press("slash", *"Customers")
        await until(pilot, r"1 of \d+ apps")
        await pilot.press("tab", "escape")
        shown = await until(pilot, r" \d+ apps")
        assert "Inquiries" in shown
        await pilot.press("escape")
        await until(pilot, "Set up a connection")
        assert "Inquiries" not in screen_text(pilot)
