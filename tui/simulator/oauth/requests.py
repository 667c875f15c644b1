"""An authorization request, RFC 6749 section 4.1.1, and what can be wrong with it.

Two kinds of wrong: where the client or its redirect endpoint is not known, nothing may be sent back to it and
the person reads about it; everything else goes back to the client.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tui.simulator.forms import Form
from tui.simulator.oauth import pkce, scopes
from tui.simulator.oauth.clients import Client

CARRIED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "state",
    "scope",
    "code_challenge",
    "code_challenge_method",
)


class UntrustedRequestError(Exception):
    """Not to be answered by a redirect. `title` and `explanation` are for the person."""

    def __init__(self, title: str, explanation: str) -> None:
        super().__init__(title)
        self.title = title
        self.explanation = explanation


class ClientError(Exception):
    """To be answered by a redirect to `location`, RFC 6749 section 4.1.2.1."""

    def __init__(self, location: str) -> None:
        super().__init__("the authorization request is wrong")
        self.location = location


@dataclass(frozen=True, slots=True)
class AuthorizationRequest:
    """A request that may be put before a person. `parameters` are as sent, for the forms to carry along."""

    client: Client
    state: str
    scopes: tuple[str, ...]
    challenge: pkce.Challenge | None
    parameters: Mapping[str, str]

    def answered(self, **answer: str) -> str:
        """The address that brings an answer to the client."""
        return _answer(self.client, self.state, **answer)

    @property
    def query(self) -> str:
        return urlencode(self.parameters)


def read(form: Form, clients: Mapping[str, Client]) -> AuthorizationRequest:
    client = clients.get(form["client_id"])
    if client is None:
        raise UntrustedRequestError(
            "Unknown client", "No OAuth client with this client ID is registered here. Check the client ID."
        )
    if form["redirect_uri"] != client.redirect_uri:
        raise UntrustedRequestError(
            "Wrong redirect endpoint",
            f"The address to return to must be exactly the one that is registered: {client.redirect_uri}",
        )
    if not form["state"] or form.repeated:
        raise UntrustedRequestError(
            "Incomplete request", "The request must carry the parameter state, and each parameter once only."
        )
    parameters = {name: form[name] for name in CARRIED if form[name]}
    return AuthorizationRequest(client, form["state"], *_asked(form, client), parameters)


def _asked(form: Form, client: Client) -> tuple[tuple[str, ...], pkce.Challenge | None]:
    def refuse(error: str, description: str) -> ClientError:
        return ClientError(_answer(client, form["state"], error=error, error_description=description))

    if form["response_type"] != "code":
        raise refuse("unsupported_response_type", "response_type must be code.")
    asked = scopes.read(form["scope"])
    if asked is None:
        raise refuse("invalid_scope", "A requested scope is unknown.")
    try:
        return asked, pkce.challenge(form["code_challenge"], form["code_challenge_method"])
    except pkce.UnusableChallengeError as error:
        raise refuse("invalid_request", str(error)) from error


def _answer(client: Client, state: str, **answer: str) -> str:
    joint = "&" if urlsplit(client.redirect_uri).query else "?"
    return f"{client.redirect_uri}{joint}{urlencode({**answer, 'state': state})}"
