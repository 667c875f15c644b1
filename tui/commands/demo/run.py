"""What `kintone-tui demo` does: a simulated Kintone, a temporary home, and the program between them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Mapping

from tui.commands.demo.browser import TextBrowser
from tui.commands.demo.child import Announcement, SimulatorProcess
from tui.commands.demo.endings import ignore_further, unwinding
from tui.commands.demo.failures import DemoCannotStart
from tui.commands.demo.port import free_port
from tui.commands.run_program import run_program
from tui.demo import Demo
from tui.oauth.certificate import CERTIFICATE_FILE
from tui.services import Services
from tui.storage.paths import Paths


def run(records: int) -> int:
    """Run the demo until the person leaves it; the exit code. Raises `DemoCannotStart`."""
    redirect_uri = f"https://localhost:{free_port()}/callback"
    with unwinding(), SimulatorProcess(redirect_uri, records) as simulator, _temporary_home() as home:
        sys.stderr.write("Starting a simulated Kintone on this machine…\n")
        environ = {**os.environ, "KINTONE_TUI_HOME": home}
        try:
            services = demo_services(simulator.announcement(), environ)
            # The demo forgets everything, but not its faults.
            services.crashes = Paths.default(os.environ).crashes
            return run_program(services)
        finally:
            ignore_further()


def demo_services(announcement: Announcement, environ: Mapping[str, str]) -> Services:
    """The program's services with everything known of the simulated Kintone filled in."""
    paths = Paths.default(environ)
    demo = Demo(
        base_url=announcement.base_url,
        client_id=announcement.client_id,
        client_secret=announcement.client_secret,
        redirect_uri=announcement.redirect_uri,
        browser=lambda: TextBrowser(paths.certificate / CERTIFICATE_FILE),
    )
    return Services(paths, environ, demo=demo)


def _temporary_home() -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(prefix="kintone-tui-demo-")
    except OSError as error:
        raise DemoCannotStart(
            f"The demo cannot make a temporary folder for itself: {error.strerror}.",
            hint="Name a folder that can be written in the variable TMPDIR.",
        ) from error
