"""What screens are handed: the store, the clock, and connections in use. Fakes go in here.

The rooms for Kintone, sign-in, storage and the terminal do not know each other; this is where they meet.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from tui.demo import Demo
from tui.kintone.address import Tenant
from tui.kintone.client import Kintone
from tui.kintone.network import open_client
from tui.kintone.transport import Pause, Transport
from tui.oauth.client import OAuthClient
from tui.oauth.endpoint import TokenEndpoint
from tui.oauth.session import KintoneAuth
from tui.oauth.token import Token
from tui.secret import Secret
from tui.storage.connections import Connection, Connections
from tui.storage.history import History, Place
from tui.storage.paths import Paths
from tui.storage.settings import load_settings
from tui.storage.tokens import TokenFile, token_file
from tui.terminal.surroundings import Surroundings
from tui.time_zone import LocalZone, zone_named

REDIRECT_URI = "https://localhost:18543/callback"
"""What is registered in Kintone unless somebody chose another: its port is in no range of ephemeral ones."""


class Session:
    """A connection in use: which Kintone is asked, and with which token. Close it when another is used."""

    def __init__(
        self,
        connection: Connection,
        store: TokenFile,
        *,
        zone: datetime.tzinfo,
        language: str = "en",
        paused: Callable[[Pause], None] | None = None,
    ) -> None:
        """Moments are shown in `zone`. `paused` hears of every wait before a request is tried again."""
        self.connection = connection
        self.tenant = tenant_of(connection)
        self.client = client_of(connection, store)
        self.zone = zone
        self._http = open_client(ca_bundle=connection.ca_bundle)
        self.endpoint = TokenEndpoint(self.client, self._http)
        self.auth = KintoneAuth(self.endpoint, store)
        transport = Transport(self.tenant, self.auth, http=self._http, language=language, paused=paused)
        self.kintone = Kintone(transport)

    @property
    def token(self) -> Token | None:
        return self.auth.token

    async def close(self) -> None:
        # First a renewal under way: cut short, the token it brings would be lost.
        await self.auth.aclose()
        await self._http.aclose()


def tenant_of(connection: Connection) -> Tenant:
    """Raises AddressError when somebody edited the file into something that is no address."""
    return Tenant.parse(
        connection.domain,
        authorization_endpoint=connection.authorization_endpoint,
        token_endpoint=connection.token_endpoint,
    )


def client_of(connection: Connection, store: TokenFile) -> OAuthClient:
    tenant = tenant_of(connection)
    return OAuthClient(
        authorization_endpoint=tenant.authorization_endpoint,
        token_endpoint=tenant.token_endpoint,
        client_id=connection.client_id,
        client_secret=Secret(str(store.read().get("client_secret", ""))),
        redirect_uri=connection.redirect_uri,
        pkce=connection.pkce,
    )


def language_of(environ: Mapping[str, str]) -> str:
    """The language in which Kintone is asked to speak: the terminal's, where Kintone has it."""
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return locale[:2] if locale[:2] in {"ja", "zh"} else "en"


class Services:
    """Everything outside the screens that they need."""

    def __init__(self, paths: Paths, environ: Mapping[str, str], *, demo: Demo | None = None) -> None:
        self.paths = paths
        self.environ = environ
        self.demo = demo
        self.crashes = paths.crashes
        """The folder for reports on faults of the program."""
        self.paused: Callable[[Pause], None] | None = None
        self._news: Callable[[str], None] | None = None
        self._untold: list[str] = []
        self._remembered: Place | None = None
        self.surroundings = Surroundings.detect(environ)
        self.connections = Connections(paths.connections)
        self.history = History(paths.history, tell=self.tell)
        self.settings = load_settings(paths.settings, environ, tell=self.tell)

    def tell(self, sentence: str) -> None:
        """Say in a sentence what was settled without asking, or could not be."""
        if self._news is not None:
            self._news(sentence)
        else:
            self._untold.append(sentence)

    def tell_to(self, news: Callable[[str], None]) -> None:
        """Tell `news`, in a sentence each, what is settled without asking, and first what has waited."""
        self._news = news
        for sentence in self._untold:
            news(sentence)
        self._untold.clear()

    @property
    def redirect_uri(self) -> str:
        return self.demo.redirect_uri if self.demo else REDIRECT_URI

    def store(self, connection: Connection) -> TokenFile:
        return token_file(self.paths, connection, tell=self.tell)

    def open(self, connection: Connection) -> Session:
        zone = zone_named(connection.timezone)
        if zone is None:
            self.tell(f"There is no time zone “{connection.timezone}”: times are those of this computer.")
        return Session(
            connection,
            self.store(connection),
            zone=zone or LocalZone(),
            language=language_of(self.environ),
            paused=self.paused,
        )

    def remember(self, place: Place) -> None:
        """Keep where the person is, for the next start."""
        if place != self._remembered:
            self._remembered = place
            self.history.leave(place)

    def forget(self, connection: str) -> None:
        """Keep nothing of where the person was in `connection`."""
        self._remembered = None
        self.history.forget(connection)
