"""The list of records that a screen reads from: it sends the requests, the modules beside it choose them."""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
from collections.abc import Callable, Sequence

from tui.kintone.failures import KintoneRefused
from tui.kintone.listing import notices
from tui.kintone.listing.loads import Load, Loads
from tui.kintone.listing.order import Order
from tui.kintone.listing.pages import Pages
from tui.kintone.listing.paging import PageCall, arrived, opening_call, page_call
from tui.kintone.listing.ranks import Ranks
from tui.kintone.listing.request import Fetch, Limits, PageRequest
from tui.kintone.listing.search import Search
from tui.kintone.listing.steps import Covering, Selecting, Step
from tui.kintone.records import ID, REVISION, Record, RecordPage

_ROUNDS = 8
"""Loads for one window, and more for a tall one. A list may change faster than it can be read."""
_TRIES = 3
"""Loads that may bring nothing of what is missing."""
_EVERYTHING = range(sys.maxsize)


class RecordList:
    """The records that meet a condition, in an order, by position from 0 on.

    Rows come in pages. Within a page they are of one moment. Two pages that adjoin each other were seen to
    share a record; where they do not, and where the total has changed, what was read earlier is read again
    when it is wanted next, and shown until then. Beyond the first and the last 10,500 rows positions are
    counted from where Kintone's count of the records on one side of a record puts it, so rows keep their
    numbers there while others write elsewhere, until the total is asked for again. What changes behind rows
    that are here already shows after `refresh`.

    A row far from all that are known takes a search of a few requests, `Limits.requests` at most; rows that
    are not found by that, or cannot be, are `unreachable`. Call `aclose` when the list is no longer shown.
    """

    def __init__(
        self,
        fetch: Fetch,
        *,
        order: Order,
        condition: str = "",
        fields: Sequence[str] = (),
        on_change: Callable[[], None] | None = None,
        limits: Limits = Limits(),  # noqa: B008  (immutable)
        dice: random.Random | None = None,
    ) -> None:
        """`fields` are the codes of the columns, none meaning all; what the list itself needs is added.

        `on_change` is called whenever rows, the total or a notice changed, also by reading ahead.
        """
        self.order = order
        self.condition = condition.strip()
        self._fetch = fetch
        self._fields = tuple(dict.fromkeys((*fields, *order.codes, ID, REVISION))) if fields else ()
        self._on_change = on_change or (lambda: None)
        self._limits = limits
        self._dice = dice or random.Random()  # noqa: S311  (a sample, no secret)
        self._pages = Pages(limits)
        self._loads = Loads()
        self._serials = itertools.count()
        self._window = range(0)
        self._aborted = False
        self._shown_total: int | None = None
        self._begin()

    def _begin(self) -> None:
        self._ranks = Ranks(self.order, self.condition, self._limits, self._fields)
        self._search = Search(self._ranks, self._dice)
        self._searching = asyncio.Lock()
        self._unreachable: list[range] = []

    # What is known

    @property
    def total(self) -> int | None:
        """How many records there are; None until Kintone has told."""
        return self._shown_total

    @property
    def approximate(self) -> bool:
        """Whether positions and the total hold only about."""
        return self._aborted or notices.moves_with_the_clock(self.condition)

    @property
    def notice(self) -> str:
        """What the reader should know of this list, "" for nothing."""
        if self._aborted:
            return notices.ABORTED
        if self.unreachable is not None:
            return notices.unreachable(self.unreachable)
        return notices.CLOCK if self.approximate else ""

    @property
    def unreachable(self) -> range | None:
        """Rows that Kintone does not give in this order, as was found when one of them was wanted."""
        return self._unreachable[-1] if self._unreachable else None

    def reachable(self, position: int) -> bool:
        """False once it was found that Kintone does not give this row in this order."""
        return not any(position in rows for rows in self._unreachable)

    def get(self, position: int) -> Record | None:
        """The record at a position; None while it is not here."""
        return self._pages.get(position)

    # Loading

    async def ensure(self, first: int, end: int) -> bool:
        """Loads what is missing of the rows from `first` up to, not including, `end`.

        True when all of them are here, as far as the list goes. False when some cannot be had: see
        `unreachable`. Raises what `fetch` raises. May be called again at any time, also while it runs, and
        may be cancelled.
        """
        before, self._window = self._window, range(max(0, first), max(0, end))
        window = self._window
        in_vain, missed = 0, range(0)
        for _ in range(_ROUNDS + 2 * len(window) // self._limits.page):
            missing = self._missing(window)
            in_vain, missed = in_vain + 1 if missing == missed else 0, missing
            if not missing or in_vain == _TRIES:
                break
            await self._loads.wait(self._load_for(missing))
        if self._missing(window):
            return False
        self._read_ahead(self._clamped(window), backwards=window.start < before.start)
        return all(map(self.reachable, self._clamped(window)))

    def refresh(self) -> None:
        """Makes everything be read again when it is wanted next. Until then `get` answers as before.

        Requests under way are cancelled, and what they still bring is not taken.
        """
        self._loads.cancel()
        self._pages.retire(next(self._serials))
        self._aborted = False
        self._begin()
        self._on_change()

    async def aclose(self) -> None:
        """Ends what is under way."""
        await asyncio.gather(*self._loads.cancel(), return_exceptions=True)

    def _clamped(self, window: range) -> range:
        """A window, moved up where it ends behind the end of the list."""
        total = self._ranks.total
        if total is None or window.stop <= total:
            return window
        return range(max(0, min(window.start, total - len(window))), total)

    def _missing(self, window: range) -> range:
        """The first rows to load now: a run of missing ones that are not known to be out of reach."""
        if self._ranks.total is None:
            return window or range(1)
        window = self._clamped(window)
        while window:
            missing = self._pages.missing(window)
            start = next(filter(self.reachable, missing), missing.stop)
            stop = next((at for at in range(start, missing.stop) if not self.reachable(at)), missing.stop)
            if start < stop:
                return range(start, stop)
            window = range(missing.stop, window.stop) if missing else range(0)
        return range(0)

    def _load_for(self, missing: range) -> Load:
        """The load that brings the first missing row: one under way, or a new one."""
        under_way = self._loads.bringing(missing.start)
        if under_way is not None:
            return under_way
        if self._ranks.total is None:
            return self._loads.start(self._open(missing), _EVERYTHING)
        wanted = self._wanted(missing, self._ranks.total)
        return self._loads.start(self._go(wanted, missing.start), wanted)

    def _wanted(self, missing: range, total: int) -> range:
        """As many rows as a request gives, around the missing ones, and one more where rows adjoin."""
        gap, size = self._loads.narrowed(self._pages.gap(missing.start, total), missing), self._limits.page
        lowest, highest = max(0, gap.start - 1), min(total, gap.stop + 1)
        if highest - lowest <= size:
            return range(lowest, highest)
        if missing.start == gap.start:
            first = lowest
        elif missing.stop == gap.stop:
            first = highest - size
        else:
            first = min(max(lowest, (missing.start + missing.stop - size) // 2), highest - size)
        stop = first + size
        # To touch other rows without sharing one would leave it open whether they belong together.
        return range(first + (first == gap.start > 0), stop - (stop == gap.stop < total))

    def _read_ahead(self, window: range, *, backwards: bool) -> None:
        """Reads what comes next, if it is near, one request away, and nothing else is read ahead."""
        total = self._ranks.total
        if not window or not total or self._loads.reading_ahead:
            return
        edge = window.start if backwards else window.stop
        loaded = self._pages.loaded_to(edge, forward=not backwards)
        must = loaded - 1 if backwards else loaded
        if abs(loaded - edge) >= self._limits.page // 2 or not 0 <= must < total or not self.reachable(must):
            return
        wanted = self._wanted(range(must, must + 1), total)
        if page_call(self._ranks, wanted, must) is not None and self._loads.bringing(must) is None:
            self._loads.start(self._go(wanted, must), wanted, ahead=True)

    # Requests

    async def _open(self, missing: range) -> None:
        """The first request, which also brings the total; far down the list that has to be known first."""
        size = min(max(self._limits.first, len(missing)), self._limits.page)
        start = missing.start if missing.start <= self._limits.offset else 0
        if start + len(missing) <= size:
            start = 0
        await self._read(self._ranks, opening_call(self._ranks, range(start, start + size)))

    async def _go(self, wanted: range, must: int) -> None:
        """Brings the rows `wanted`, or at least row `must` and what is around it."""
        ranks = self._ranks
        call = page_call(ranks, wanted, must)
        if call is None:
            # One search at a time: the next one finds its way by what this one learns.
            async with self._searching:
                call = await self._find(ranks, wanted, must)
        if ranks is not self._ranks:
            return
        if call is not None:
            await self._read(ranks, call)
            return
        self._unreachable.append(ranks.out_of_reach(must))
        self._on_change()

    async def _find(self, ranks: Ranks, wanted: range, must: int) -> PageCall | None:
        """Looks for an anchor near enough; None when there is none, or it would take too many requests."""
        for asked in range(self._limits.requests - 1):
            call = page_call(ranks, wanted, must)
            step = None if call else self._search.next(must, asked)
            if step is None:
                return call
            self._search.learn(step, await self._ask(step))
        return page_call(ranks, wanted, must)

    async def _ask(self, step: Step) -> RecordPage | None:
        """The answer; None where Kintone does not take a kind of condition that it need not take."""
        try:
            return await self._send(step.request)
        except KintoneRefused as refusal:
            if refusal.status == 400 and isinstance(step, Covering | Selecting):
                return None
            raise

    async def _read(self, ranks: Ranks, call: PageCall) -> None:
        serial = next(self._serials)
        answer = await self._send(call.request)
        # Not what was asked for before a refresh, or before the list was seen to change.
        if ranks is self._ranks and serial >= self._pages.changed_at:
            self._take(ranks, call, answer, serial)

    async def _send(self, request: PageRequest) -> RecordPage:
        answer = await self._fetch(request)
        self._aborted = self._aborted or bool(answer.warning)
        return answer

    def _take(self, ranks: Ranks, call: PageCall, answer: RecordPage, serial: int) -> None:
        page, changed = arrived(ranks, call, answer)
        if changed:
            self._pages.retire(serial)
            self._unreachable.clear()
        if not self._pages.put(page.start, page.records, size=page.size, serial=serial):
            ranks.forget()
        self._shown_total = ranks.total
        self._pages.end_at(ranks.total or 0)
        self._pages.evict(self._clamped(self._window))
        self._on_change()
