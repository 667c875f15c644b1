"""The answer, pasted: the address that a browser ended on, in whatever wrapping it was copied.

The redirect endpoint need not exist, so this way works on every machine. What is pasted is judged as strictly
as what a browser brings: it must carry this sign-in's own state, or else anybody could have a person paste an
answer of theirs (RFC 9700 section 4.5, authorization code injection).

No sentence quotes what was pasted: it may hold a code, or signs that take over a terminal.
"""

from __future__ import annotations

import re
import string
import unicodedata

from tui.oauth.answer import Answer
from tui.oauth.failures import PasteError
from tui.oauth.grant import Grant, Ignored, Reason
from tui.oauth.redirect import origin, split

LIMIT = 8 * 1024
"""Bytes of UTF-8."""

_CLOSING = {
    "'": "'",
    '"': '"',
    "`": "`",
    "<": ">",
    "(": ")",
    "[": "]",
    "“": "”",
    "‘": "’",
    "«": "»",
    "「": "」",
}
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_AMPERSANDS = re.compile(r"&(?:amp|#38|#x26);", re.IGNORECASE)
_PASTE_MARKS = re.compile(r"\x1b\[20[01]~")
_SHOWN = frozenset(string.ascii_letters + string.digits + "-._~")


def read_answer(text: str, grant: Grant) -> Answer:
    """The answer in a pasted text, for `grant.receive`. Raises PasteError, with the reason in plain words."""
    address = _address(text)
    if not address:
        raise PasteError(
            "There is nothing in what was pasted.", hint="Copy the whole address from the browser's bar."
        )
    parts = split(address)
    if parts is None:
        raise _not_an_address(address)
    _check_place(address, grant)
    answer = Answer.from_query(parts.query.encode("utf-8", "replace"))
    if not answer.states and not answer.errors:
        raise PasteError(
            "This address has no state, the proof that it belongs to this sign-in.",
            hint="Copy the whole address from the browser's bar, to its very end.",
        )
    match grant.examine(answer):
        case Ignored(Reason.WRONG_STATE):
            raise PasteError("This address is from another sign-in.", hint="Copy the newest tab's address.")
        case Ignored(Reason.BAD_CODE):
            raise PasteError(
                "This address belongs to this sign-in, but its code is missing or damaged.",
                hint="Copy the whole address from the browser's bar once more.",
            )
        case Ignored(Reason.OVER):
            raise PasteError("This sign-in is over.", hint="Start again.")
        case _:
            return answer


def masked(text: str, grant: Grant | None = None) -> str:
    """What an input field shows of a pasted answer: `…code=abc••• state ✓`, with no part of it raw.

    ✓ and ✗ say whether the state is this grant's; without a grant nothing is said of it.
    """
    if not text.strip():
        return ""
    try:
        parts = split(_address(text))
    except PasteError:
        parts = None
    answer = Answer.from_query(parts.query.encode("utf-8", "replace")) if parts else Answer()
    if answer.errors:
        told = "…error=•••"
    elif answer.codes:
        told = f"…code={_beginning(answer.codes[0])}•••"
    else:
        return "•••"
    if not answer.states:
        return f"{told} no state"
    if grant is None:
        return f"{told} state •••"
    return f"{told} state {'✓' if grant.is_state_of(answer) else '✗'}"


def _beginning(code: bytes) -> str:
    """Three signs, of a code long enough that they give nothing away."""
    first = code[:3].decode("ascii", "replace") if len(code) >= 16 else ""
    return first if set(first) <= _SHOWN else ""


def _address(text: str) -> str:
    """The bare address out of a pasted text. Raises PasteError for what is too long, or no text."""
    if len(text.encode("utf-8", "replace")) > LIMIT:
        raise PasteError(
            "That is far too long for an address.", hint="Copy only the address from the browser's bar."
        )
    text = _PASTE_MARKS.sub("", text).strip()
    text = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    if any(unicodedata.category(sign) in ("Cc", "Cs") and not sign.isspace() for sign in text):
        raise PasteError(
            "What was pasted has signs that no address has.", hint="Copy the address from the browser's bar."
        )
    unwrapped = _unwrapped(text)
    # Neither line breaks of a terminal nor backslashes of a shell ever belong to an address.
    joined = "".join(unwrapped.split()).replace("\\", "")
    return _AMPERSANDS.sub("&", joined)


def _unwrapped(text: str) -> str:
    """Without the quotes, brackets or command around the address."""
    markdown = text.find("](")
    start = _ADDRESS.search(text, markdown + 2 if markdown >= 0 else 0)
    if start is None:
        return text
    before, address = text[: start.start()].rstrip(), text[start.start() :]
    if before and (closing := _CLOSING.get(before[-1])) and closing in address:
        return address[: address.rindex(closing) if closing == ")" else address.index(closing)]
    if before.startswith("curl"):
        return address.split(maxsplit=1)[0]
    return address


def _not_an_address(text: str) -> PasteError:
    if text.isascii() and all(sign in _SHOWN or sign in "%+/=" for sign in text):
        return PasteError(
            "That is a code without its address. Only the whole address proves that it is of this sign-in.",
            hint="Copy the whole address from the browser's bar.",
        )
    return PasteError("That is not an address.", hint="Copy the whole address from the browser's bar.")


def _check_place(address: str, grant: Grant) -> None:
    """Whether the address is one of the redirect endpoint; if not, says which other one it is."""
    parts, expected = split(address), split(grant.client.redirect_uri)
    start = split(grant.client.authorization_endpoint)
    if parts is None or expected is None or start is None:
        raise _not_an_address(address)
    here = origin(parts) == origin(expected)
    if here and (parts.path or "/") == (expected.path or "/"):
        return
    if (here and parts.path == grant.short_path) or (
        origin(parts) == origin(start) and parts.path == start.path
    ):
        raise PasteError(
            "That is the address at which this sign-in begins.",
            hint="Open it in a browser, press Allow, and copy the address that you end on.",
        )
    if origin(parts) == origin(start):
        raise PasteError(
            "That is a page of Kintone, from before the end of the sign-in.",
            hint="Press Allow there, and copy the address that you end on.",
        )
    raise PasteError(
        "That address leads to another place.",
        hint=f"The right one begins with {grant.client.redirect_uri}",
    )
