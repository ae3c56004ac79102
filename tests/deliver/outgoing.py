"""Signed things on their way out, of invented people: a note, and each thing that may follow it."""

from __future__ import annotations

from hashlib import sha256

from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.destinations import Destination, Turn
from bedside.core.events import Appended
from bedside.core.parcels import Outgoing, Parcel
from tests.note.signing import LATER_WHY, LATER_WORDS, Signing, signed
from tests.people import COLLEAGUE, WORDS
from tests.worlds import checklist, opened, step

KNOWN = Known(number="000-TEST", family="Test", given="Avery", sex="other", encounter="V-1")
TURNS: dict[str, Turn] = {
    "addendum": "addendum",
    "late-entry": "addendum",
    "disagreement": "addendum",
    "co-signature": "addendum",
    "correction": "correction",
    "retraction": "retraction",
}
"""As which turn each kind of later entry goes out."""

CONTROL = "06H2N58SCSX8SAGHBA9X"


def note_of(words: str = WORDS, who: Patient | None = None) -> Signing:
    """Return a signed visit in which the patient says this, and who they are."""
    visit = opened(checklist(step("a", kind="words", place="matters")))
    return signed(visit, m.Identify(who or patient()), m.Write("a", words))


def patient(known: Known | None = KNOWN) -> Patient:
    """Return the patient of the tests, as the record knows them where that is given."""
    return Patient(name="Test, Avery", second="000-TEST", known=known)


def with_entry(made: Signing, kind: str, words: str = LATER_WORDS, why: str = LATER_WHY) -> Signing:
    """Return a signed visit after one more later entry."""
    own = "" if kind in ("retraction", "co-signature") else words
    because = "" if kind in ("co-signature", "disagreement") else why
    return made.do(m.Append(kind, *COLLEAGUE, own, because))


def outgoing(made: Signing, destination: Destination, control: str = CONTROL) -> Outgoing:
    """Return the last signed thing of a visit on its way to a destination."""
    visit, count = made.visit, len(made.visit.later)
    assert visit.signed is not None
    entry = visit.later[-1] if count else visit.signed
    return Outgoing(
        visit=visit,
        entry=entry,
        destination=destination,
        turn=TURNS[entry.kind] if isinstance(entry, Appended) else "original",
        control=control,
        document=f"{visit.id}.{count}" if count else visit.id,
        parent=visit.id if count else "",
        utc=entry.at.utc,
        offset=60,
    )


def parcel(body: bytes, control: str = CONTROL) -> Parcel:
    """Return a parcel of these bytes."""
    return Parcel(
        control=control,
        destination="engine",
        visit="0" * 20,
        document="0" * 20,
        parent="",
        turn="original",
        media="x",
        body=body,
        digest=sha256(body).hexdigest(),
    )
