"""The browser is the person's own, knows nothing of this program, and never touches its terminal."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.terminal import browser
from tui.terminal.browser import NotOpened, Opened, can_open, open_url
from tui.terminal.surroundings import Machine, Surroundings

URL = "https://acme.kintone.com/oauth2/authorization?client_id=a&state=b%20c"
SSH = {"SSH_CONNECTION": "203.0.113.9 50022 192.0.2.7 22"}

# It writes down how it was called and what it was given.
_FAKE = """#!{python}
import json, os, sys
fds = {{n: os.readlink(f"/proc/self/fd/{{n}}") for n in (0, 1, 2)}}
terminal = int(open("/proc/self/stat").read().rsplit(")", 1)[1].split()[4])
said = {{"argv": sys.argv, "environ": dict(os.environ), "fds": fds, "terminal": terminal, "pid": os.getpid(),
        "session": os.getsid(0)}}
open({where!r} + ".new", "w").write(json.dumps(said))
os.replace({where!r} + ".new", {where!r})
print("noise for the screen")
{then}
"""

MakeBrowser = Callable[..., None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "bin").mkdir()
    return tmp_path / "bin"


@pytest.fixture
def make(folder: Path, tmp_path: Path) -> MakeBrowser:
    def make(name: str, then: str = "") -> None:
        program = folder / name
        where = str(tmp_path / "said")
        program.write_text(_FAKE.format(python=sys.executable, where=where, then=then))
        program.chmod(0o755)

    return make


@pytest.fixture
def desktop(folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The environment of a terminal on a Linux desktop, whatever machine runs this test."""
    linux = Machine(platform="linux", kernel="6.1", in_container=False)
    monkeypatch.setattr(Machine, "here", classmethod(lambda _: linux))
    return {"PATH": str(folder), "DISPLAY": ":0", "LANG": "C.UTF-8"}


def said(folder: Path) -> dict[str, object]:
    found = json.loads((folder.parent / "said").read_text())
    assert isinstance(found, dict)
    return found


async def test_the_address_is_one_argument_of_the_system_s_opener(
    folder: Path, make: MakeBrowser, desktop: dict[str, str]
) -> None:
    make("xdg-open")
    assert await open_url(URL, desktop) == Opened("xdg-open")
    argv = said(folder)["argv"]
    assert isinstance(argv, list)
    assert argv[1:] == [URL]


async def test_the_browser_is_cut_off_from_the_terminal(
    folder: Path, make: MakeBrowser, desktop: dict[str, str]
) -> None:
    make("xdg-open")
    await open_url(URL, desktop)
    seen = said(folder)
    assert seen["fds"] == {"0": "/dev/null", "1": "/dev/null", "2": "/dev/null"}
    assert seen["terminal"] == 0
    assert seen["session"] == seen["pid"]


async def test_the_browser_is_not_given_what_is_ours(
    folder: Path, make: MakeBrowser, desktop: dict[str, str]
) -> None:
    make("xdg-open")
    ours = {"KINTONE_TUI_ACCESS_TOKEN": "t", "KINTONE_TUI_CLIENT_SECRET_FILE": "/s", "kintone_tui_x": "1"}
    await open_url(URL, {**desktop, **ours, "OTHER": "kept"})
    environ = said(folder)["environ"]
    assert isinstance(environ, dict)
    assert not [name for name in environ if name.upper().startswith("KINTONE")]
    assert environ["OTHER"] == "kept"


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("mine", ["mine", URL]),
        ("mine --new-window", ["mine", "--new-window", URL]),
        ("mine --at=%s -x", ["mine", f"--at={URL}", "-x"]),
        ("missing:mine", ["mine", URL]),
        ("w3m:mine", ["mine", URL]),
        ("mine 'two words'", ["mine", "two words", URL]),
        ("'broken:mine", ["mine", URL]),
    ],
)
async def test_what_the_person_set_comes_first(
    folder: Path, make: MakeBrowser, desktop: dict[str, str], wish: str, expected: list[str]
) -> None:
    for name in ("xdg-open", "mine", "w3m"):
        make(name)
    assert await open_url(URL, {**desktop, "BROWSER": wish}) == Opened("mine")
    argv = said(folder)["argv"]
    assert isinstance(argv, list)
    assert [Path(argv[0]).name, *argv[1:]] == expected


async def test_an_option_beats_the_variable(make: MakeBrowser, desktop: dict[str, str]) -> None:
    make("one")
    make("two")
    assert await open_url(URL, {**desktop, "BROWSER": "one"}, browser="two") == Opened("two")
    assert isinstance(await open_url(URL, {**desktop, "BROWSER": "one"}, browser="none"), NotOpened)


@pytest.mark.parametrize("name", ["w3m", "lynx", "links2", "elinks"])
async def test_no_browser_is_opened_that_draws_in_the_terminal(
    folder: Path, make: MakeBrowser, desktop: dict[str, str], name: str
) -> None:
    make(name)
    outcome = await open_url(URL, {**desktop, "BROWSER": name})
    assert isinstance(outcome, NotOpened)
    assert "window" in outcome.reason
    (folder / "xdg-open").symlink_to(folder / name)
    assert isinstance(await open_url(URL, desktop), NotOpened)
    assert not (folder.parent / "said").exists()


