"""Being told to end while the demo starts or tidies up: what it has begun is undone all the same.

While the program itself runs, its event loop hears these signals; afterwards asyncio leaves them to the
system, which would end the process on the spot.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

# There is no SIGHUP on Windows.
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


@contextmanager
def unwinding() -> Iterator[None]:
    """Within the block SIGTERM and SIGHUP raise SystemExit(128 + number), so that each `with` is left.

    What the shell has ignored for this process, as `nohup` does, stays ignored.
    """
    before = {number: signal.getsignal(number) for number in _ENDINGS}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, _unwind)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def ignore_further() -> None:
    """A terminal that closes says so twice, by the shell and by the system; once is enough to tidy up."""
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_IGN)


def _unwind(number: int, frame: FrameType | None) -> None:
    ignore_further()
    raise SystemExit(128 + number)
