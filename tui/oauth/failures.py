"""Everything that can go wrong between a person, a browser and Kintone's token endpoint, one class a cause.

A class says by `passes` whether the same step may succeed if it is simply tried again. Only `CodeExpired` and
`SessionEnded` mean that a code or a refresh token is dead; after everything else it is as good as before.
"""

from __future__ import annotations

from typing import ClassVar

from tui.errors import ExitCode, KintoneTuiError


class SignInError(KintoneTuiError):
    """A failure of the sign-in or of the session."""

    exit_code: ClassVar[ExitCode] = ExitCode.NOT_SIGNED_IN
    passes: ClassVar[bool] = False


class BadClient(SignInError):
    """The connection's OAuth addresses cannot be used."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="Correct the connection's settings.")


class PasteError(SignInError):
    """What was pasted is not the answer to this sign-in."""


class CertificateError(SignInError):
    """The callback's certificate cannot be used; pasting still works."""


class NotSignedIn(SignInError):
    """There is no token, or it was removed by a sign-out elsewhere."""

    def __init__(self, host: str) -> None:
        super().__init__(f"You are not signed in to {host}.", hint="Sign in first.")


class NotRenewable(SignInError):
    """The token came without a refresh token."""

    def __init__(self) -> None:
        super().__init__("This token cannot be renewed.", hint="Sign in again.")


# What Kintone's authorization endpoint answers (RFC 6749 section 4.1.2.1).


class AccessDenied(SignInError):
    def __init__(self) -> None:
        super().__init__(
            "You pressed Deny at Kintone. Nothing was saved.", hint="Sign in again to let it in."
        )


class UnknownScope(SignInError):
    """`invalid_scope`; `scope` is the one most likely meant, or ""."""

    def __init__(self, scope: str, suggestion: str) -> None:
        self.scope = scope
        self.suggestion = suggestion
        message = (
            f'Kintone does not know the scope "{scope}".'
            if scope
            else "Kintone refused the scopes asked for."
        )
        hint = f"Did you mean {suggestion}?" if suggestion else "Check the scopes of this connection."
        super().__init__(message, hint=hint)


class AuthorizationRefused(SignInError):
    """Any other error in the answer; `error` is the code of RFC 6749."""

    def __init__(self, error: str, description: str) -> None:
        self.error = error
        told = f": {description}" if description else ""
        super().__init__(f"Kintone ended the sign-in with {error}{told}.", hint="Start the sign-in again.")


# What the token endpoint answers (RFC 6749 section 5.2).


class CodeExpired(SignInError):
    """`invalid_grant` when the code was exchanged."""

    def __init__(self) -> None:
        super().__init__("The answer was older than 10 minutes or was used already.", hint="Start again.")


class SessionEnded(SignInError):
    """`invalid_grant` when the token was renewed: the refresh token is dead."""

    def __init__(self) -> None:
        super().__init__(
            "Signed out by Kintone (changed secret, removed user, or a newer sign-in used the 10th slot).",
            hint="Sign in again and come back here.",
        )


class ClientRefused(SignInError):
    """`invalid_client`."""

    def __init__(self, short_id: str, secret_description: str) -> None:
        super().__init__(
            "Kintone did not accept the client id or secret (a stray space or an old secret?). "
            f"Id {short_id}, secret {secret_description}.",
            hint="Compare both with Kintone's page of the OAuth client.",
        )


class ClientNotAllowed(SignInError):
    """`unauthorized_client`."""

    def __init__(self, short_id: str) -> None:
        super().__init__(
            f"Kintone does not let the client {short_id} sign people in this way.",
            hint="Ask your Kintone administrator to check the OAuth client.",
        )


class GrantNotSupported(SignInError):
    """`unsupported_grant_type`."""

    def __init__(self) -> None:
        super().__init__(
            "The token endpoint does not know this kind of sign-in.",
            hint="Check that the token endpoint of this connection is Kintone's.",
        )


class TokenRefused(SignInError):
    """An error that RFC 6749 does not list, or that a correct request never gets."""

    def __init__(self, error: str, description: str) -> None:
        self.error = error
        told = f": {description}" if description else ""
        super().__init__(f"Kintone refused the token with {error}{told}.", hint="Start the sign-in again.")


