"""The door of a shared workstation: who comes in, and to whom a visit is passed.

One door stands for one process: nobody is signed in at first, one clinician after `sign_in`, and
locking ends the process. Every change is durable when its call returns. What keeps somebody out
is a `Barred` with its reason; StoreError is raised where the key book cannot be used at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property

from bedside.core.acts import Act
from bedside.core.events import Moment
from bedside.core.people import Bar, Barred, Colleague, Offer, Opening
from bedside.store.audit.entering import Entering
from bedside.store.keys import openings, passing, passphrase, pin, tries
from bedside.store.keys.book import KeyBook
from bedside.store.keys.clinic import (
    Clinic,
    ClinicChanged,
    is_shared,
    put_back,
    read_clinic,
)
from bedside.store.keys.founding import take_over
from bedside.store.keys.people import People, Person
from bedside.store.keys.proving import Proving
from bedside.store.keys.rings import EmergencyKeyring, PersonKeyring
from bedside.store.keys.without import emergency_ring
from bedside.store.moments import now
from bedside.store.paths import Places

__all__ = ["Door", "is_shared"]


class Door:
    """Who may come in here. Whatever is asked of it for somebody is for who is signed in."""

    def __init__(self, places: Places, clock: Callable[[], Moment] = now) -> None:
        """Stand before the visits of these folders; nobody is signed in."""
        self.book = KeyBook(places.keys)
        self.keyring: PersonKeyring | EmergencyKeyring | None = None
        """What the store is opened with; nothing before somebody signed in or begins without."""
        self.must_choose = False
        """Whether who signed in has a passphrase that somebody else gave."""
        self._places, self._clock = places, clock
        self._proving = Proving(self.book, clock)
        self.entering = Entering(
            places, lambda: self.keyring or EmergencyKeyring(self.clinic, ()), clock
        )  # the first key of a new log is sealed for recovery, where nobody is signed in

    @cached_property
    def clinic(self) -> Clinic:
        """The clinic. ClinicChanged where its file is not what it signed."""
        return read_clinic(self._places.clinic, self._remembered("fingerprint").decode())

    @property
    def roll(self) -> People:
        """The clinicians as they are kept."""
        return People(self.book, self.clinic)

    def trouble(self) -> Barred | None:
        """Return what was changed by hand, so that nobody can sign in; nothing if all is well."""
        try:
            self.roll.every()
        except ClinicChanged as changed:
            return Barred(Bar.CHANGED, str(changed))
        return None

    def was_shared(self) -> bool:
        """Whether a clinic was set up with this key book, wherever its file is now."""
        return bool(self._remembered("fingerprint"))

    def lock_after(self) -> int:
        """Return after how many seconds without a key the screen locks."""
        return self.clinic.lock_after

    def fingerprint(self) -> str:
        """Return the letters that stand for the clinic's keys."""
        return self.clinic.fingerprint

    def clinic_name(self) -> str:
        """Return what the clinic is called."""
        return self.clinic.name

    @property
    def me(self) -> Colleague | None:
        """Who is signed in."""
        return self.keyring.me if isinstance(self.keyring, PersonKeyring) else None

    def people(self) -> tuple[Colleague, ...]:
        """Return every active clinician, by name."""
        return tuple(person.colleague() for person in self.roll.active())

    def person(self, id_: str) -> Colleague | None:
        """Return a clinician by id, a retired one too."""
        return next((one.colleague() for one in self.roll.every() if one.id == id_), None)

    def meant(self, name_or_badge: str) -> Colleague | Barred:
        """Return who is meant by a name, an id or a badge; why nobody who can sign in is."""
        person = self._meant(name_or_badge)
        return person if isinstance(person, Barred) else person.colleague()

    def sign_in(self, name_or_badge: str, phrase: str) -> PersonKeyring | Barred:
        """Sign somebody in, or say why not; takes as long as Argon2id does."""
        try:
            person = self._meant(name_or_badge)
            opened = person if isinstance(person, Barred) else self._opened(person, phrase)
        except ClinicChanged as changed:
            return Barred(Bar.CHANGED, str(changed))
        if isinstance(opened, Barred):
            known = "" if isinstance(person, Barred) else person.id
            self.entering(Act.SIGN_IN_REFUSED, known)
            return opened
        self.keyring = opened
        self.enter(Act.SIGNED_IN)
        self.must_choose = self.roll.is_given(self._own())
        self._take_rest_of_solo(opened)
        return opened

    def vouch(self, name_or_badge: str, phrase: str, visit: str = "") -> Colleague | Barred:
        """Return who proves, beside whoever is signed in, who they are; or why they do not.

        Not with a passphrase that somebody else gave, and so knows. Takes as long as signing in.
        """
        person = self._meant(name_or_badge)
        if isinstance(person, Barred):
            self.entering(Act.SIGN_IN_REFUSED)
            return person
        opened = self._opened(person, phrase)
        if isinstance(opened, Barred):
            self.entering(Act.SIGN_IN_REFUSED, person.id)
            return opened
        if self.roll.is_given(person):
            return Barred(Bar.GIVEN, person.name)
        self.entering(Act.VOUCHED, person.id, visit)
        return person.colleague()

    def wait(self, name_or_badge: str) -> int:
        """Return for how many seconds a passphrase would not be tried yet; 0 for none."""
        person = self._meant(name_or_badge)
        return 0 if isinstance(person, Barred) else tries.wait(self.book, person.id, self._clock())

    def sign_out(self) -> None:
        """Let nobody be signed in. Memory is only cleared by the end of the process."""
        self.enter(Act.SIGNED_OUT)
        self.keyring, self.must_choose = None, False

    def offered(self) -> str:
        """Return four words that somebody can take as their passphrase."""
        return passphrase.offered()

    def weakness(self, phrase: str) -> Barred | None:
        """Return why a passphrase is too weak, for who is signed in."""
        known = (self.me.name, self.me.role) if self.me else ()
        return passphrase.weakness(phrase, self.clinic.name, *known)

    def set_passphrase(self, old: str, new: str) -> Barred | None:
        """Give who is signed in another passphrase; the old one is asked again."""
        wrong = self.is_me(old) or self.weakness(new)
        if wrong:
            return wrong
        if passphrase.plain(old) == passphrase.plain(new):
            return Barred(Bar.SAME)
        self.roll.choose(self._own(), self._ring().private_half(), new)
        self.must_choose = False
        self.enter(Act.PASSPHRASE_CHANGED)
        return None

    def choose(self, new: str) -> Barred | None:
        """Give who signed in with somebody else's passphrase one of their own; once."""
        if not self.must_choose:
            return Barred(Bar.SIGNED_OUT)
        weak = self.weakness(new)
        if weak is None and self.roll.opened(self._own(), new) is not None:
            weak = Barred(Bar.SAME)  # whoever gave it knows it
        if weak is None:
            self.roll.choose(self._own(), self._ring().private_half(), new)
            self.must_choose = False
            self.enter(Act.PASSPHRASE_CHANGED)
        return weak

    def is_me(self, phrase: str) -> Barred | None:
        """Return why this is not the passphrase of who is signed in; wrong tries count."""
        if self.me is None:
            return Barred(Bar.SIGNED_OUT)
        return self._proving.still(self.roll, self._own(), phrase)

    def is_mine(
        self, blob: Mapping[str, object], number: str, keep: Callable[[pin.Blob | None], None]
    ) -> Barred | None:
        """Return why this is not the PIN of who is signed in; `keep` is as for `quick_open`."""
        found = pin.unlocked(blob, number, self._clock(), keep)
        if not isinstance(found, Barred) and self.me is not None and self.me.id == found.person:
            return self.enter(Act.QUICK_UNLOCK)
        self.entering(Act.SIGN_IN_REFUSED)
        return found if isinstance(found, Barred) else Barred(Bar.PIN_GONE)

    def offer(self, visit: str, to: str) -> Barred | None:
        """Offer a visit to a colleague, who has to accept it."""
        receiver = next((one for one in self.roll.every() if one.id == to), None)
        if self.me is None or receiver is None:
            return Barred(Bar.SIGNED_OUT if self.me is None else Bar.UNKNOWN)
        barred = passing.offer(self.book, self._ring(), visit, receiver, self._clock().utc)
        return self.enter(Act.OFFERED, visit, barred)

    def withdraw(self, visit: str) -> None:
        """Take an own offer back; one that was accepted meanwhile stays so."""
        self._take_back(visit)

    def given(self) -> tuple[Offer, ...]:
        """Return own offers that nobody has answered; each names its receiver."""
        return passing.offers(self.book, self._known(), giver=self.me.id) if self.me else ()

    def offers(self) -> tuple[Offer, ...]:
        """Return what colleagues offer; each names its giver."""
        return passing.offers(self.book, self._known(), receiver=self.me.id) if self.me else ()

    def accept(self, visit: str) -> Barred | None:
        """Accept an offered visit: it opens from now on."""
        if self.me is None:
            return Barred(Bar.SIGNED_OUT)
        barred = passing.accept(self.book, self._ring(), visit, self._clock().utc)
        return self.enter(Act.ACCEPTED, visit, barred)

    def decline(self, visit: str) -> None:
        """Leave an offered visit with who offered it."""
        self._take_back(visit)

    def holders(self, visit: str) -> tuple[Colleague, ...]:
        """Return whose keys open a visit: who began it first, then as it was passed on."""
        known = self._known()
        return tuple(known[id_] for id_ in passing.holders(self.book, visit) if id_ in known)

    def unclaimed(self) -> tuple[str, ...]:
        """Return the emergency visits that wait for somebody to claim them, the newest first."""
        return passing.unclaimed(self.book, self.me.id) if self.me else ()

    def claim(self, visit: str) -> Barred | None:
        """Claim an emergency visit; the first to do so keeps it."""
        if self.me is None:
            return Barred(Bar.SIGNED_OUT)
        barred = passing.claim(self.book, self._ring(), visit)
        if barred and barred.why is Bar.TAKEN:
            by = self.person(barred.about)
            return Barred(Bar.TAKEN, by.name if by else "")
        return self.enter(Act.CLAIMED, visit, barred)

    def emergency(self) -> EmergencyKeyring:
        """Let nobody begin a visit: it can be written, and claimed later; nothing can be read.

        ClinicChanged where neither the clinic's file nor its copy is whole.
        """
        path, remembered = self._places.clinic, self._remembered("file")
        self.keyring = emergency_ring(lambda: self.clinic, path, self.book, remembered)
        return self.keyring

    def restore(self) -> bool:
        """Put the clinic's file back as it was signed; say whether that was needed and done."""
        known = self._remembered("fingerprint").decode()
        return put_back(self._places.clinic, known, self._remembered("file"))

    def quick(self, number: str) -> pin.Blob | Barred:
        """Return what opens the running session again with a PIN, for the launcher's memory."""
        if self.me is None:
            return Barred(Bar.SIGNED_OUT)
        refused = pin.refusal(number)
        return refused or pin.locked(self.me.id, self._ring().private_half(), number, self._clock())

    def quick_again(self, blob: Mapping[str, object]) -> pin.Blob:
        """Return the blob as it should lie with the launcher from the moment of a lock."""
        return pin.renewed(blob, self._clock())

    def quick_open(
        self, blob: Mapping[str, object], number: str, keep: Callable[[pin.Blob | None], None]
    ) -> PersonKeyring | Barred:
        """Sign in again by PIN, or say why not.

        `keep` is called before the PIN is tried, with the blob with one try less or with nothing
        where it is used up, and again with all its tries after the right one.
        """
        found = pin.unlocked(blob, number, self._clock(), keep)
        if isinstance(found, Barred):
            self.entering(Act.SIGN_IN_REFUSED)
            return found
        person = next((one for one in self.roll.active() if one.id == found.person), None)
        if person is None:
            return Barred(Bar.PIN_GONE)
        self.keyring = PersonKeyring(self.clinic, person, found.private)
        self.enter(Act.QUICK_UNLOCK)
        return self.keyring

    def enter(self, act: Act, visit: str = "", barred: Barred | None = None) -> Barred | None:
        """Enter into the log what who is signed in has done, unless it was barred; return that."""
        if barred is None:
            self.entering(act, self.me.id if self.me else "", visit)
        return barred

    def openings(self) -> tuple[Opening, ...]:
        """Return emergency readings of own visits of which nobody has told yet."""
        return openings.openings(self.book, self._ring()) if self.me else ()

    def told(self, visit: str) -> None:
        """Keep in mind that who is signed in was told of the readings of a visit."""
        if self.me:
            openings.told(self.book, self.me.id, visit)

    def read_lately(self) -> int:
        """Return when a visit was read here in an emergency within a day (UTC ms); 0 for not."""
        return openings.read_lately(self.book, self._clock().utc)

    def _remembered(self, name: str) -> bytes:
        """Return what the key book remembers of the clinic under a name; nothing for nothing."""
        with self.book.reading() as connection:
            row = connection.execute("SELECT body FROM clinic WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def _meant(self, who: str) -> Person | Barred:
        found = self.roll.find(who)
        if isinstance(found, str):
            return self.roll.called(who) or Barred(Bar.UNKNOWN, found)
        return found if found.active else Barred(Bar.RETIRED, found.name)

    def _opened(self, person: Person, phrase: str) -> PersonKeyring | Barred:
        """Return a person's keyring; the try counts as wrong before it is made."""
        private = self._proving.opened(self.roll, person, phrase)
        if isinstance(private, Barred):
            return private
        return PersonKeyring(self.clinic, person, private)

    def _ring(self) -> PersonKeyring:
        if not isinstance(self.keyring, PersonKeyring):
            raise TypeError("nobody is signed in")
        return self.keyring

    def _own(self) -> Person:
        return next(one for one in self.roll.every() if one.id == self._ring().person)

    def _known(self) -> Mapping[str, Colleague]:
        return {one.id: one.colleague() for one in self.roll.every()}

    def _take_back(self, visit: str) -> None:
        if self.me and passing.take_back(self.book, self.me.id, visit):
            self.enter(Act.DECLINED, visit)

    def _take_rest_of_solo(self, ring: PersonKeyring) -> None:
        """Take visits over that another window still kept for the account alone."""
        if self._places.key_file.exists() and ring.me.keeper:
            take_over(self._places, self.book, ring)
