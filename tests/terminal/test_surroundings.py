"""What the environment tells, as programs and systems set it."""

from __future__ import annotations

import socket
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from tui.terminal.surroundings import Machine, Surroundings

LINUX = Machine(platform="linux", kernel="6.1.0-18-amd64", in_container=False)
MAC = Machine(platform="darwin", kernel="23.1.0", in_container=False)
SSH = {"SSH_CONNECTION": "203.0.113.9 50022 192.0.2.7 22", "SSH_TTY": "/dev/pts/0", "LOGNAME": "taro"}


def detect(environ: Mapping[str, str], machine: Machine = LINUX) -> Surroundings:
    return Surroundings.detect(environ, machine)


def test_a_plain_terminal_is_none_of_these() -> None:
    plain = detect({"TERM": "xterm-256color"})
    facts = (
        "over_ssh",
        "in_tmux",
        "in_screen",
        "has_display",
        "wsl",
        "container",
        "codespaces",
        "cloud_shell",
    )
    assert not any(
        getattr(plain, fact) for fact in (*facts, "vscode_browser", "ci", "wants_no_color", "utf8")
    )


@pytest.mark.parametrize(
    ("fact", "environ"),
    [
        ("over_ssh", SSH),
        ("over_ssh", {"SSH_TTY": "/dev/pts/1"}),
        ("in_tmux", {"TMUX": "/tmp/tmux-1000/default,3,0"}),
        ("in_tmux", {"TERM": "tmux-256color"}),
        ("in_screen", {"STY": "3.pts-0.host"}),
        ("has_display", {"DISPLAY": ":0"}),
        ("has_display", {"WAYLAND_DISPLAY": "wayland-0"}),
        ("wsl", {"WSL_DISTRO_NAME": "Debian"}),
        ("container", {"REMOTE_CONTAINERS": "true"}),
        ("container", {"container": "podman"}),
        ("codespaces", {"CODESPACES": "true"}),
        ("cloud_shell", {"CLOUD_SHELL": "true"}),
        (
            "vscode_browser",
            {"VSCODE_IPC_HOOK_CLI": "/tmp/s.sock", "BROWSER": "/vscode/bin/helpers/browser.sh"},
        ),
        ("ci", {"CI": "true"}),
        ("wants_no_color", {"NO_COLOR": "1"}),
        ("utf8", {"LANG": "ja_JP.UTF-8"}),
        ("utf8", {"LC_CTYPE": "C.utf8", "LANG": "C"}),
        ("utf8", {"LC_ALL": "de_DE.UTF-8@euro"}),
    ],
)
def test_each_fact_has_its_variable(fact: str, environ: dict[str, str]) -> None:
    assert getattr(detect(environ), fact) is True


@pytest.mark.parametrize(
    ("fact", "environ"),
    [
        ("wants_no_color", {"NO_COLOR": ""}),
        ("utf8", {"LC_ALL": "ja_JP.eucJP", "LANG": "ja_JP.UTF-8"}),
        ("utf8", {"LANG": "C"}),
        ("vscode_browser", {"VSCODE_IPC_HOOK_CLI": "/tmp/s.sock"}),
        ("codespaces", {"CODESPACES": "false"}),
        ("has_display", {"DISPLAY": ""}),
    ],
)
def test_a_variable_that_says_no_is_no(fact: str, environ: dict[str, str]) -> None:
    assert getattr(detect(environ), fact) is False


def test_the_machine_tells_too() -> None:
    assert detect({}, replace(LINUX, kernel="5.15.90.1-microsoft-standard-WSL2")).wsl
    assert detect({}, replace(LINUX, in_container=True)).container


def test_a_mac_has_a_display_unless_it_is_far_away() -> None:
    assert detect({}, MAC).has_display
    assert not detect(SSH, MAC).has_display
    assert detect({}, MAC).utf8


def test_this_machine_can_be_looked_at() -> None:
    assert Surroundings.detect({}).platform


def test_the_forward_command_names_user_host_and_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "build7.example")
    command = detect(SSH).ssh_forward_command(18543)
    assert command == "ssh -N -L 18543:localhost:18543 taro@build7.example"


def test_a_machine_without_a_full_name_is_reached_at_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "build7")
    monkeypatch.setattr(socket, "getfqdn", lambda _: "localhost.localdomain")
    command = detect({**SSH, "SSH_CONNECTION": "2001:db8::9 1 2001:db8::7 2222"}).ssh_forward_command(1)
    assert command == "ssh -N -p 2222 -L 1:localhost:1 taro@2001:db8::7"


def test_a_slow_name_server_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "build7")
    monkeypatch.setattr(socket, "getfqdn", lambda _: time.sleep(3))
    monkeypatch.setattr("tui.terminal.surroundings._HOST_NAME_SECONDS", 0.05)
    before = time.monotonic()
    assert detect(SSH).ssh_forward_command(1).endswith("taro@192.0.2.7")
    assert time.monotonic() - before < 2


def test_a_strange_name_cannot_become_a_second_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: "a.b; rm -rf /")
    assert detect({"LOGNAME": "taro"}).ssh_forward_command(1).endswith("'taro@a.b; rm -rf /'")


def test_without_a_name_the_user_running_this_is_taken() -> None:
    assert detect({}).user
    assert detect({"USER": "jon"}).user == "jon"
