"""What can go wrong between this program and Kintone, as a person meets it.

Told apart by HTTP status and error code, never by Kintone's sentences: those come in the language of whoever
signed in. `passing` says whether the same request may well work in a moment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Literal

from tui.errors import ExitCode, KintoneTuiError


class KintoneFailure(KintoneTuiError):
    """A request that brought no answer, or not the one that was asked for."""

    @property
    def passing(self) -> bool:
        return False


class KintoneRefused(KintoneFailure):
    """Kintone said no, in JSON or with a bare status.

    `said` is Kintone's own sentence; `message` that and what is wrong with each parameter. `code` and `id`
    are "" where Kintone gave none; `id` is new with every refusal, and what Cybozu's support asks for.
    `errors` has the faults by parameter: {"record.Company.value": ["Required."]}.
    """

    exit_code = ExitCode.REFUSED
    advice: ClassVar[str] = (
        "If it happens again, show your Kintone administrator this message with its code and id."
    )

    def __init__(
        self,
        status: int,
        code: str = "",
        id: str = "",  # noqa: A002  (Kintone's name of it)
        message: str = "",
        errors: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.status = status
        self.code = code
        self.id = id
        self.said = message or f"Kintone refused the request (status {status})."
        self.errors = {name: list(faults) for name, faults in (errors or {}).items()}
        super().__init__(" ".join([self.said, *self._faults()]), hint=self._advise())

    def _faults(self) -> list[str]:
        return [f"{name}: {fault}" for name, faults in self.errors.items() for fault in faults]

    def _advise(self) -> str:
        return self.advice

    @property
    def passing(self) -> bool:
        """True for a server's failure that has no name of its own here."""
        return type(self) is KintoneRefused and self.status >= 500


class SessionRefused(KintoneRefused):
    """401: the access token is not accepted (any more), or there was none."""

    exit_code = ExitCode.NOT_SIGNED_IN
    advice = "Sign in again."


class BasicAuthenticationWanted(KintoneRefused):
    """401 with `WWW-Authenticate: Basic`: a second gate in front of Kintone, and closed for OAuth.

    Both want the one Authorization header of a request (RFC 9110 section 11.6.2).
    """

    advice = (
        "Your company has put Basic authentication, a second password, in front of Kintone. It cannot be"
        " combined with this kind of sign-in. Ask your Kintone administrator to exempt this computer's"
        " address from it."
    )


class MissingScope(KintoneRefused):
    """403 with CB_OA01: the token is good, but was not granted `scope`, which the call needs."""

    def __init__(
        self,
        status: int,
        code: str = "",
        id: str = "",  # noqa: A002
        message: str = "",
        errors: Mapping[str, Sequence[str]] | None = None,
        *,
        scope: str = "",
    ) -> None:
        self.scope = scope
        super().__init__(status, code, id, message, errors)

    def _advise(self) -> str:
        if not self.scope:
            return "Your sign-in does not include this, or Kintone keeps it from programs like this one."
        return f"Your sign-in does not include “{self.scope}”. Sign in again and allow it."


class NoPermission(KintoneRefused):
    """CB_NO02: signed in, but this person may not see that app, record or setting."""

    advice = "You are signed in, but may not see this. Ask the administrator of the app for access."


class NotAdmitted(KintoneRefused):
    """403 without an error code: something in front of Kintone does not let this machine in."""

    advice = (
        "Your company may let only certain addresses reach Kintone: connect to its network or VPN, or ask"
        " your Kintone administrator."
    )


class NotFound(KintoneRefused):
    """404, and GAIA_RE02 at 400: there is no such app, record, comment or file (any more)."""

    advice = "It may have been deleted, or the number is wrong. Reload the list to see what there is."


