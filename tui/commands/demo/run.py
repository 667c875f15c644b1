"""What `kintone-tui demo` does: a simulated Kintone, a temporary home, and the program between them."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Mapping

from tui.commands.demo.browser import TextBrowser
from tui.commands.demo.child import Announcement, SimulatorProcess
from tui.commands.run_program import run_program
from tui.oauth.certificate import CERTIFICATE_FILE
from tui.services import Demo, Services
from tui.storage.paths import Paths


def run(records: int) -> int:
    """Run the demo until the person leaves it; the exit code."""
    redirect_uri = f"https://localhost:{_free_port()}/callback"
    with (
        SimulatorProcess(redirect_uri, records) as simulator,
        tempfile.TemporaryDirectory(prefix="kintone-tui-demo-") as home,
    ):
        sys.stderr.write("Starting a simulated Kintone on this machine…\n")
        environ = {**os.environ, "KINTONE_TUI_HOME": home}
        return run_program(demo_services(simulator.announcement(), environ))


def demo_services(announcement: Announcement, environ: Mapping[str, str]) -> Services:
    """The program's services with everything known of the simulated Kintone filled in."""
    paths = Paths.default(environ)
    demo = Demo(
        base_url=announcement.base_url,
        client_id=announcement.client_id,
        client_secret=announcement.secret,
        redirect_uri=announcement.redirect_uri,
        browser=lambda: TextBrowser(paths.certificate / CERTIFICATE_FILE),
    )
    return Services(paths, environ, demo=demo)


def _free_port() -> int:
    """A port that is free on both loopback addresses, where the machine has both."""
    for _ in range(20):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port: int = probe.getsockname()[1]
        if _free_on_ipv6(port):
            return port
    raise OSError("no port is free on both loopback addresses")


def _free_on_ipv6(port: int) -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", port))
    except OSError as refused:
        # Without IPv6 there is nothing to be taken.
        return not socket.has_ipv6 or refused.errno != 98
    return True
