"""The words for what the listener sees, and the steps that a person is told. No widget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tui.oauth import events

_ADVANCED = (
    "Your browser does not trust this computer's own certificate yet. In Chrome and Edge press Advanced, "
    "then “Proceed to localhost”; in Firefox Advanced, then “Proceed to localhost:… (Risky)”. "
    "It is your own computer."
)


@dataclass(frozen=True, slots=True)
class News:
    """A line about how the sign-in is going. The sign tells the kinds apart without colour."""

    sign: str
    words: str
    kind: Literal["info", "warn"] = "info"


def news(event: events.Event) -> News | None:
    """None for what a person need not know."""
    match event:
        case events.Bound():
            only = " (IPv4 only on this machine)" if event.is_ipv4_only else ""
            return News("●", f"Waiting for your browser{only}")
        case events.PortTaken():
            return News("○", f"{_taken(event)} Pasting still works.", "warn")
        case events.PortRefused(port, reason):
            return News("○", f"Port {port} cannot be used here ({reason}). Pasting still works.", "warn")
        case events.CertificateUnusable(reason):
            return News("○", f"{reason} Pasting still works.", "warn")
        case events.NotLocal():
            return News("●", "Waiting for the address that you end on")
        case events.BrowserArrived():
            return News("●", "Browser connected. Finish the sign-in at Kintone")
        case events.CertificateRefused():
            return News("▲", _ADVANCED, "warn")
        case events.PlainHttp():
            return News("▲", "That was http://. Open the address with https:// in front.", "warn")
        case events.ForeignVisit(count):
            visits = "one visit that was" if count == 1 else f"{count} visits that were"
            return News("○", f"Ignored {visits} not from this sign-in")
        case events.UnprovenError(error, _):
            return News(
                "▲", f"Kintone reported {error}, without proof that it was about this sign-in.", "warn"
            )
        case events.AnswerReceived():
            return News("●", "Answer received. Asking Kintone for the token…")
        case events.ListenerExpired():
            return News("○", "This sign-in waited for an hour and is over. Enter begins another.", "warn")
        case _:
            return None


def _taken(event: events.PortTaken) -> str:
    holder = event.holder
    if holder is not None and holder.is_ours:
        return f"Another kintone-tui{_known('', holder.pid)} is signing in on port {event.port}."
    who = _known(holder.name, holder.pid) if holder is not None else ""
    return f"Port {event.port} is taken here by another program{who}."


def _known(name: str, pid: int | None) -> str:
    """ " (python, pid 4711)", as much of it as the system tells."""
    known = [name] if name else []
    if pid is not None:
        known.append(f"pid {pid}")
    return f" ({', '.join(known)})" if known else ""


def steps(
    *, address_is_local: bool, over_ssh: bool, can_listen: bool, can_play: bool = False
) -> tuple[str, str, str]:
    """The three steps: what to open, what to do there, and how the answer comes back.

    `can_play` says that this is the demo, which can do without a browser.
    """
    instead = ", or press Ctrl+G" if can_play else ""
    if address_is_local and not over_ssh:
        return (
            f"1  Open this address in a browser on this computer{instead}",
            "2  Sign in to Kintone there and press Allow",
            "3  Come back here: this screen goes on by itself. If it does not, copy the\n"
            "   address that the browser ended on, and paste it here:",
        )
    after = "   The next page may say that localhost cannot be reached: that is fine."
    return (
        f"1  Open this address in a browser, on any computer{instead}",
        "2  Sign in to Kintone there and press Allow." + (f"\n{after}" if can_listen else ""),
        "3  Copy the address that the browser ended on, and paste it here:",
    )


def remote_help(command: str, short_address: str, port: int | None) -> str:
    """How the browser of another computer reaches this one: told in words that can be followed one by one."""
    return (
        "With the browser on another computer, pasting always works.\n\n"
        "To have it come back by itself, run this on that computer:\n\n"
        f"    {command}\n\n"
        "(adjust the last word if you call this machine by another name)\n"
        "and open this address there:\n\n"
        f"    {short_address or 'the address of step 1'}\n\n"
        "If ssh says “Address already in use”, paste instead.\n\n"
        "For next time, add to this machine's entry in ~/.ssh/config there:\n\n"
        f"    LocalForward {port} localhost:{port}\n"
    )
