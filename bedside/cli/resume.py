"""`bedside resume [VISIT]`: go on with a visit where it was left."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import face_arguments, use_utf8, walk_plain, wants_plain
from bedside.core.listing import VisitListing

if TYPE_CHECKING:
    from bedside.session import Holder


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "visit", nargs="?", help="its id or the end of it; without one, the newest open visit"
    )
    parser.add_argument(
        "--take-over", action="store_true", help="take the visit over from another window"
    )
    face_arguments(parser)


def run(args: Namespace) -> int:
    """Say whose visit it is and when it was left; then open it."""
    desk = Desk(args.checklists)
    if args.seat is not None and args.seat.is_back:  # whose it is was asked before
        from bedside.cli.screen import open_screen

        return open_screen(desk, seat=args.seat)
    if desk.reception is not None and not wants_plain(args, desk.environ):
        from bedside.cli.screen import open_screen

        return open_screen(desk, visit=args.visit or "last", seat=args.seat)
    is_plain = wants_plain(args, desk.environ)
    if is_plain:
        use_utf8()  # before anything is read: who signs in types too
    visit = _newest(desk) if args.visit is None else desk.visit(args.visit)
    if visit.is_signed:
        hint = f"bedside note {visit.id} prints it."
        raise Ended(Exit.NOT_FOUND, f"visit {visit.id} is signed. {hint}")
    if is_plain:
        return _plain(desk, visit, args.take_over)
    from bedside.cli.screen import open_screen

    return open_screen(desk, visit=visit.id, seat=args.seat)


def _newest(desk: Desk) -> VisitListing:
    open_ = [v for v in desk.visits() if not (v.is_signed or v.is_blank)]
    if not open_:
        raise Ended(Exit.NOT_FOUND, "there is no open visit.")
    return max(open_, key=lambda visit: visit.touched.utc)


def _plain(desk: Desk, visit: VisitListing, take_over: bool) -> Exit:
    from bedside.plain.talk import EndOfInput, Talk
    from bedside.session import Holder

    talk = Talk(sys.stdin, sys.stdout)
    left = words.ago(visit.touched.local(), datetime.now(UTC))
    whose = visit.patient or "nobody named yet"
    talk.say(f"Visit with: {whose}. {visit.title}. Left {left}. Visit {visit.id}.")
    try:
        if talk.ask("Press Enter to open it, or type anything to leave it."):
            return Exit.FINE
        session = desk.resume(visit.id, take_over)
        if isinstance(session, Holder):
            talk.say(held_text(session))
            if talk.ask("Type take to take it over, or Enter to leave it.") != "take":
                return Exit.FINE
            session = desk.resume(visit.id, take_over=True)
    except EndOfInput:
        return Exit.FINE
    if isinstance(session, Holder):
        raise Ended(Exit.UNAVAILABLE, held_text(session))
    return walk_plain(desk, session)


def held_text(holder: Holder) -> str:
    """Return who holds a visit, for a person."""
    since = datetime.fromtimestamp(holder.since / 1000).astimezone()
    where = f" on {holder.terminal}" if holder.terminal else ""
    return f"Another window has this visit open{where} (process {holder.process}, {since:%H:%M})."
