"""The other seam: what a face may ask of the world outside one visit, and who is there to ask it.

The desk gives checklists and visits. A shared workstation's has a reception: people sign in there,
visits go from one to another, and that is told in the visit, so that its note says whose it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Protocol

from bedside.core import moves as m
from bedside.core.people import Bar, Barred, Colleague, Kind, Waiting
from bedside.core.refusals import Refusal
from bedside.core.value import Value, placed
from bedside.session import Holder, Session
from bedside.store.locks import StoreError

if TYPE_CHECKING:
    from bedside.core.deliveries import Outbox
    from bedside.core.listing import Listing, VisitListing
    from bedside.core.note import Reader
    from bedside.core.problems import Problems
    from bedside.store.keys.door import Door
    from bedside.store.keys.keyring import Keyring

SETTLING_SECONDS = 2.0

Blob = Mapping[str, object]
"""What opens a running sitting again with a PIN; only the launcher keeps it."""


@placed
class Preferences(Value):
    """What a face has to know of the settings."""

    theme: str = "dark"
    curtain_after: int = 120
    lock_after: int = 0
    author: str = ""
    role: str = ""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limit: int = 0
    """The most characters the record field takes that notes are pasted into; 0 for any number."""


class Desk(Protocol):
    """What a face may ask of the world outside one visit."""

    @property
    def preferences(self) -> Preferences:
        """The settings a face has to know."""

    @property
    def reception(self) -> Reception | None:
        """Where people sign in; nothing where one person uses the account."""

    @property
    def outbox(self) -> Outbox | None:
        """What waits to be delivered; nothing where the site sends notes nowhere."""

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

    def save(self, session: Session, reader: Reader, form: str) -> m.Deliver:
        """Save one of the texts of a signed visit as a file; OSError where that cannot be done."""

    def print(self, session: Session, reader: Reader) -> m.Deliver:
        """Open a text as a page that can be printed; OSError where that cannot be done."""

    def finish(self, visit: str, task: str, by: str) -> Refusal | Holder | None:
        """Say who has done a follow-up; nothing once that is recorded, OSError if it cannot be."""


class Rooms(Protocol):
    """What a reception needs of the desk that it stands at."""

    def admit(self, keyring: Keyring | None) -> None:
        """From now on visits open with this keyring; with none, no visit opens."""

    def resume(self, visit: str, take_over: bool = False) -> Session | Holder:
        """Go on with a visit, or say who holds it."""

    def begun_at(self) -> Mapping[str, int]:
        """Return when each visit that opens only for others was begun, in UTC milliseconds."""

    def last_used(self) -> str:
        """Return the id of the checklist that the newest visit here follows; "" for none."""


class Reception:
    """Who is there, and what passes between colleagues. What keeps somebody out is a `Barred`."""

    def __init__(self, door: Door, rooms: Rooms) -> None:
        """Receive people at this door, for these rooms; nobody is signed in yet."""
        self._door, self._rooms = door, rooms
        self._turn = threading.Lock()

    @property
    def me(self) -> Colleague | None:
        """Who is signed in."""
        return self._door.me

    @property
    def is_emergency(self) -> bool:
        """Whether a visit is open without anybody signed in."""
        return self._door.keyring is not None and self._door.me is None

    @property
    def must_choose(self) -> bool:
        """Whether who signed in has a passphrase that somebody else gave."""
        return self._door.must_choose

    def clinic(self) -> str:
        """Return what the clinic is called; "" where its file is not what it signed."""
        return "" if self.trouble() else self._door.clinic_name()

    def trouble(self) -> Barred | None:
        """Return why nobody can sign in now; nothing where all is well."""
        try:
            return self._door.trouble()
        except StoreError as error:
            return Barred(Bar.CHANGED, str(error))

    def people(self) -> tuple[Colleague, ...]:
        """Return everybody who can sign in, by name; nobody where the list was changed."""
        return () if self.trouble() else self._door.people()

    def colleagues(self) -> tuple[Colleague, ...]:
        """Return everybody but who is signed in."""
        return tuple(one for one in self.people() if self.me is None or one.id != self.me.id)

    def read_lately(self) -> int:
        """Return when a visit was read here in an emergency within a day (UTC ms); 0 for not."""
        try:
            return self._door.read_lately()
        except StoreError:
            return 0

    def meant(self, who: str) -> Colleague | Barred:
        """Return whom a typed name or a scanned badge means."""
        trouble = self.trouble()
        if trouble is not None:
            return trouble
        return self._door.meant(who)

    def whose(self, blob: Blob) -> Colleague | None:
        """Return whose PIN opens the sitting again."""
        try:
            return self._door.person(str(blob.get("person", "")))
        except StoreError:
            return None

    def sign_in(self, who: str, phrase: str) -> Colleague | Barred:
        """Sign somebody in; takes as long as Argon2id does, so never on an event loop."""
        return self._let_in(lambda: self._door.sign_in(who, phrase))

    def unlock(
        self, blob: Blob, pin: str, keep: Callable[[dict[str, object] | None], None]
    ) -> Colleague | Barred:
        """Sign in again by PIN; `keep` is told of each try before it is made. Takes as long."""
        return self._let_in(lambda: self._door.quick_open(blob, pin, keep))

    def quick(self, pin: str) -> Blob | Barred:
        """Return what opens this sitting again with a PIN. Takes as long as signing in."""
        return self._door.quick(pin)

    def quick_again(self, blob: Blob) -> Blob:
        """Return it as it should be kept from the moment of a lock."""
        return self._door.quick_again(blob)

    def begin_emergency(self) -> None:
        """Let a visit begin without anybody; nothing that is kept here can be read that way."""
        with self._turn:
            self._rooms.admit(self._door.emergency())

    def sign_out(self) -> None:
        """Let nobody be signed in. Waits for the disk."""
        self.leaving()()

    def leaving(self) -> Callable[[], None]:
        """Return what lets nobody be signed in, on any thread; who comes in next waits for that."""
        self._turn.acquire()

        def leave() -> None:
            try:
                self._rooms.admit(None)
                self._door.sign_out()
            finally:
                self._turn.release()

        return leave

    def last_used(self) -> str:
        """Return the checklist that an emergency visit most likely follows; "" for none."""
        return self._rooms.last_used()

    def is_me(self, phrase: str) -> Barred | None:
        """Return why this is not the passphrase of who is signed in. Takes as long."""
        try:
            return self._door.is_me(phrase)
        except StoreError as error:
            return Barred(Bar.CHANGED, str(error))

    def is_mine(
        self, blob: Blob, pin: str, keep: Callable[[dict[str, object] | None], None]
    ) -> Barred | None:
        """Return why this is not the PIN of who is signed in; `keep` is as for `unlock`."""
        return self._door.is_mine(blob, pin, keep)

    def offered(self) -> str:
        """Return four words that can be taken as a passphrase."""
        return self._door.offered()

    def weakness(self, phrase: str) -> Barred | None:
        """Return why a passphrase is too weak."""
        return self._door.weakness(phrase)

    def choose(self, new: str) -> Barred | None:
        """Give who signed in with somebody else's passphrase one of their own. Takes as long."""
        try:
            return self._door.choose(new)
        except StoreError as error:
            return Barred(Bar.CHANGED, str(error))

    def set_passphrase(self, old: str, new: str) -> Barred | None:
        """Give who is signed in another passphrase. Takes three times as long as signing in."""
        return self._door.set_passphrase(old, new)

    def vouched(self, who: str, phrase: str, visit: str) -> Colleague | Barred:
        """Return who signs a visit too, not signed in by that, if it is theirs. Takes as long."""
        try:
            return self._door.vouch(who, phrase, visit)
        except StoreError as error:
            return Barred(Bar.CHANGED, str(error))

    def waiting(self) -> tuple[Waiting, ...]:
        """Return what waits for who is signed in, what a colleague hands over first."""
        if self.me is None:
            return ()
        begun = self._rooms.begun_at()
        offers = [
            Waiting(Kind.OFFER, one.visit, one.by.text(), one.opened, one.utc)
            for one in self._door.offers()
        ]
        claims = [
            Waiting(Kind.CLAIM, visit, begun=begun[visit])
            for visit in self._door.unclaimed()
            if visit in begun
        ]
        read = [
            Waiting(Kind.OPENING, one.visit, at=one.utc, why=one.reason)
            for one in self._door.openings()
        ]
        return (*offers, *claims, *read)

    def offered_to(self, visit: str) -> Colleague | None:
        """Return to whom a visit is offered, as long as they have not answered."""
        return next((one.by for one in self._door.given() if one.visit == visit), None)

    def hand_on(self, session: Session, to: Colleague) -> Barred | Refusal | None:
        """Offer a visit to a colleague, and tell it in the visit."""
        return self.offer(session, to) or _refusal(session.do(m.HandOn(to.name, to.role)))

    def offer(self, session: Session, to: Colleague) -> Barred | Refusal | None:
        """Offer a visit to a colleague; it is still to be told in the visit. Waits for the disk."""
        session.settle(SETTLING_SECONDS)  # the key of one just begun has to be in the book
        refused = session.refused(m.HandOn(to.name, to.role))
        return refused or self._door.offer(session.visit.id, to.id)

    def keep_back(self, session: Session) -> Refusal | None:
        """Take an offer back, and tell it in the visit."""
        self.withdraw(session)
        return _refusal(session.do(m.HandOn("")))

    def withdraw(self, session: Session) -> None:
        """Take an offer back; it is still to be told in the visit. Waits for the disk."""
        self._door.withdraw(session.visit.id)

    def decline(self, visit: str) -> None:
        """Leave an offered visit with who offered it. Waits for the disk."""
        self._door.decline(visit)

    def told(self, visit: str) -> None:
        """Keep in mind that somebody knows that a visit of theirs was read. Waits for the disk."""
        self._door.told(visit)

    def take(self, waiting: Waiting) -> Session | Holder | Barred:
        """Take on a visit that is offered, or claim it; then open it. KeyError if it is gone."""
        accepts = waiting.what is Kind.OFFER
        barred = self._door.accept(waiting.visit) if accepts else self._door.claim(waiting.visit)
        opened = barred or self._rooms.resume(waiting.visit)
        if accepts and isinstance(opened, Session):
            opened.take_back()
        return opened

    def receive(self, session: Session) -> None:
        """Tell in a visit that who opens it has taken it on, unless it is theirs already.

        It is done whenever one is opened: a cut between the key and the event loses nothing. Who
        gave it away only looks: it is taken back by the first thing they change.
        """
        visit, me = session.visit, self.me
        if me is None or visit.signed or visit.opened is None or visit.holder == me.name:
            return
        if visit.is_unclaimed:
            session.do(m.TakeOn(me.name, me.role))
            return
        last = visit.taken[-1] if visit.taken else visit.opened
        giver = (last.by, last.role) if last.by else self._holder(visit.id)
        taking = m.TakeOn(me.name, me.role, *giver)
        if me.name in (visit.opened.by, *(one.by for one in visit.taken)):
            session.taking = taking
        elif giver[0]:
            session.do(taking)

    def _holder(self, visit: str) -> tuple[str, str]:
        """Return who else holds a visit that was begun before people signed in here."""
        others = [one for one in self._door.holders(visit) if one != self.me]
        return (others[0].name, others[0].role) if others else ("", "")

    def _let_in(self, opened: Callable[[], Keyring | Barred]) -> Colleague | Barred:
        """Admit whom the door opens for, once whoever was there before is out."""
        with self._turn:
            try:
                found = opened()
            except StoreError as error:
                return Barred(Bar.CHANGED, str(error))
            if isinstance(found, Barred):
                return found
            self._rooms.admit(found)
            return self.me or Barred(Bar.SIGNED_OUT)


def _refusal(made: object) -> Refusal | None:
    return made if isinstance(made, Refusal) else None
