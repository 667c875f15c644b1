"""Opening a web page in the browser of the person who sits here, and in nobody else's."""

from __future__ import annotations

import asyncio
import contextlib
import re
import shlex
import shutil
import subprocess
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from tui.terminal.surroundings import Surroundings

PATIENCE_SECONDS = 5.0

NO_BROWSER = "none"
"""What BROWSER is set to by who wants no browser opened."""

# They draw in the terminal, over this program.
_CONSOLE_BROWSERS = frozenset(
    {"browsh", "carbonyl", "cha", "edbrowse", "elinks", "links", "links2", "lynx", "netrik", "retawq", "w3m"}
)
_WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f]+")
_OURS = "KINTONE_TUI_"
_HANDED_OVER = "OPEN_THIS_ADDRESS"


@dataclass(frozen=True, slots=True)
class Opened:
    """A browser was started and did not fail at once. Whether it shows the page only the person can see."""

    command: str


@dataclass(frozen=True, slots=True)
class NotOpened:
    """No browser was started, or it failed; `reason` is a sentence."""

    reason: str


Outcome: TypeAlias = Opened | NotOpened


@dataclass(frozen=True, slots=True)
class _Command:
    """A way to open a page: words, of which "%s" is where the address goes."""

    words: tuple[str, ...]
    # Whether the address is in the environment instead, because the words are a program of another shell.
    by_environment: bool = False

    def argv(self, url: str) -> list[str]:
        if self.by_environment:
            return list(self.words)
        return [word.replace("%s", url) for word in self.words]


def can_open(surroundings: Surroundings, *, browser: str = "") -> str:
    """Why no browser can be opened from here, in a sentence; "" when one can."""
    command = _command(surroundings, browser)
    return command.reason if isinstance(command, NotOpened) else ""


async def open_url(url: str, environ: Mapping[str, str], *, browser: str = "") -> Outcome:
    """Open `url` in a browser of this machine without touching the terminal; answers within 5 s.

    `browser` is a command as BROWSER holds it, and comes before that variable. A browser that goes on running
    is left running.
    """
    if not _WEB_ADDRESS.fullmatch(url):
        return NotOpened("This is not the address of a web page.")
    command = _command(Surroundings.detect(environ), browser)
    if isinstance(command, NotOpened):
        return command
    ended = _start(command.argv(url), _environment(environ, command, url))
    try:
        return await asyncio.wait_for(ended, PATIENCE_SECONDS)
    except TimeoutError:
        return Opened(command.words[0])


def _start(argv: list[str], environment: Mapping[str, str]) -> asyncio.Future[Outcome]:
    """Run `argv` apart from this terminal; what came of it is known once it has ended."""
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Outcome] = loop.create_future()

    def settle(what: Outcome) -> None:
        if not outcome.done():
            outcome.set_result(what)

    def run() -> None:
        what = _run(argv, environment)
        # A browser may outlive the program that waited for it.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, what)

    # Not one of the loop's own threads: leaving the program waits for those.
    threading.Thread(target=run, name="browser", daemon=True).start()
    return outcome


def _run(argv: list[str], environment: Mapping[str, str]) -> Outcome:
    try:
        ended = subprocess.run(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=dict(environment),
            start_new_session=True,
            check=False,
        )
    except (OSError, ValueError) as error:
        return NotOpened(f"{argv[0]} could not be started ({type(error).__name__}).")
    if ended.returncode:
        return NotOpened(f"{argv[0]} could not open it (exit status {ended.returncode}).")
    return Opened(argv[0])


def _environment(environ: Mapping[str, str], command: _Command, url: str) -> dict[str, str]:
    """The environment of the browser: this one's, without what is meant for this program alone."""
    kept = {name: value for name, value in environ.items() if not name.upper().startswith(_OURS)}
    if command.by_environment:
        kept[_HANDED_OVER] = url
        # The variables that WSL hands over to Windows (Microsoft, "Share environment vars between WSL and
        # Windows").
        kept["WSLENV"] = ":".join(filter(None, (kept.get("WSLENV"), _HANDED_OVER)))
    return kept


def _command(surroundings: Surroundings, browser: str) -> _Command | NotOpened:
    """How a page is opened here, or why it is not."""
    wish = browser or surroundings.browser
    if wish == NO_BROWSER:
        return NotOpened("BROWSER says that no browser is to be opened.")
    if surroundings.over_ssh and not surroundings.vscode_browser:
        return NotOpened("This terminal runs on another machine than your browser (SSH).")
    if wish:
        return _wished(wish, surroundings)
    return _usual(surroundings)


def _wished(wish: str, surroundings: Surroundings) -> _Command | NotOpened:
    """The first command in `wish` that is there and has a window of its own."""
    windows = surroundings.platform == "win32"
    for choice in wish.split(";" if windows else ":"):
        with contextlib.suppress(ValueError):
            words = tuple(shlex.split(choice, posix=not windows))
            if words and _has_window(words[0], surroundings.path):
                return _Command(words if any("%s" in word for word in words) else (*words, "%s"))
    return NotOpened("BROWSER names no browser with a window of its own.")


def _usual(surroundings: Surroundings) -> _Command | NotOpened:
    """What the system opens pages with."""
    for command in _usual_commands(surroundings):
        if _has_window(command.words[0], surroundings.path):
            return command
    if surroundings.has_display:
        return NotOpened("No program that opens web pages was found here.")
    return NotOpened("There is no display here to open a browser on.")


def _usual_commands(surroundings: Surroundings) -> tuple[_Command, ...]:
    if surroundings.platform == "darwin":
        return (_Command(("open", "%s")),)
    if surroundings.platform == "win32":
        return (_Command(("rundll32.exe", "url.dll,FileProtocolHandler", "%s")),)
    if surroundings.wsl:
        start = f"Start-Process $env:{_HANDED_OVER}"
        return (
            _Command(("wslview", "%s")),
            _Command(("powershell.exe", "-NoProfile", "-Command", start), by_environment=True),
        )
    if surroundings.has_display:
        return _Command(("xdg-open", "%s")), _Command(("gio", "open", "%s"))
    return ()


def _has_window(program: str, path: str) -> bool:
    """Whether `program` is there and is not, by its name or as what it links to, a browser for consoles."""
    found = shutil.which(program, path=path)
    if found is None:
        return False
    return _CONSOLE_BROWSERS.isdisjoint({Path(found).name, Path(found).resolve().name})
