"""Saying which destinations a mistake in the settings leaves out, with each mistake at its line."""

from __future__ import annotations

import sys

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.findings import shown
from bedside.cli.window import columns, complain
from bedside.words import outbox as said


def say_left_out(desk: Desk, otherwise: Exit = Exit.FINE) -> Exit:
    """Say it with what is wrong; return the code of a mistake in the settings, or the other one."""
    left_out = desk.loaded.left_out
    if not left_out:
        return otherwise
    file = desk.places.site_settings
    complain(said.LEFT_OUT.format(names=", ".join(left_out), file=file))
    found = [one for wrong in left_out.values() for one in wrong]
    complain(shown(found, width=columns(sys.stderr)).rstrip("\n"))
    return Exit.USAGE
