"""The front of the desk: where bedside keeps its files, the settings in force, and who is there."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bedside.cli.exits import Ended, Exit
from bedside.core.problems import Problems
from bedside.store.cache import NormalForms
from bedside.store.paths import Places, find_places
from bedside.store.settings import Loaded, load_settings

if TYPE_CHECKING:
    from bedside.reception import Reception
    from bedside.session import Begun, Holder, Session
    from bedside.store.keys.door import Door
    from bedside.store.keys.keyring import Keyring
    from bedside.store.store import Store

WithoutSignIn = Literal["never", "asked", "always"]


class Front:
    """What a desk stands on: places, settings, and who is there."""

    def __init__(self, given: Path | None = None, environ: Mapping[str, str] | None = None) -> None:
        """Use this environment and, before all others, the folder of checklists given."""
        self.given = given
        self.environ = os.environ if environ is None else environ
        self.without_sign_in: WithoutSignIn = "never"
        """Whether a visit may begin without anybody signed in: never, if asked for, or always."""

    @cached_property
    def places(self) -> Places:
        """Where bedside keeps its files."""
        return find_places(self.environ)

    @cached_property
    def cache(self) -> NormalForms:
        """What was read before."""
        return NormalForms(self.places.cache)

    @cached_property
    def loaded(self) -> Loaded:
        """The settings in force; broken ones end the command with their findings."""
        found = load_settings(self.places, self.environ, self.cache)
        if isinstance(found, Problems):
            from bedside.cli.findings import shown
            from bedside.cli.window import columns

            told = shown(found.findings, width=columns(sys.stderr))
            raise Ended(Exit.USAGE, f"the settings have to be mended first.\n{told}")
        return found

    @cached_property
    def door(self) -> Door | None:
        """Where people sign in, on a shared workstation; nothing on one's own."""
        if not self.places.is_shared:
            return None
        from bedside.store.keys.door import Door

        return Door(self.places)

    @cached_property
    def keyring(self) -> Keyring:
        """What opens the visits: the account's own key, or that of who signs in on the terminal.

        A face that has its own page to sign in at gives the keyring before it asks for a visit.
        """
        from bedside.store.keys.book import remembers_clinic
        from bedside.store.keys.keyring import SoloKeyring

        if self.door is None and not remembers_clinic(self.places.keys):
            return SoloKeyring(self.places.key_file)
        from bedside.cli.signin import keyring_for

        return keyring_for(self)

    @property
    def author(self) -> tuple[str, str]:
        """The name and role that stand under a note: of who signed in, or as the settings say."""
        if self.door is not None:
            me = self.door.me
            return (me.name, me.role) if me else ("", "")
        clinician = self.loaded.settings.clinician
        return clinician.name, clinician.role

    @cached_property
    def reception(self) -> Reception | None:
        """Where people sign in and visits are passed on; nothing on one's own workstation."""
        if self.door is None:
            return None
        from bedside.reception import Reception

        return Reception(self.door, self)

    def admit(self, keyring: Keyring | None) -> None:
        """From now on visits open with this keyring; with none, no visit opens.

        Whoever calls this has a page of its own to sign in at: nothing is asked on the terminal.
        """
        from bedside.store.keys.keyring import NobodysKeyring

        store = vars(self).pop("store", None)
        if store is not None:
            store.close()
        for known in ("keyring", "preferences"):
            vars(self).pop(known, None)
        nobody: Keyring = NobodysKeyring()
        self.keyring = keyring or nobody

    @cached_property
    def store(self) -> Store:
        """The visits, as far as the keyring opens them."""
        raise NotImplementedError

    def resume(self, visit: str, take_over: bool = False) -> Session | Holder:
        """Go on with a visit, or say who holds it."""
        raise NotImplementedError

    def begun_at(self) -> Mapping[str, int]:
        """Return when each visit that opens only for others was begun, in UTC milliseconds."""
        return {one.id: one.opened for one in self.store.closed()}

    def last_used(self) -> str:
        """Return the id of the checklist that the newest visit here follows; "" for none."""
        return self.store.last_used()

    def how_begun(self) -> Begun:
        """Return how a visit begins here: whose it is, and what the site asks."""
        from bedside.session import Begun

        name, role = self.author
        by = name if self.door is not None else ""
        is_emergency = self.door is not None and self.door.me is None
        return Begun(role, self.loaded.settings.patient, by, is_emergency)

    def lock_after(self) -> int:
        """Return the seconds until the lock: the clinic's, unless somebody wants it sooner."""
        own = self.loaded.settings.lock_after
        if self.door is None:
            return own
        from bedside.store.locks import StoreError

        try:
            clinics = self.door.lock_after()
        except StoreError:  # a changed file is told on the page to sign in at
            from bedside.store.keys.clinic import LOCK_AFTER as clinics  # noqa: N811
        return min(own, clinics) if own else clinics
