"""Starts the demo as a newcomer does, by a shell command: `installed.py COMMAND`.

Shows that what was installed holds all that the program needs, its style sheets too, and ends as it should.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.journeys.terminal import Terminal

_INSTALLING = 300
"""Seconds: the command may have to install everything first."""


def main(command: str) -> None:
    environ = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    # What was installed is meant, not the folder that the command runs in.
    environ.pop("PYTHONPATH", None)
    with Terminal(["bash", "-euo", "pipefail", "-c", command], environ) as terminal:
        terminal.wait_for("Set up a connection", _INSTALLING)
        terminal.press("Enter")
        terminal.wait_for("Client secret")
        terminal.press("Ctrl+Q")
        code = terminal.wait_for_end()
    print(f"the demo showed its screens and ended with {code}: {command}")  # noqa: T201
    sys.exit(code)


if __name__ == "__main__":
    main(sys.argv[1])
