"""A rehearsal of a destination: messages about nobody, and what its receiver understood.

They go the same way as real ones, marked as training and debugging aids (MSH-11: T or D), whatever
the settings say for real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from bedside.core.answers import Known
from bedside.core.destinations import TURNS, Charset, Hl7, Practitioner, Turn
from bedside.core.note import Group, Note, Passage, Sentence
from bedside.core.parcels import Fate, Parcel, Reply, Trial, Unmade
from bedside.deliver.hl7.contents import Contents, Trigger
from bedside.deliver.hl7.fields import instant
from bedside.deliver.hl7.message import composed
from bedside.store.moments import new_id, now

Ask = Callable[[Parcel], Reply]

_NOBODY = Known(number="000-TEST", family="Test", given="Avery", sex="unknown")
_LETTERS: dict[Charset, str] = {
    "utf-8": "Żółć, ïê, Ω, 中",
    "iso-8859-1": "ïê, ÷, ß",
    "ascii": "O'Brien",
}
"""Letters that a receiver of each character set has to bring back as they are."""

_TRIGGERS: dict[Turn, Trigger] = {"original": "T02", "addendum": "T06", "retraction": "T11"}

_SAID: dict[Fate, str] = {
    Fate.DELIVERED: "accepted",
    Fate.AGAIN: "not taken now",
    Fate.HELD: "refused",
    Fate.UNKNOWN: "sent, and not acknowledged",
    Fate.CLOSED: "not let in",
}


def rehearsed(destination: Hl7, ask: Ask) -> Trial:
    """Send one invented message for each turn a destination takes; return what came of each.

    The last takes back what the others left there. It ends where the first is not accepted,
    because the others rest on it, and where no answer tells anything.
    """
    root, there, found, is_well = new_id(now().utc), "", list[str](), True
    for at, turn in enumerate(TURNS):
        if turn not in destination.takes:
            continue
        made = _parcel(destination, turn, (root, f"{root}.{at}" if at else root, there))
        if isinstance(made, Unmade):
            return Trial([*found, f"Nothing could be made to send: {made.why}."], False)
        reply = ask(made)
        words = f" ({reply.said})" if reply.said else ""
        found.append(
            f"{turn.capitalize()}: {_SAID[reply.fate]} {reply.code}".rstrip() + f"{words}."
        )
        is_well = is_well and reply.fate is Fate.DELIVERED
        if reply.fate is Fate.DELIVERED and turn in ("original", "correction"):
            there = made.document
        if reply.fate not in (Fate.DELIVERED, Fate.HELD) or not there:
            break
    return Trial(found, is_well)


def _parcel(destination: Hl7, turn: Turn, numbers: tuple[str, str, str]) -> Parcel | Unmade:
    """Return an invented message of a turn; `numbers` are those of the first, this, and before."""
    fields = replace(destination.hl7, processing="D" if destination.hl7.processing == "D" else "T")
    said = _contents(destination, turn, numbers)
    made = composed(said, replace(destination, hl7=fields))
    if isinstance(made, Unmade):
        return made
    return Parcel(
        control=said.control,
        destination=destination.name,
        visit=said.root,
        document=said.document,
        parent=said.parent,
        turn=turn,
        media=made.media,
        body=made.body,
        digest=sha256(made.body).hexdigest(),
    )


def _contents(destination: Hl7, turn: Turn, numbers: tuple[str, str, str]) -> Contents:
    root, document, before = numbers
    moment = now()
    at = moment.local()
    return Contents(
        turn=turn,
        trigger=destination.hl7.correction if turn == "correction" else _TRIGGERS[turn],
        known=_NOBODY,
        is_record=True,
        note=_note(root, destination.charset),
        title="Test of a destination",
        author=Practitioner(family="Nobody"),
        signer=Practitioner(family="Nobody"),
        why="It was a test" if before else "",
        control=new_id(moment.utc),
        document=document,
        parent=before,
        root=root,
        began=instant(at),
        at=at,
        made=at,
    )


def _note(number: str, charset: Charset) -> Note:
    """Return a note about nobody with what receivers stumble over: separators, letters, length."""
    lines: tuple[tuple[Group, str, str], ...] = (
        ("head", "heading", "TEST, not a note: no patient was seen"),
        ("head", "patient", "Test, Avery, 000-TEST"),
        ("foot", "also", r"Separators: | ^ ~ \ & # and \.br\ stand for themselves."),
        ("foot", "time", f"Letters: {_LETTERS[charset]}"),
        ("foot", "guide", "A long line follows. " + "It has many words. " * 20),
    )
    return Note(
        visit=number,
        checklist="test",
        version="1",
        wording="",
        draft=False,
        passages=tuple(_passage(*line) for line in lines),
    )


def _passage(group: Group, place: str, text: str) -> Passage:
    return Passage(
        group=group, place=place, label="", sentences=(Sentence(text=text, events=(1,)),)
    )
