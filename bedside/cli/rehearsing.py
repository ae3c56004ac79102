"""Rehearsing: a ladder of invented notes for a test system, and the settings that follow from it.

The notes are real ones in all but whom they are about: walked, signed and added to in a store of
their own that is thrown away, so that what is tried is what will be sent.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.deliveries import WAITS
from bedside.core.destinations import Fhir, Folder, Hl7
from bedside.core.parcels import Fate, Made, Outgoing, Parcel, Reply, Sender, Unmade
from bedside.core.turns import entries_of, place_of, turn_of
from bedside.core.walk import replay
from bedside.store.moments import new_id
from bedside.words import outbox as said

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
_ABOUT = "Test, about nobody: "
_LETTERS = "Żółć, ïê, Ω"
_SOME_LETTERS = "ïê, ß"
_LONG = "a long line " * 60
_REFUSALS = ("AE", "AR", "CE", "CR")
_NO_ANSWER = (Fate.UNKNOWN, Fate.CLOSED)
_ALL: tuple[Turn, ...] = ("original", "addendum", "correction", "retraction")


class Rung(NamedTuple):
    """One thing that was tried: its name, what came of it, and the receiver's words and receipt.

    `compared` says whether it was read back there as it was sent; None where that is not known.
    """

    name: str
    fate: Fate
    code: str = ""
    said: str = ""
    receipt: str = ""
    compared: bool | None = None


class _Note(NamedTuple):
    """An invented note that was signed: what it is made of."""

    checklist: Checklist
    events: tuple[Event, ...]


def nobody(patient: str) -> Patient:
    """Return whom invented notes are about: who has this place or number there, "" for no one."""
    known = cast("Known", WHO.known)
    if "/" in patient:
        return replace(WHO, known=replace(known, reference=patient))
    return replace(WHO, known=replace(known, number=patient)) if patient else WHO


def staged(to: Destination, patient: str) -> Destination:
    """Return a destination as it is rehearsed: reading back, with a patient that can be named.

    Nobody is known at a FHIR server: they stand within each note, unless a patient is given.
    """
    if not isinstance(to, Fhir):
        return to
    subject: Literal["reference", "identifier", "contained"] = "contained"
    if patient:
        subject = "reference" if "/" in patient else "identifier"
    return replace(to, subject=subject, compare=True)


class Ladder:
    """A ladder of notes about nobody, and which of them lie at the receiver."""

    def __init__(self, desk: Desk, to: Destination, sender: Sender, who: Patient = WHO) -> None:
        """Be ready to climb; nothing is sent yet."""
        self._desk, self._to, self._sender, self._who = desk, to, sender, who
        self._there: list[tuple[_Note, str]] = []

    def climbed(self) -> Iterator[Rung]:
        """Yield each rung as it was tried, then what came of taking all back that lies there.

        The first note that is not taken, and the first that nobody answers, is the last.
        """
        yield from self._up()
        yield from self._taken_back()

    def _up(self) -> Iterator[Rung]:
        parcel, reply = self._tried(self._signed("plain words", _RETRACT), 0)
        yield _rung("plain", reply)
        if reply.fate is not Fate.DELIVERED:
            return
        if parcel is not None:
            yield _rung("twice", self._sender.send(parcel, ""))
        for name, words in (
            ("letters", _LETTERS),
            ("some-letters", _SOME_LETTERS),
            ("long", _LONG),
        ):
            reply = self._tried(self._signed(words, _RETRACT), 0, is_wide=name == "long")[1]
            yield _rung(name, reply)
            if reply.fate in _NO_ANSWER:
                return
        yield from self._later()

    def _later(self) -> Iterator[Rung]:
        """Try what can follow a note, on one that was taken."""
        whole = self._signed("added to", *_LATER)
        first = self._tried(whole, 0)[1]
        if first.fate is not Fate.DELIVERED:
            yield _rung("whole", first)
            return
        for number, turn in enumerate(_ALL[1:], 1):
            reply = self._tried(whole, number, first.receipt)[1]
            yield _rung(turn, reply)
            if reply.fate in _NO_ANSWER:
                return

    def _taken_back(self) -> Iterator[Rung]:
        """Retract what still lies there; files in a folder are its receiver's."""
        reply = None
        for note, receipt in [] if isinstance(self._to, Folder) else self._there[:]:
            reply = self._tried(note, len(entries_of(note.events)) - 1, receipt)[1]
            if reply.fate is not Fate.DELIVERED:
                break
        if reply is not None:
            yield _rung("tidied", reply)

    def _signed(self, words: str, *later: m.Append) -> _Note:
        """Return a note about nobody, with these words in it, signed and added to."""
        from bedside.session import Session
        from bedside.store.paths import find_places
        from bedside.store.store import Store

        listing = next(one for one in self._desk.listings() if not one.findings)
        checklist = self._desk.checklist(listing.id)
        with tempfile.TemporaryDirectory(prefix="bedside-rehearsal-") as folder:
            store = Store(
                find_places({"BEDSIDE_HOME": folder, "BEDSIDE_SECOND": str(Path(folder, "2"))})
            )
            session = Session.begin(store, checklist)  # type: ignore[arg-type]  # it has no findings
            session.do(m.Identify(self._who))
            for step in session.visit.visible():
                session.do(m.Write(step, f"{_ABOUT}{words}"))
            session.do(m.SkipRest("no-time"))
            for found in session.concerns():
                session.do(m.Overrule(found.name, "needed"))
            session.do(m.Sign(*_BY, minutes=1, again=self._who))
            for move in later:
                session.do(move)
            session.close()
            events = tuple(store.read(session.visit.id, None).events)
            store.close()
        return _Note(session.visit.checklist, events)

    def _tried(
        self, note: _Note, number: int, parent: str = "", *, is_wide: bool = False
    ) -> tuple[Parcel | None, Reply]:
        """Make and send one entry of a note; return what went, and what came of it.

        `is_wide` leaves its lines as long as they are.
        """
        to = _taking_all(self._to) if number else self._to
        made = self._made(note, number, replace(to, width=0) if is_wide else to)
        if isinstance(made, Unmade):
            return None, Reply(fate=Fate.HELD, said=made.why)
        reply = self._sender.send(made, parent)
        if reply.code == WAITS:  # a folder has it; when it is taken is the receiver's affair
            reply = replace(reply, fate=Fate.DELIVERED)
        self._kept(note, made, reply)
        return made, reply

    def _made(self, note: _Note, number: int, to: Destination) -> Parcel | Unmade:
        entries = entries_of(note.events)
        entry = entries[number]
        visit = replay(note.checklist, [one for one in note.events if one.seq <= entry.seq])
        place = place_of(visit.id, entries, entry, to)
        control = new_id(entry.at.utc)
        turn = place.turn or turn_of(entry)
        names = (turn, control, place.document, place.parent)
        outgoing = Outgoing(visit, entry, to, *names, entry.at.utc, entry.at.offset)
        made = self._sender.make(outgoing)
        if isinstance(made, Made) and isinstance(to, Fhir):
            from bedside.deliver.fhir.asks import as_a_test

            made = as_a_test(made)
        return made if isinstance(made, Unmade) else _parcel(visit.id, to.name, names, made)

    def _kept(self, note: _Note, parcel: Parcel, reply: Reply) -> None:
        """Keep which notes lie at the receiver; what was not answered may lie there too."""
        if parcel.turn == "original":
            found = self._sender.find(parcel) if reply.fate is Fate.UNKNOWN else reply
            if found is not None and found.fate is Fate.DELIVERED:
                self._there.append((note, found.receipt))
        elif parcel.turn == "retraction" and reply.fate is Fate.DELIVERED:
            self._there = [one for one in self._there if one[0] is not note]


