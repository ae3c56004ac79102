"""One sitting at a terminal: the launcher, and inside it the visit process with the full screen."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from bedside.launch.launcher import Ended, Launcher
from bedside.launch.link import Link, Seat, Start
from bedside.launch.spawn import BUG, Child, link_of, started
from bedside.launch.terminal import Terminal


def has_screen(environ: Mapping[str, str]) -> bool:
    """Whether there is a terminal that a full screen can be drawn on, and one is wanted."""
    if environ.get("ACCESSIBLE") or environ.get("TERM") == "dumb":
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def sit(name: str, argv: list[str], prog: str) -> int:
    """Run a command inside a launcher; return the code it ends with.

    After too many faults a plain text says what is kept and how to go on.
    """

    def begin() -> Child:
        if sys.platform == "win32":
            from bedside.launch.isolate import clean_command

            child: Child = started(clean_command([name, prog, *argv], ("sitting", "inside")))
        else:
            from bedside.launch.spawn import forked

            child = forked(lambda link: _visit(link, name, argv, prog))
        return child

    ended = Launcher(Terminal(), begin).run()
    if ended.code == BUG:
        sys.stderr.write(_sorry(ended))
    return ended.code


def inside() -> int:
    """Be the visit process, in an interpreter of its own.

    The arguments are a command, what it is called, its arguments and the two ends of the link.
    """
    from bedside.launch import isolate

    isolate.isolate(os.environ)
    isolate.hide()
    name, prog, *argv = sys.argv[1:-2]
    return _visit(link_of(*sys.argv[-2:]), name, argv, prog)


def _visit(link: Link, name: str, argv: list[str], prog: str) -> int:
    from bedside.cli.main import run

    return run(name, argv, prog, Seat(link, Start.of(link.first())))


def _sorry(ended: Ended) -> str:
    """Return what to say after too many faults, or one that no new start could mend."""
    from bedside import words

    told = words.APOLOGY.format(what=ended.fault) if ended.fault else words.ENDED_FROM_OUTSIDE
    return f"{told}\n"
