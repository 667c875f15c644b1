"""The trace of an exchange: what was asked, what came, how long it took. No headers, so no secrets."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx

from tui.kintone.call import Call


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came of it. Times are in seconds, `started` since 1970; bytes are of the bodies.

    `status` is None when no answer came, and `error` says why. `received_bytes` counts what came over the
    wire, which is compressed. `attempt` is 1 for the first try.
    """

    method: str
    url: str
    body: bytes
    status: int | None
    started: float
    seconds: float
    sent_bytes: int
    received_bytes: int
    attempt: int
    error: str = ""


class Watch:
    """Measures a call from the moment it is made."""

    def __init__(self, call: Call, attempt: int) -> None:
        self.call = call
        self.attempt = attempt
        self._started = time.time()
        self._begun = time.perf_counter()

    def answered(self, response: httpx.Response, received_bytes: int) -> list[Exchange]:
        """The exchange, after those that the auth had repeated with a new token.

        What the auth asked of other addresses is not told: there are secrets in it.
        """
        earlier = [one for one in response.history if str(one.url) == str(response.url)]
        return [
            *(
                self._exchange(one.status_code, one.elapsed.total_seconds(), len(one.content))
                for one in earlier
            ),
            self._exchange(response.status_code, self._elapsed(), received_bytes),
        ]

    def failed(self, error: str) -> Exchange:
        return self._exchange(None, self._elapsed(), 0, error)

    def _elapsed(self) -> float:
        return time.perf_counter() - self._begun

    def _exchange(self, status: int | None, seconds: float, received: int, error: str = "") -> Exchange:
        sent = self.call.content
        return Exchange(
            method=self.call.method,
            url=self.call.url,
            body=sent,
            status=status,
            started=self._started,
            seconds=seconds,
            sent_bytes=len(sent),
            received_bytes=received,
            attempt=self.attempt,
            error=error,
        )
