"""JSON as it was sent."""

from tui.widgets.json_view.view import JsonView

__all__ = ["JsonView"]
