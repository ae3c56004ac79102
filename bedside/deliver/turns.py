"""The text of a turn: what its receiver is to have of a signed thing."""

from __future__ import annotations

from bedside.core.destinations import Turn
from bedside.core.events import Appended
from bedside.core.note import Note
from bedside.core.parcels import Outgoing
from bedside.note.frozen import thawed
from bedside.note.later import alone
from bedside.note.shown import shown


def told(outgoing: Outgoing, turn: Turn) -> Note:
    """Return the text of a turn: an addendum is what was added alone, all else the whole note.

    What goes out is what was frozen, with what came later as it stood after this entry.
    NoteChanged where that cannot be read any more.
    """
    if turn == "addendum" and isinstance(outgoing.entry, Appended):
        return alone(thawed(outgoing.visit, "chart"), outgoing.visit, outgoing.entry)
    thawed(outgoing.visit, "chart")
    return shown(outgoing.visit)
