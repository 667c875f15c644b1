"""The file of connections: edited by people and by the program, and never lost."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.storage.connections import Connection, Connections, tidy_name
from tui.storage.failures import StorageError

ACME = Connection(
    name="acme",
    domain="acme.kintone.com",
    client_id="l.1.abc",
    redirect_uri="https://localhost:18543/callback",
    scopes=("k:app_record:read", "k:app_settings:read"),
)
WORK = Connection(
    name="Work & more",
    domain="work.cybozu.com",
    client_id="l.2",
    redirect_uri="https://localhost:18543/callback",
    scopes=(),
    authorization_endpoint="https://work.cybozu.com/oauth2/authorization",
    pkce=False,
    timezone="Asia/Tokyo",
)

BY_HAND = """\
# My connections.

[connections.acme]          # the main one
domain = "acme.kintone.com" # not acme.cybozu.com
client_id = "l.1.abc"
redirect_uri = "https://localhost:18543/callback"
scopes = [
  "k:app_record:read",      # records
  "k:app_settings:read",
]
colour = "green"            # of another program

# The second.
[connections.work]
domain = "work.cybozu.com"
client_id = "l.2"
redirect_uri = "https://localhost:18543/callback"
scopes = []

[other]
kept = true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "connections.toml"


@pytest.fixture
def by_hand(file: Path) -> Connections:
    file.parent.mkdir()
    file.write_text(BY_HAND)
    return Connections(file)


def test_there_are_none_at_first(file: Path) -> None:
    assert Connections(file).all() == []
    assert Connections(file).get("acme") is None
    assert not file.parent.exists()


def test_what_is_put_is_found_again_in_order(file: Path) -> None:
    Connections(file).put(WORK)
    Connections(file).put(ACME)
    assert Connections(file).all() == [WORK, ACME]
    assert Connections(file).get("acme") == ACME
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_change_leaves_every_other_line_as_it_is(by_hand: Connections) -> None:
    by_hand.put(replace(ACME, client_id="l.9"))
    assert by_hand.path.read_text() == BY_HAND.replace("l.1.abc", "l.9")


def test_a_new_one_is_added_and_comments_are_kept(by_hand: Connections) -> None:
    by_hand.put(WORK)
    text = by_hand.path.read_text()
    assert all(line in text for line in BY_HAND.splitlines())
    assert [connection.name for connection in by_hand.all()] == ["acme", "work", "Work & more"]


def test_renaming_keeps_the_order_the_comments_and_the_rest(by_hand: Connections) -> None:
    by_hand.rename("acme", "Acme Inc.")
    text = by_hand.path.read_text()
    assert tomllib.loads(text)["connections"]["Acme Inc."]["colour"] == "green"
    for comment in (
        "# My connections.",
        "# the main one",
        "# not acme.cybozu.com",
        "# records",
        "# The second.",
    ):
        assert comment in text
    assert [connection.name for connection in by_hand.all()] == ["Acme Inc.", "work"]
    assert tomllib.loads(text)["other"] == {"kept": True}


def test_renaming_may_change_the_capitals_only(by_hand: Connections) -> None:
    by_hand.rename("acme", "ACME")
    assert [connection.name for connection in by_hand.all()] == ["ACME", "work"]


def test_removing_keeps_the_others(by_hand: Connections) -> None:
    by_hand.remove("Acme")
    assert [connection.name for connection in by_hand.all()] == ["work"]
    assert "# My connections." in by_hand.path.read_text()
    by_hand.remove("work")
    assert by_hand.all() == []
    by_hand.put(ACME)
    assert by_hand.all() == [ACME]


def test_a_name_is_used_once_capitals_or_not(by_hand: Connections) -> None:
    with pytest.raises(StorageError, match="already"):
        by_hand.rename("acme", "WORK")
    by_hand.put(replace(ACME, name="ACME", client_id="l.9"))
    assert [connection.client_id for connection in by_hand.all()] == ["l.9", "l.2"]


@pytest.mark.parametrize("call", ["remove", "rename"])
def test_an_unknown_name_is_named(by_hand: Connections, call: str) -> None:
    with pytest.raises(StorageError, match="nobody"):
        by_hand.remove("nobody") if call == "remove" else by_hand.rename("nobody", "somebody")
    assert by_hand.path.read_text() == BY_HAND


@pytest.mark.parametrize("name", ["", "  ", "-v", "a\nb", "a\x1b[31m", "a\u202eb", "x" * 61, "\u200b"])
def test_names_that_cannot_be_typed_or_seen_are_refused(file: Path, name: str) -> None:
    with pytest.raises(StorageError):
        Connections(file).put(replace(ACME, name=name))
    assert not file.exists()


