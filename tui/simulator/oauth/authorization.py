"""`/oauth2/authorization`: where a person signs in and decides. RFC 6749 sections 3.1 and 4.1.1 to 4.1.2."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from tui.simulator import forms
from tui.simulator.faults import Switches
from tui.simulator.oauth import pages
from tui.simulator.oauth.clients import Client
from tui.simulator.oauth.grants import Consent, Grants
from tui.simulator.oauth.requests import AuthorizationRequest, ClientError, UntrustedRequestError, read
from tui.simulator.oauth.sessions import COOKIE, Session, Sessions
from tui.simulator.page import message

PATH = "/oauth2/authorization"


class AuthorizationEndpoint:
    """GET shows the next page; POST takes one button's press: `user`, `decision` or `sign_out`.

    `names` maps the code of everybody who can sign in to a name.
    """

    def __init__(
        self, clients: Mapping[str, Client], names: Mapping[str, str], grants: Grants, switches: Switches
    ) -> None:
        self._clients = clients
        self._names = names
        self._grants = grants
        self._switches = switches
        self._sessions = Sessions()

    async def respond(self, request: Request) -> Response:
        try:
            if request.method == "POST":
                return self._press(request, await forms.read(request))
            return self._show(request, forms.parse(request.url.query))
        except ValueError:
            return message(
                "Unreadable request", "The request is no form in UTF-8, or is too large.", status=400
            )
        except UntrustedRequestError as error:
            return message(error.title, error.explanation, status=400)
        except ClientError as error:
            return _to_client(error.location)

    def _show(self, request: Request, form: forms.Form) -> Response:
        asked = read(form, self._clients)
        session = self._session(request) or self._sessions.begin()
        return _remember(self._page(asked, session), session)

    def _page(self, asked: AuthorizationRequest, session: Session) -> Response:
        if not session.user:
            return pages.sign_in(asked, session, self._names)
        name = self._names[session.user]
        if session.user not in asked.client.users:
            return pages.not_ticked(asked, session, name)
        return pages.consent(asked, session, name)

    def _press(self, request: Request, form: forms.Form) -> Response:
        asked = read(form, self._clients)
        session = self._session(request)
        if session is None or not session.sent_this_form(form[pages.FORM_TOKEN]):
            return pages.old_form()
        if form["user"] in self._names:
            return self._go_on_as(form["user"], asked, session)
        if form["sign_out"]:
            return self._go_on_as("", asked, session)
        match form["decision"]:
            case "allow" if session.user in asked.client.users:
                consent = Consent(session.user, asked.client.id, asked.scopes)
                code = self._grants.issue_code(consent, asked.client.redirect_uri, asked.challenge)
                return _to_client(asked.answered(code=code))
            case "deny" if self._switches.deny_redirects:
                return _to_client(asked.answered(error="access_denied"))
            case "deny":
                return pages.denied(asked)
            case _:
                return pages.old_form()

    def _go_on_as(self, user: str, asked: AuthorizationRequest, session: Session) -> Response:
        """Back to GET, so that reloading the next page presses no button again."""
        location = f"{PATH}?{asked.query}"
        signed_in = self._sessions.begin(user, instead_of=session)
        return _remember(RedirectResponse(location, HTTPStatus.SEE_OTHER), signed_in)

    def _session(self, request: Request) -> Session | None:
        return self._sessions.find(request.cookies.get(COOKIE))


def _to_client(location: str) -> Response:
    return RedirectResponse(location, HTTPStatus.FOUND, {"Cache-Control": "no-store"})


def _remember(response: Response, session: Session) -> Response:
    response.set_cookie(COOKIE, session.key, path="/oauth2", httponly=True, samesite="lax")
    return response
