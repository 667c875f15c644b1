"""A token as a running process holds it: how long it lives, by two clocks that may both be wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tui.oauth.clock import Clock
from tui.oauth.token import Token

REFUSAL_PAUSE = 60.0
"""Seconds for which a token that Kintone refuses though it is new is not renewed once more."""


@dataclass(slots=True)
class HeldToken:
    """`is_new` when this process got the token from Kintone, and not from the store. The wall clock knows of
    a machine that slept, the monotonic one cannot be set: the lesser of the two decides what remains. A
    clock that was set ahead costs one renewal, after which both agree again.
    """

    token: Token
    clock: Clock
    is_new: bool
    proven: bool = False
    """Whether Kintone has let a request with it pass."""
    _since: float = field(init=False)
    _life: float = field(init=False)

    def __post_init__(self) -> None:
        self._since = self.clock.monotonic()
        self._life = self.token.expires_at - self.clock.wall()

    @property
    def remaining(self) -> float:
        """Seconds; negative once it is over, infinite when not known."""
        return min(self._by_wall(), self._by_monotonic())

    @property
    def is_alive(self) -> bool:
        """Whether either clock says that Kintone may still take it."""
        return max(self._by_wall(), self._by_monotonic()) > 0

    def is_due(self, leeway: float) -> bool:
        """Whether it ends within `leeway` seconds. A new token with a very short life counts as good for half
        of it, or else each request would renew it.
        """
        longest = self._life / 2 if self.is_new else math.inf
        return self.remaining < min(leeway, longest)

    @property
    def is_refused_for_good(self) -> bool:
        """Asked after a refusal: whether the token is so new that another one would fare no better."""
        return self.is_new and not self.proven and self.clock.monotonic() - self._since < REFUSAL_PAUSE

    def _by_wall(self) -> float:
        return self.token.expires_at - self.clock.wall()

    def _by_monotonic(self) -> float:
        return self._life - (self.clock.monotonic() - self._since)
