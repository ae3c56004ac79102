"""The seam: both faces talk to a visit only through a session.

`do` refuses a move with a reason, or turns it into an event, hands that event to the durable
writer, and only then shows the new visit. What is on screen is never ahead of what was handed
over; the word "saved" appears when the commit is done.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from typing import TYPE_CHECKING, Protocol

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.codec import to_plain
from bedside.core.decide import decide
from bedside.core.listing import Listing, VisitListing, listing_of
from bedside.core.problems import Problems
from bedside.core.refusals import Refusal, Why
from bedside.core.rows import Field
from bedside.core.value import Value, placed
from bedside.core.visit import Visit
from bedside.core.walk import apply, replay, start
from bedside.store.hold import Draft, Hold, Saving
from bedside.store.locks import Holder
from bedside.store.moments import new_id, now
from bedside.store.store import Store

if TYPE_CHECKING:
    from bedside.core.note import Note
    from bedside.core.trace import Trace

__all__ = ["Desk", "Draft", "Holder", "NoteChanged", "Preferences", "Saving", "Session"]

_KEEPS_DRAFT = (e.Paused, e.Resumed, e.Left, e.Returned)
_IS_ANSWER = (Field.WORDS, Field.TEXT, Field.OTHER)
CLOSING_SECONDS = 2.0


@placed
class Preferences(Value):
    """What a face has to know of the settings."""

    theme: str = "dark"
    curtain_after: int = 120
    author: str = ""
    role: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


class Desk(Protocol):
    """What a face may ask of the world outside one visit."""

    @property
    def preferences(self) -> Preferences:
        """The settings a face has to know."""

    def listings(self) -> list[Listing]:
        """Return every checklist, broken ones with what is wrong."""

    def visits(self) -> list[VisitListing]:
        """Return every visit, the newest first."""

    def begin(self, checklist: str) -> Session | Problems:
        """Begin a visit of a checklist, or say what is wrong with it."""

    def resume(self, visit: str, take_over: bool = False) -> Session | Holder:
        """Go on with a visit, or say who holds it."""

    def copy(self, text: str, send: Callable[[str], None]) -> m.Deliver:
        """Give a text to the clipboard; `send` writes to the terminal where that is the way."""

    def save(self, session: Session) -> m.Deliver:
        """Save a signed note as a file; OSError where that cannot be done."""


class NoteChanged(Exception):
    """A signed note is no longer what was signed: its digest does not match."""


class Session:
    """One open visit: the moves made in it, and whether they are durable."""

    def __init__(self, visit: Visit, hold: Hold, events: Iterable[e.Event] = ()) -> None:
        """Go on with a visit that this process holds and these events have made."""
        self.visit = visit
        self._events = list(events)
        self.recovered: Draft | None = None
        """Words that were being typed when the visit was cut off, to be shown where they were."""
        self._hold = hold
        self._typing = False
        hold.recall = lambda: (self.visit.checklist, self._events)

    @classmethod
    def begin(
        cls, store: Store, checklist: Checklist, role: str = "", identity: str = "ask"
    ) -> Session:
        """Begin a visit of this checklist. StoreError if it cannot be held."""
        at = now()
        plain = to_plain(checklist)
        text = json.dumps(plain, sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode()).hexdigest()
        visit = new_id(at.utc)
        session = cls(start(checklist), store.create(visit, at.utc, digest, plain))
        opened = e.Opened(
            seq=1,
            at=at,
            visit=visit,
            checklist=checklist.id,
            version=checklist.version,
            digest=digest,
            role=role,
            identity=identity,
        )
        session._record(opened)
        return session

    @classmethod
    def resume(cls, store: Store, visit: str, take_over: bool = False) -> Session | Holder:
        """Go on with a visit where it was left, or say who holds it.

        Words that were still being typed become the answer they were meant for; words another
        window could not save any more become private notes, so that nothing is lost or mixed up.
        StoreError if the store cannot be used; KeyError if there is no such visit.
        """
        held = store.hold(visit, take_over)
        if isinstance(held, Holder):
            return held
        kept = store.read(visit)
        session = cls(replay(kept.checklist, kept.events), held, kept.events)
        session._typing = bool(kept.draft and kept.draft.words.strip())
        if session.visit.signed is None:
            session.do(m.Return())
            for lost in kept.conflicts.values():
                session.do(m.Jot(f"From another window, at {lost.step or 'a note'}: {lost.words}"))
            store.forget_conflicts(kept.conflicts)
            session._recover(kept.draft)
        return session

    @property
    def saving(self) -> Saving:
        """How saving stands at this moment."""
        return self._hold.saving

    def watch(self, changed: Callable[[], None]) -> None:
        """Call this, on the writer's thread, whenever `saving` may have changed."""
        self._hold.changed = changed

    def today(self) -> date:
        """Return the calendar day where the visit is."""
        return now().day()

    def minutes(self) -> int | None:
        """Return how long the talk has taken until now; nothing where that is unknown."""
        return self.visit.clock.at(now()).minutes()

    def do(self, move: m.Move) -> Visit | Refusal:
        """Make a move: return the visit after it, or why it is not possible now."""
        if self._hold.saving.fenced:
            return Refusal(Why.TAKEN_OVER)
        if isinstance(move, m.Sign) and self._hold.saving.failure:
            return Refusal(Why.NOT_SAVED, self._hold.saving.failure)
        decided = decide(self.visit, move, now())
        if isinstance(decided, Refusal):
            return decided
        if isinstance(decided, e.Signed):
            decided = self._frozen(decided)
        return self._record(decided)

    def refused(self, move: m.Move) -> Refusal | None:
        """Return why a move would be refused now, without making it."""
        decided = decide(self.visit, move, now())
        return decided if isinstance(decided, Refusal) else None

    def undo(self) -> Visit | Refusal:
        """Take the latest change back."""
        return self.do(m.Undo())

    def redo(self) -> Visit | Refusal:
        """Make the latest change taken back again."""
        return self.do(m.Redo())

    def draft(self, draft: Draft) -> None:
        """Keep words while they are being typed; they become an answer by a move of their own."""
        if not self._hold.saving.fenced:
            at, self._typing = now(), bool(draft.words.strip())
            self._hold.draft(draft, at.utc, listing_of(self.visit, at, self._typing))

    def note(self) -> Note:
        """Return the note as things stand; see `note_of`."""
        return note_of(self.visit)

    def text(self, format_: str = "text") -> str:
        """Return the note in one of the formats."""
        from bedside.note.render import FORMATS

        return FORMATS[format_](self.note())

    def trace(self) -> tuple[Trace, ...]:
        """Return every sentence of the note with when and how it was recorded."""
        from bedside.core.trace import traced

        return traced(self.note(), self._events, self.visit.plan)

    def excess(self) -> tuple[int, int, tuple[tuple[str, int], ...]] | None:
        """Return the lines, words and longest parts of a note over its budget; else nothing."""
        from bedside.note.budget import excess

        over = excess(self.note())
        return (over.lines, over.words, over.longest) if over else None

    def read_back(self) -> tuple[str, ...]:
        """Return the note's few lines that are said aloud: what was said, decided and is next."""
        from bedside.note.compose import aloud

        return aloud(self.note(), self.visit)

    def settle(self, seconds: float) -> bool:
        """Wait until everything is durable; say whether it is."""
        return self._hold.settle(seconds)

    def close(self) -> bool:
        """Leave the visit and let go of it; say whether everything was durable by then."""
        if self.visit.signed is None:
            self.do(m.Leave())
        settled = self._hold.settle(CLOSING_SECONDS)
        self._hold.release()
        return settled

    def _record(self, event: e.Event) -> Visit:
        """Hand the event to the writer, then show what follows from it."""
        after = apply(self.visit, event)
        ends_draft = not isinstance(event, _KEEPS_DRAFT)
        self._typing = self._typing and not ends_draft
        self._hold.append(event, listing_of(after, event.at, self._typing), ends_draft)
        self._events.append(event)
        self.visit = after
        return after

    def _recover(self, draft: Draft | None) -> None:
        """Take up words that were cut off: as the answer they are, and to be typed on."""
        self.recovered = draft
        if draft and draft.field in _IS_ANSWER:
            before = self.visit.answer(draft.step)
            if draft.words and (before is None or before.words != draft.words):
                written = self.do(m.Write(draft.step, draft.words))
                if isinstance(written, Refusal):
                    self.do(m.Jot(f"Unfinished words, at {draft.step}: {draft.words}"))

    def _frozen(self, signed: e.Signed) -> e.Signed:
        """Return the event with the note it freezes, which only the note's room can make."""
        from bedside.note.compose import compose
        from bedside.note.render.json import freeze

        text = freeze(compose(apply(self.visit, signed), self.visit.checklist))
        return replace(signed, note=text, digest=_digest(text))


def note_text(store: Store, visit: str, format_: str = "text") -> str:
    """Return the note of a visit as a text, without holding the visit.

    KeyError if there is no such visit; NoteChanged if it is no longer what was signed.
    """
    from bedside.note.render import FORMATS

    kept = store.read(visit)
    return FORMATS[format_](note_of(replay(kept.checklist, kept.events)))


def note_of(visit: Visit) -> Note:
    """Return the note of a visit: the frozen one once signed, else a draft as things stand.

    NoteChanged if the frozen note is no longer what was signed.
    """
    from bedside.note.compose import compose
    from bedside.note.render.json import thaw

    signed = visit.signed
    if signed is None:
        return compose(visit, visit.checklist)
    if _digest(signed.note) != signed.digest:
        raise NoteChanged(visit.id)
    return thaw(signed.note)


def _digest(text: str) -> str:
    """Return the SHA-256 (FIPS 180-4) of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()
