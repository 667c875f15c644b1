"""The kinds of request that find a position: each says what its answer will be good for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tui.kintone.listing.cuts import Empties
from tui.kintone.listing.ranks import Side
from tui.kintone.listing.request import PageRequest


@dataclass(frozen=True, slots=True)
class Sampling:
    """Asks for those of some ids that there are. `expected` is how many that should be."""

    request: PageRequest
    drawn: dict[int, float]
    expected: float


@dataclass(frozen=True, slots=True)
class Newest:
    """Asks for the largest id."""

    request: PageRequest


@dataclass(frozen=True, slots=True)
class Covering:
    """Asks for records with other values of the first key than are known. It may be refused."""

    request: PageRequest


@dataclass(frozen=True, slots=True)
class Ranking:
    """Asks for one record for each value of the first key, to see in which order the values come."""

    request: PageRequest


@dataclass(frozen=True, slots=True)
class Probe:
    """Asks how many rows are on one side of a cut, and for one of them.

    `known` means that the position of the side is known, and the row is what matters.
    """

    request: PageRequest
    side: Side
    known: bool = False


@dataclass(frozen=True, slots=True)
class Lowest:
    """Asks for a record with the lowest value of a key, which is an empty one if there is any."""

    request: PageRequest
    code: str


@dataclass(frozen=True, slots=True)
class Selecting:
    """Asks for one record without a value of a key in the way that `means` names. It may be refused."""

    request: PageRequest
    code: str
    means: Empties


Step: TypeAlias = Sampling | Newest | Covering | Ranking | Probe | Lowest | Selecting
