"""kintone-tui: Kintone records in a terminal, signed in with OAuth 2.0."""

__version__ = "0.1.0"
