"""Which face a visit gets: full-screen, or plain lines where a screen would not serve."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.sitting import has_screen
from bedside.core.acts import Act

if TYPE_CHECKING:
    from bedside.plain.held import Post
    from bedside.plain.talk import Talk
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
    return args.plain or not has_screen(environ)


def walk_plain(desk: Desk, session: Session) -> Exit:
    """Walk a visit line by line on standard input and output."""
    from bedside.plain.keyboard import Away, Cover, keyboard
    from bedside.plain.talk import Talk
    from bedside.plain.walker import Walker
    from bedside.session import now

    keys = keyboard(sys.stdin, sys.stdout, desk.preferences.lock_after, now)
    talk = Talk(sys.stdin, sys.stdout, keys)
    desk.look_after()
    walker = Walker(session, talk, desk.author, desk.reception, post_of(desk))
    if keys is not None and session.visit.is_unclaimed:
        keys.cover = Cover(lambda: _hide(desk, talk), walker.tell_again)
    try:
        walker.run()
    except Away:
        desk.store.enter(Act.LOCKED)
        _say_locked(desk, session, talk)
    finally:
        stop_saving(desk)
    return Exit.FINE


def post_of(desk: Desk) -> Post | None:
    """Return what the plain face needs of where notes go; nothing where they go nowhere."""
    if desk.outbox is None:
        return None
    from bedside.plain.held import Post

    return Post(desk.outbox, desk.visits, desk.author[0])


def _say_locked(desk: Desk, session: Session, talk: Talk) -> None:
    """Leave nothing of the talk on the terminal, and say how to go on."""
    from bedside.words import plain

    _clear(desk, talk)
    way = plain.WAY_BACK.format(visit=session.visit.id)
    talk.say(plain.LOCKED, plain.CLAIM_LATER if session.visit.is_unclaimed else way)


def _hide(desk: Desk, talk: Talk) -> None:
    """Leave nothing of a talk on the terminal that goes on: its writer could not unlock it."""
    from bedside.words import plain

    _clear(desk, talk)
    talk.say(plain.HIDDEN)


def _clear(desk: Desk, talk: Talk) -> None:
    from bedside.cli.asked import wiped
    from bedside.words import plain

    if desk.environ.get("TERM") == "dumb":
        talk.say(plain.NOT_CLEARED)
    else:
        wiped()


def stop_saving(desk: Desk, locks: bool = False) -> None:
    """Save what waits and stop the writer; Ended, saying what is missing where, if that fails.

    With `locks` it is enough that all of it is in the second place: the next process saves it, and
    is there at once. A fault of our own that saving has met is raised once all is saved in spite
    of it.
    """
    desk.stop_delivering()
    if "store" not in vars(desk):
        return
    is_saved, fault = desk.store.close(), desk.store.fault
    if not is_saved and not (locks and _is_beside(desk)):
        code = Exit.UNAVAILABLE if fault is None else Exit.BUG
        raise Ended(code, "\n".join(_missing(desk)))
    if fault is not None:
        raise fault


def _is_beside(desk: Desk) -> bool:
    """Whether all that the store has not taken of a visit is durable in the second place."""
    return all(saving.beside and not saving.loose for _, saving in desk.store.unsaved())


def _missing(desk: Desk) -> list[str]:
    """Return what is not saved, a sentence a visit."""
    path, told = desk.places.visits, []
    for visit, saving in desk.store.unsaved():
        if saving.fenced:
            kept = "What was still typed here is kept there as a private note."
            told.append(f"another window has taken visit {visit} over. {kept}")
            continue
        noun = "the last change" if saving.waiting == 1 else f"the last {saving.waiting} changes"
        why = f": {saving.failure}" if saving.failure else ""
        told.append(f"{noun} of visit {visit} could not be saved in {path}{why}.")
        if saving.beside and not saving.loose:
            told.append(f"It is kept in {saving.beside}: the next start of bedside saves it.")
    return told or [f"not everything could be saved in {path}."]


def use_utf8() -> None:
    """Read and write UTF-8 on pipes, whatever the locale says; everywhere odd bytes become marks.

    A terminal keeps its own encoding, but a letter it sends or cannot show must end no talk.
    """
    for stream in (sys.stdin, sys.stdout):
        if hasattr(stream, "reconfigure"):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
