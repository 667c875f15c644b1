"""What came back to the redirect endpoint, by whichever way, before anything is believed of it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote_to_bytes


@dataclass(frozen=True, slots=True, repr=False)
class Answer:
    """The parameters of RFC 6749 sections 4.1.2 and 4.1.2.1, decoded once, each as often as it was sent: a
    parameter that comes twice is a sign of tampering, which only the reader of all its values can see.

    Bytes, as nothing says that they are text. Nothing is shown of them in a repr: the code is a secret.
    """

    states: tuple[bytes, ...] = ()
    codes: tuple[bytes, ...] = ()
    errors: tuple[bytes, ...] = ()
    descriptions: tuple[bytes, ...] = ()

    @classmethod
    def from_query(cls, query: bytes) -> Answer:
        """Never raises. Whoever reads the query bounds its length."""
        values: dict[bytes, list[bytes]] = {b"state": [], b"code": [], b"error": [], b"error_description": []}
        for pair in query.split(b"&"):
            name, _, value = pair.partition(b"=")
            if (known := values.get(_decoded(name))) is not None:
                known.append(_decoded(value))
        return cls(*(tuple(found) for found in values.values()))


def _decoded(part: bytes) -> bytes:
    return unquote_to_bytes(part.replace(b"+", b" "))
