"""Every action of the program, by place.

Single letters are actions only where nothing is typed. Keys are taken from those that every terminal can
send: no Ctrl+H, Ctrl+I, Ctrl+M (Backspace, Tab, Enter), none that needs the Kitty protocol, and neither
Ctrl+A nor Ctrl+B (the prefixes of screen and tmux).
"""

from __future__ import annotations

from dataclasses import replace

from tui.actions.registry import Action, Place
from tui.widgets.keys import LINE_KEYS, LIST_KEYS, OPEN_ROW, TABLE_KEYS, ViewKey


def _moving(place: str, keys: tuple[ViewKey, ...]) -> tuple[Action, ...]:
    return tuple(
        Action(f"{place}.{key.action}", key.title, key.help, key.keys, in_footer=key.in_footer)
        for key in keys
    )


BACK = Action("any.back", "Back", "Go back to where you came from", ("escape",), in_footer=True)
HELP = Action(
    "any.help",
    "Help",
    "Show the keys of where you are (F1 while you type)",
    ("question_mark", "f1"),
    in_footer=True,
)
HELP_WHILE_TYPING = Action("any.help_while_typing", "Help", HELP.help, ("f1",), in_footer=True)
COMMANDS = Action(
    "any.command_palette", "Commands", "Find any command by its name", ("ctrl+p",), in_palette=False
)
SIGN_IN_AGAIN = Action("session.sign_in_again", "Sign in again", "Sign in to this Kintone again", ("s",))
QUIT = Action("any.quit", "Quit", "Leave kintone-tui", ("ctrl+q",), in_footer=True, priority=True)

EVERYWHERE = Place(title="Everywhere", purpose="", actions=(BACK, HELP, COMMANDS, QUIT))

WELCOME = Place(
    title="Connections",
    purpose="Choose the Kintone to work with, or set up a new one.",
    actions=(
        HELP,
        Action("welcome.new", "New connection", "Set up another Kintone", ("n",), in_footer=True),
        Action("welcome.edit", "Edit", "Change the marked connection", ("e",), in_footer=True),
        Action(
            "welcome.remove",
            "Remove",
            "Remove the marked connection and its sign-in from this computer",
            ("d",),
            in_footer=True,
        ),
    ),
    moving=_moving("welcome", LIST_KEYS),
)

CONNECT = Place(
    title="Set up a connection",
    purpose="Tell the program where your Kintone is and which OAuth client it signs you in with. "
    "An administrator of your Kintone makes that client once, for everybody.",
    actions=(
        BACK,
        HELP_WHILE_TYPING,
        Action(
            "connect.sign_in", "Sign in", "Save the connection and sign in", ("ctrl+s",), True, priority=True
        ),
        Action(
            "connect.copy_redirect",
            "Copy redirect endpoint",
            "Copy the redirect endpoint that is registered in Kintone",
            ("ctrl+o",),
            in_footer=True,
            priority=True,
        ),
        # Before the field sees it: what is typed right behind it belongs into the next one.
        Action(
            "connect.next_field",
            "Next field",
            "Go to the next field (Shift+Tab: back)",
            ("tab",),
            in_palette=False,
            priority=True,
        ),
    ),
)


SIGN_IN = Place(
    title="Sign in",
    purpose="Allow this program to read your Kintone, in a browser on this or any other computer. "
    "Your password is typed into Kintone's own page only.",
    actions=(
        BACK,
        # The footer is full.
        replace(HELP_WHILE_TYPING, in_footer=False),
        Action("sign_in.copy_address", "Copy", "Copy the address to open", ("ctrl+o",), True, priority=True),
        Action(
            "sign_in.print_plainly",
            "Print",
            "Leave the screen and print the address as one unbroken line",
            ("ctrl+l",),
            priority=True,
        ),
        Action(
            "sign_in.remote_help",
            "Over SSH",
            "Show how to sign in when the browser is on another computer",
            ("ctrl+r",),
            in_footer=True,
            priority=True,
        ),
        Action(
            "sign_in.play_browser",
            "Play browser",
            "In the demo: act as the browser, with no browser at all",
            ("ctrl+g",),
            in_footer=True,
            priority=True,
        ),
    ),
    moving=(
        Action(
            "sign_in.submit", "Open browser", "Open the address in a browser here", ("enter",), in_footer=True
        ),
    ),
)

APPS = Place(
    title="Apps",
    purpose="The apps of your Kintone that you may use. Type / to find one by name, code or number.",
    actions=(
        BACK,
        HELP,
        SIGN_IN_AGAIN,
        Action("apps.find", "Find", "Find an app by name, code or number", ("slash",), in_footer=True),
        Action("apps.refresh", "Refresh", "Ask Kintone again", ("r",)),
    ),
    moving=_moving("apps", (OPEN_ROW, *TABLE_KEYS)),
)

RECORDS = Place(
    title="Records",
    purpose="The records of one app, as one of its views lists them. The list loads as you move.",
    actions=(
        BACK,
        HELP,
        SIGN_IN_AGAIN,
        Action("records.choose_view", "View", "Choose another view of the app", ("v",), in_footer=True),
        Action("records.copy_row", "Copy", "Copy the marked row, cells between tabs", ("y",)),
        Action("records.copy_link", "Copy link", "Copy the address of the marked record", ("u",)),
        Action("records.refresh", "Refresh", "Ask Kintone again", ("r",), in_footer=True),
    ),
    moving=_moving("records", (OPEN_ROW, *TABLE_KEYS)),
)

RECORD = Place(
    title="Record",
    purpose="One record: its fields as the app's form lays them out, or the JSON exactly as Kintone sent it.",
    actions=(
        BACK,
        HELP,
        SIGN_IN_AGAIN,
        Action(
            "record.switch", "Fields/JSON", "Change between the fields and the raw JSON", ("tab", "v"), True
        ),
        Action("record.copy", "Copy", "Copy what is shown: the fields or the JSON", ("y",), in_footer=True),
        Action("record.copy_link", "Copy link", "Copy the address of the record", ("u",), in_footer=True),
        Action("record.refresh", "Refresh", "Ask Kintone again", ("r",)),
    ),
    moving=_moving("record", LINE_KEYS),
)

PLACES = (EVERYWHERE, WELCOME, CONNECT, SIGN_IN, APPS, RECORDS, RECORD)
