"""`bedside fmt [PATH…]`: lay checklists out in the house style; words, order and comments stay."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path, PurePath

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.core.reasons import reason
from bedside.core.text import safe

_STDIN = "-"
_RECORDS = ("history", "published")
"""Side files that bedside keeps itself."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="files, folders, or - for standard input; your own checklists if none is named",
    )
    parser.add_argument(
        "--check", action="store_true", help="change nothing; exit 1 if something would change"
    )
    parser.add_argument(
        "--diff", action="store_true", help="change nothing; show what would, and exit like --check"
    )
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Tidy the files; exit 1 where one cannot be read as a checklist, 3 where it cannot be opened.

    With --check or --diff nothing is written, and exit 1 says that something would be.
    """
    use_utf8()
    if _STDIN in args.paths:
        if len(args.paths) > 1:
            raise Ended(Exit.USAGE, "- stands for standard input; name it alone.")
        return _tidy_input(args)
    ends = [_tidy_file(path, args) for path in _files(args)]
    if not ends:
        raise Ended(Exit.NOT_FOUND, "there are no checklists here to tidy.")
    if not (args.check or args.diff):
        noun = "file" if len(ends) == 1 else "files"
        print(f"{len(ends)} {noun} looked at.")
    return max(ends)


def _files(args: Namespace) -> list[Path]:
    """Return the files meant, each once; without paths, those in the folders of one's own."""
    from bedside.content.check import checkable

    folders = [path for path in map(Path, args.paths) if os.path.isdir(path)]  # noqa: PTH112  # pathlib's raises
    if not args.paths:
        library = Desk(args.checklists).library
        folders = [one.path for one in library.folders if one.origin in ("given", "yours")]
    files = [path for path in map(Path, args.paths) if path not in folders]
    files += [path for folder in folders for path in checkable(folder) if not _is_record(path)]
    return list(dict.fromkeys(files))


def _is_record(path: Path) -> bool:
    return any(part in _RECORDS for part in PurePath(path).name.split(".")[1:])


def _tidy_file(path: Path, args: Namespace) -> Exit:
    """Tidy one file, or say what tidying would do to it."""
    from bedside.content.files import read_file, write_text

    try:
        raw = read_file(path)
        new = _tidied(raw, str(path))
        if new is None:
            return Exit.FINDINGS
        old = raw.decode()
        if new == old:
            return Exit.FINE
        if args.check or args.diff:
            _show(path, old, new, args)
            return Exit.FINDINGS
        write_text(path, new, was=raw)
    except OSError as error:
        _say(f"{path} was left as it is: {reason(error)}.")
        return Exit.UNAVAILABLE
    print(safe(f"{path}: tidied"))
    return Exit.FINE


def _tidy_input(args: Namespace) -> Exit:
    """Tidy what comes in and give it out, or say whether that would change it."""
    from bedside.cli.targets import Given

    raw = Given("").raw()
    new = _tidied(raw, "standard input")
    if new is None:
        return Exit.FINDINGS
    if not (args.check or args.diff):
        _give_out(new)
        return Exit.FINE
    old = raw.decode()
    if new != old:
        _show(Path("standard input"), old, new, args)
    return Exit.FINE if new == old else Exit.FINDINGS


def _tidied(raw: bytes, name: str) -> str | None:
    """Return what these bytes are when tidied; nothing, once it was said why, where they stay."""
    from bedside.content.edit.text import Refused
    from bedside.content.edit.tidy import tidied
    from bedside.content.gate import open_text

    opened = open_text(raw)
    new = tidied(raw.decode()) if isinstance(opened, str) else Refused(opened.message)
    if not isinstance(new, Refused):
        return new
    _say(f"{name} was left as it is: {new.reason[:1].lower()}{new.reason[1:].rstrip('.')}.")
    return None


def _show(path: Path, old: str, new: str, args: Namespace) -> None:
    """Show what would change: the whole difference, or only where there is one."""
    if not args.diff:
        print(safe(f"{path}: would be tidied"))
        return
    from bedside.cli.report.difference import unified

    name = safe(str(path))
    rows = unified(old.splitlines(), new.splitlines(), (name, name))
    print("\n".join(map(safe, rows)))


def _give_out(text: str) -> None:
    """Write a text to standard output as it is, line ends and all."""
    stream = getattr(sys.stdout, "buffer", None)
    if stream is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    stream.write(text.encode())
    stream.flush()


def _say(text: str) -> None:
    sys.stdout.flush()
    sys.stderr.write(f"bedside: {safe(text)}\n")
