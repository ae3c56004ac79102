"""The seam: both faces talk to a visit only through a session.

`do` refuses a move with a reason, or turns it into an event, hands that event to the durable
writer, and only then shows the new visit. What is on screen is never ahead of what was handed
over; the word "saved" appears when the commit is done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.clinic import ClinicWords
from bedside.core.codec import to_plain
from bedside.core.decide import Decided, decide
from bedside.core.listing import listing_of
from bedside.core.refusals import Refusal, Why
from bedside.core.rows import Field
from bedside.core.settled import signer_of, unsettled
from bedside.core.visit import Visit
from bedside.core.walk import apply, replay, start
from bedside.store.bodies import digest_of
from bedside.store.hold import Draft, Hold
from bedside.store.keys.keyring import NotYours
from bedside.store.locks import Holder, StoreError
from bedside.store.moments import new_id, now
from bedside.store.rows import Kept
from bedside.store.saving import SLOW_SECONDS, Saving
from bedside.store.store import Store

if TYPE_CHECKING:
    from bedside.core.answers import Patient
    from bedside.core.concerns import Concern
    from bedside.core.earlier import Earlier
    from bedside.core.note import Note, Reader
    from bedside.core.trace import Trace

__all__ = ["SLOW_SECONDS", "Begun", "Draft", "Holder", "NotYours", "Saving", "Session", "now"]
__all__ += ["StoreError"]

_KEEPS_DRAFT = (e.Paused, e.Resumed, e.Left, e.Returned, e.Finished, e.Delivered)
_SEALED = (e.Signed, e.Appended, e.Finished, e.Delivered)
_LOOKS = (e.Reached, e.Paused, e.Resumed, e.Left, e.Returned, e.Delivered)
_IS_ANSWER = (Field.WORDS, Field.TEXT, Field.OTHER)
CLOSING_SECONDS = 2.0


class Begun(NamedTuple):
    """How a visit begins: the clinician's role, the site's rule on names, and who signed in.

    In an emergency nobody did, where people sign in.
    """

    role: str = ""
    identity: str = "ask"
    by: str = ""
    emergency: bool = False


ALONE = Begun()
"""Where one person uses the account, and has named no role."""


class Session:
    """One open visit: the moves made in it, and whether they are durable."""

    def __init__(self, visit: Visit, hold: Hold, events: Iterable[e.Event] = ()) -> None:
        """Go on with a visit that this process holds and these events have made."""
        self.visit = visit
        self._events = list(events)
        self.recovered: Draft | None = None
        """Words that were being typed when the visit was cut off, to be shown where they were."""
        self._hold = hold
        self._remove: Callable[[str], object] = lambda _: None
        self._typing = False
        self.unreadable = 0
        """How many things that were recorded could not be read when the visit was opened."""
        self.remember: Callable[[Patient], Earlier | None] = lambda _: None
        """Finds what mattered to the same patient before, where the site keeps signed notes."""
        self.clinic_words = ClinicWords()
        """What the clinic adds to the words that the note is checked for."""
        self.signer: str | None = None
        """The one name it can be signed under; none where any will do."""
        self.taking: m.TakeOn | None = None
        """How who gave the visit away takes it back, before the first thing they change in it."""
        self.vouched: set[str] = set()
        """Who has proved, beside who is signed in, that they sign too."""
        self.is_intact = True
        """Whether a signed note that was opened is still what was signed."""
        self._checked: tuple[Visit, tuple[Concern, ...]] | None = None
        hold.recall = lambda: (self.visit.checklist, self._events)

    @classmethod
    def begin(cls, store: Store, checklist: Checklist, begun: Begun = ALONE) -> Session:
        """Begin a visit of this checklist. StoreError if it cannot be held."""
        at = now()
        plain = to_plain(checklist)
        visit = new_id(at.utc)
        session = cls(start(checklist), store.create(visit, at.utc, plain))
        session._remove = store.remove
        opened = e.Opened(
            seq=1,
            at=at,
            visit=visit,
            checklist=checklist.id,
            version=checklist.version,
            digest=digest_of(plain),
            **begun._asdict(),
        )
        session._record(opened)
        return session

    @classmethod
    def resume(cls, store: Store, visit: str, take_over: bool = False) -> Session | Holder:
        """Go on with a visit where it was left, or say who holds it.

        Words still being typed become the answer they were meant for; words another window could
        not save become private notes. StoreError without the store, KeyError without the visit.
        """
        held = store.hold(visit, take_over)
        if isinstance(held, Holder):
            return held
        try:
            kept = store.read(visit)
        except (KeyError, StoreError):
            held.release()
            raise
        session = cls(replay(kept.checklist, kept.events), held, kept.events)
        session._remove = store.remove
        session._typing = bool(kept.draft and kept.draft.words.strip())
        if session.visit.signed is not None:
            session.is_intact, session.recovered = is_intact(kept), kept.draft
            if session.is_intact:
                held.file(kept.events)
        else:
            session.unreadable = len(kept.unreadable)
            store.set_aside(visit, kept.unreadable)
            session.do(m.Return())
            for lost in kept.conflicts.values():
                session.do(m.Jot(f"From another window, at {lost.step or 'a note'}: {lost.words}"))
            held.forget_conflicts(kept.conflicts)
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
        if isinstance(move, m.Sign) and (unsaved := self._hold.saving.refusal) is not None:
            return unsaved
        decided = self._decided(move)
        if isinstance(decided, Refusal):
            return decided
        if self.taking is not None and not isinstance(decided, _LOOKS):
            self.take_back()
            return self.do(move)
        self._record(self._complete(decided))
        if isinstance(decided, e.Identified):
            self._recall(decided.patient)
        return self.visit

    def take_back(self) -> None:
        """Tell that who opened the visit has it again, where a colleague had taken it on."""
        taking, self.taking = self.taking, None
        if taking is not None:
            self.do(taking)

    def refused(self, move: m.Move) -> Refusal | None:
        """Return why a move would be refused now, without making it."""
        decided = self._decided(move)
        return decided if isinstance(decided, Refusal) else None

    def draft(self, draft: Draft) -> None:
        """Keep words while they are being typed; they become an answer by a move of their own."""
        if not self._hold.saving.fenced:
            at, self._typing = now(), bool(draft.words.strip())
            self._hold.draft(draft, at.utc, listing_of(self.visit, at, self._typing))

    def note(self, reader: Reader = "chart", original: bool = False) -> Note:
        """Return one of the texts as things stand; `original` leaves later entries away.

        A signed one that is not intact says so above everything.
        """
        from bedside.note.shown import shown

        return shown(self.visit, reader, original, self.is_intact)

    def text(self, form: str = "text", reader: Reader = "chart", original: bool = False) -> str:
        """Return one of the texts in one of the formats."""
        from bedside.note.render import FORMATS

        return FORMATS[form](self.note(reader, original))

    def trace(self, reader: Reader = "chart") -> tuple[Trace, ...]:
        """Return every sentence of a text with when and how it was recorded."""
        from bedside.core.trace import traced

        return traced(self.note(reader), self._events, self.visit.plan)

    def concerns(self) -> tuple[Concern, ...]:
        """Return what the checks before signing find, settled or not; nothing once signed.

        They look once at each visit as it stands: a page may ask whenever it is drawn.
        """
        if self._checked is None or self._checked[0] is not self.visit:
            from bedside.note.checks.checks import concerns

            is_open = self.visit.signed is None
            self._checked = (self.visit, concerns(self.visit, self.clinic_words) if is_open else ())
        return self._checked[1]

    def read_back(self) -> tuple[str, ...]:
        """Return the note's lines that are said aloud: what was said, decided and is next."""
        from bedside.note.four_lines import aloud

        return aloud(self.visit, self.visit.checklist)

    def unread(self) -> tuple[str, ...]:
        """Return the lines that are not as they were read back; nothing where nothing was."""
        from bedside.note.read_back import unread

        return unread(self.visit)

    def settle(self, seconds: float) -> bool:
        """Wait until everything is durable; say whether it is."""
        return self._hold.settle(seconds)

    def close(self, seconds: float = CLOSING_SECONDS) -> bool:
        """Leave the visit and let go of it; say whether everything was durable by then."""
        if self.visit.signed is None:
            self.do(m.Leave())
        settled = self._hold.settle(seconds)
        self._hold.release()
        return settled

    def leave(self) -> bool:
        """Leave the visit as `close` does; a blank one is kept only where it is offered."""
        settled = self.close()
        offered = any(isinstance(event, e.HandedOn) for event in self._events)
        holds_words = self._typing or self.unreadable or offered
        if settled and self.visit.is_blank and not holds_words:
            with suppress(StoreError):  # then it stays, blank, and the list leaves it out
                self._remove(self.visit.id)
        return settled

    def _decided(self, move: m.Move) -> Decided:
        decided = decide(self.visit, move, now())
        signer = signer_of(move, self.signer, self.vouched)
        waits = not isinstance(decided, Refusal) and unsettled(move, self.concerns, signer)
        return waits or decided

    def _record(self, event: e.Event) -> Visit:
        """Hand the event to the writer, then show what follows from it."""
        after = apply(self.visit, event)
        ends_draft = not isinstance(event, _KEEPS_DRAFT)
        self._typing = self._typing and not ends_draft
        self._hold.append(event, listing_of(after, event.at, self._typing), ends_draft)
        self._events.append(event)
        self.visit = after
        return after

    def _recall(self, patient: Patient) -> None:
        """Show again what mattered to the same patient before, where that is known."""
        earlier = self.remember(patient)
        if earlier is not None:
            self.do(m.Recall(earlier))

    def _recover(self, draft: Draft | None) -> None:
        """Take up words that were cut off: as the answer they are, and to be typed on."""
        self.recovered = draft
        if draft and draft.field == Field.LINE and draft.words.strip():
            self.do(m.Correct(draft.step, draft.about, draft.words))
        elif draft and draft.field in _IS_ANSWER:
            before = self.visit.answer(draft.step)
            if draft.words and (before is None or before.words != draft.words):
                written = self.do(m.Write(draft.step, draft.words))
                if isinstance(written, Refusal):
                    self.do(m.Jot(f"Unfinished words, at {draft.step}: {draft.words}"))

    def _complete(self, event: e.Event) -> e.Event:
        """Return the event with what only the note's room can make: frozen texts and digests."""
        reads = isinstance(event, e.Answered) and self.visit.plan.is_read_back(event.step)
        if not reads and not isinstance(event, _SEALED):
            return event
        from bedside.note.whole import whole

        return whole(self.visit, self._events, event, self._hold.anchor)


