"""`/oauth2/token`: access tokens for codes and refresh tokens. RFC 6749 sections 2.3.1, 3.2, 4.1.3, 5, 6."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from urllib.parse import unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tui.simulator import forms
from tui.simulator.faults import Faults
from tui.simulator.oauth.clients import Client
from tui.simulator.oauth.grants import Grants, InvalidGrantError, Issued

PATH = "/oauth2/token"

_NEVER_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class TokenError(Exception):
    """RFC 6749 section 5.2; `error` is one of its codes."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error
        self.description = description


class TokenEndpoint:
    def __init__(self, clients: Mapping[str, Client], grants: Grants, faults: Faults) -> None:
        self._clients = clients
        self._grants = grants
        self._faults = faults

    async def respond(self, request: Request) -> Response:
        if interference := await self._faults.instead("token", "en"):
            return interference
        try:
            form = await forms.read(request)
            client = self._client(request, form)
            return _success(self._issue(client, form))
        except ValueError as error:
            return _failure(TokenError("invalid_request", str(error)))
        except TokenError as error:
            return _failure(error)
        except InvalidGrantError as error:
            return _failure(TokenError("invalid_grant", str(error)))

    def _issue(self, client: Client, form: forms.Form) -> Issued:
        if form.repeated:
            raise TokenError("invalid_request", "Each parameter may stand once only.")
        match form["grant_type"]:
            case "authorization_code":
                return self._grants.redeem(
                    form["code"],
                    client_id=client.id,
                    redirect_uri=form["redirect_uri"],
                    verifier=form["code_verifier"],
                )
            case "refresh_token":
                return self._grants.renew(form["refresh_token"], client_id=client.id)
            case "":
                raise TokenError("invalid_request", "grant_type is missing.")
            case _:
                raise TokenError(
                    "unsupported_grant_type", "grant_type must be authorization_code or refresh_token."
                )

    def _client(self, request: Request, form: forms.Form) -> Client:
        """Who asks: by the Basic header, which Kintone documents, or by the body, which it takes as well."""
        header = request.headers.get("authorization")
        if header is None:
            client_id, secret = form["client_id"], form["client_secret"]
        elif form["client_secret"]:
            raise TokenError("invalid_request", "The client must authenticate in one way only.")
        else:
            client_id, secret = _basic(header)
        client = self._clients.get(client_id)
        if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
            raise TokenError("invalid_client", "The client ID or the client secret is wrong.")
        return client


def _basic(header: str) -> tuple[str, str]:
    """Client id and secret, each form-encoded before it was put into the header (RFC 6749 section 2.3.1)."""
    scheme, _, credentials = header.partition(" ")
    try:
        if scheme.lower() != "basic":
            raise TokenError("invalid_client", "The Authorization header must be Basic.")
        client_id, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
        return unquote_plus(client_id, errors="strict"), unquote_plus(secret, errors="strict")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise TokenError("invalid_client", "The Authorization header cannot be read.") from error


def _success(issued: Issued) -> Response:
    content: dict[str, object] = {"access_token": issued.access_token}
    if issued.refresh_token is not None:
        content["refresh_token"] = issued.refresh_token
    content |= {"token_type": "bearer", "expires_in": issued.expires_in, "scope": " ".join(issued.scopes)}
    return JSONResponse(content, headers=_NEVER_KEPT)


def _failure(error: TokenError) -> Response:
    refused_client = error.error == "invalid_client"
    headers = _NEVER_KEPT | ({"WWW-Authenticate": 'Basic realm="oauth2"'} if refused_client else {})
    content = {"error": error.error, "error_description": error.description}
    return JSONResponse(content, 401 if refused_client else 400, headers)
