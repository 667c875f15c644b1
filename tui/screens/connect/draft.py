"""What is typed into the form, checked and made into a connection. No widget, no file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from tui.kintone.address import AddressError, Tenant
from tui.oauth.redirect import split
from tui.oauth.scopes import READ
from tui.secret import Secret
from tui.storage.connections import Connection, same_name, tidy_name
from tui.storage.failures import StorageError

_NO_SECRET = "Paste the client secret; it stands below the client ID."  # noqa: S105  (a sentence)
_OTHERS_SECRET = "Paste it again: the saved one belongs to another address or client ID."  # noqa: S105

# What an address may consist of (RFC 3986 section 2), but for "#": a redirect endpoint has no fragment
# (RFC 6749 section 3.1.2). Anything else would be dropped or changed on the way, and then match no more.
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?\[\]@!$&'()*+,;=%-]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's fields as typed. Whitespace around pasted values means nothing and is dropped."""

    domain: str
    redirect_uri: str
    client_id: str
    client_secret: Secret
    scopes: tuple[str, ...]
    name: str

    def problems(self, kept: Connection | None = None) -> dict[str, str]:
        """What is wrong, in a sentence by field; {} when it can be saved.

        `kept` is a connection whose client secret is saved: an empty field stands for that one.
        """
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
        if not self.trimmed_secret and (kept is None or not self.is_client_of(kept)):
            found["client_secret"] = _NO_SECRET if kept is None else _OTHERS_SECRET
        if not self.scopes:
            found["scopes"] = "Choose at least one; without “read records” there is nothing to see."
        if self.name.strip():
            try:
                tidy_name(self.name)
            except StorageError as error:
                found["name"] = str(error)
        return found

    def _redirect_is_sound(self) -> bool:
        uri = self.redirect_uri.strip()
        parts = split(uri) if _ADDRESS.fullmatch(uri) else None
        return parts is not None and parts.scheme == "https" and parts.port != 0

    @property
    def stranger(self) -> str:
        """The host, where it is none of Kintone's and not this computer: secrets would go there. Else ""."""
        tenant = Tenant.parse(self.domain)
        return "" if tenant.is_usual else tenant.host

    def is_client_of(self, connection: Connection) -> bool:
        """Whether it is the same OAuth client of the same Kintone, so that secret and token remain of use.

        An address that cannot be read is a problem of its own and does not count as another.
        """
        here = _origin(self.domain)
        return self.client_id.strip() == connection.client_id and here in {"", _origin(connection.domain)}

    def connection(self, taken: Collection[str], earlier: Connection | None = None) -> Connection:
        """The connection to save, under a name that is not in `taken`. Call it when there are no problems.

        What the form does not show is taken over from `earlier`, the connection that is changed.
        """
        tenant = Tenant.parse(self.domain)
        made = Connection(
            name=free_name(self.name.strip() or suggested_name(tenant.host), taken),
            domain=_shortest(tenant),
            client_id=self.client_id.strip(),
            redirect_uri=self.redirect_uri.strip(),
            scopes=self.scopes,
        )
        return made if earlier is None else _completed(made, earlier)

    @property
    def trimmed_secret(self) -> str:
        """Without the newline that comes along with a copied secret, which Kintone would not accept."""
        return self.client_secret.reveal().strip()


def _completed(made: Connection, earlier: Connection) -> Connection:
    """`made` with what a person wrote into the file beyond the form. Endpoints belong to their domain."""
    stays = _origin(made.domain) == _origin(earlier.domain)
    return replace(
        made,
        scopes=(*made.scopes, *(scope for scope in earlier.scopes if scope not in READ)),
        authorization_endpoint=earlier.authorization_endpoint if stays else "",
        token_endpoint=earlier.token_endpoint if stays else "",
        pkce=earlier.pkce,
        ca_bundle=earlier.ca_bundle,
        timezone=earlier.timezone,
    )


def _origin(domain: str) -> str:
    """Scheme, host and port; "" for what is no address."""
    try:
        return Tenant.parse(domain).origin
    except AddressError:
        return ""


def _shortest(tenant: Tenant) -> str:
    """The host alone where it says everything, as people know their Kintone."""
    return tenant.host if Tenant.parse(tenant.host).origin == tenant.origin else tenant.origin


def suggested_name(host: str) -> str:
    """ "acme" of "acme.kintone.com"."""
    return host.partition(".")[0].partition(":")[0]


def free_name(name: str, taken: Collection[str]) -> str:
    """`name`, or "name 2" and so on where it is taken; cut where it is longer than names may be."""
    others = {same_name(other) for other in taken}
    endings = itertools.chain([""], (f" {number}" for number in itertools.count(2)))
    names = (_fitting(name, ending) for ending in endings)
    return next(free for free in names if same_name(free) not in others)


def _fitting(name: str, ending: str) -> str:
    """`name` and `ending`, with as much cut from `name` as it takes to make a name that can be saved."""
    for length in range(len(name), 0, -1):
        try:
            return tidy_name(name[:length].rstrip() + ending)
        except StorageError:
            continue
    return name + ending
