"""The simulated Kintone as a process of its own: one line of JSON, then service until it is told to end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import threading
from types import FrameType

from tui.simulator.server import Server, base_url, listen
from tui.simulator.simulator import Options, Simulator

# Seconds between being asked to end and ending without asking back.
GRACE = 0.5


def run(options: Options, *, port: int = 0, with_parent: bool = False) -> None:
    """Serve until SIGINT or SIGTERM.

    `with_parent` ends it also when standard input does, which happens however the parent came to its end.
    Raises OSError where the port is taken.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _leave)
    if with_parent:
        threading.Thread(target=_end_with_input, name="parent", daemon=True).start()
    sockets = listen(port)
    simulator = Simulator.make(options)
    description = json.dumps(simulator.describe(base_url(sockets)), ensure_ascii=False)
    Server(simulator.application(), on_started=lambda: _say(description)).run(sockets)


def _say(line: str) -> None:
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


def _leave(number: int, frame: FrameType | None) -> None:
    """Before the server runs there is nothing to put in order."""
    raise SystemExit(0)


def _end_with_input() -> None:
    # Input that cannot be read at all has ended as well.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            pass
    # A query that takes long must not keep the process beyond its parent.
    last_resort = threading.Timer(GRACE, os._exit, (0,))
    last_resort.daemon = True
    last_resort.start()
    signal.raise_signal(signal.SIGTERM)
