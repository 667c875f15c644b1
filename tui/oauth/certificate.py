"""The certificate that the callback listener shows: one for this machine, made once and kept.

Kintone registers only https redirect endpoints, so that the listener on localhost needs one. A browser that
was told once to go on remembers this very certificate; a new one for each sign-in would mean a new warning
each time. It is a leaf, not an authority: who trusts it trusts nothing but localhost.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import ssl
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tui.oauth.failures import CertificateError

NAMES = ("localhost", "127.0.0.1", "::1")
LIFE_DAYS = 397
"""Browsers refuse server certificates that live longer (CA/Browser Forum, baseline requirements 6.3.2)."""
RENEWAL_SECONDS = 86_400.0
"""A certificate that ends within a day is replaced, so that it does not end during a sign-in."""

KEY_FILE = "localhost.key"
CERTIFICATE_FILE = "localhost.crt"
_TEMPORARY = ".localhost-"


@dataclass(frozen=True, slots=True)
class Certificate:
    """`path_key` holds key and certificate together, so that the two are never of different making;
    `path_cert` is the certificate alone, for a person who wants to look at it or trust it.
    """

    path_cert: Path
    path_key: Path
    fingerprint_sha256: str
    """`AB:CD:…`, as browsers show it."""

    def ssl_context(self) -> ssl.SSLContext:
        """A new server context: TLS 1.2 or newer, HTTP/1.1 only. Raises OSError (ssl.SSLError is one)."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        _load(context, self.path_key)
        return context


def load_or_make(directory: Path, *, now: Callable[[], float] = time.time) -> Certificate:
    """The certificate kept in `directory`, or a new one where there is none, or none that still serves.

    Raises CertificateError, with the command that helps, where the files are not this person's alone: what
    others can read or replace is not used, and not silently put right either.
    """
    certificate = directory / CERTIFICATE_FILE
    key = directory / KEY_FILE
    try:
        _check_folder(directory)
        if not (_is_private(key) and _serves(key, now())):
            _make(directory, now())
        der = _der(key)
        _publish(certificate, ssl.DER_cert_to_PEM_cert(der))
    except OSError as error:
        raise CertificateError(
            f"The certificate for the answer cannot be kept: {error.strerror or error}.",
            hint=f"Check {directory}, or paste the answer.",
        ) from error
    digest = hashlib.sha256(der).hexdigest().upper()
    return Certificate(certificate, key, ":".join(digest[i : i + 2] for i in range(0, 64, 2)))


# Whose files they are.


def _check_folder(directory: Path) -> None:
    if not os.path.lexists(directory):
        directory.mkdir(mode=0o700, parents=True)
        directory.chmod(0o700)  # whatever the umask took away
    found = directory.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise CertificateError(f"{directory} is a link, not a folder.", hint=f"Remove it: rm {directory}")
    _check_owner(directory, found, forbidden=0o022, command=f"chmod 700 {directory}")


def _is_private(key: Path) -> bool:
    """Whether the file is there. Raises CertificateError where it is not a private file of this person's."""
    try:
        found = key.lstat()
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(found.st_mode):
        raise CertificateError(f"{key} is not a regular file.", hint=f"Move it away: mv {key} {key}.bad")
    _check_owner(key, found, forbidden=0o077, command=f"chmod 600 {key}")
    return True


def _check_owner(path: Path, found: os.stat_result, *, forbidden: int, command: str) -> None:
    if (
        sys.platform == "win32"
    ):  # no owner and no mode there; the person's own folder is private by its access list
        return
    if found.st_uid != os.geteuid():
        raise CertificateError(f"{path} belongs to another user.", hint=f"Move it away: mv {path} {path}.bad")
    if found.st_mode & forbidden:
        raise CertificateError(f"Other users of this computer have access to {path}.", hint=f"Run: {command}")


# Whether it still serves.


def _serves(key: Path, now: float) -> bool:
    """Tries the certificate as a browser would that trusts it: key, dates, names and purpose are all judged
    by OpenSSL, in a handshake in memory, which needs no library for certificates.
    """
    try:
        server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        _load(server, key)
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        client.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        client.load_verify_locations(cadata=_der(key))
        ends = _shake_hands(client, server)
    except (OSError, ValueError):
        return False
    return ends - now > RENEWAL_SECONDS


def _shake_hands(client: ssl.SSLContext, server: ssl.SSLContext) -> float:
    """When the certificate ends, in Unix seconds, once the client has verified it. Raises ssl.SSLError, or
    ValueError where they do not come to an end.
    """
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    sides = [
        client.wrap_bio(to_client, to_server, server_hostname="localhost"),
        server.wrap_bio(to_server, to_client, server_side=True),
    ]
    for _ in range(4):  # a handshake takes two rounds; one that wants more is not ours
        for side in sides:
            with contextlib.suppress(ssl.SSLWantReadError):
                side.do_handshake()
    verified = sides[0].getpeercert() or {}
    return ssl.cert_time_to_seconds(str(verified.get("notAfter")))


def _load(context: ssl.SSLContext, key: Path) -> None:
    # Without a password OpenSSL would ask for one on the terminal, should the key be encrypted.
    context.load_cert_chain(key, password="")


def _der(key: Path) -> bytes:
    """The certificate in the file. Raises ValueError where there is none."""
    text = key.read_text("ascii")
    start, end = text.find(ssl.PEM_HEADER), text.find(ssl.PEM_FOOTER)
    if start < 0 or end < 0:
        raise ValueError("no certificate")
    return ssl.PEM_cert_to_DER_cert(text[start : end + len(ssl.PEM_FOOTER)])


# Making one.


def _make(directory: Path, now: float) -> None:
    from tui.oauth.new_certificate import new_certificate  # slow to import, and needed once a year

    _sweep(directory, now)
    pem = new_certificate(socket.gethostname(), NAMES, now=now, life_days=LIFE_DAYS)
    _replace(directory / KEY_FILE, pem)


def _publish(path: Path, pem: str) -> None:
    """Writes the certificate for people to see, unless it stands there already."""
    with contextlib.suppress(OSError, ValueError):
        if not path.is_symlink() and path.read_text("ascii") == pem:
            return
    _replace(path, pem.encode("ascii"))


def _replace(path: Path, content: bytes) -> None:
    """Puts a new file in the place of an old one, at once. mkstemp opens with O_EXCL and 0600, so that the
    key is never in a file that others could open; a symbolic link in its place is replaced, not followed.
    """
    descriptor, name = tempfile.mkstemp(prefix=_TEMPORARY, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            if sys.platform != "win32":
                os.fchmod(descriptor, 0o600)  # whatever the umask took away
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        Path(name).replace(path)
    except BaseException:  # whatever it was, and be it Ctrl+C: no key is left lying about
        Path(name).unlink(missing_ok=True)
        raise


def _sweep(directory: Path, now: float) -> None:
    """Removes what a run that was killed in the middle of writing left behind."""
    for stray in directory.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(FileNotFoundError):
            if now - stray.lstat().st_mtime > 3600:
                stray.unlink()
