"""What came after signing, in a text: the signed text stays as it is, later entries stand below it.

A stamp above every text says that it was retracted, that something was added, or that its record
is not what was signed, so that nobody reads on unwarned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedside.core.events import Appended
from bedside.core.later import retraction
from bedside.core.note import Note, Passage, Reader, Sentence
from bedside.core.text import listed
from bedside.core.visit import Visit
from bedside.note import patient_wording as p
from bedside.note import wording as w
from bedside.note.parts import by_line, passage, said

_TO_PATIENT = ("addendum", "late-entry", "correction")
"""The kinds of which the patient page says that they are there, in place of their words."""

_WHOSE = ("heading", "when", "patient")
"""What stands above a later entry that goes by itself, from the note it belongs to."""


def with_later(note: Note, visit: Visit) -> Note:
    """Return a signed text with its later entries, and with the stamp that tells of them."""
    below = _for_patient(visit) if note.reader == "patient" else _for_colleagues(visit)
    return replace(note, passages=(*_stamps(note, visit), *note.passages, *below))


def with_retraction(note: Note, visit: Visit) -> Note:
    """Return a signed text by itself; one that was retracted says so above everything."""
    stamps = _stamps(note, visit) if retraction(visit) else []
    return replace(note, passages=(*stamps, *note.passages))


def alone(note: Note, visit: Visit, entry: Appended) -> Note:
    """Return a later entry as a text of its own, which says whose and to which note it belongs."""
    signed = visit.signed
    blanks = {"id": visit.id, "when": w.time_text(signed.at.local()) if signed else ""}
    which = said(w.fill(w.ADDED_TO, blanks), signed.seq if signed else entry.seq)
    whose = [one for one in note.passages if one.place in _WHOSE]
    told = passage("later", entry.kind, [_entry(entry)], w.LATER.get(entry.kind, entry.kind))
    added = passage("head", "added", [which], w.LABELS["added"])
    return replace(note, passages=(*whose, *added, *told))


def with_warning(note: Note, visit: Visit) -> Note:
    """Return a text that says above everything that its record is not what was signed."""
    told = p.CHANGED if note.reader == "patient" else w.CHANGED
    signed = visit.signed.seq if visit.signed else 0
    stamp = passage("stamp", "changed", [said(told, signed)])
    return replace(note, passages=(*stamp, *note.passages))


def _for_colleagues(visit: Visit) -> Iterator[Passage]:
    for entry in visit.later:
        label = w.LATER.get(entry.kind, entry.kind)
        yield from passage("later", entry.kind, [_entry(entry)], label)


def _for_patient(visit: Visit) -> Iterator[Passage]:
    """Return that the record was added to, and in words what the patient sees differently.

    A page that was taken back says nothing more.
    """
    for entry in () if retraction(visit) else visit.later:
        blanks = {"day": w.full_day(entry.at.day()), "words": entry.words}
        if entry.kind == "disagreement":
            told = p.DISAGREED
        elif entry.kind in _TO_PATIENT:
            told = p.ADDED
        else:
            continue
        yield from passage("later", entry.kind, [said(w.fill(told, blanks), entry.seq)])


def _entry(entry: Appended) -> Sentence:
    """Return a later entry in a line: what it says, why it comes later, by whom and when."""
    why = w.LATER_BECAUSE if entry.words else w.LATER_ALONE
    because = w.fill(why, {"why": entry.because.rstrip(".")}) if entry.because else ""
    words = w.ended(entry.words) if entry.words else ""
    by = by_line(entry.author, entry.role, entry.at)
    return said(" ".join(part for part in (words, because, by) if part), entry.seq)


def _stamps(note: Note, visit: Visit) -> list[Passage]:
    """Return the stamp of a retracted text; else of one whose entries must be read with it."""
    gone = retraction(visit)
    if gone is not None:
        return passage("stamp", "retracted", [_retracted(gone, note.reader)])
    more = [one for one in visit.later if one.kind != "co-signature"]
    if note.reader == "patient" or not more:
        return []
    kinds = dict.fromkeys(w.LATER_KINDS.get(one.kind, one.kind) for one in more)
    told = w.fill(w.LATER_BELOW, {"kinds": listed(list(kinds))})
    return passage("stamp", "later", [said(told, *(one.seq for one in more))])


def _retracted(entry: Appended, reader: Reader) -> Sentence:
    if reader == "patient":
        return said(w.fill(p.RETRACTED, {"day": w.full_day(entry.at.day())}), entry.seq)
    values = {"when": w.time_text(entry.at.local()), "why": entry.because.rstrip(".")}
    return said(w.fill(w.RETRACTED, values), entry.seq)
