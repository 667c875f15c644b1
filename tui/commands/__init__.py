"""The commands of `kintone-tui`, one module each, imported when the command runs.

Each module holds one click command named `command`; what a command needs is imported inside of it, so that
asking for help costs nothing.
"""
