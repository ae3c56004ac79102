"""The block that lines which stand in another one were written for, where that can be known.

It is mostly the one just above: a line that slips ends up below the next header.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bedside.content import fixes
from bedside.content.places import Here
from bedside.content.shape import Place
from bedside.content.vocabulary import keys_of, step_keys
from bedside.core.checklist import KINDS, Task
from bedside.core.problems import Fix
from bedside.core.spans import Mark, SpanMap

_NEEDED = {
    "choose": ("options",),
    "choose-many": ("options",),
    "scale": ("min", "max"),
    "teach-back": ("points",),
    "task": ("text",),
}
"""What a kind of step, or a task, cannot do without."""
_CONDITIONS = frozenset(("when", "or"))


class Home(NamedTuple):
    """Where lines belong: the step or task as it is named, its last line, and how they get there.

    `lacks` says that it cannot be read without them.
    """

    name: str
    line: int
    lacks: bool
    fix: Fix | None


class _Block(NamedTuple):
    """One step, task or other table of a file."""

    spans: SpanMap
    path: Place

    @property
    def at(self) -> int:
        """Where its header stands."""
        return self.spans.marks[self.path].value[0]

    @property
    def lines(self) -> list[Mark]:
        """What is said in it, above any header of its own, in the order of the file."""
        marks = [mark for mark in self.spans.marks.values() if mark.keys]
        headers = (mark.value[0] for mark in marks if mark.value[0] < mark.keys[0][0])
        end = min((at for at in headers if at > self.at), default=len(self.spans.text))
        return sorted(mark for mark in marks if self.at < mark.value[0] < end)

    def said(self, key: str) -> str:
        """Return what it says under a name, without the marks around it; "" where nothing."""
        mark = self.spans.marks.get((*self.path, key))
        return self.spans.text[slice(*mark.value)].strip("\"'") if mark else ""

    def has(self, *place: str) -> bool:
        """Whether it says something at a place."""
        return (*self.path, *place) in self.spans.marks

    def needs(self, key: str) -> bool:
        """Whether it lacks a line without which it cannot be read."""
        needed = _NEEDED.get(self.said("kind") if self.path[0] == "steps" else "task", ())
        return key in needed and not self.has(key) and not self.has("use")

    def takes(self, key: str, names: Sequence[str]) -> bool:
        """Whether it can have what a key says of these names, and says nothing of them itself."""
        kind = KINDS.get(self.said("kind"))
        keys = step_keys() if kind is None else keys_of(kind)
        keys = keys_of(Task) if self.path[0] == "tasks" else keys
        is_said = any(self.has(key, name) for name in names) if names else self.has(key)
        return key in keys and not is_said


def home_above(where: Here, places: Sequence[Place]) -> Home | None:
    """Return the block that these lines of one table were written for; nothing where unsure.

    It is one that cannot do without them, or else the one just above that can have them: where
    they stand first below a header, or are conditions.
    """
    (_, spans, path), table = where.origins[0], places[0][:-1]
    owner, keys = _Block(spans, (*path, *table)), [str(place[-1]) for place in places]
    first = spans.marks.get((*owner.path, keys[0]))
    if len(where.origins) > 1 or first is None or owner.path not in spans.marks:
        return None
    above = [one for one in _blocks(spans) if one.path != owner.path and one.at < first.value[0]]
    needing = [one for one in above if all(map(one.needs, keys))]
    if needing:
        return _home(where, places, needing[-1])
    is_slipped = owner.lines[:1] == [first] or _CONDITIONS.issuperset(keys)
    fits = above and all(above[-1].takes(key, _names(spans, (*owner.path, key))) for key in keys)
    return _home(where, places, above[-1]) if is_slipped and fits else None


def _blocks(spans: SpanMap) -> list[_Block]:
    """Return all steps and tasks of a file, in its order."""
    found = [path for path in spans.marks if len(path) == 2 and path[0] in ("steps", "tasks")]
    blocks = [_Block(spans, path) for path in found if isinstance(path[1], int)]
    return sorted(blocks, key=lambda block: block.at)


def _names(spans: SpanMap, path: Place) -> list[str]:
    """Return the names that stand behind a key: the steps that a condition looks at."""
    inner = (one[-1] for one in spans.marks if len(one) == len(path) + 1 and one[:-1] == path)
    return [name for name in inner if isinstance(name, str)]


def _home(where: Here, places: Sequence[Place], block: _Block) -> Home:
    """Return a block as a home; a second condition may be meant for any other block above."""
    last = max(mark.value[1] for mark in (*block.lines, block.spans.marks[block.path]))
    what = "step" if block.path[0] == "steps" else "task"
    keys = [str(place[-1]) for place in places]
    is_sure = not _CONDITIONS.issuperset(keys) or not any(map(block.has, _CONDITIONS))
    title = f"move {' and '.join(keys)}"
    return Home(
        name=f"the {what} {block.said('id')!r}",
        line=block.spans.stretch(last, last).start.line,
        lacks=any(map(block.needs, keys)),
        fix=fixes.moved(where, places, last, title) if is_sure else None,
    )
