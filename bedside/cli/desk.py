"""The desk: opens each room when it is first needed, and hands a face what it may ask of them."""

from __future__ import annotations

from collections.abc import Callable
from errno import EIO, ENOENT, EPERM
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.exits import Ended, Exit
from bedside.cli.front import Front
from bedside.cli.keeping import close_delivered, tidy
from bedside.core.problems import Problems
from bedside.core.reasons import reason

if TYPE_CHECKING:
    from bedside.cli.counter import Counter
    from bedside.content.library import Library
    from bedside.core import moves as m
    from bedside.core.answers import Patient
    from bedside.core.checklist import Checklist
    from bedside.core.earlier import Earlier
    from bedside.core.listing import Listing, VisitListing
    from bedside.core.note import Reader
    from bedside.core.refusals import Refusal
    from bedside.reception import Preferences
    from bedside.session import Holder, Session
    from bedside.store.keys.keyring import Keyring
    from bedside.store.store import Store

LEAVING_SECONDS = 0.5
"""How long whoever leaves waits at most for a delivery that is on its way."""


class Desk(Front):
    """One run of bedside. Ended is raised where a room cannot be opened, with why."""

    @cached_property
    def library(self) -> Library:
        """Every checklist that can be found, the nearest first."""
        from bedside.content.library import Folder, Library, shipped

        if self.given is not None and not self.given.is_dir():
            raise Ended(Exit.NOT_FOUND, f"there is no folder {self.given}.")
        folders = [Folder(self.given, "given")] if self.given else []
        own = [Path(name).expanduser() for name in self.loaded.settings.checklists]
        folders += [Folder(path, "yours") for path in (*own, self.places.checklists)]
        folders += [Folder(self.places.site / "checklists", "site"), shipped()]
        return Library(folders, self.cache)

    @cached_property
    def store(self) -> Store:
        """The visits. One that cannot be written ends the command: nothing is pretended saved."""
        from bedside.store.keys.clinic import ClinicChanged
        from bedside.store.keys.keyring import NotYours
        from bedside.store.locks import StoreDamaged, StoreError
        from bedside.store.store import Store

        try:
            store = Store(self.places, self.keyring)
            close_delivered(self, store)
            self._queue_in(store)
            return store
        except StoreDamaged:
            raise
        except (NotYours, ClinicChanged):
            raise
        except StoreError as error:
            message = f"visits cannot be saved here, so nothing was begun. {error}"
            raise Ended(Exit.UNAVAILABLE, message) from error

    def _queue_in(self, store: Store) -> None:
        """Let what is signed be queued in this store.

        A mistake in the settings keeps nobody from reading: whoever could sign is held up by it
        themselves (`_with_settings`), so nothing is signed without its row in the outbox.
        """
        try:
            room = self.outbox
        except Ended:
            return
        if room is not None:
            room.attach(store)

    @cached_property
    def outbox(self) -> Counter | None:
        """What waits to be delivered; nothing where the site sends notes nowhere."""
        if not (self.loaded.settings.destinations or self.loaded.left_out):
            return None
        from bedside.cli.counter import Counter

        return Counter(self)

    @cached_property
    def preferences(self) -> Preferences:
        """What a face has to know of the settings."""
        from bedside.reception import Preferences

        settings = self.loaded.settings
        return Preferences(
            theme=settings.theme,
            curtain_after=settings.curtain_after,
            lock_after=self.lock_after(),
            author=self.author[0],
            role=self.author[1],
            keys=self.loaded.keys,
            limit=settings.limit,
        )

    def admit(self, keyring: Keyring | None) -> None:
        """From now on visits open with this keyring; what waits is delivered for who is there."""
        self.stop_delivering()
        vars(self).pop("outbox", None)
        super().admit(keyring)
        if self.door is not None and self.door.me is not None and self.outbox is not None:
            self.store  # noqa: B018  # made here, and not by two threads at once
            self.outbox.start()

    def look_after(self) -> None:
        """Have the store looked after, and what waits delivered, while a face is open."""
        self.store.look_after()
        if self.outbox is not None and self.door is None:
            self.outbox.start()

    def stop_delivering(self) -> None:
        """Begin no more deliveries; what is on its way has a moment, and keeps nobody here."""
        outbox = vars(self).get("outbox")
        if outbox is not None:
            outbox.stop(LEAVING_SECONDS)

    def listings(self) -> list[Listing]:
        """Return every checklist, broken ones with what is wrong."""
        return self.library.listings()

    def visits(self) -> list[VisitListing]:
        """Return every visit, the newest first."""
        return self.store.listings()

    def checklist(self, id_: str) -> Checklist | Problems:
        """Return a checklist as it is used, by its id; Ended with the nearest if there is none."""
        path = self.library.find(id_)
        if path is None:
            near = self.library.near(id_)
            hint = f"Did you mean {near}?" if near else "bedside list shows every checklist."
            raise Ended(Exit.NOT_FOUND, f"there is no checklist '{id_}'. {hint}")
        try:
            found = self.library.open(path)
        except OSError as error:
            raise Ended(Exit.UNAVAILABLE, f"{path} cannot be opened: {reason(error)}.") from error
        if isinstance(found, Problems) or found.status != "published":
            return found
        from bedside.content.seal import standing

        return standing(found)

    def spoken(self, id_: str, language: str) -> Checklist | Problems:
        """Return a checklist with its words to say in a language; Ended where there are none."""
        from bedside.content.spoken import languages_of, spoken, translation_of
        from bedside.core.languages import language_name

        found = self.checklist(id_)
        if isinstance(found, Problems) or language == found.language:
            return found
        path = translation_of(self.library, id_, language)
        if path is None:
            there = ", ".join(
                f"{tag} ({language_name(tag)})" for tag in languages_of(self.library, id_)
            )
            hint = f"There is: {there}." if there else "It is not translated yet."
            name = language_name(language)
            raise Ended(Exit.NOT_FOUND, f"{id_} has no words to say in {name}. {hint}")
        try:
            return spoken(found, path)
        except OSError as error:
            raise Ended(Exit.UNAVAILABLE, f"{path} cannot be opened: {reason(error)}.") from error

    def begin(self, checklist: str, language: str = "") -> Session | Problems:
        """Begin a visit of a checklist, or say what is wrong with it.

        With a language, what is said aloud is in that language; the note stays in its own.
        """
        from bedside.session import Session

        found = self.spoken(checklist, language) if language else self.checklist(checklist)
        if isinstance(found, Problems):
            return found
        session = Session.begin(self.store, found, self.how_begun())
        tidy(self)
        return self._with_settings(session)

    def resume(self, visit: str, take_over: bool = False) -> Session | Holder:
        """Go on with a visit, or say who holds it."""
        from bedside.session import Session

        if self.outbox is None:
            session = Session.resume(self.store, visit, take_over)
        else:
            session = self.outbox.resumed(visit, take_over)
        tidy(self)
        if isinstance(session, Session):
            self._with_settings(session)
            if self.reception is not None:
                self.reception.receive(session)
        return session

    def finish(self, visit: str, task: str, by: str) -> Refusal | Holder | None:
        """Say who has done a follow-up of a signed visit; nothing where that is recorded.

        OSError, with why, where it cannot be.
        """
        from bedside.core import moves as m
        from bedside.core.refusals import Refusal
        from bedside.session import Session
        from bedside.store.locks import StoreError

        try:
            session = Session.resume(self.store, visit)
        except KeyError:
            raise FileNotFoundError(ENOENT, "this visit is no longer kept here") from None
        except StoreError as error:
            raise OSError(EIO, f"visits cannot be read or saved now, {error}") from error
        if not isinstance(session, Session):
            return session
        made = session.do(m.Finish(task, by))
        failure = session.saving.failure
        if not session.close():
            raise OSError(EIO, session.saving.failure or failure or "it could not be saved")
        return made if isinstance(made, Refusal) else None

    def _with_settings(self, session: Session) -> Session:
        """Return a session that knows what the settings say of earlier visits and of words."""
        session.remember = self._remembered
        session.clinic_words = self.loaded.settings.note_words
        if self.door is not None and self.door.me is not None:
            session.signer = self.door.me.name
        return session

    def _remembered(self, patient: Patient) -> Earlier | None:
        """Return what mattered in the newest signed visit with the same patient that says so.

        Only somebody known by a name and a second identifier is known again: a label may have
        been somebody else's. A store that cannot be read now takes nothing from the talk in hand.
        """
        from bedside.store.locks import StoreError

        if not (self.loaded.settings.recall and patient.name and patient.second):
            return None
        try:
            signed = (one for one in self.visits() if one.is_signed and not one.retracted)
            same = (one.id for one in signed if patient.is_called(one.patient))
            said = (self._said_in(visit, patient) for visit in same)
            return next((earlier for earlier in said if earlier is not None), None)
        except StoreError:
            return None

    def _said_in(self, visit: str, patient: Patient) -> Earlier | None:
        """Return what a visit has to show again; nothing of one that is not what was signed."""
        from bedside.core.earlier import remembered
        from bedside.core.walk import replay
        from bedside.session import is_intact

        try:
            kept = self.store.read(visit)
        except KeyError:
            return None
        if not is_intact(kept):
            return None
        then = replay(kept.checklist, kept.events)
        known = then.record.patient
        return remembered(then) if known and known.second and known.matches(patient) else None

    def visit(self, name: str) -> VisitListing:
        """Return the visit meant by an id, the end of one, or "last"; Ended if there is none.

        The last one is the newest in which something was recorded.
        """
        visits = self.visits()
        if self.door is not None:
            from bedside.cli.signin import refuse_closed

            refuse_closed(self.store, self.door, name)
        if name == "last":
            found = [visit for visit in visits if not visit.is_blank][:1]
        else:
            found = [visit for visit in visits if name and visit.id.endswith(name.upper())]
        if len(found) == 1:
            return found[0]
        if found:
            message = f"{len(found)} visits end in '{name}'; type more of the id."
        else:
            message = f"there is no visit '{name}'. bedside visits lists them."
        raise Ended(Exit.NOT_FOUND, message)

    def copy(self, text: str, send: Callable[[str], None]) -> m.Deliver:
        """Give a text to the clipboard; `send` writes to the terminal where that is the way."""
        from bedside.core import moves as m
        from bedside.deliver.clipboard import copy

        return m.Deliver(how=copy(text, self.environ, send), characters=len(text))

    def save(self, session: Session, reader: Reader, form: str) -> m.Deliver:
        """Save one of the texts of a signed visit as a file; OSError where that cannot be done."""
        from bedside.core import moves as m
        from bedside.deliver.file import name_of, save

        if session.visit.signed is None:
            raise PermissionError(EPERM, "only a signed note leaves")
        if not session.is_intact:
            raise PermissionError(EPERM, "the note is no longer what was signed")
        text = session.text(form, reader)
        path = save(self.places.notes, name_of(session.visit.id, reader, form), text)
        return m.Deliver(how="file", where=str(path), characters=len(text))

    def print(self, session: Session, reader: Reader) -> m.Deliver:
        """Open a text as a page that can be printed; OSError where that cannot be done.

        Where no browser can be asked it is a file, and the receipt says so.
        """
        from bedside.core import moves as m
        from bedside.deliver.page import opened

        saved = self.save(session, reader, "html")
        how = "page" if opened(saved.where, self.environ) else "file"
        return m.Deliver(how, saved.where, saved.characters)
