"""Signing in: one screen for everybody, whether the browser is here or on another computer."""

from tui.screens.sign_in.screen import SignInScreen

__all__ = ["SignInScreen"]
