"""The first screen: what this is, and which Kintone to work with."""

from tui.screens.welcome.screen import WelcomeScreen

__all__ = ["WelcomeScreen"]
