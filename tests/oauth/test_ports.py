"""Getting the port, and giving it back: rules L27 to L29 of the sign-in."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import pytest

from tests.oauth.support import callback_url, client, until
from tests.oauth.visits import Callback, Listen, free_port
from tui.oauth import sockets
from tui.oauth.certificate import Certificate
from tui.oauth.events import (
    AnswerReceived,
    Bound,
    CertificateUnusable,
    Event,
    Holder,
    NotLocal,
    PortRefused,
    PortTaken,
)
from tui.oauth.grant import Accepted, Grant
from tui.oauth.holder import holder_of
from tui.oauth.listener import CallbackListener
from tui.oauth.paste import read_answer
from tui.oauth.scopes import READ

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells through /proc who has a port")
ROOT = Path(__file__).parents[2]


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


two_families = pytest.mark.skipif(not _has_ipv6(), reason="this machine has no IPv6 loopback")


@contextmanager
def _occupied(*addresses: str) -> Iterator[int]:
    """A port at which somebody listens at these addresses."""
    port = free_port()
    bound = sockets.bind(port, addresses)
    try:
        yield port
    finally:
        sockets.close(bound)


def _grant(port: int) -> Grant:
    return Grant.begin(client(redirect_uri=f"https://localhost:{port}/callback"), READ)


async def _start(
    stack: AsyncExitStack, certificate: Certificate, grant: Grant
) -> tuple[CallbackListener, list[Event]]:
    events: list[Event] = []
    listener = await stack.enter_async_context(CallbackListener(grant, certificate, events.append))
    return listener, events


@two_families
@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("::1",), ("127.0.0.1", "::1")])
async def test_L27_a_port_that_is_taken_at_either_address_is_not_used_at_the_other(
    stack: AsyncExitStack, certificate: Certificate, addresses: tuple[str, ...]
) -> None:
    with _occupied(*addresses) as port:
        grant = _grant(port)
        listener, events = await _start(stack, certificate, grant)
        [event] = events
        assert isinstance(event, PortTaken)
        assert (event.port, event.addresses) == (port, addresses)
        assert not listener.is_listening
        for free in {"127.0.0.1", "::1"} - set(addresses):
            sockets.close(sockets.bind(port, [free]))
        # And pasting goes on as if nothing had happened.
        assert isinstance(grant.receive(read_answer(callback_url(grant), grant)), Accepted)


async def test_L27_a_program_that_listens_everywhere_has_the_port_too(
    stack: AsyncExitStack, certificate: Certificate
) -> None:
    with _occupied("0.0.0.0") as port:
        _, events = await _start(stack, certificate, _grant(port))
    assert isinstance(events[0], PortTaken)


@linux
async def test_L27_the_holder_is_named_and_left_alone(
    stack: AsyncExitStack, certificate: Certificate
) -> None:
    program = (
        "import socket, sys; s = socket.create_server(('127.0.0.1', 0)); "
        "print(s.getsockname()[1], flush=True); sys.stdin.read(); print('alive')"
    )
    other = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert other.stdout is not None
    _, events = await _start(stack, certificate, _grant(int(await other.stdout.readline())))
    out, _ = await other.communicate(b"")
    [event] = events
    assert isinstance(event, PortTaken)
    assert event.holder is not None
    assert event.holder.pid == other.pid
    assert event.holder.name.startswith("python")
    assert not event.holder.is_ours
    assert (out, other.returncode) == (b"alive\n", 0)


@linux
async def test_L27_another_sign_in_of_ours_is_recognised(listening: Listen, stack: AsyncExitStack) -> None:
    first = await listening()
    _, events = await _start(stack, first.certificate, _grant(first.port))
    [event] = events
    assert isinstance(event, PortTaken)
    assert event.holder is not None
    assert (event.holder.pid, event.holder.is_ours) == (os.getpid(), True)
    assert (await first.answer()).status == 303, "the first one goes on undisturbed"


@linux
@pytest.mark.parametrize(
    ("arguments", "is_ours"),
    [
        (b"/usr/bin/python3\0/home/taro/.local/bin/kintone-tui\0", True),
        (b"/usr/bin/python3\0-m\0tui\0auth\0login\0", True),
        (b"kintone-tui\0", True),
        (b"/usr/bin/python3\0-m\0http.server\0", False),
        (b"vim\0notes on kintone-tui\0", False),
        (b"", False),
    ],
)
def test_L27_our_own_program_is_told_by_how_it_was_started(
    tmp_path: Path, arguments: bytes, *, is_ours: bool
) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "tcp").write_text(
        "head\n 0: 0100007F:486F 00000000:0000 0A 0:0 0:0 0 1000 0 4242 1\n"
    )
    process = tmp_path / "4711"
    (process / "fd").mkdir(parents=True)
    (process / "fd" / "5").symlink_to("socket:[4242]")
    (process / "comm").write_text("python3\n")
    (process / "cmdline").write_bytes(arguments)
    assert holder_of(18543, tmp_path) == Holder(4711, "python3", is_ours)
    assert holder_of(18544, tmp_path) is None


def test_L27_a_program_of_another_user_has_a_port_and_no_name(tmp_path: Path) -> None:
    (tmp_path / "net").mkdir()
    (tmp_path / "net" / "tcp6").write_text("head\n 0: 0:486F 0:0 0A 0:0 0:0 0 0 0 4242 1\n")
    assert holder_of(18543, tmp_path) == Holder(None, "", is_ours=False)


async def test_L27_a_port_that_the_system_keeps_to_itself_is_another_message(
    stack: AsyncExitStack, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform != "win32" and os.geteuid() == 0:
        # Root may have every port: the refusal comes from the same call.
        def refuse(*_: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(sockets, "_listen", refuse)
    _, events = await _start(stack, certificate, _grant(443))
    assert events == [PortRefused(443, "Permission denied")]


async def test_L28_without_an_IPv6_loopback_the_other_one_serves_alone(listening: Listen) -> None:
    # An address of the documentation range is absent in the same way as ::1 where IPv6 is off.
    callback = await listening(addresses=("127.0.0.1", "2001:db8::1"))
    bound = callback.told(Bound)[0]
    assert isinstance(bound, Bound)
    assert bound.addresses == ("127.0.0.1",)
    assert bound.is_ipv4_only
    assert (await callback.answer()).status == 303


async def test_L28_without_any_loopback_there_is_a_reason_and_no_crash(
    stack: AsyncExitStack, certificate: Certificate
) -> None:
    events: list[Event] = []
    listener = CallbackListener(_grant(free_port()), certificate, events.append, addresses=("2001:db8::1",))
    await stack.enter_async_context(listener)
    assert isinstance(events[0], PortRefused)


def _is_free(callback: Callback) -> bool:
    try:
        sockets.close(sockets.bind(callback.port))
    except sockets.AddressTakenError:
        return False
    return True


def _descriptors() -> set[str]:
    found = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(link.readlink()))
        except OSError:  # the one with which the folder is read
            continue
    return found


@linux
async def test_L29_a_closed_listener_leaves_neither_port_nor_task_nor_descriptor_nor_thread(
    listening: Listen, stack: AsyncExitStack
) -> None:
    tasks, threads, descriptors = len(asyncio.all_tasks()), threading.active_count(), _descriptors()
    callback = await listening()
    idle = [await stack.enter_async_context(callback.plain()) for _ in range(5)]
    busy = [await stack.enter_async_context(callback.connected()) for _ in range(5)]
    await callback.get(callback.grant.short_path)
    await callback.listener.close()
    assert _is_free(callback)
    for _, writer in idle + busy:
        writer.transport.abort()
    await until(lambda: len(asyncio.all_tasks()) == tasks)
    await until(lambda: _descriptors() <= descriptors)
    assert threading.active_count() == threads


async def test_L29_closing_is_possible_at_any_time_and_as_often_as_one_likes(listening: Listen) -> None:
    callback = await listening()
    await asyncio.gather(*(callback.listener.close() for _ in range(3)))
    await callback.listener.close()
    await callback.listener.wait_closed()
    never_started = CallbackListener(callback.grant, callback.certificate, callback.events.append)
    await never_started.wait_closed()
    await never_started.close()


async def test_L29_a_crash_of_the_screen_gives_the_port_back(listening: Listen) -> None:
    callback = await listening()
    await callback.listener.close()
    with pytest.raises(ZeroDivisionError):
        async with CallbackListener(callback.grant, callback.certificate, callback.events.append):
            assert not _is_free(callback)
            raise ZeroDivisionError
    assert _is_free(callback)


async def test_L29_a_sign_in_can_be_tried_again_at_once_on_the_same_port(listening: Listen) -> None:
    callback = await listening()
    await callback.get(callback.target("error=access_denied&state=STATE"))
    await callback.listener.close()
    events: list[Event] = []
    async with CallbackListener(_grant(callback.port), callback.certificate, events.append):
        assert isinstance(events[0], Bound)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGHUP", "SIGKILL"])
async def test_L29_however_the_program_ends_the_port_is_free(certificate: Certificate, number: str) -> None:
    port = free_port()
    program = f"""
