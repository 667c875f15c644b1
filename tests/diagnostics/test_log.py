"""The log: only when asked for, only ours, only for its owner, never on the screen.

Logging is one for the whole process, so each test has a process of its own.
"""

from __future__ import annotations

import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

SECRET = "marker-5e1f"

_TALK = f"""
import logging, os, sys
from pathlib import Path
from tui.diagnostics.log import start_log
os.umask(0)
sentence = start_log(Path(sys.argv[1]), os.environ)
log = logging.getLogger("tui.kintone")
log.debug("asked for %s", "records\\nforged \\x1b[31m")
log.warning("slow")
try:
    raise ValueError("{SECRET}")
except ValueError:
    log.exception("failed")
for name in ("httpx", "httpcore.http11", "asyncio", "textual", "other", ""):
    logging.getLogger(name).critical("{SECRET}")
    logging.getLogger(name).debug("{SECRET}")
print(sentence)
"""

_FETCH = """
import logging, os, sys
from pathlib import Path
import httpx
from tui.diagnostics.log import start_log
start_log(Path(sys.argv[1]), os.environ)
logging.getLogger("tui").debug("begin")
httpx.get(sys.argv[2], headers={"Authorization": "Bearer " + sys.argv[3]}, trust_env=False)
"""


def _run(code: str, path: Path, level: str, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "KINTONE_TUI_LOG": level}
    command = [sys.executable, "-c", code, str(path), *words]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "kintone-tui.log"


@pytest.fixture
def address() -> Iterator[str]:
    """A server that answers anything."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_nothing_is_written_unless_asked_for(path: Path) -> None:
    done = _run(_TALK, path, "")
    assert not path.parent.exists()
    assert (done.stdout, done.stderr) == ("\n", "")


def test_our_own_words_are_written_and_nobody_else_s(path: Path) -> None:
    done = _run(_TALK, path, "debug")
    text = path.read_text()
    assert "tui.kintone asked for records\\u000aforged \\u001b[31m\n" in text
    assert "ValueError\n" in text
    assert SECRET not in text
    assert (done.stdout, done.stderr) == ("\n", "")


def test_the_level_counts(path: Path) -> None:
    _run(_TALK, path, " Warning ")
    text = path.read_text()
    assert "slow" in text
    assert "asked for" not in text


def test_a_level_that_does_not_exist_is_named(path: Path) -> None:
    done = _run(_TALK, path, "loud")
    assert "KINTONE_TUI_LOG should be one of debug, info, warning, error." in done.stdout
    assert not path.exists()


def test_requests_leave_no_address_and_no_header(path: Path, address: str) -> None:
    done = _run(_FETCH, path, "debug", f"{address}/?query={SECRET}", SECRET)
    assert "begin" in path.read_text()
    for written in (path.read_text(), done.stdout, done.stderr):
        assert SECRET not in written
        assert "Bearer" not in written


def test_only_the_owner_may_read_it(path: Path) -> None:
    _run(_TALK, path, "debug")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    path.chmod(0o644)
    _run(_TALK, path, "debug")
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_link_is_not_followed(path: Path) -> None:
    path.parent.mkdir()
    target = path.with_name("elsewhere")
    target.write_text("")
    path.symlink_to(target)
    done = _run(_TALK, path, "debug")
    assert "No log is written" in done.stdout
    assert target.read_text() == ""


def test_the_file_does_not_grow_for_ever(path: Path) -> None:
    code = """
import logging, os, sys
from pathlib import Path
from tui.diagnostics.log import start_log
start_log(Path(sys.argv[1]), os.environ)
for _ in range(5000):
    logging.getLogger("tui").info("x" * 1000)
"""
    _run(code, path, "info")
    files = list(path.parent.iterdir())
    assert len(files) == 3
    assert all(file.stat().st_size <= 1_000_000 for file in files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_prints_nothing_over_the_screen(path: Path) -> None:
    code = """
import logging, os, sys
from pathlib import Path
from tui.diagnostics import log
log.os.fchmod = lambda *_: None
print(log.start_log(Path(sys.argv[1]), os.environ))
logging.getLogger("tui").info("x")
"""
    done = _run(code, Path("/dev/full"), "info")
    assert (done.stdout, done.stderr) == ("\n", "")
