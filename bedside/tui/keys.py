"""From a key press to an action: the validated keymap, looked up by screen and posture."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bedside.core.actions import ACTIONS, Action, Posture, actions_of
from bedside.core.value import Value, placed

Keys = Mapping[str, tuple[str, ...]]


@placed
class Pressed(Value):
    """The action a key asks for, and which of its keys it was, from 0."""

    action: Action
    place: int


class KeyTable:
    """Which key does what, on every screen."""

    def __init__(self, keys: Keys, without: Collection[str] = ()) -> None:
        """Use this keymap, which has been checked; an empty one is the shipped one.

        The actions it is `without` are not there on this workstation.
        """
        self._keys, self._without = keys, without
        self._tables: dict[tuple[str, Posture], dict[str, Pressed]] = {}

    def find(
        self, screen: str, posture: Posture, key: str, character: str | None
    ) -> Pressed | None:
        """Return what a key press asks for; nothing where it has no meaning here."""
        table = self._table(screen, posture)
        return table.get(key) or table.get(character or "")

    def key_of(self, action: str, place: int = 0) -> str:
        """Return an action's key to show, "" where it has none."""
        keys = self._of(action)
        return keys[place] if place < len(keys) else ""

    def has(self, action: str) -> bool:
        """Whether an action is there on this workstation."""
        return action not in self._without

    def _of(self, action: str) -> tuple[str, ...]:
        if not self.has(action):
            return ()
        return self._keys[action] if self._keys else ACTIONS[action].keys

    def _table(self, screen: str, posture: Posture) -> dict[str, Pressed]:
        known = self._tables.get((screen, posture))
        if known is None:
            known = {
                key: Pressed(action, place)
                for action in actions_of(screen)
                if action.posture in (posture, Posture.BOTH)
                for place, key in enumerate(self._of(action.id))
            }
            self._tables[(screen, posture)] = known
        return known


def slots(table: KeyTable) -> dict[str, str]:
    """Return the key to show for every slot a row can name, and for actions named in text."""
    from bedside.tui.paint.frame import key_text

    shown = {str(place + 1): key_text(table.key_of("walk.choose", place)) for place in range(7)}
    named = {
        "8": "walk.declined",
        "9": "walk.unsure",
        "0": "walk.not-asked",
        "another": "walk.another",
        "words": "walk.words",
        "next": "walk.next",
        "stop": "visit.stop",
        "pause": "visit.pause",
        "patient": "visit.patient",
        "undo": "visit.undo",
        "sign": "check.sign",
        "rest": "check.rest",
        "take": "check.take",
        "keep": "check.keep",
        "read": "check.read",
        "text": "check.text",
        "other-text": "signed.text",
        "send": "signed.send",
        "help": "app.help",
    }
    return shown | {name: key_text(table.key_of(action)) for name, action in named.items()}
