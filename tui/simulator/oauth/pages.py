"""The pages between the client's request and its answer: who are you, and do you allow this?"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from starlette.responses import HTMLResponse

from tui.simulator.oauth.requests import AuthorizationRequest
from tui.simulator.oauth.scopes import WORDS
from tui.simulator.oauth.sessions import Session
from tui.simulator.page import message, page

FORM_TOKEN = "form_token"  # noqa: S105 - the name of an input


def sign_in(request: AuthorizationRequest, session: Session, names: Mapping[str, str]) -> HTMLResponse:
    """One button a person; `names` maps codes to names."""
    buttons = "\n".join(
        f'<button name="user" value="{escape(code)}">{escape(name)}</button>' for code, name in names.items()
    )
    content = f"""<p><strong>{escape(request.client.name)}</strong> sent you here.
Choose who you are; no password is asked.</p>
{_form(request, session, buttons)}"""
    return page("Sign in as", content)


def consent(request: AuthorizationRequest, session: Session, name: str) -> HTMLResponse:
    operations = "\n".join(f"<li>{escape(WORDS[scope])}</li>" for scope in request.scopes)
    buttons = """<div class="row">
<button name="decision" value="allow" class="first">Allow</button>
<button name="decision" value="deny">Deny</button>
</div>"""
    content = f"""<p>As <strong>{escape(name)}</strong>, you let it do this, within your own permissions:</p>
<ul>
{operations}
</ul>
{_form(request, session, buttons)}
<p class="soft">Your answer goes to <code>{escape(request.client.redirect_uri)}</code></p>
{_sign_out(request, session)}"""
    return page(f"Allow {request.client.name}?", content)


def not_ticked(request: AuthorizationRequest, session: Session, name: str) -> HTMLResponse:
    content = f"""<p>{escape(name)} may not use <strong>{escape(request.client.name)}</strong>.
An administrator must tick this user in the settings of the client, under “Configure users”.</p>
{_sign_out(request, session)}"""
    return page("This user may not use the client", content, status=403)


def old_form() -> HTMLResponse:
    return message(
        "This page is too old",
        "It does not belong to this browser’s session. Begin again from the program that sent you here.",
        status=403,
    )


def denied(request: AuthorizationRequest) -> HTMLResponse:
    """Only where a denial is not sent back to the client."""
    return message("Not allowed", f"{request.client.name} was not allowed anything. You can close this page.")


def _sign_out(request: AuthorizationRequest, session: Session) -> str:
    button = '<button name="sign_out" value="yes" class="link">Sign in as somebody else</button>'
    return _form(request, session, button)


def _form(request: AuthorizationRequest, session: Session, buttons: str) -> str:
    """A form that carries the whole request along, so that the server keeps none."""
    inputs = {**request.parameters, FORM_TOKEN: session.form_token}
    hidden = "\n".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in inputs.items()
    )
    return f'<form method="post" action="/oauth2/authorization">\n{hidden}\n{buttons}\n</form>'
