"""Running the program on this terminal, with the person's own services or with the demo's."""

from __future__ import annotations

import os
import sys

from tui.diagnostics.log import start_log
from tui.errors import ExitCode, KintoneTuiError
from tui.services import Services


class NoTerminal(KintoneTuiError):
    """There is no terminal to show screens on, or none that can."""

    exit_code = ExitCode.USAGE


def run_program(services: Services) -> int:
    """Run until the person leaves; the exit code. Raises NoTerminal."""
    _check_terminal()
    _prepare_colours(services.settings.color)
    if problem := start_log(services.paths.log, services.environ):
        services.tell(problem)
    # Textual reads the environment when it is imported.
    from tui.app import KintoneTui

    return KintoneTui(services).run_politely()


def _check_terminal() -> None:
    # Textual reads keys from standard input and draws on standard error.
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise NoTerminal("There is no terminal to show anything on.", hint="Run it in a terminal window.")
    if os.environ.get("TERM") == "dumb":
        raise NoTerminal("TERM is “dumb”: this terminal cannot show screens.", hint="Set TERM to what it is.")


def _prepare_colours(wanted: str) -> None:
    if wanted == "never":
        os.environ["NO_COLOR"] = "1"
    elif wanted == "always":
        os.environ.pop("NO_COLOR", None)
