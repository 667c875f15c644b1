"""What lies over the sign-in: help for a browser on another computer, and the demo's browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.demo import Browser, Button, Page
from tui.oauth.redirect import origin, split
from tui.screens.dialog import Dialog
from tui.terminal.text import one_line
from tui.widgets.keys import with_vim_keys


class RemoteHelp(Dialog[None]):
    """The `ssh` line that brings the browser of another computer here."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+o,c,y", "copy", "Copy the ssh line", key_display="^o"),
        Binding("escape,enter,q", "leave", "Back", key_display="Esc"),
    ]

    def __init__(self, text: str, command: str) -> None:
        super().__init__()
        self._text = text
        self._command = command

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Text(self._text))
        yield Footer(show_command_palette=False, compact=True)

    def action_copy(self) -> None:
        self.program.copy(self._command, "the ssh line")


@dataclass
class PageArrived(Message):
    page: Page


class PretendBrowser(Dialog[str]):
    """Plays the browser of the demo; ends with the address that it ended on."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "leave", "Close", key_display="Esc")]

    def __init__(self, browser: Browser, start: str, destination: str) -> None:
        """Goes from `start` until an address on the host of `destination` is reached."""
        super().__init__()
        self._browser = browser
        self._start = start
        self._destination = destination
        self._page: Page | None = None

    def compose(self) -> ComposeResult:
        with VerticalScroll(classes="dialog", can_focus=False):
            yield Static(Text("A browser, played by the demo", style="bold"))
            yield Static("", id="page-address", classes="muted")
            yield Static("", id="page-text")
            yield with_vim_keys(OptionList)(id="page-buttons", compact=True)
        yield Footer(show_command_palette=False, compact=True)

    def on_mount(self) -> None:
        self._open()

    async def on_unmount(self) -> None:
        await self._browser.close()

    @work(exclusive=True, group="browser", exit_on_error=False, description="a page of the demo's browser")
    async def _open(self) -> None:
        self.post_message(PageArrived(await self._browser.open(self._start)))

    @work(exclusive=True, group="browser", exit_on_error=False, description="a page of the demo's browser")
    async def _press(self, button: Button) -> None:
        self.post_message(PageArrived(await self._browser.press(button)))

    @on(PageArrived)
    def _show(self, message: PageArrived) -> None:
        page = self._page = message.page
        if not page.buttons:
            # Nothing more can be pressed: the sign-in is done, or Kintone shows an error.
            self._end_or_explain(page)
            return
        self._fill(page)

    def _fill(self, page: Page) -> None:
        self.query_one("#page-address", Static).update(Text(one_line(page.url.partition("?")[0])))
        self.query_one("#page-text", Static).update(Text("\n".join(map(one_line, page.text))))
        buttons = self.query_one("#page-buttons", OptionList)
        buttons.clear_options()
        buttons.add_options(Option(Text(one_line(button.label))) for button in page.buttons)
        buttons.highlighted = 0 if page.buttons else None
        buttons.focus()
        # In a small terminal the words above would push it out of sight.
        self.query_one(VerticalScroll).scroll_end(animate=False)

    def _end_or_explain(self, page: Page) -> None:
        here, there = split(page.url), split(self._destination)
        if here is not None and there is not None and origin(here) == origin(there):
            self.end(page.url)
        else:
            self._fill(page)

    @on(OptionList.OptionSelected)
    def _pressed(self, event: OptionList.OptionSelected) -> None:
        if self._page is not None:
            self._press(self._page.buttons[event.option_index])
