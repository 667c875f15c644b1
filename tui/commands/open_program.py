"""`kintone-tui` without a command: the program, where it was left."""

from __future__ import annotations

import os

from tui.commands.run_program import run_program
from tui.services import Services
from tui.storage.paths import Paths


def open_program() -> int:
    """Run the program until the person leaves it; the exit code."""
    environ = dict(os.environ)
    return run_program(Services(Paths.default(environ), environ))
