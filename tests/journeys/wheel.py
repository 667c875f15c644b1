"""Starts the demo of an installed program, outside any checkout: `wheel.py COMMAND`.

Shows that the wheel holds all that the program needs, its style sheets too.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.journeys.terminal import Terminal


def main(command: str) -> None:
    environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    with Terminal([command, "demo", "--records", "200"], environ) as terminal:
        terminal.wait_for("Set up a connection")
        terminal.press("Enter")
        terminal.wait_for("Client secret")
        terminal.press("Ctrl+Q")
        code = terminal.wait_for_end()
    print(f"the installed demo showed its screens and ended with {code}")  # noqa: T201
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1])
