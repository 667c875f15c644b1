"""`kintone-tui simulator` as a process: what it says, where it answers, and how it ends."""

from __future__ import annotations

import json
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, Any

import httpx
import pytest

COMMAND = [sys.executable, "-m", "tui", "simulator", "--records", "50"]
SECONDS_TO_START = 60
SECONDS_TO_END = 5

# A parent that starts the simulator and then does nothing, so that it can only be killed.
PARENT = """
import subprocess, sys
child = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE)
child.wait()
"""


@contextmanager
def started(*arguments: str, command: list[str] = COMMAND) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [*command, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def stream(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def announced(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    output = stream(process.stdout)
    assert select.select([output], [], [], SECONDS_TO_START)[0], "the simulator says nothing"
    line: dict[str, Any] = json.loads(output.readline())
    return line


def has_ipv6() -> bool:
    with ExitStack() as stack:
        try:
            probe = stack.enter_context(socket.socket(socket.AF_INET6, socket.SOCK_STREAM))
            probe.bind(("::1", 0))
        except OSError:
            return False
        return True


def test_it_says_all_that_a_client_needs_in_one_line() -> None:
    with started() as process:
        line = announced(process)
    assert line.keys() == {
        "base_url",
        "client_id",
        "client_secret",
        "redirect_uri",
        "users",
        "api_tokens",
        "apps",
    }
    assert line["base_url"].startswith("http://localhost:")
    assert line["redirect_uri"] == "https://localhost:18543/callback"
    assert line["client_id"].startswith("l.1.")
    assert (len(line["client_id"]), len(line["client_secret"])) == (36, 64)
    assert all(user["code"] and user["name"] for user in line["users"])
    assert line["api_tokens"].keys() == {str(app["id"]) for app in line["apps"]}


def test_client_and_api_tokens_are_the_same_at_every_start() -> None:
    with started() as first, started() as second:
        one, other = announced(first), announced(second)
    assert one.pop("base_url") != other.pop("base_url")
    assert one == other


def test_it_answers_on_both_loopback_addresses() -> None:
    with started() as process:
        port = httpx.URL(announced(process)["base_url"]).port
        hosts = ["127.0.0.1", "[::1]"] if has_ipv6() else ["127.0.0.1"]
        for host in hosts:
            answer = httpx.get(f"http://{host}:{port}/k/v1/apps.json", trust_env=False)
            assert (answer.status_code, answer.json()["code"]) == (401, "CB_AU01")


def test_lifetimes_and_redirect_endpoint_are_options() -> None:
    uri = "https://localhost:20000/back"
    with started("--token-lifetime", "7", "--code-lifetime", "3", "--redirect-uri", uri) as process:
        line = announced(process)
        page = httpx.get(
            f"{line['base_url']}/oauth2/authorization",
            params={
                "client_id": line["client_id"],
                "redirect_uri": uri,
                "response_type": "code",
                "state": "state",
                "scope": "k:app_record:read",
            },
            trust_env=False,
        )
    assert line["redirect_uri"] == uri
    assert page.status_code == 200


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_quietly_when_asked_to(number: signal.Signals) -> None:
    with started() as process:
        line = announced(process)
        # A connection that is kept open does not hold it back.
        with httpx.Client(base_url=line["base_url"], trust_env=False) as http:
            http.get("/")
            process.send_signal(number)
            output, errors = process.communicate(timeout=SECONDS_TO_END)
    assert (process.returncode, output, errors) == (0, b"", b"")


def test_it_ends_with_its_parent_that_closes_the_pipe() -> None:
    with started("--with-parent") as process:
        announced(process)
        stream(process.stdin).close()
        assert process.wait(SECONDS_TO_END) == 0
        assert stream(process.stderr).read() == b""


def test_it_outlives_the_end_of_its_input_unless_told_otherwise() -> None:
    with started() as process:
        line = announced(process)
        stream(process.stdin).close()
        assert httpx.get(line["base_url"], trust_env=False).status_code == 200
        assert process.poll() is None


def test_it_ends_with_its_parent_that_is_killed() -> None:
    with started(command=[sys.executable, "-c", PARENT, *COMMAND, "--with-parent"]) as parent:
        announced(parent)
        parent.kill()
        assert ends(parent)


def test_it_ends_with_its_parent_while_an_answer_is_on_its_way() -> None:
    with started(command=[sys.executable, "-c", PARENT, *COMMAND, "--with-parent"]) as parent:
        address = httpx.URL(announced(parent)["base_url"])
        slow = {"fault": "latency", "milliseconds": 60_000}
        httpx.post(f"{address}/simulator/faults", json=slow, trust_env=False)
        with socket.create_connection((address.host, address.port or 0)) as connection:
            connection.sendall(b"GET /k/v1/apps.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
            httpx.get(address, trust_env=False)
            parent.kill()
            assert ends(parent)


def ends(parent: subprocess.Popen[bytes]) -> bool:
    """Whether everybody who holds the parent's standard output is gone soon: that is the simulator."""
    output = stream(parent.stdout)
    ready = select.select([output], [], [], SECONDS_TO_END)[0]
    return bool(ready) and output.read() == b""


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_a_port_that_is_taken_is_named_and_not_shared(address: str) -> None:
    if address == "::1" and not has_ipv6():
        pytest.skip("this machine has no ::1")
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.create_server((address, 0), family=family) as taken:
        port = taken.getsockname()[1]
        with started("--port", str(port)) as process:
            output, errors = process.communicate(timeout=SECONDS_TO_START)
    assert process.returncode == 1
    assert output == b""
    assert str(port) in errors.decode()
    assert "Traceback" not in errors.decode()
