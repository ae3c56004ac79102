"""A shared workstation whose names are hostile, what waits there, and what it says in lines."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from bedside.cli.desk import Desk
from bedside.cli.main import main
from bedside.core import moves as m
from bedside.core.people import Opening
from bedside.plain.keyboard import Away
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.reception import Reception
from bedside.session import Session
from bedside.store.keys import passphrase
from bedside.store.keys.openings import note_opening
from bedside.store.moments import now
from bedside.store.paths import find_places
from bedside.tui.literal import literal
from tests.campaigns.laced import Lace
from tests.cli.sitting import Answers, Keyboard, Screen
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.worlds import UNCERTAINTY

_CHEAP = passphrase.Strength(memory=64, passes=1, lanes=1)
_LISTING = (("clinician", "list"), ("clinician", "list", "--json"), ("site", "show"), ("doctor",))
"""Commands that need nobody to sign in."""


class Laces(NamedTuple):
    """What becomes of names as they are kept, of what is typed in sight, and of what is not."""

    named: Lace
    seen: Lace
    unseen: Lace


class Ward:
    """A clinic whose first clinician takes a passphrase and a PIN of their own on the tour."""

    def __init__(self, folder: Path, laces: Laces, phrase: str, pin: str) -> None:
        """Set it up in the home there is, with visits that wait: offered, to claim, and read."""
        self.lace, self.hidden, self.pin = laces.seen, laces.unseen, pin
        self.phrase = literal(phrase)  # a field takes nothing else
        self.site = SharedSite(find_places(os.environ), folder / "stick", laces.named)
        self.desk = Desk()
        people = {one.id: one for one in self.site.roster.people.every()}
        self.names = {name: people[id_].name for name, id_ in self.site.ids.items()}
        self._waits()

    @property
    def reception(self) -> Reception:
        """Where people sign in."""
        assert self.desk.reception is not None
        return self.desk.reception

    def anew(self) -> None:
        """Let the process that comes after a lock stand at the desk."""
        self.close()
        self.desk = Desk()

    def close(self) -> None:
        """Let go of the store."""
        if "store" in vars(self.desk):
            self.desk.store.close()

    def number(self, name: str) -> int:
        """Return where somebody stands in the list of those who can sign in."""
        order = [one.id for one in self.site.roster.people.active()]
        return order.index(self.site.ids[name]) + 1

    def begun(self) -> Session:
        """Begin a visit in which something was written."""
        begun = self.desk.begin(UNCERTAINTY)
        assert isinstance(begun, Session), begun
        begun.do(m.Jot(self.lace("to self")))
        return begun

    def hand_over(self) -> None:
        """Have the colleague offer the first clinician a visit."""
        self.reception.sign_in(self.site.ids[COLLEAGUE], PHRASE)
        offered = self.begun()
        (keeper,) = [one for one in self.reception.people() if one.id == self.site.ids[KEEPER]]
        assert self.reception.hand_on(offered, keeper) is None
        offered.close()

    def read_in_emergency(self) -> None:
        """Have a visit of the first clinician read by recovery, for a reason that they are told."""
        people = self.site.roster.people.active()
        (keeper,) = [one for one in people if one.id == self.site.ids[KEEPER]]
        known = self.begun()
        known.close()
        read = Opening(known.visit.id, now().utc, self.lace("why"))
        note_opening(self.site.book, self.site.clinic, (keeper,), read)

    def _waits(self) -> None:
        self.hand_over()
        self.reception.begin_emergency()
        self.begun().close()
        self.reception.sign_in(self.site.ids[KEEPER], PHRASE)
        self.read_in_emergency()
        self.reception.sign_out()


@contextmanager
def ward(folder: Path, laces: Laces, phrase: str, pin: str) -> Iterator[Ward]:
    """Set a clinic up in the home there is, at no cost of a passphrase; it is closed afterwards."""
    with mock.patch.object(passphrase, "STRENGTH", _CHEAP):
        made = Ward(folder, laces, phrase, pin)
        try:
            yield made
        finally:
            made.close()


def in_lines(ward: Ward) -> Iterator[tuple[str, str]]:
    """Return what the plain face and the commands say, each with a name, to those who sign in."""
    yield "over lines", _handed_over_lines(ward)
    ward.reception.sign_in(ward.site.ids[KEEPER], ward.phrase)
    ward.read_in_emergency()
    ward.close()
    me: Answers = [("Your name", ward.site.ids[KEEPER]), ("Passphrase", ward.phrase)]
    left = [("Take it?", ""), ("Claim it?", "")]
    for arguments, more in (
        (("visits", "--all"), []),
        (("take",), left),
        (("hand", "last", ward.lace(f"{COLLEAGUE}s")), []),
        (("note", "last"), []),
    ):
        yield " ".join(arguments[:2]), _sat(arguments, [*me, *more])
    for listing in _LISTING:
        yield " ".join(listing), _sat(listing, ())


def _handed_over_lines(ward: Ward) -> str:
    """Offer a visit, take it back, offer it again, and try to sign it, as the colleague."""
    ward.anew()
    ward.reception.sign_in(ward.site.ids[COLLEAGUE], PHRASE)
    order = [one.id for one in ward.reception.colleagues()]
    keeper = str(order.index(ward.site.ids[KEEPER]) + 1)
    offer, typed = ("/hand", keeper), ward.lace(f"{COLLEAGUE}s").splitlines()[0]
    lines = ("", f"/hand {typed}", *offer, "/hand", "1", *offer, "/rest", "5")
    sign = ("/sign", "-", ward.hidden("not mine").splitlines()[0], "/lock")
    out = io.StringIO()
    talk = Talk(io.StringIO("\n".join((*lines, *sign)) + "\n"), out)
    with suppress(Away):
        Walker(ward.begun(), talk, ward.desk.author, ward.reception).run()
    return out.getvalue()


def _sat(arguments: Sequence[str], answers: Answers) -> str:
    """Run a command at a terminal, and return all that it showed and printed."""
    screen, out = Screen(), io.StringIO()
    keyboard = Keyboard(answers, screen)
    with (
        mock.patch.object(sys, "stdin", keyboard),
        mock.patch.object(sys, "stderr", screen),
        mock.patch.object(sys, "stdout", out),
        mock.patch("getpass.getpass", keyboard.unseen),
    ):
        main(list(arguments))
    assert not keyboard.left, f"never asked: {keyboard.left}\n{screen.getvalue()}"
    return screen.getvalue() + out.getvalue()
