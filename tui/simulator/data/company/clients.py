"""The customers of the invented company: invented, too, every one of them."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Client:
    """`domain` stands before `.example` in web and mail addresses, `address` before the domain.

    `reading` is how a Japanese name is said, in katakana.
    """

    name: str
    reading: str
    country: str
    city: str
    industry: str
    rank: str
    domain: str
    contact: str
    address: str
    employees: int

    @property
    def japanese(self) -> bool:
        return self.country == "Japan"


def _client(row: Mapping[str, str]) -> Client:
    return Client(
        name=row["name"],
        reading=row["reading"],
        country=row["country"],
        city=row["city"],
        industry=row["industry"],
        rank=row["rank"],
        domain=row["domain"],
        contact=row["contact"],
        address=row["address"],
        employees=int(row["employees"]),
    )


def _clients() -> tuple[Client, ...]:
    text = files(__package__).joinpath("clients.csv").read_text("utf-8")
    return tuple(_client(row) for row in csv.DictReader(text.splitlines()))


CLIENTS = _clients()
COUNTRIES = tuple(sorted({client.country for client in CLIENTS}, key=lambda name: (name != "Japan", name)))
INDUSTRIES = (
    "Machinery",
    "Electronics",
    "Chemicals",
    "Pharmaceuticals",
    "Food",
    "Materials",
    "Utilities",
    "Healthcare",
    "Logistics",
    "Construction",
    "Research",
)
