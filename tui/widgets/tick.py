"""A box to tick whose state is in its shape, not in a shade of its colour alone."""

from __future__ import annotations

from textual.widgets import Checkbox


class Tick(Checkbox):
    """Textual's Checkbox draws the same X in two shades; this one is empty when it is not ticked."""

    def watch_value(self) -> None:
        self.BUTTON_INNER = "x" if self.value else " "
        super().watch_value()
