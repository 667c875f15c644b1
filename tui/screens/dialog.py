"""What lies over a screen for a moment and ends with an answer."""

from __future__ import annotations

from typing import Generic, TypeVar, cast

from textual.screen import ModalScreen
from textual.worker import Worker, WorkerState

from tui.errors import KintoneTuiError
from tui.screens.program import Program

Answer = TypeVar("Answer")


class Dialog(ModalScreen[Answer], Generic[Answer]):
    """Ends once, by `end`. A worker that fails ends it too, and the screen below says why."""

    def end(self, answer: Answer | None) -> None:
        """End with `answer`; nothing happens when it has ended already.

        Textual 8.2.8 takes whatever screen is on top away, also when that is not the one that is dismissed:
        a key pressed twice would take the screen below as well.
        """
        if self.is_current:
            self.dismiss(answer)

    def action_leave(self) -> None:
        self.end(None)

    @property
    def program(self) -> Program:
        return cast(Program, self.app)

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        if event.state is not WorkerState.ERROR:
            return
        event.stop()
        self.end(None)
        error = event.worker.error
        if isinstance(error, KintoneTuiError):
            self.program.show_failure(error)
        elif isinstance(error, Exception):
            self.program.end_with(error)