def is_intact(kept: Kept) -> bool:
    """Whether a visit as it is kept is still what was signed; one that is not signed is."""
    from bedside.note.frozen import NoteChanged, verify

    try:
        verify(kept.checklist, kept.events, kept.count)
    except NoteChanged:
        return False
    return True


def note_text(
    store: Store, visit: str, form: str = "text", reader: Reader = "chart", original: bool = False
) -> str:
    """Return a text of a visit in a format that is text, as `note_file` does."""
    return note_file(store, visit, form, reader, original).decode()


def note_file(
    store: Store, visit: str, form: str, reader: Reader = "chart", original: bool = False
) -> bytes:
    """Return a text of a visit, without holding the visit; `original` leaves later entries away.

    KeyError if there is no such visit; NoteChanged if it is no longer what was signed.
    """
    return kept_file(store.read(visit), form, reader, original)


def kept_file(
    kept: Kept, form: str = "text", reader: Reader = "chart", original: bool = False
) -> bytes:
    """Return a text of a visit as it was read; NoteChanged if it is not what was signed."""
    from bedside.note.frozen import verify
    from bedside.note.render import rendered
    from bedside.note.shown import shown

    verify(kept.checklist, kept.events, kept.count)
    return rendered(shown(replay(kept.checklist, kept.events), reader, original), form)
