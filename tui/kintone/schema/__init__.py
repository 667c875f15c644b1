"""What an app is made of: its fields, form, views, settings and process.

Everything is read leniently and is immutable. Texts are as Kintone sent them; descriptions and the labels
in a layout are HTML.
"""

from tui.kintone.schema.apps import App, AppSettings, Person
from tui.kintone.schema.fields import ID_FIELD, SYSTEM_TYPES, Field, ReferenceTable
from tui.kintone.schema.form import Form
from tui.kintone.schema.layout import Item, Layout, Row
from tui.kintone.schema.process import Action, Process, State
from tui.kintone.schema.views import ALL_RECORDS, View, first_view, views_from_json

__all__ = [
    "ALL_RECORDS",
    "ID_FIELD",
    "SYSTEM_TYPES",
    "Action",
    "App",
    "AppSettings",
    "Field",
    "Form",
    "Item",
    "Layout",
    "Person",
    "Process",
    "ReferenceTable",
    "Row",
    "State",
    "View",
    "first_view",
    "views_from_json",
]