class InvalidQuery(KintoneRefused):
    """Kintone does not understand the filter or the order, or they ask for more than it gives."""

    advice = "Check the filter: the names of fields, the quotes and the brackets."
    _ADVICE: ClassVar[Mapping[str, str]] = {
        "GAIA_IL08": "A function in the filter has too many or too few values between its brackets.",
        "GAIA_IQ03": "This comparison does not suit the type of its field. Choose another one.",
        "GAIA_IQ07": "Fields inside a table are compared with “in”, not with “=” or “!=”.",
        "GAIA_IQ10": "The filter names a choice that is gone from its field. Remove it, or show all records.",
        "GAIA_IQ11": "The filter or the order names a field that the app no longer has. Reload the app.",
        "GAIA_IQ23": "A function in the filter does not understand the value between its brackets.",
        "GAIA_IQ25": "A function in the filter does not understand the value between its brackets.",
        "GAIA_IS02": "Kintone cannot sort by fields of this type. Sort by another one.",
        "GAIA_QU01": "Kintone gives at most 500 records at a time. Ask for fewer.",
        "GAIA_QU02": "Kintone skips at most 10,000 records. Narrow the filter, or sort by record number.",
    }

    def _advise(self) -> str:
        return self._ADVICE.get(self.code, self.advice)


class GuestSpaceApp(KintoneRefused):
    """GAIA_IL23, at 400 and at 520: the app is in a guest space, which has addresses of its own."""

    advice = "This app is in a guest space. Open it together with the number of that space."


class TooManyRequests(KintoneRefused):
    """429: a company has 100 requests at a time, for all its people and programs together."""

    advice = "Many programs are asking your company's Kintone at once. Wait a moment and try again."

    @property
    def passing(self) -> bool:
        return True


class Busy(KintoneRefused):
    """GAIA_DA02, GAIA_RE18: somebody is writing what was asked for, and Kintone gave up waiting."""

    advice = "Someone is changing this app right now. Wait a moment and try again."

    @property
    def passing(self) -> bool:
        return True


class Conflict(KintoneRefused):
    """409, GAIA_CO02, GAIA_CO03: somebody else changed it in the meantime."""

    advice = "Someone changed this in the meantime. Reload it and try again."


Reason = Literal[
    "not found", "refused", "network", "timeout", "cut", "certificate", "tls", "proxy", "proxy password"
]


class Unreachable(KintoneFailure):
    """No answer at all. `reason` says where the way ended."""

    _PASSING: ClassVar[frozenset[Reason]] = frozenset({"network", "timeout", "cut"})

    def __init__(self, reason: Reason, message: str, *, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.reason: Reason = reason

    @property
    def passing(self) -> bool:
        return self.reason in self._PASSING


class UnusableCertificates(KintoneFailure):
    """The file of certificates that the person named cannot be used."""


class UnderMaintenance(KintoneFailure):
    """A 5xx that is not JSON, so it comes from in front of Kintone: maintenance, most of the time."""

    def __init__(self, status: int) -> None:
        super().__init__(
            f"Kintone is under maintenance or cannot be reached (status {status}).",
            hint="Wait a few minutes and try again. Your administrator knows the hours of maintenance.",
        )
        self.status = status

    @property
    def passing(self) -> bool:
        return True


class UnexpectedAnswer(KintoneFailure):
    """Kintone, or something in its place, said yes but sent something else than `expected`."""

    def __init__(self, expected: str) -> None:
        super().__init__(
            f"The answer was not {expected}.",
            hint="A login page of the network or a proxy may have answered in Kintone's place. Check the"
            " domain, and open it in a browser on this computer.",
        )


class Redirected(KintoneFailure):
    """3xx: Kintone's API does not redirect; following it would carry the access token to another place."""

    def __init__(self, status: int, location: str) -> None:
        super().__init__(
            f"The request was redirected to {location or 'another address'} (status {status}).",
            hint="This program does not follow, so that your sign-in stays with Kintone. Check the domain,"
            " and whether the network asks for a login of its own.",
        )
        self.status = status
        self.location = location
