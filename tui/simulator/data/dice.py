"""Numbers that look random and are the same at every run, on every machine and version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

_T = TypeVar("_T")
_MASK = 0xFFFFFFFF


def draw(salt: int, number: int) -> int:
    """A number from 0 to 2**32 - 1 that depends on both arguments and shows no pattern in either."""
    mixed = (number * 0x9E3779B1 + salt * 0x85EBCA77 + 0x165667B1) & _MASK
    mixed = ((mixed ^ (mixed >> 15)) * 0x2C1B3C6D) & _MASK
    mixed = ((mixed ^ (mixed >> 12)) * 0x297A2D39) & _MASK
    return mixed ^ (mixed >> 15)


def pick(options: Sequence[_T], salt: int, number: int) -> _T:
    return options[draw(salt, number) % len(options)]


class Dice:
    """A sequence of such numbers, for lists that are made one entry after the other."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rolled = 0

    def below(self, limit: int) -> int:
        self._rolled += 1
        return draw(self._seed, self._rolled) % limit

    def between(self, least: int, most: int) -> int:
        return least + self.below(most - least + 1)

    def chance(self, percent: int) -> bool:
        return self.below(100) < percent

    def pick(self, options: Sequence[_T]) -> _T:
        return options[self.below(len(options))]

    def some(self, options: Sequence[_T], percent: int) -> list[_T]:
        """Each of the options with that chance, in their order."""
        return [option for option in options if self.chance(percent)]
