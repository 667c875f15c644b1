"""What passes by itself: one line of news, and on the right where one is."""

from __future__ import annotations

from typing import ClassVar, Literal, TypeAlias

from tui.widgets.one_liner import OneLiner

Kind: TypeAlias = Literal["info", "warn", "error"]

MARKS: dict[Kind, str] = {"info": "", "warn": "! ", "error": "× "}
"""What tells the kinds apart without colour."""


class StatusLine(OneLiner):
    """Each of its methods replaces what was there. `right` None keeps what stands on the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"status--info", "status--warn", "status--error"}

    DEFAULT_CSS = """
    StatusLine {
        background: $panel;
        & > .status--info { color: $foreground; }
        & > .status--warn { color: $text-warning; }
        & > .status--error { color: $text-error; text-style: bold; }
    }
    """

    def info(self, text: str, right: str | None = None) -> None:
        """News that ask for nothing."""
        self.show(text, "info", right)

    def warn(self, text: str, right: str | None = None) -> None:
        """Something was not done, and somebody may want to know why."""
        self.show(text, "warn", right)

    def error(self, text: str, right: str | None = None) -> None:
        """Something failed."""
        self.show(text, "error", right)

    def beside(self, right: str) -> None:
        """Where one is now; the news on the left stay."""
        self.put(self._left, right)

    def show(self, text: str, kind: Kind, right: str | None = None) -> None:
        mark = MARKS[kind] if text else ""
        self.put([(mark + text, f"status--{kind}")], self._right if right is None else right)
