"""`bedside walk [ID]`: walk through a checklist with a patient."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import face_arguments, post_of, use_utf8, walk_plain, wants_plain
from bedside.core.actions import ACTIONS
from bedside.core.problems import Problems

if TYPE_CHECKING:
    from bedside.plain.held import Post
    from bedside.plain.talk import Talk

_HELD = ACTIONS["library.outbox"].command


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("id", nargs="?", help="the checklist; without it the library opens")
    parser.add_argument(
        "--language", default="", metavar="TAG", help="the words to say, in a language: es, pt-BR"
    )
    face_arguments(parser)


def run(args: Namespace) -> int:
    """Open the face that fits, at this checklist or at the library."""
    desk = Desk(args.checklists)
    if args.language and not args.id:
        raise Ended(Exit.USAGE, "--language goes with a checklist: bedside walk ID --language es.")
    desk.without_sign_in = "asked"
    if wants_plain(args, desk.environ):
        use_utf8()
        return _plain(desk, args.id or _chosen(desk), args.language)
    from bedside.cli.screen import open_screen

    return open_screen(desk, checklist=args.id or "", language=args.language, seat=args.seat)


def _plain(desk: Desk, checklist: str, language: str) -> Exit:
    session = desk.begin(checklist, language)
    if isinstance(session, Problems):
        from bedside.cli.findings import broken

        raise broken(checklist, desk.library.find(checklist), session)
    return walk_plain(desk, session)


def _chosen(desk: Desk) -> str:
    """Ask which checklist, line by line."""
    import sys

    from bedside.plain.talk import EndOfInput, Talk

    talk, post = Talk(sys.stdin, sys.stdout), post_of(desk) if desk.door is None else None
    usable = [listing for listing in desk.listings() if not listing.findings]
    numbered = [(str(number), one.title) for number, one in enumerate(usable, 1)]
    try:
        while (typed := talk.choose("Which conversation?", [*numbered, *_held(post)])) == _HELD:
            desk.look_after()
            _show_held(talk, post)
    except EndOfInput:
        typed = ""
    if not typed:
        raise Ended(Exit.FINE, "nothing was begun.")
    return usable[int(typed) - 1].id


def _held(post: Post | None) -> list[tuple[str, str]]:
    """Return the line about notes that are held or wait for long, and the command for it."""
    if post is None:
        return []
    from bedside.plain.held import home_line

    told = home_line(post)
    return [(_HELD, told)] if told else []


def _show_held(talk: Talk, post: Post | None) -> None:
    from bedside.plain.held import show_held

    if post is not None:
        show_held(talk, post)
