"""The certificate of the listener: rule L30 of the sign-in, and what browsers ask of one."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tui.oauth.certificate import LIFE_DAYS, NAMES, Certificate, load_or_make
from tui.oauth.failures import CertificateError
from tui.oauth.new_certificate import new_certificate

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owner and mode of this kind")
DAY = 86_400
ROOT = Path(__file__).parents[2]


def _read(certificate: Certificate) -> x509.Certificate:
    return x509.load_pem_x509_certificate(certificate.path_cert.read_bytes())


def _plant(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    """Puts a file in the place of the key."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / "localhost.key"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_it_is_what_browsers_ask_for_and_nothing_more(tmp_path: Path) -> None:
    made = _read(load_or_make(tmp_path / "c"))
    names = made.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(ip) for ip in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]
    assert made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca is False
    usage = made.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(usage) == [ExtendedKeyUsageOID.SERVER_AUTH]
    life = made.not_valid_after_utc - made.not_valid_before_utc
    assert life.days <= LIFE_DAYS == 397
    [name] = made.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    assert socket.gethostname()[:30] in str(name.value)


def test_a_very_long_machine_name_fits(tmp_path: Path) -> None:
    pem = new_certificate("h" * 250, NAMES, now=time.time(), life_days=1)
    assert x509.load_pem_x509_certificate(pem[pem.index(b"-----BEGIN CERT") :])


def test_the_fingerprint_is_the_one_browsers_show(tmp_path: Path) -> None:
    certificate = load_or_make(tmp_path / "c")
    digest = _read(certificate).fingerprint(hashes.SHA256()).hex(":").upper()
    assert certificate.fingerprint_sha256 == digest


def test_it_is_kept_and_used_again(tmp_path: Path) -> None:
    first = load_or_make(tmp_path / "c")
    content = first.path_key.read_bytes()
    assert load_or_make(tmp_path / "c") == first
    assert first.path_key.read_bytes() == content


def test_the_library_for_certificates_is_imported_only_to_make_one(tmp_path: Path) -> None:
    load_or_make(tmp_path / "c")
    program = (
        "import sys, pathlib; from tui.oauth.certificate import load_or_make; "
        f"load_or_make(pathlib.Path({str(tmp_path / 'c')!r})).ssl_context(); "
        "sys.exit('cryptography' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


async def test_a_client_that_trusts_it_connects_by_each_name(tmp_path: Path) -> None:
    certificate = load_or_make(tmp_path / "c")
    trusting = ssl.create_default_context(cafile=str(certificate.path_cert))

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=certificate.ssl_context())
    port = server.sockets[0].getsockname()[1]
    async with server:
        for name in NAMES:
            _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting, server_hostname=name)
            writer.close()
            await writer.wait_closed()


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777])
def test_L30_key_and_folder_are_private_whatever_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        certificate = load_or_make(tmp_path / "c")
    finally:
        os.umask(before)
    assert (tmp_path / "c").stat().st_mode & 0o777 == 0o700
    assert certificate.path_key.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in (tmp_path / "c").iterdir()) == ["localhost.crt", "localhost.key"]


@posix
def test_L30_the_key_is_created_private_and_exclusively_before_a_byte_is_written(tmp_path: Path) -> None:
    opened: list[tuple[str, int]] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if (
            watching
            and event == "open"
            and isinstance(arguments[0], str)
            and arguments[0].startswith(str(tmp_path))
        ):
            flags = arguments[2]
            assert isinstance(flags, int)
            if flags & (os.O_WRONLY | os.O_RDWR):
                opened.append((arguments[0], flags))

    sys.addaudithook(watch)
    before = os.umask(0)
    try:
        load_or_make(tmp_path / "c")
    finally:
        os.umask(before)
        watching = False
    assert opened
    for path, flags in opened:
        assert flags & os.O_EXCL, path
        assert flags & os.O_CREAT, path


UNUSABLE = {
    "empty": b"",
    "no certificate": b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
    "garbage": b"\xff\xfe\x00garbage",
    "expired": new_certificate("m", NAMES, now=time.time() - 500 * DAY, life_days=397),
    "ends within a day": new_certificate("m", NAMES, now=time.time() - 395.5 * DAY, life_days=397),
    "not yet valid": new_certificate("m", NAMES, now=time.time() + 30 * DAY, life_days=397),
    "for another name": new_certificate("m", ["example.com"], now=time.time(), life_days=397),
}


def _mixed() -> bytes:
    """The key of one certificate with another one."""
    one, other = (new_certificate("m", NAMES, now=time.time(), life_days=397) for _ in range(2))
    return one[: one.index(b"-----BEGIN CERT")] + other[other.index(b"-----BEGIN CERT") :]


def _encrypted() -> bytes:
    pem = new_certificate("m", NAMES, now=time.time(), life_days=397)
    key = serialization.load_pem_private_key(pem, None)
    locked = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"password"),
    )
    return locked + pem[pem.index(b"-----BEGIN CERT") :]


