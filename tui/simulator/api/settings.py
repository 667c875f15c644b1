"""What an app is made of: form fields, form layout, views, general settings and process management."""

from __future__ import annotations

from tui.simulator.api.calls import Answer, Call
from tui.simulator.data import AppData

LANGUAGES = ("default", "en", "zh", "ja", "user")


def get_form_fields(call: Call) -> Answer:
    app = _app_in_some_language(call)
    return Answer.of({"properties": app.properties(), "revision": app.revision})


def get_form_layout(call: Call) -> Answer:
    with call.parameters() as parameters:
        app_id = parameters.identifier("app")
    app = call.app(app_id)
    return Answer.of({"layout": app.layout(), "revision": app.revision})


def get_views(call: Call) -> Answer:
    app = _app_in_some_language(call)
    return Answer.of({"views": app.views(), "revision": app.revision})


def get_settings(call: Call) -> Answer:
    return Answer.of(_app_in_some_language(call).settings())


def get_status(call: Call) -> Answer:
    return Answer.of(_app_in_some_language(call).status())


def _app_in_some_language(call: Call) -> AppData:
    """The app; `lang` is checked and changes nothing, since no name here has a translation."""
    with call.parameters() as parameters:
        app_id = parameters.identifier("app")
        parameters.choice("lang", LANGUAGES)
    return call.app(app_id)
