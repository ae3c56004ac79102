"""Which face a visit gets: full-screen, or plain lines where a screen would not serve."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit

if TYPE_CHECKING:
    from bedside.session import Session


def face_arguments(parser: ArgumentParser) -> None:
    """Add what every command that opens a face takes."""
    parser.add_argument("--plain", action="store_true", help="one question at a time, line by line")
    checklists_argument(parser)


def checklists_argument(parser: ArgumentParser) -> None:
    """Add the folder of checklists that is searched before all others."""
    parser.add_argument(
        "--checklists", type=Path, metavar="DIR", help="search this folder of checklists first"
    )


def wants_plain(args: Namespace, environ: Mapping[str, str]) -> bool:
    """Whether lines serve better than a screen: asked for, needed, or there is no screen."""
    if args.plain or environ.get("ACCESSIBLE") or environ.get("TERM") == "dumb":
        return True
    return not (sys.stdin.isatty() and sys.stdout.isatty())


def walk_plain(desk: Desk, session: Session) -> Exit:
    """Walk a visit line by line on standard input and output."""
    from bedside.plain.talk import Talk
    from bedside.plain.walker import Walker

    clinician = desk.loaded.settings.clinician
    walker = Walker(session, Talk(sys.stdin, sys.stdout), (clinician.name, clinician.role))
    saved = walker.run()
    return ended(desk, saved)


def ended(desk: Desk, saved: bool) -> Exit:
    """Stop the writer; Ended if anything was not saved by then."""
    if not desk.store.close() or not saved:
        raise Ended(Exit.UNAVAILABLE, f"not everything could be saved in {desk.places.visits}.")
    return Exit.FINE


def use_utf8() -> None:
    """Read and write UTF-8 on pipes, whatever the locale says; everywhere odd bytes become marks.

    A terminal keeps its own encoding, but a letter it sends or cannot show must end no talk.
    """
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
