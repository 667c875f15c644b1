"""What is typed into the form, checked and made into a connection. No widget, no file."""

from __future__ import annotations

import itertools
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.kintone.address import AddressError, Tenant
from tui.secret import Secret
from tui.storage.connections import Connection, same_name, tidy_name
from tui.storage.failures import StorageError

_NO_SECRET = "Paste the client secret; it stands below the client ID."  # noqa: S105  (a sentence)


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's fields as typed. Whitespace around pasted values means nothing and is dropped."""

    domain: str
    redirect_uri: str
    client_id: str
    client_secret: Secret
    scopes: tuple[str, ...]
    name: str

    def problems(self) -> dict[str, str]:
        """What is wrong, in a sentence by field; {} when it can be saved."""
        found: dict[str, str] = {}
        try:
            Tenant.parse(self.domain)
        except AddressError as error:
            found["domain"] = str(error)
        if not self._redirect_is_sound():
            found["redirect_uri"] = (
                "It must begin with https:// and be the same, to the letter, as in Kintone."
            )
        if not self.client_id.strip():
            found["client_id"] = "Paste the client ID that Kintone shows for the OAuth client."
        if not self.client_secret.reveal().strip():
            found["client_secret"] = _NO_SECRET
        if self.name.strip():
            try:
                tidy_name(self.name)
            except StorageError as error:
                found["name"] = str(error)
        if not self.scopes:
            found["scopes"] = "Choose at least one; without “read records” there is nothing to see."
        return found

    def _redirect_is_sound(self) -> bool:
        try:
            parts = urlsplit(self.redirect_uri.strip())
            port = parts.port
        except ValueError:
            return False
        return parts.scheme == "https" and bool(parts.hostname) and port != 0 and not parts.fragment

    def connection(self, taken: Collection[str]) -> Connection:
        """The connection to save, under a name that is not in `taken`. Call it when there are no problems."""
        tenant = Tenant.parse(self.domain)
        return Connection(
            name=free_name(self.name.strip() or suggested_name(tenant.host), taken),
            domain=_shortest(tenant),
            client_id=self.client_id.strip(),
            redirect_uri=self.redirect_uri.strip(),
            scopes=self.scopes,
        )

    @property
    def trimmed_secret(self) -> str:
        """Without the newline that comes along with a copied secret, which Kintone would not accept."""
        return self.client_secret.reveal().strip()


def _shortest(tenant: Tenant) -> str:
    """The host alone where it says everything, as people know their Kintone."""
    return tenant.host if Tenant.parse(tenant.host).origin == tenant.origin else tenant.origin


def suggested_name(host: str) -> str:
    """ "acme" of "acme.kintone.com"."""
    return host.partition(".")[0].partition(":")[0]


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or "name 2" and so on where it is taken."""
    others = {same_name(other) for other in taken}
    names = itertools.chain([name], (f"{name} {number}" for number in itertools.count(2)))
    return next(free for free in names if same_name(free) not in others)
