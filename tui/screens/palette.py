"""The command palette: every action of the screen below it, by title and by what it does."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rich.text import Text
from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.types import IgnoreReturnCallbackType

from tui.actions import Action, key_name
from tui.actions.places import QUIT
from tui.screens.place_screen import PlaceScreen


class ActionProvider(Provider):
    """Hands the registry to Textual's palette."""

    async def discover(self) -> Hits:
        for action in self._actions():
            yield DiscoveryHit(_title(action), self._run(action), text=action.title, help=action.help)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action in self._actions():
            words = f"{action.title}: {action.help}"
            score = matcher.match(words)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(action.title),
                    self._run(action),
                    text=action.title,
                    help=action.help,
                )

    def _actions(self) -> Iterator[Action]:
        here = self.screen.PLACE.actions if isinstance(self.screen, PlaceScreen) else ()
        for action in (*here, QUIT):
            if action.in_palette and self._allowed(action):
                yield action

    def _allowed(self, action: Action) -> bool:
        return self.screen.check_action(action.method, ()) is True

    def _run(self, action: Action) -> IgnoreReturnCallbackType:
        here = hasattr(self.screen, f"action_{action.method}")
        return partial(self.screen.run_action, action.method if here else f"app.{action.method}")


def _title(action: Action) -> Text:
    return Text.assemble(action.title, ("  " + key_name(action.keys[0]), "dim"))
