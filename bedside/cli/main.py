"""The entry point: finds the command, imports that file alone, and turns its ending into a code."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

COMMANDS = {
    "walk": "walk through a checklist with a patient",
    "resume": "go on with a visit where it was left",
    "list": "list the checklists",
    "visits": "list the visits, newest first",
    "note": "print the note of a visit",
    "check": "look for mistakes in checklists",
    "keys": "list every action and its keys",
    "where": "show every path, and where each setting came from",
    "doctor": "look over this machine and what bedside keeps on it",
    "purge": "remove signed visits that have been kept long enough",
}
"""Every command and what it does, in the order help lists them."""

_OPEN = "walk"


class _Parser(ArgumentParser):
    """A parser that says what is wrong the way the rest of bedside does."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help; exit 2."""
        self.exit(2, f"{self.prog}: {message}\n{self.prog} --help explains it.\n")


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    name = given[0] if given else ""
    if name in COMMANDS:
        return _run(name, given[1:])
    if name and not name.startswith("-"):
        return _unknown(name)
    if any(arg in ("-h", "--help", "--version") for arg in given):
        _about().parse_args(given)
    return _run(_OPEN, given)


def _about() -> ArgumentParser:
    """Return the parser that only explains what there is."""
    from argparse import RawDescriptionHelpFormatter

    from bedside import __version__

    commands = "\n".join(f"  {name:<8}{what}" for name, what in COMMANDS.items())
    parser = _Parser(
        prog="bedside",
        usage="bedside [command] [options]",
        description="Guided conversations at the bedside, and the short true note they leave.\n"
        "Without a command, the library of checklists opens.",
        epilog=f"commands:\n{commands}\n\nbedside COMMAND --help explains one.",
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"bedside {__version__}")
    return parser


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"Did you mean: bedside {near[0]}" if near else "bedside --help lists the commands."
    sys.stderr.write(f"bedside: there is no command {name!r}. {hint}\n")
    return 2


def _run(name: str, argv: list[str]) -> int:
    """Run one command; whatever goes wrong ends as a code and a sentence, never as a traceback."""
    from importlib import import_module

    from bedside.cli.exits import Ended, Exit

    with without("_hashlib"):
        command = import_module(f"bedside.cli.{name}")
    parser = _Parser(prog=f"bedside {name}", description=COMMANDS[name].capitalize() + ".")
    command.arguments(parser)
    args: Namespace = parser.parse_args(argv)
    try:
        code = int(command.run(args))
        sys.stdout.flush()
    except Ended as ended:
        sys.stdout.flush()
        sys.stderr.write(f"bedside: {ended}\n")
        return ended.code
    except KeyboardInterrupt:
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:  # noqa: BLE001  # one of the three places that may
        from bedside.cli.crash import apology

        sys.stderr.write(apology(error))
        return Exit.BUG
    return code


@contextmanager
def without(*modules: str) -> Iterator[None]:
    """Import as if these modules were not there; afterwards they can be imported as ever.

    hashlib and asyncio bring OpenSSL, four MiB and as many milliseconds, and do without it.
    """
    left_out = [name for name in modules if name not in sys.modules]
    sys.modules.update(dict.fromkeys(left_out))  # type: ignore[arg-type]  # None bars an import
    try:
        yield
    finally:
        for name in left_out:
            del sys.modules[name]


def _pipe_closed() -> int:
    """End quietly: whoever read our output has read enough."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0
