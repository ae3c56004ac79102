"""Rehearsing: a ladder of invented notes for a test system, and the settings that follow from it.

The notes are real ones in all but whom they are about: walked, signed and added to in a store of
their own that is thrown away, so that what is tried is what will be sent.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.deliveries import WAITS
from bedside.core.destinations import Folder
from bedside.core.parcels import Fate, Made, Outgoing, Parcel, Reply, Sender, Unmade
from bedside.core.turns import entries_of, place_of, turn_of
from bedside.core.walk import replay
from bedside.store.moments import new_id

if TYPE_CHECKING:
    from bedside.cli.desk import Desk
    from bedside.core.checklist import Checklist
    from bedside.core.destinations import Destination, Turn
    from bedside.core.events import Event

WHO = Patient(
    name="Test, Avery",
    second="000-TEST",
    known=Known(number="000-TEST", family="Test", given="Avery", sex="unknown"),
)
_BY = ("Test, Avery", "nurse")
_LETTERS = "Żółć, ïê, Ω"
_SOME_LETTERS = "ïê, ß"
_LONG = "a long line " * 60


class Rung(NamedTuple):
    """One thing that was tried: its name, what came of it, and the receiver's words."""

    name: str
    fate: Fate
    code: str = ""
    said: str = ""


class _Note(NamedTuple):
    """An invented note that was signed: what it is made of."""

    checklist: Checklist
    events: tuple[Event, ...]


def climbed(desk: Desk, to: Destination, sender: Sender) -> Iterator[Rung]:
    """Yield each rung as it was tried; the first that nobody answers is the last."""
    plain = _signed(desk, "plain words")
    first = _tried(plain, to, sender, 0)
    yield _rung("plain", first[1])
    if first[1].fate is not Fate.DELIVERED:
        return
    if first[0] is not None:
        yield _rung("twice", sender.send(first[0], ""))
    receipt = first[1].receipt
    for name, words in (("letters", _LETTERS), ("some-letters", _SOME_LETTERS), ("long", _LONG)):
        reply = _tried(_signed(desk, words), to, sender, 0)[1]
        yield _rung(name, reply)
        if reply.fate in (Fate.UNKNOWN, Fate.CLOSED):
            return
    whole = _signed(desk, "added to", *_LATER)
    receipt = _tried(whole, to, sender, 0)[1].receipt
    for number, turn in enumerate(("addendum", "correction", "retraction"), 1):
        everything = replace(to, takes=("original", "addendum", "correction", "retraction"))
        reply = _tried(whole, everything, sender, number, receipt)[1]
        yield _rung(turn, reply)
        if reply.fate in (Fate.UNKNOWN, Fate.CLOSED):
            return


def proposed(to: Destination, rungs: Sequence[Rung]) -> list[str]:
    """Return the settings that follow from what was tried, as lines; none where all is as set.

    A folder answers nothing, so nothing follows from it.
    """
    if isinstance(to, Folder):
        return []
    fates = {rung.name: rung.fate for rung in rungs}
    lines: list[str] = []
    refused = {name for name, fate in fates.items() if fate is Fate.HELD}
    if "letters" in refused and to.charset == "utf-8":
        ascii_only = "some-letters" in refused
        lines.append('media = "ascii"' if ascii_only else 'charset = "iso-8859-1"')
    if "long" in refused and not to.width:
        lines.append("width = 72")
    turns: list[Turn] = ["addendum", "correction", "retraction"]
    takes = ["original", *(turn for turn in turns if fates.get(turn) is Fate.DELIVERED)]
    tried = [turn for turn in turns if turn in fates]
    if tried and set(takes) != set(to.takes):
        lines.append(f"takes = [{', '.join(_quoted(one) for one in takes)}]")
        if "correction" not in takes and "addendum" in takes:
            lines.append('instead = { correction = "addendum" }')
    return lines


_LATER = (
    m.Append("addendum", *_BY, "something more", "for a test"),
    m.Append("correction", *_BY, "something else", "for a test"),
    m.Append("retraction", *_BY, "", "for a test"),
)


def _signed(desk: Desk, words: str, *later: m.Append) -> _Note:
    """Return a note about nobody, with these words in it, signed and added to."""
    from bedside.session import Session
    from bedside.store.paths import find_places
    from bedside.store.store import Store

    listing = next(one for one in desk.listings() if not one.findings)
    checklist = desk.checklist(listing.id)
    with tempfile.TemporaryDirectory(prefix="bedside-rehearsal-") as folder:
        store = Store(
            find_places({"BEDSIDE_HOME": folder, "BEDSIDE_SECOND": str(Path(folder, "2"))})
        )
        session = Session.begin(store, checklist)  # type: ignore[arg-type]  # it has no findings
        session.do(m.Identify(WHO))
        for step in session.visit.visible():
            session.do(m.Write(step, words))
        session.do(m.SkipRest("no-time"))
        for found in session.concerns():
            session.do(m.Overrule(found.name, "needed"))
        session.do(m.Sign(*_BY, minutes=1, again=WHO))
        for move in later:
            session.do(move)
        session.close()
        events = tuple(store.read(session.visit.id, None).events)
        store.close()
    return _Note(session.visit.checklist, events)


def _tried(
    note: _Note, to: Destination, sender: Sender, number: int, parent: str = ""
) -> tuple[Parcel | None, Reply]:
    """Make and send one entry of a note; return what went, and what came of it."""
    entries = entries_of(note.events)
    entry = entries[number]
    visit = replay(note.checklist, [one for one in note.events if one.seq <= entry.seq])
    place = place_of(visit.id, entries, entry, to)
    control = new_id(entry.at.utc)
    turn = place.turn or turn_of(entry)
    names = (turn, control, place.document, place.parent)
    made = sender.make(Outgoing(visit, entry, to, *names, entry.at.utc, entry.at.offset))
    if isinstance(made, Unmade):
        return None, Reply(fate=Fate.HELD, said=made.why)
    parcel = _parcel(visit.id, to.name, names, made)
    reply = sender.send(parcel, parent)
    lies_there = reply.code == WAITS  # a folder has it; when it is taken is the receiver's affair
    return parcel, replace(reply, fate=Fate.DELIVERED) if lies_there else reply


def _parcel(visit: str, to: str, names: tuple[Turn, str, str, str], made: Made) -> Parcel:
    turn, control, document, parent = names
    return Parcel(
        control=control,
        destination=to,
        visit=visit,
        document=document,
        parent=parent,
        turn=turn,
        media=made.media,
        body=made.body,
        digest="",
    )


def _rung(name: str, reply: Reply) -> Rung:
    return Rung(name, reply.fate, reply.code, reply.said)


def _quoted(text: str) -> str:
    return f'"{text}"'