@pytest.mark.parametrize("extra", [{}, {"BROWSER": "mine"}, {"DISPLAY": ":10"}])
async def test_over_ssh_no_browser_is_opened(
    folder: Path, make: MakeBrowser, desktop: dict[str, str], extra: dict[str, str]
) -> None:
    make("xdg-open")
    make("mine")
    outcome = await open_url(URL, {**desktop, **SSH, **extra})
    assert isinstance(outcome, NotOpened)
    assert "SSH" in outcome.reason
    assert not (folder.parent / "said").exists()


async def test_over_ssh_the_helper_of_vs_code_opens_the_person_s_own_browser(
    make: MakeBrowser, desktop: dict[str, str]
) -> None:
    make("browser.sh")
    environ = {**desktop, **SSH, "BROWSER": "browser.sh", "VSCODE_IPC_HOOK_CLI": "/tmp/x.sock"}
    assert await open_url(URL, environ) == Opened("browser.sh")


async def test_without_a_display_no_browser_is_opened(make: MakeBrowser, desktop: dict[str, str]) -> None:
    make("xdg-open")
    outcome = await open_url(URL, {**desktop, "DISPLAY": ""})
    assert isinstance(outcome, NotOpened)
    assert "display" in outcome.reason


async def test_the_second_opener_is_used_where_the_first_is_missing(
    folder: Path, make: MakeBrowser, desktop: dict[str, str]
) -> None:
    assert isinstance(await open_url(URL, desktop), NotOpened)
    make("gio")
    assert await open_url(URL, desktop) == Opened("gio")
    argv = said(folder)["argv"]
    assert isinstance(argv, list)
    assert argv[1:] == ["open", URL]


async def test_a_browser_that_fails_is_reported(make: MakeBrowser, desktop: dict[str, str]) -> None:
    make("xdg-open", then="sys.exit(3)")
    outcome = await open_url(URL, desktop)
    assert isinstance(outcome, NotOpened)
    assert "3" in outcome.reason


async def test_a_browser_that_cannot_be_run_is_reported(folder: Path, desktop: dict[str, str]) -> None:
    (folder / "xdg-open").write_text("#!/nonexistent\n")
    (folder / "xdg-open").chmod(0o755)
    outcome = await open_url(URL, desktop)
    assert isinstance(outcome, NotOpened)
    assert "xdg-open" in outcome.reason


async def test_a_browser_that_stays_is_not_waited_for(
    folder: Path, make: MakeBrowser, desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make("xdg-open", then="import time; time.sleep(60)")
    monkeypatch.setattr(browser, "PATIENCE_SECONDS", 1.0)
    turns = 0

    async def work() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0.01)

    task = asyncio.create_task(work())
    assert await open_url(URL, desktop) == Opened("xdg-open")
    task.cancel()
    assert turns > 20
    pid = said(folder)["pid"]
    assert isinstance(pid, int)
    os.kill(pid, signal.SIGTERM)


@pytest.mark.parametrize(
    "url", ["--help", "file:///etc/passwd", "javascript:alert(1)", "https://a b", "https://a\n", ""]
)
async def test_only_web_pages_are_opened(make: MakeBrowser, desktop: dict[str, str], url: str) -> None:
    make("xdg-open")
    assert isinstance(await open_url(url, desktop), NotOpened)


async def test_windows_gets_the_address_outside_of_any_command(
    folder: Path, make: MakeBrowser, desktop: dict[str, str]
) -> None:
    make("powershell.exe")
    url = "https://acme.kintone.com/?a=$(calc)&b='\"; calc"
    url = url.replace(" ", "%20")
    environ = {**desktop, "WSL_DISTRO_NAME": "Debian", "WSLENV": "X/p"}
    assert await open_url(url, environ) == Opened("powershell.exe")
    seen = said(folder)
    argv, given = seen["argv"], seen["environ"]
    assert isinstance(argv, list)
    assert isinstance(given, dict)
    assert argv[1:] == ["-NoProfile", "-Command", "Start-Process $env:OPEN_THIS_ADDRESS"]
    assert given["OPEN_THIS_ADDRESS"] == url
    assert given["WSLENV"] == "X/p:OPEN_THIS_ADDRESS"


async def test_windows_is_asked_through_wslview_first(make: MakeBrowser, desktop: dict[str, str]) -> None:
    make("powershell.exe")
    make("wslview")
    assert await open_url(URL, {**desktop, "WSL_DISTRO_NAME": "Debian"}) == Opened("wslview")


async def test_a_mac_has_its_own_opener(
    make: MakeBrowser, desktop: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = Machine(platform="darwin", kernel="23.1.0", in_container=False)
    monkeypatch.setattr(Machine, "here", classmethod(lambda _: mac))
    make("open")
    assert await open_url(URL, desktop) == Opened("open")


def test_it_is_known_beforehand_whether_a_browser_can_be_opened(
    make: MakeBrowser, desktop: dict[str, str]
) -> None:
    make("xdg-open")
    assert can_open(Surroundings.detect(desktop)) == ""
    assert "SSH" in can_open(Surroundings.detect({**desktop, **SSH}))
    assert can_open(Surroundings.detect(desktop), browser="none")
