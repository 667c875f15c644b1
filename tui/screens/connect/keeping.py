"""Where the form's connection is kept: in the file of connections, and its secret apart from them."""

from __future__ import annotations

from tui.screens.connect.draft import Draft
from tui.services import Services
from tui.storage.connections import Connection, same_name


class Keeping:
    """The connection that is set up or changed, as it was saved last. Every method raises StorageError."""

    def __init__(self, services: Services, connection: Connection | None) -> None:
        """`connection` None begins a new one."""
        self._services = services
        self.connection = connection

    def with_secret(self) -> Connection | None:
        """The connection, if its client secret is saved."""
        if self.connection is None:
            return None
        kept = self._services.store(self.connection).read()
        return self.connection if kept.get("client_secret") else None

    def save(self, draft: Draft) -> Connection:
        """Save `draft` in the place of what was saved before.

        What is new is written before anything old is removed, so that a failure in between loses nothing.
        """
        earlier = self.connection
        connection = draft.connection(self._names_of_others(), earlier)
        self._save_secret(draft, connection)
        self._save_in_place(connection)
        self.connection = connection
        if earlier is not None:
            self._clear_away(earlier, connection)
        return connection

    def _names_of_others(self) -> list[str]:
        own = same_name(self.connection.name) if self.connection else None
        names = (each.name for each in self._services.connections.all())
        return [name for name in names if same_name(name) != own]

    def _save_secret(self, draft: Draft, connection: Connection) -> None:
        """In the private file of `connection`, which for another name or spelling is another file.

        The token moves along where it is the same OAuth client's.
        """
        store, values = self._services.store(connection), dict[str, object]()
        if self.connection is not None and draft.is_client_of(self.connection):
            before = self._services.store(self.connection)
            if before.path != store.path:
                values = before.read()
        if draft.trimmed_secret:
            values["client_secret"] = draft.trimmed_secret
        store.update(values)

    def _save_in_place(self, connection: Connection) -> None:
        """Under its new name where the earlier one stood, with the comments of whoever edits the file."""
        connections, earlier = self._services.connections, self.connection
        # The earlier one may have been removed meanwhile, by hand or by another window.
        if earlier and earlier.name != connection.name and connections.get(earlier.name):
            connections.rename(earlier.name, connection.name)
        connections.put(connection)

    def _clear_away(self, earlier: Connection, connection: Connection) -> None:
        """What is of no use once `connection` is saved: secret and token, and where one was in there."""
        before = self._services.store(earlier)
        if before.path != self._services.store(connection).path:
            before.delete()
            self._services.forget(earlier.name)