# Kintone was not reached, or cannot answer now: the code and the refresh token stay good.


class Unavailable(SignInError):
    """Base of what passes by itself, or once the network is put right."""

    exit_code = ExitCode.FAILED
    passes = True


class HostNotFound(Unavailable):
    def __init__(self, host: str) -> None:
        super().__init__(
            f"{host} cannot be found from this machine.",
            hint="Check the network; your browser may use another one.",
        )


class ConnectionFailed(Unavailable):
    def __init__(self, host: str) -> None:
        super().__init__(f"{host} does not take connections from this machine.", hint="Check the network.")


class CertificateUntrusted(Unavailable):
    """`reason` is OpenSSL's."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(
            f"Your browser reached Kintone, this program did not: the certificate of {host} is not trusted"
            f" here ({reason}).",
            hint="Use --ca-bundle FILE or SSL_CERT_FILE to add your company's certificate authority.",
        )


class TlsFailed(Unavailable):
    """`reason` is OpenSSL's."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(
            f"{host} was reached, but no encrypted connection came about ({reason}).",
            hint="Check the address and the proxy.",
        )


class ProxyNeedsPassword(Unavailable):
    def __init__(self, proxy: str) -> None:
        super().__init__(
            f"The proxy {proxy} asks for a password." if proxy else "The proxy asks for a password.",
            hint="Set HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
        )


class ProxyFailed(Unavailable):
    def __init__(self, proxy: str) -> None:
        super().__init__(
            f"The proxy {proxy} does not pass this connection on.".replace("  ", " "),
            hint="Check HTTPS_PROXY.",
        )


class TimedOut(Unavailable):
    def __init__(self, host: str) -> None:
        super().__init__(f"{host} did not answer in time.", hint="Try again.")


class AnswerLost(Unavailable):
    """The connection was cut: Kintone may or may not have done what was asked."""

    def __init__(self, host: str) -> None:
        super().__init__(f"The connection to {host} broke before the answer was here.", hint="Try again.")


class Maintenance(Unavailable):
    """A 5xx; its body is not looked at, for it may be a page."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(
            f"Kintone is under maintenance or unreachable ({status}).", hint="Try again in a while."
        )


class TooManyRequests(Unavailable):
    def __init__(self) -> None:
        super().__init__(
            "Kintone has too many requests at once just now (429).", hint="Try again in a while."
        )


# Answers that no token endpoint should give.


class OddAnswer(SignInError):
    """Base of answers that cannot be understood; nothing is concluded from them."""

    exit_code = ExitCode.FAILED

    def __init__(self, message: str) -> None:
        super().__init__(message, hint="Check that the token endpoint of this connection is Kintone's.")


class AnswerRedirected(OddAnswer):
    """Not followed: the request carries the secret."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The token endpoint points to another address ({status}), which is not followed.")


class AnswerTooLarge(OddAnswer):
    def __init__(self, limit: int) -> None:
        super().__init__(f"The token endpoint's answer is longer than {limit // 1024} kB.")


class AnswerEmpty(OddAnswer):
    def __init__(self, status: int) -> None:
        super().__init__(f"The token endpoint's answer is empty ({status}).")


class AnswerIsPage(OddAnswer):
    def __init__(self, status: int) -> None:
        super().__init__(f"The token endpoint answered with a web page instead of a token ({status}).")


class AnswerNotJson(OddAnswer):
    def __init__(self, status: int) -> None:
        super().__init__(f"The token endpoint's answer is not JSON ({status}).")


class AnswerAmbiguous(OddAnswer):
    def __init__(self) -> None:
        super().__init__("The token endpoint's answer says the same thing twice.")


class AnswerUnexpected(OddAnswer):
    """JSON, but neither a token nor an error."""

    def __init__(self, status: int) -> None:
        super().__init__(f"The token endpoint's answer is neither a token nor an error ({status}).")


class NoAccessToken(OddAnswer):
    def __init__(self) -> None:
        super().__init__("The token endpoint's answer has no usable access token.")


class WrongTokenType(OddAnswer):
    def __init__(self) -> None:
        super().__init__("The token endpoint gave a token of a kind other than bearer.")


class OddLifetime(OddAnswer):
    def __init__(self) -> None:
        super().__init__("The token endpoint gave a token with an impossible lifetime.")
