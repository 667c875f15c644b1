"""The tables of keys: complete, without clashes, and only what every terminal can send."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import OptionList

from tests.widgets.stage import Stage
from tui.widgets.json_view import JsonView
from tui.widgets.keys import LINE_KEYS, OPEN_ROW, TABLE_KEYS, ViewKey, with_vim_keys
from tui.widgets.record_table import RecordTable
from tui.widgets.record_view import RecordView

# Backspace, Tab and Enter for a terminal without the Kitty protocol; the prefixes of screen and tmux.
NEVER = {"ctrl+h", "ctrl+i", "ctrl+m", "ctrl+a", "ctrl+b", "ctrl+enter"}


@pytest.mark.parametrize(
    ("widget", "keys"),
    [(RecordTable, (*TABLE_KEYS, OPEN_ROW)), (JsonView, LINE_KEYS), (RecordView, LINE_KEYS)],
)
def test_each_key_has_an_action_of_its_widget(widget: type[Widget], keys: tuple[ViewKey, ...]) -> None:
    assert all(callable(getattr(widget, f"action_{key.action}", None)) for key in keys)


@pytest.mark.parametrize("keys", [(*TABLE_KEYS, OPEN_ROW), LINE_KEYS])
def test_no_key_is_bound_twice_and_every_terminal_can_send_it(keys: tuple[ViewKey, ...]) -> None:
    bound = [each for key in keys for each in key.keys]
    assert len(bound) == len(set(bound))
    assert not NEVER & set(bound)
    assert not [each for each in bound if "shift" in each]


@pytest.mark.parametrize("widget", [RecordTable(), JsonView(), RecordView()])
async def test_textuals_own_scrolling_keys_are_not_bound(widget: Widget) -> None:
    app = Stage(widget)
    async with app.run_test():
        widget.focus()
        bound = [key for key, active in app.screen.active_bindings.items() if active.node is widget]
        assert "pagedown" in bound
        assert "ctrl+pagedown" not in bound


async def test_a_stock_list_moves_by_vim_keys_and_keeps_its_name() -> None:
    class ListApp(App[None]):
        chosen: int | None = None

        def compose(self) -> ComposeResult:
            yield with_vim_keys(OptionList)("one", "two", "three")

        def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
            self.chosen = event.option_index

    app = ListApp()
    async with app.run_test() as pilot:
        choices = app.query_one(OptionList)
        choices.focus()
        choices.highlighted = 0
        await pilot.press("j", "j", "k")
        assert choices.highlighted == 1
        await pilot.press("G")
        assert choices.highlighted == 2
        await pilot.press("g", "enter")
        assert app.chosen == 0
    assert with_vim_keys(OptionList) is with_vim_keys(OptionList)
