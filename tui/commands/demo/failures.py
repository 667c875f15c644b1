"""Why the demo cannot start."""

from __future__ import annotations

from tui.errors import KintoneTuiError


class DemoCannotStart(KintoneTuiError):
    """This machine lacks something that the demo needs: a port, a temporary folder, another process."""


class SimulatorFailed(DemoCannotStart):
    """The simulator did not start; the message holds what it said last."""