UNUSABLE |= {
    "key of another certificate": _mixed(),
    "encrypted": _encrypted(),
}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE.keys())
def test_L30_one_that_does_not_serve_is_made_anew(tmp_path: Path, content: bytes) -> None:
    _plant(tmp_path / "c", content)
    certificate = load_or_make(tmp_path / "c")
    assert certificate.path_key.read_bytes() != content
    assert certificate.ssl_context()
    assert load_or_make(tmp_path / "c") == certificate


@posix
def test_L30_an_encrypted_key_does_not_ask_for_its_password_on_the_terminal(tmp_path: Path) -> None:
    _plant(tmp_path / "c", UNUSABLE["encrypted"])
    load = (
        "import pathlib; from tui.oauth.certificate import load_or_make; "
        f"load_or_make(pathlib.Path({str(tmp_path / 'c')!r}))"
    )
    on_a_terminal = f"import pty, sys; sys.exit(pty.spawn([sys.executable, '-c', {load!r}]))"
    with subprocess.Popen(
        [sys.executable, "-c", on_a_terminal], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as done:
        assert done.stdout is not None
        assert done.stdout.read(1) == b"", "whatever is printed there is a question"
    assert done.returncode == 0


def _good() -> bytes:
    return new_certificate("m", NAMES, now=time.time(), life_days=397)


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_L30_a_key_that_others_may_read_is_refused_with_the_command(tmp_path: Path, mode: int) -> None:
    key = _plant(tmp_path / "c", _good(), mode)
    with pytest.raises(CertificateError) as raised:
        load_or_make(tmp_path / "c")
    assert raised.value.hint == f"Run: chmod 600 {key}"
    key.chmod(0o600)
    assert load_or_make(tmp_path / "c").path_key == key


@posix
def test_L30_a_folder_that_others_may_write_to_is_refused_with_the_command(tmp_path: Path) -> None:
    _plant(tmp_path / "c", _good())
    (tmp_path / "c").chmod(0o777)
    with pytest.raises(CertificateError, match=f"chmod 700 {tmp_path / 'c'}"):
        load_or_make(tmp_path / "c")


@posix
def test_L30_links_are_refused(tmp_path: Path) -> None:
    real = _plant(tmp_path / "real", _good())
    (tmp_path / "c").mkdir(mode=0o700)
    (tmp_path / "c" / "localhost.key").symlink_to(real)
    with pytest.raises(CertificateError, match="not a regular file"):
        load_or_make(tmp_path / "c")
    (tmp_path / "linked").symlink_to(tmp_path / "real")
    with pytest.raises(CertificateError, match="a link, not a folder"):
        load_or_make(tmp_path / "linked")


@posix
def test_L30_a_link_in_the_place_of_the_public_part_is_replaced_and_not_followed(tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "c").mkdir(mode=0o700)
    (tmp_path / "c" / "localhost.crt").symlink_to(victim)
    assert load_or_make(tmp_path / "c").path_cert.is_symlink() is False
    assert victim.read_text() == "precious"


@posix
@pytest.mark.parametrize("kind", ["mkfifo", "mkdir"])
def test_L30_something_else_in_the_place_of_the_key_is_refused(tmp_path: Path, kind: str) -> None:
    (tmp_path / "c").mkdir(mode=0o700)
    getattr(os, kind)(tmp_path / "c" / "localhost.key")
    with pytest.raises(CertificateError, match="not a regular file"):
        load_or_make(tmp_path / "c")


@posix
@pytest.mark.skipif(
    sys.platform != "win32" and os.geteuid() != 0, reason="only root can give a file to another user"
)
def test_L30_a_key_of_another_user_is_refused(tmp_path: Path) -> None:
    key = _plant(tmp_path / "c", _good())
    os.chown(key, 65534, 65534)
    with pytest.raises(CertificateError, match="belongs to another user"):
        load_or_make(tmp_path / "c")


@posix
def test_L30_a_folder_that_cannot_be_made_is_a_reason_and_no_crash(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CertificateError, match="paste the answer"):
        load_or_make(tmp_path / "file" / "c")


def test_what_a_killed_run_left_behind_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    folder.mkdir(mode=0o700)
    old, recent = folder / ".localhost-old", folder / ".localhost-new"
    for stray in (old, recent):
        stray.write_text("key")
    os.utime(old, (time.time() - 4000, time.time() - 4000))
    load_or_make(folder)
    assert not old.exists()
    assert recent.exists(), "it may belong to another run that is just writing"


def test_the_two_parts_cannot_get_out_of_step(tmp_path: Path) -> None:
    certificate = load_or_make(tmp_path / "c")
    certificate.path_cert.write_text("of an earlier one")
    assert load_or_make(tmp_path / "c") == certificate
    assert _read(certificate)


def test_the_context_offers_nothing_old(tmp_path: Path) -> None:
    context = load_or_make(tmp_path / "c").ssl_context()
    assert context.minimum_version == ssl.TLSVersion.TLSv1_2
    assert context.verify_mode == ssl.CERT_NONE, "no browser is asked for a certificate of its own"
