"""The entry point: finds the command, imports that file alone, and turns its ending into a code."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from bedside import __version__

TYPE_CHECKING = False  # typing's own is 4 ms, for what only a checker reads
if TYPE_CHECKING:
    from bedside.launch.link import Seat

GROUPS = {
    "for clinicians": {
        "walk": "walk through a checklist with a patient",
        "resume": "go on with a visit where it was left",
        "list": "list the checklists",
        "visits": "list the visits, newest first",
        "note": "print the note of a visit, the patient page or the handover",
        "export": "write signed notes into files, one or all of a time",
        "add": "add to a signed note: an addendum, a correction, a retraction",
        "hand": "hand a visit over to a colleague, who then takes it",
        "take": "take visits that colleagues hand over, or that began in an emergency",
        "tasks": "list what is still to be done after the visits, and say what is done",
        "outbox": "show what waits to be delivered, and help what is held",
        "keys": "list every action and its keys",
    },
    "for educators": {
        "new": "begin a checklist of your own",
        "adapt": "begin a change of a checklist that follows it in all else",
        "edit": "open a checklist in your editor, and look it over when it is closed",
        "check": "look for mistakes in checklists",
        "explain": "explain a code that check gives, with an example",
        "fmt": "lay checklists out in the house style",
        "print": "put a checklist on paper: pocket card, form, or sheet for a reviewer",
        "convert": "a checklist to a spreadsheet or a FHIR Questionnaire, and back",
        "diff": "say what changed between two checklists",
        "publish": "make a checklist the one that is used, with its version and seal",
        "upgrade": "bring checklists of an earlier format into this one",
        "schema": "hand out a schema: for outside editors, or of the note as JSON",
    },
    "for whoever keeps the machine": {
        "site": "set up a shared workstation, and show its clinic",
        "clinician": "add, list and retire who can sign in, and help who forgot a passphrase",
        "emergency": "read a visit without its author, with both recovery sheets",
        "deliver": "send what waits in the outbox, once or until it is stopped",
        "destination": "list where notes go, and test a destination with notes about nobody",
        "where": "show every path, and where each setting came from",
        "prove": "try on this machine whether it keeps what bedside promises",
        "doctor": "look over this machine and what bedside keeps on it",
        "salvage": "bring what still opens out of a damaged store into a new one",
        "purge": "remove visits that have been kept long enough, and empty ones",
        "audit": "show what was done here, and verify that nobody has changed the log of it",
    },
}
"""Every command and what it does, by whom it is for, in the order help lists them."""

COMMANDS = {name: what for group in GROUPS.values() for name, what in group.items()}

_OPEN = "walk"
_SEATED = frozenset(("walk", "resume"))
"""Commands with a full screen: a launcher runs them in a process of their own."""
_READABLE = frozenset((*GROUPS["for educators"], "list", "keys", "where"))
"""Commands that reach no key and ask for no secret. No other process reads any other's memory."""
_ABOUT = """\
usage: bedside [command] [options]

Guided conversations at the bedside, and the short true note they leave.
Without a command, the library of checklists opens.

options:
  -h, --help  show this help and exit
  --version   show the version and exit

{commands}

bedside COMMAND --help explains one."""


def main(argv: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    given = sys.argv[1:] if argv is None else argv
    if not _streams():
        sys.stderr.write("bedside: standard output is closed, so nothing can be said.\n")
        return 3
    try:
        code = _chosen(given, is_own=argv is None)
        sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    except OSError as error:
        return _failed(error)
    return code


def _chosen(given: list[str], is_own: bool) -> int:
    """Find what is asked for and do it; `is_own` says that the whole process is bedside's."""
    name = given[0] if given else ""
    if name in COMMANDS:
        if is_own:
            _withdraw(name, given)
        return _seated(name, given[1:], f"bedside {name}")
    if name and not name.startswith("-"):
        return _unknown(name)
    if "--version" in given:
        print(f"bedside {__version__}")
        return 0
    if "--help" in given or "-h" in given:
        print(_about())
        return 0
    if is_own:
        _withdraw(_OPEN, given)
    return _seated(_OPEN, given, "bedside")


def _withdraw(name: str, given: list[str]) -> None:
    """Give up what a command needs none of, before anything is opened."""
    from bedside.launch import isolate

    if isolate.needs_new_interpreter(os.environ):
        isolate.start_anew(given, os.environ)
    isolate.isolate(os.environ, private=name not in GROUPS["for educators"])
    if name not in _READABLE:
        isolate.hide()


def _seated(name: str, argv: list[str], prog: str) -> int:
    """Run a command; one with a full screen in a process of its own."""
    if name in _SEATED:
        from bedside.cli.sitting import has_screen, sit

        if "--plain" not in argv and has_screen(os.environ):
            return sit(name, argv, prog)
    return run(name, argv, prog)


def _streams() -> bool:
    """Make a closed input an empty one; say whether there is an output.

    Whatever is opened first would otherwise take a closed stream's place and be written over.
    """
    can_say = sys.stdout is not None
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a file's name may hold what no terminal shows
    return can_say


def _about() -> str:
    """Return what `--help` says: made without argparse, so that it is there at once."""
    groups = (
        "\n".join((f"commands {whom}:", *(f"  {name:<12}{what}" for name, what in group.items())))
        for whom, group in GROUPS.items()
    )
    return _ABOUT.format(commands="\n\n".join(groups))


def _unknown(name: str) -> int:
    from difflib import get_close_matches

    from bedside.core.text import clean

    near = get_close_matches(name, COMMANDS, n=1)
    hint = f"Did you mean: bedside {near[0]}" if near else "bedside --help lists the commands."
    sys.stderr.write(f"bedside: there is no command '{clean(name)}'. {hint}\n")
    return 2


def run(name: str, argv: list[str], prog: str, seat: Seat | None = None) -> int:
    """Run one command; whatever goes wrong ends as a code and a sentence, never as a traceback.

    `seat` is its place beside a launcher, where it has one.
    """
    from importlib import import_module

    from bedside.cli.exits import Ended, Exit
    from bedside.cli.parser import Parser

    with without("_hashlib"):
        command = import_module(f"bedside.cli.{name}")
    parser = Parser(prog=prog, description=COMMANDS[name].capitalize() + ".")
    command.arguments(parser)
    try:
        args = parser.read(argv)
    except SystemExit as asked:  # help was given, or the arguments made no sense
        return asked.code if isinstance(asked.code, int) else 0
    args.seat = seat
    try:
        return int(command.run(args))
    except Ended as ended:
        from bedside.cli import window

        with suppress(OSError):  # said again, and for good, once the command has ended
            sys.stdout.flush()
        sys.stderr.write(window.fitted(f"bedside: {ended}\n", window.columns(sys.stderr)))
        return ended.code
    except KeyboardInterrupt:
        if sys.stderr.isatty():  # which shows ^C where a question stood
            sys.stderr.write("\n")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:  # noqa: BLE001  # one of the three places that may
        return _failed(error, seat)


def _failed(error: Exception, seat: Seat | None = None) -> int:
    """Say what an error means; return the code the command then ends with."""
    from bedside.cli.crash import say_ending

    return say_ending(error, seat)


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
    from bedside.cli.crash import silence

    silence()
    return 0
