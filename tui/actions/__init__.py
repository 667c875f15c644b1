"""Every action once: keys, footer, palette, help and the README's key table come from here."""

from tui.actions.registry import Action, Place, key_name

__all__ = ["Action", "Place", "key_name"]
