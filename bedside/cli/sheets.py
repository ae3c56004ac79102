"""Both recovery sheets, typed in from paper: slips are named at once, and the screen is cleared."""

from __future__ import annotations

from bedside.cli.asked import can_ask, wanted, wiped
from bedside.cli.exits import Ended, Exit
from bedside.cli.window import complain
from bedside.core.text import listed
from bedside.store.keys import recovery
from bedside.store.keys.clinic import Clinic
from bedside.store.keys.rings import RecoveryKeyring
from bedside.words import site as said

_ROWS = recovery.GROUPS // recovery.IN_A_ROW


def recovered(clinic: Clinic) -> RecoveryKeyring:
    """Return what both sheets open; Ended, exit 5, where they are not this clinic's."""
    if not can_ask():
        raise Ended(Exit.NOT_ALLOWED, said.SHEETS_TERMINAL)
    try:
        one = _half(1)
        other = _half(2)
        while other.which == one.which:
            complain(said.WRONG_SHEET.format(number=other.which))
            other = _half(2)
        private = recovery.join(one, other, clinic.recovery)
    except recovery.DifferentHalves:
        told = said.DIFFERENT.format(fingerprint=clinic.fingerprint)
        raise Ended(Exit.NOT_ALLOWED, told) from None
    finally:
        wiped()
    return RecoveryKeyring(clinic, private)


def _half(sheet: int) -> recovery.PaperHalf:
    while True:
        try:
            return recovery.typed(" ".join(_row(sheet, row) for row in range(1, _ROWS + 1)))
        except recovery.SlipOfThePen:
            complain(said.SLIPS_OF_SHEET)


def _row(sheet: int, row: int) -> str:
    """Ask for a row until every group of it can have been printed so."""
    while True:
        typed = wanted(said.SHEET_ROW.format(sheet=sheet, row=row))
        slips = recovery.slips_in_row(row, typed)
        if not slips:
            return typed
        noun = "group" if len(slips) == 1 else "groups"
        groups = f"{noun} {listed([str(number) for number in slips])}"
        complain(said.SLIP.format(row=row, groups=groups))
