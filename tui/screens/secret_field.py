"""A field for what must not be seen."""

from __future__ import annotations

from textual.widgets import Input


class SecretField(Input):
    """Shows dots, and lets nothing out again: Textual's own password field can be copied from."""

    def __init__(self, value: str = "", *, id: str, placeholder: str = "") -> None:  # noqa: A002
        super().__init__(value, id=id, placeholder=placeholder, password=True, compact=True)

    def action_copy(self) -> None:
        self.app.bell()

    def action_cut(self) -> None:
        self.app.bell()