def test_names_are_trimmed_and_of_one_spelling() -> None:
    assert tidy_name("  株式会社 サンプル ") == "株式会社 サンプル"
    assert tidy_name("e\u0301") == "é"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[connections.acme\ndomain=1", "line 1"),
        (BY_HAND + "x = ", "end of document"),
        (BY_HAND + "[connections.work]\n", "connections"),
        ('connections = "acme"', "[connections.acme]"),
        ("[connections]\nacme = 1", "[connections.acme]"),
        ("[connections.acme]\ndomain = 5", "domain of the connection acme should be a text"),
        ("[connections.acme]\ndomain = ''", "domain of the connection acme should be a text"),
        ("[connections.acme]\ndomain = 'a'", "acme has no client_id"),
        (BY_HAND.replace("scopes = []", "scopes = [1]"), "scopes of the connection work"),
        (BY_HAND.replace("scopes = []", "scopes = []\npkce = 'no'"), "true or false"),
        (BY_HAND.replace("connections.work", "connections.Acme"), "two connections are called Acme"),
        (BY_HAND.replace("connections.work", 'connections." acme"'), "two connections are called acme"),
        (BY_HAND.replace("connections.work", 'connections."a\\u001b"'), "invisible"),
        ("<<<<<<< HEAD\n" + BY_HAND, "line 1"),
        ("a = " + "[" * 5000, "nested"),
    ],
)
def test_a_broken_file_is_explained_and_left_alone(file: Path, text: str, told: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    for attempt in (
        lambda: Connections(file).all(),
        lambda: Connections(file).put(ACME),
        lambda: Connections(file).remove("acme"),
    ):
        with pytest.raises(StorageError) as broken:
            attempt()
        assert told in broken.value.message
        assert str(file) in str(broken.value)
        assert broken.value.hint
        assert file.read_text() == text


def test_a_file_that_is_not_text_is_explained(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"# fine\n\xff\xfe")
    with pytest.raises(StorageError, match="line 2"):
        Connections(file).all()


def test_files_of_windows_editors_are_read(file: Path) -> None:
    file.parent.mkdir()
    file.write_bytes(b"\xef\xbb\xbf" + BY_HAND.replace("\n", "\r\n").encode())
    assert Connections(file).get("acme") == ACME


@pytest.mark.parametrize(
    "text",
    [
        "connections.acme = {domain='a.kintone.com', client_id='c', redirect_uri='r', scopes=['s']}\n",
        "[connections]\nacme = {domain='a.kintone.com', client_id='c', redirect_uri='r', scopes=['s']}\n",
        "[connections]\nacme.domain='a.kintone.com'\nacme.client_id='c'\nacme.redirect_uri='r'\nacme.scopes=['s']\n",
        "[x]\n[connections.acme]\ndomain='a.kintone.com'\nclient_id='c'\nredirect_uri='r'\nscopes=['s']\n[y]\n"
        "[connections.b]\ndomain='b.kintone.com'\nclient_id='c'\nredirect_uri='r'\nscopes=['s']\n",
    ],
)
def test_other_ways_to_write_it_are_understood_and_changed(file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text)
    connections = Connections(file)
    before = connections.all()
    connections.put(replace(before[0], client_id="new"))
    connections.put(WORK)
    connections.rename("acme", "other")
    renamed = replace(before[0], client_id="new", name="other")
    # Tables that others interrupt are brought together, which may change their order.
    assert set(connections.all()) == {renamed, *before[1:], WORK}
    connections.remove("other")
    assert set(connections.all()) == {*before[1:], WORK}


def test_a_link_is_followed_and_stays_a_link(by_hand: Connections, tmp_path: Path) -> None:
    dotfiles = tmp_path / "dotfiles"
    dotfiles.mkdir()
    by_hand.path.rename(dotfiles / "c.toml")
    by_hand.path.symlink_to(dotfiles / "c.toml")
    by_hand.put(WORK)
    assert by_hand.path.is_symlink()
    assert WORK in by_hand.all()
    assert "Work & more" in (dotfiles / "c.toml").read_text()


def test_a_file_that_others_may_change_is_refused(by_hand: Connections) -> None:
    by_hand.path.chmod(0o644)
    assert by_hand.all()
    by_hand.path.chmod(0o664)
    with pytest.raises(StorageError, match="may change") as refused:
        by_hand.all()
    assert f"chmod go-w {by_hand.path}" in refused.value.hint


@given(
    st.lists(
        st.builds(
            Connection,
            name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=10),
            domain=st.text(min_size=1, max_size=5),
            client_id=st.text(min_size=1, max_size=5),
            redirect_uri=st.text(max_size=5),
            scopes=st.lists(st.text(max_size=5), max_size=3).map(tuple),
            pkce=st.booleans(),
        ),
        max_size=4,
    )
)
def test_whatever_can_be_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, wished: list[Connection]
) -> None:
    connections = Connections(tmp_path_factory.mktemp("config") / "connections.toml")
    kept: dict[str, Connection] = {}
    for connection in wished:
        try:
            connections.put(connection)
        except StorageError:
            continue
        name = tidy_name(connection.name)
        key = next((key for key in kept if key.casefold() == name.casefold()), name)
        kept[key] = replace(connection, name=key)
        assert connections.all() == list(kept.values())


def test_reading_costs_no_import_that_only_writing_needs() -> None:
    late = ("tomlkit", "filelock", "cryptography", "httpx", "textual", "asyncio")
    code = (
        "import sys, tui.storage.connections, tui.storage.tokens, tui.storage.history, tui.storage.settings\n"
        "import tui.terminal.text\n"
        "from pathlib import Path\n"
        "from tui.storage.paths import Paths\n"
        "paths = Paths(Path('/nowhere'), Path('/nowhere'))\n"
        "assert tui.storage.connections.Connections(paths.connections).all() == []\n"
        f"print([name for name in {late!r} if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