def proposed(to: Destination, rungs: Sequence[Rung]) -> list[str]:
    """Return the settings that follow from what was tried, as lines; none where all is as set.

    A folder answers nothing, so nothing follows from it.
    """
    if isinstance(to, Folder):
        return []
    fates = {rung.name: rung.fate for rung in rungs}
    lines: list[str] = []
    if rungs and rungs[0].compared is False:
        return []  # where every text is changed, no setting mends it
    refused = {rung.name for rung in rungs if _is_refused(rung) or rung.compared is False}
    if "letters" in refused and to.charset == "utf-8":
        ascii_only = "some-letters" in refused
        lines.append('media = "ascii"' if ascii_only else 'charset = "iso-8859-1"')
    if "long" in refused and not to.width:
        lines.append("width = 72")
    if isinstance(to, Hl7) and not to.dedupes and knows_again(rungs):
        lines.append("dedupes = true")
    turns: list[Turn] = ["addendum", "correction", "retraction"]
    takes = ["original", *(turn for turn in turns if fates.get(turn) is Fate.DELIVERED)]
    tried = [turn for turn in turns if turn in fates]
    if tried and set(takes) != set(to.takes):
        lines.append(f"takes = [{', '.join(_quoted(one) for one in takes)}]")
        if "correction" not in takes and "addendum" in takes:
            lines.append('instead = { correction = "addendum" }')
    return lines


def knows_again(rungs: Sequence[Rung]) -> bool:
    """Whether a receiver showed that it knows a message it has had: it refused it as one.

    That it accepted both shows nothing, were its answers one and the same: the id of an answer
    (MSH-10) may be made from that of the message, by a receiver that keeps both.
    """
    twice = next((rung for rung in rungs if rung.name == "twice"), None)
    return twice is not None and twice.fate is Fate.DELIVERED and twice.code in _REFUSALS


def verdict(rungs: Sequence[Rung], lines: Sequence[str]) -> tuple[str, Exit]:
    """Return what a rehearsal came to, in a sentence, and the code that it ends with.

    `lines` are the settings that follow from it.
    """
    if rungs[0].fate is not Fate.DELIVERED:
        return said.NONE_TAKEN, Exit.UNAVAILABLE
    if any(rung.fate is not Fate.DELIVERED and not _is_refused(rung) for rung in rungs):
        return said.BROKE_OFF, Exit.UNAVAILABLE
    if rungs[0].compared is False:
        return said.GARBLES, Exit.FINDINGS
    if lines:
        return said.PROPOSES, Exit.FINDINGS
    is_all = all(rung.fate is Fate.DELIVERED and rung.compared is not False for rung in rungs)
    return said.NOTHING_TO_CHANGE if is_all else said.NOTHING_FOLLOWS, Exit.FINE


_RETRACT = m.Append("retraction", *_BY, "", "for a test")
_LATER = (
    m.Append("addendum", *_BY, "something more", "for a test"),
    m.Append("correction", *_BY, "something else", "for a test"),
    _RETRACT,
)


def _taking_all(to: Destination) -> Destination:
    """Return a destination that takes whatever follows a note: that is what is to be seen."""
    if isinstance(to, Fhir):
        to = replace(to, retract="entered-in-error")
    return replace(to, takes=_ALL)


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
    return Rung(name, reply.fate, reply.code, reply.said, reply.receipt, reply.compared)


def _is_refused(rung: Rung) -> bool:
    """Whether a receiver said no; it may be set to be asked again all the same."""
    return rung.fate is Fate.HELD or (rung.fate is Fate.AGAIN and rung.code in _REFUSALS)


def _quoted(text: str) -> str:
    return f'"{text}"'
