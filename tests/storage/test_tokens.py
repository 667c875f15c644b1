"""The token file: what it keeps, what it survives (S9), and what is left of it after signing out (S12)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from tui.storage.connections import Connection
from tui.storage.failures import StorageError
from tui.storage.paths import Paths
from tui.storage.tokens import TokenFile, token_file

ACME = Connection(
    name="acme",
    domain="acme.kintone.com",
    client_id="l.1.abc",
    redirect_uri="https://localhost:18543/callback",
    scopes=("k:app_record:read",),
)

BROKEN = {
    "empty": b"",
    "cut off": b'{"version": 1, "refresh_token": "r1", "acc',
    "unknown version": b'{"version": 2, "refresh_token": "r2"}',
    "no version": b'{"refresh_token": "r2"}',
    "a list": b"[1]",
    "merge markers": b'<<<<<<< HEAD\n{"version": 1}\n=======\n{"version": 1}\n>>>>>>> other\n',
    "not text": b"\xff\xfe\x00\x01",
    "very deep": b"[" * 100_000,
}


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths.default({"KINTONE_TUI_HOME": str(tmp_path / "home")})


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def store(paths: Paths, told: list[str]) -> TokenFile:
    return token_file(paths, ACME, tell=told.append)


def test_nothing_is_kept_at_first_and_reading_makes_nothing(store: TokenFile, paths: Paths) -> None:
    assert store.read() == {}
    store.delete()
    assert not paths.state.exists()


def test_values_are_set_and_none_removes_one(store: TokenFile) -> None:
    store.update({"access_token": "a", "refresh_token": "r", "scopes": ["k:app_record:read"]})
    store.update({"access_token": None, "expires_at": 1.5})
    assert store.read() == {"refresh_token": "r", "scopes": ["k:app_record:read"], "expires_at": 1.5}


def test_saving_what_is_there_already_keeps_the_file_before(store: TokenFile) -> None:
    store.update({"refresh_token": "first"})
    store.update({"refresh_token": "second"})
    store.update({"refresh_token": "second"})
    backup = store.path.with_name(store.path.name + ".bak")
    assert json.loads(backup.read_bytes())["refresh_token"] == "first"


def test_text_that_is_not_unicode_is_kept_as_it_is(store: TokenFile) -> None:
    odd = "\ud800 \x00 \u202e 名"
    store.update({"client_secret": odd})
    assert store.read() == {"client_secret": odd}


def test_S9_unknown_values_are_kept(store: TokenFile) -> None:
    store.update({"refresh_token": "r"})
    document = json.loads(store.path.read_bytes())
    document["from_the_future"] = {"a": [1, None]}
    store.path.write_text(json.dumps(document))
    store.update({"access_token": "a"})
    assert store.read()["from_the_future"] == {"a": [1, None]}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_S9_a_broken_file_is_moved_aside_and_the_one_before_is_used(
    store: TokenFile, told: list[str], content: bytes
) -> None:
    store.update({"refresh_token": "r0"})
    store.update({"refresh_token": "r1"})
    store.path.write_bytes(content)
    assert store.read() == {"refresh_token": "r0"}
    (aside,) = store.path.parent.glob("*.bad-*")
    assert aside.read_bytes() == content
    assert aside.stat().st_mode & 0o777 == 0o600
    assert len(told) == 1
    assert str(aside) in told[0]
    assert store.read() == {"refresh_token": "r0"}
    assert len(told) == 1


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_S9_without_a_file_before_the_person_is_asked_to_sign_in(
    store: TokenFile, told: list[str], content: bytes
) -> None:
    store.update({"refresh_token": "r0"})
    store.path.write_bytes(content)
    assert store.read() == {}
    assert "sign in again" in told[0]
    store.update({"refresh_token": "r1"})
    assert store.read() == {"refresh_token": "r1"}


def test_S9_every_broken_file_is_kept(store: TokenFile) -> None:
    store.update({"refresh_token": "r0"})
    for content in (b"first", b"second"):
        store.path.write_bytes(content)
        store.path.chmod(0o600)
        assert store.read() == {}
    assert {aside.read_bytes() for aside in store.path.parent.glob("*.bad-*")} == {b"first", b"second"}


def test_S12_signing_out_removes_every_copy(store: TokenFile) -> None:
    secret = "r-very-secret"
    store.update({"refresh_token": secret})
    store.update({"access_token": secret})
    store.path.write_bytes(b"{" + secret.encode())
    assert store.read()
    stray = store.path.with_name(f".tok-{store.path.name}-abc")
    stray.write_text(secret)
    store.delete()
    left = list(store.path.parent.iterdir())
    assert not [file for file in left if secret in file.read_text()]
    assert {file.suffix for file in left} <= {".lock", ".TAG", ""}


async def test_S12_another_running_program_notices(paths: Paths, store: TokenFile) -> None:
    other = token_file(paths, ACME)
    store.update({"refresh_token": "r"})
    assert other.read() == {"refresh_token": "r"}
    store.delete()
    async with other.locked():
        assert other.read() == {}


def test_S12_a_file_that_cannot_be_removed_is_named(
    store: TokenFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    store.update({"refresh_token": "r"})
    monkeypatch.setattr(Path, "unlink", fail)
    with pytest.raises(StorageError, match=store.path.name):
        store.delete()


@pytest.mark.parametrize(
    "other",
    [
        replace(ACME, name="acme as Jon"),
        replace(ACME, client_id="l.1.xyz"),
        replace(ACME, domain="acme.cybozu.com"),
    ],
)
def test_S14_another_name_client_or_host_has_its_own_file(
    paths: Paths, store: TokenFile, other: Connection
) -> None:
    store.update({"refresh_token": "acme's"})
    second = token_file(paths, other)
    assert second.path != store.path
    second.update({"refresh_token": "other's"})
    second.delete()
    assert store.read() == {"refresh_token": "acme's"}


def test_S14_what_a_person_may_edit_later_keeps_the_file(paths: Paths, store: TokenFile) -> None:
    edited = replace(ACME, scopes=(), redirect_uri="https://localhost:1/", timezone="Asia/Tokyo", name="Acme")
    assert token_file(paths, edited).path == store.path


@pytest.mark.parametrize(
    "domain", ["../../etc/passwd", "a/b", "", "名.example", "x" * 500, "http://localhost:80"]
)
def test_S14_no_domain_leads_out_of_the_folder(paths: Paths, domain: str) -> None:
    store = token_file(paths, replace(ACME, domain=domain))
    store.update({"a": 1})
    assert store.path.parent == paths.tokens
    assert store.path.resolve().parent == paths.tokens.resolve()


def test_S15_tokens_lie_in_the_state_folder_and_are_marked(paths: Paths, store: TokenFile) -> None:
    store.update({"refresh_token": "r"})
    assert store.path.is_relative_to(paths.state)
    assert (
        (paths.tokens / "CACHEDIR.TAG")
        .read_bytes()
        .startswith(b"Signature: 8a477f597d28d172789f06886806bc55\n")
    )


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_S15_git_does_not_take_tokens_in(paths: Paths, store: TokenFile, tmp_path: Path) -> None:
    store.update({"refresh_token": "r"})
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    said = subprocess.run(
        ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert "tokens" not in said.stdout


def test_S15_old_strays_go_when_the_store_is_opened(paths: Paths, store: TokenFile) -> None:
    store.update({"refresh_token": "r"})
    stray = paths.tokens / ".tok-a-b"
    stray.write_bytes(b"")
    os.utime(stray, (0, 0))
    token_file(paths, ACME)
    assert not stray.exists()
