"""Running the program on this terminal, with the person's own services or with the demo's."""

from __future__ import annotations

import os

from tui.diagnostics.log import start_log
from tui.services import Services


def run_program(services: Services) -> int:
    """Run until the person leaves; the exit code."""
    _prepare_colours(services.settings.color)
    if problem := start_log(services.paths.log, services.environ):
        services.tell(problem)
    # Textual reads the environment when it is imported.
    from tui.app import KintoneTui

    return KintoneTui(services).run_politely()


def _prepare_colours(wanted: str) -> None:
    if wanted == "never":
        os.environ["NO_COLOR"] = "1"
    elif wanted == "always":
        os.environ.pop("NO_COLOR", None)