import asyncio, pathlib
from tests.oauth.support import client
from tui.oauth.certificate import load_or_make
from tui.oauth.grant import Grant
from tui.oauth.listener import CallbackListener
async def main():
    grant = Grant.begin(client(redirect_uri="https://localhost:{port}/callback"), ["k:file:read"])
    certificate = load_or_make(pathlib.Path({str(certificate.path_key.parent)!r}))
    async with CallbackListener(grant, certificate, lambda event: print(type(event).__name__, flush=True)):
        await asyncio.Event().wait()
asyncio.run(main())
"""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program), cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"Bound\n"
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    process.send_signal(getattr(signal, number))
    await process.communicate()
    sockets.close(sockets.bind(port))
    writer.close()


async def test_a_redirect_endpoint_elsewhere_is_not_listened_for(
    stack: AsyncExitStack, certificate: Certificate
) -> None:
    grant = Grant.begin(client(redirect_uri="https://example.com/callback"), READ)
    listener, events = await _start(stack, certificate, grant)
    assert events == [NotLocal()]
    assert not listener.is_listening


async def test_a_certificate_that_is_gone_is_told_and_does_not_stop_pasting(
    stack: AsyncExitStack, tmp_path: Path
) -> None:
    grant = _grant(free_port())
    missing = Certificate(tmp_path / "a", tmp_path / "b", "")
    _, events = await _start(stack, missing, grant)
    assert events == [CertificateUnusable("No such file or directory")]
    assert isinstance(grant.receive(read_answer(callback_url(grant), grant)), Accepted)


async def test_P5_the_listener_and_the_paste_field_give_one_answer_between_them(listening: Listen) -> None:
    callback = await listening()
    outcome = callback.grant.receive(
        read_answer(callback_url(callback.grant, code="c0de-of-this-sign-in"), callback.grant)
    )
    assert isinstance(outcome, Accepted)
    assert (await callback.answer()).status == 303, "the browser sees success, whichever way was first"
    assert callback.told(AnswerReceived) == []
