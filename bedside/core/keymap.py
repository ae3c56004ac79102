"""The keymap: which keys each action has; a clinician's own are checked before all else.

Checked here and not by the screen library, which ignores an unknown id, accepts a key that does
not exist and silently takes a key away from another action.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bedside.core.actions import ACTIONS, SCREENS, Posture, actions_of
from bedside.core.problems import Finding, nearest

Keys = Mapping[str, tuple[str, ...]]

_NAMED = frozenset(
    (
        *("enter", "escape", "space", "tab", "backspace", "delete", "insert", "up", "down"),
        *("left", "right", "home", "end", "pageup", "pagedown", "question_mark", "slash"),
        *("comma", "full_stop", "minus", "plus", "equals_sign", "semicolon", "colon"),
        *(f"f{number}" for number in range(1, 25)),
    )
)
_MODIFIED = re.compile(r"(?:(?:ctrl|alt|shift)\+)+")
_UNSURE = {
    "ctrl+h": "backspace",
    "ctrl+i": "tab",
    "ctrl+j": "enter",
    "ctrl+m": "enter",
    "ctrl+s": "a stopped screen on some lines",
    "ctrl+z": "a suspended program",
}
_KEPT = ("app.help", "app.curtain", "visit.leave", "walk.next", "check.sign")


def default_keys() -> dict[str, tuple[str, ...]]:
    """Return every action's keys as shipped."""
    return {action.id: action.keys for action in ACTIONS.values()}


def with_own(own: Keys) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, Finding]]]:
    """Return the keymap with a clinician's own keys in it, and what is wrong with them.

    Each finding stands beside the action id it is about, so that the settings can say its line.
    The clinician's key wins over a shipped one, unless that would leave an action without any.
    """
    found: list[tuple[str, Finding]] = []
    keys = default_keys()
    for action, wanted in own.items():
        problem = _wrong(action, wanted)
        if problem:
            found.append((action, problem))
        else:
            keys[action] = wanted
    found += _clashes(keys, own)
    return keys, found


def is_key(name: str) -> bool:
    """Whether this is the name of a key: one character, a named key, with or without ctrl."""
    bare = _MODIFIED.sub("", name, count=1)
    printable = len(bare) == 1 and bare.isprintable() and not bare.isspace()
    return bare in _NAMED or printable


def _wrong(action: str, wanted: tuple[str, ...]) -> Finding | None:
    if action not in ACTIONS:
        near = nearest(action, ACTIONS)
        return Finding(
            code="K201",
            message=f"There is no action called {action!r}.",
            help=f"did you mean {near}?" if near else "`bedside keys` lists every action",
        )
    if not wanted and action in _KEPT:
        return Finding(
            code="K202",
            message=f"{action} has to keep a key.",
            help="give it at least one",
        )
    row = len(ACTIONS[action].keys)
    if action == "walk.choose" and len(wanted) != row:
        return Finding(
            code="K203",
            message=f"{action} needs {row} keys, one for each answer.",
            help='write them in order, like ["1", "2", "3", "4", "5", "6", "7"]',
        )
    return next((problem for key in wanted if (problem := _wrong_key(key, action))), None)


def _wrong_key(key: str, action: str) -> Finding | None:
    if not is_key(key):
        near = nearest(key, _NAMED)
        return Finding(
            code="K204",
            message=f"{key!r} is not the name of a key.",
            help=f"did you mean {near}?" if near else "use one character, f1 to f24, or ctrl+x",
        )
    if key in _UNSURE:
        return Finding(
            code="K205",
            message=f"Many terminals send {key} as {_UNSURE[key]}.",
            help="choose another key",
        )
    typed = len(key) == 1 or key == "space"
    if typed and ACTIONS[action].posture is not Posture.WALK:
        return Finding(
            code="K206",
            message=f"{key!r} types a letter where {action} is used.",
            help="choose a function key or ctrl with a letter",
        )
    return None


def _clashes(keys: Keys, own: Keys) -> list[tuple[str, Finding]]:
    """Return every key that two actions of one screen share, told of the clinician's own line."""
    found = {}
    for screen in SCREENS:
        for key, first, second in _shared(keys, screen):
            about, other = (second, first) if second in own else (first, second)
            found[(about, key)] = Finding(
                code="K207",
                message=f"{key!r} is already the key of {other}.",
                help=f"choose another key, or give {other} a new one too",
            )
    return [(about, finding) for (about, _), finding in found.items()]


def _shared(keys: Keys, screen: str) -> Iterator[tuple[str, str, str]]:
    """Yield every key that two actions of a screen share, and the two in their order."""
    holder: dict[str, str] = {}
    for action in actions_of(screen):
        for key in keys[action.id]:
            first = holder.setdefault(key, action.id)
            if first != action.id:
                yield key, first, action.id
