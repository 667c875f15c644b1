"""What this terminal is part of, as far as the environment tells.

These facts only order the advice a person is given, and they lie: a tmux begun at the desk keeps DISPLAY
when it is used over SSH, one begun over SSH keeps SSH_CONNECTION at the desk.
"""

from __future__ import annotations

import os
import shlex
import socket
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HOST_NAME_SECONDS = 0.5
_SSH_PORT = "22"


@dataclass(frozen=True, slots=True)
class Machine:
    """What is known without the environment."""

    platform: str
    """As `sys.platform`."""
    kernel: str
    """The release of the kernel, "" where it has none."""
    in_container: bool

    @classmethod
    def here(cls) -> Machine:
        return cls(
            platform=sys.platform,
            kernel=os.uname().release if hasattr(os, "uname") else "",
            in_container=Path("/.dockerenv").exists() or Path("/run/.containerenv").exists(),
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where this terminal runs."""

    platform: str
    over_ssh: bool
    in_tmux: bool
    in_screen: bool
    has_display: bool
    """Whether a window can be opened from here."""
    wsl: bool
    container: bool
    codespaces: bool
    cloud_shell: bool
    vscode_browser: bool
    """Whether `browser` is the helper of VS Code, which opens the browser of the person's own computer."""
    ci: bool
    wants_no_color: bool
    utf8: bool
    browser: str
    """BROWSER: the commands to open a page with, with colons between them, "" if unset."""
    path: str
    """PATH: where commands are looked for."""
    user: str
    ssh_server: tuple[str, str]
    """The address and port that the SSH connection came in at, ("", "") when there is none."""

    @classmethod
    def detect(cls, environ: Mapping[str, str], machine: Machine | None = None) -> Surroundings:
        """The surroundings that `environ` and `machine` (this one by default) tell of."""
        machine = machine or Machine.here()
        over_ssh = _is_set(environ, "SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
        return cls(
            platform=machine.platform,
            over_ssh=over_ssh,
            in_tmux=_is_set(environ, "TMUX") or environ.get("TERM", "").startswith("tmux"),
            in_screen=_is_set(environ, "STY"),
            has_display=_has_display(environ, machine, over_ssh=over_ssh),
            wsl=_is_set(environ, "WSL_DISTRO_NAME") or "microsoft" in machine.kernel.lower(),
            container=machine.in_container or _is_set(environ, "REMOTE_CONTAINERS", "container"),
            codespaces=environ.get("CODESPACES", "").lower() == "true",
            cloud_shell=_is_set(environ, "CLOUD_SHELL"),
            vscode_browser=_is_set(environ, "VSCODE_IPC_HOOK_CLI") and _is_set(environ, "BROWSER"),
            ci=_is_set(environ, "CI"),
            wants_no_color=_is_set(environ, "NO_COLOR"),
            utf8=_is_utf8(environ, machine),
            browser=environ.get("BROWSER", ""),
            path=environ.get("PATH", os.defpath),
            user=environ.get("LOGNAME") or environ.get("USER") or _user(),
            ssh_server=_ssh_server(environ),
        )

    def ssh_forward_command(self, port: int) -> str:
        """The command that, run where the browser is, makes `port` of this machine reachable there.

        The host may be known by another name there. May wait half a second for the name server.
        """
        address, ssh_port = self.ssh_server
        host = _full_host_name() or address or socket.gethostname()
        option = f"-p {ssh_port} " if ssh_port not in {"", _SSH_PORT} else ""
        target = f"{self.user}@{host}" if self.user else host
        return f"ssh -N {option}-L {port}:localhost:{port} {shlex.quote(target)}"


def _is_set(environ: Mapping[str, str], *names: str) -> bool:
    return any(environ.get(name) for name in names)


def _has_display(environ: Mapping[str, str], machine: Machine, *, over_ssh: bool) -> bool:
    if machine.platform in {"darwin", "win32"}:
        return not over_ssh
    return _is_set(environ, "DISPLAY", "WAYLAND_DISPLAY")


def _is_utf8(environ: Mapping[str, str], machine: Machine) -> bool:
    """Whether the terminal is sent UTF-8: the first of these variables that is set decides (POSIX, 8.2)."""
    if machine.platform in {"darwin", "win32"}:
        return True
    locale = environ.get("LC_ALL") or environ.get("LC_CTYPE") or environ.get("LANG") or ""
    return locale.lower().replace("-", "").endswith("utf8") or ".utf8@" in locale.lower().replace("-", "")


def _ssh_server(environ: Mapping[str, str]) -> tuple[str, str]:
    """From SSH_CONNECTION, "client port server port" (ssh(1), ENVIRONMENT)."""
    match environ.get("SSH_CONNECTION", "").split():
        case [_, _, address, port] if port.isdecimal():
            return address, port
    return "", ""


def _user() -> str:
    """The name of the user that runs this, "" if it has none (a container's bare number)."""
    if sys.platform == "win32":
        return ""
    import pwd

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return ""


def _full_host_name() -> str:
    """The name of this machine with its domain, "" if it has none or the name server takes too long."""
    name = socket.gethostname()
    if "." not in name:
        found: list[str] = []
        asking = threading.Thread(target=lambda: found.append(socket.getfqdn(name)), daemon=True)
        asking.start()
        asking.join(_HOST_NAME_SECONDS)
        name = found[0] if found else ""
    return name if "." in name and not name.startswith("localhost") else ""
