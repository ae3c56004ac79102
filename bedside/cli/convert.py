"""`bedside convert`: a checklist into a spreadsheet, and a spreadsheet into a checklist."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.named import checklist_path, read_checklist, say, write_new

if TYPE_CHECKING:
    from bedside.content.sheet.convert import Made

_READ = (".csv", ".tsv", ".txt", ".xlsx")
_WRITTEN = (".csv", ".xlsx")
_NO_WORKBOOKS = (
    "workbooks need one more package. Install bedside with its spreadsheet part, "
    'pip install "bedside[xlsx]", or save the sheet as "CSV UTF-8".'
)


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "source", metavar="FILE", help="a checklist (its id or its file), or a .csv or .xlsx file"
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the file to write; its end says the kind"
    )
    parser.add_argument(
        "--yes", action="store_true", help="change a checklist that is there without asking"
    )
    parser.add_argument(
        "--force", action="store_true", help="write over a spreadsheet that is there"
    )
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Convert one way or the other; nothing that is there is changed without having been shown."""
    desk = Desk(args.checklists)
    try:
        if Path(args.source).suffix.lower() in _READ:
            return _in(desk, args)
        return _out(desk, args)
    except ImportError as error:
        if error.name and error.name.startswith("openpyxl"):
            raise Ended(Exit.UNAVAILABLE, _NO_WORKBOOKS) from error
        raise


def _out(desk: Desk, args: Namespace) -> Exit:
    """Write a checklist as a sheet; as CSV on standard output where no file is named."""
    from bedside.content.edit.text import Refused
    from bedside.content.load import Opening, open_table
    from bedside.content.sheet.convert import sheet_of

    kind = args.output.suffix.lower() if args.output else ".csv"
    if kind not in _WRITTEN:
        raise Ended(Exit.USAGE, f"{args.output} is no spreadsheet: end its name in .csv or .xlsx.")
    path = checklist_path(desk, args.source)
    raw, _ = read_checklist(desk, path)
    table = open_table(raw)
    made = sheet_of(table.table, kind) if isinstance(table, Opening) else Refused("")
    if isinstance(made, Refused):
        message = f"{path} cannot become a spreadsheet: {made.reason}. Nothing was written."
        raise Ended(Exit.UNAVAILABLE, message)
    if args.output is None:
        say(made)
        return Exit.FINE
    write_new(args.output, made, force=args.force)
    return Exit.FINE


def _in(desk: Desk, args: Namespace) -> Exit:
    """Write a sheet's checklist, on standard output where no file is named; or tell its faults."""
    from bedside.cli.findings import shown

    source, target = Path(args.source), args.output
    if target is not None and target.suffix != ".toml":
        raise Ended(Exit.USAGE, f"{target} is no checklist: end its name in .toml.")
    made = _made(desk, source, target)
    if made.told:
        sys.stderr.write(f"bedside: {made.told}\n")
    if made.findings:
        sys.stdout.write(shown(made.findings))
        count = len(made.findings)
        sys.stderr.write(f"{count} to mend in {source}; nothing was written.\n")
        return Exit.FINDINGS
    if target is None:
        say(made.text.encode())
    elif target.exists():
        return _onto(target, made, may_write=args.yes)
    else:
        write_new(target, made.text.encode(), force=False)
    return Exit.FINE


def _made(desk: Desk, source: Path, target: Path | None) -> Made:
    from bedside.content.files import read_file
    from bedside.content.sheet.convert import checklist_of

    try:
        raw = read_file(source)
    except FileNotFoundError:
        raise Ended(Exit.NOT_FOUND, f"there is no file {source}.") from None
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{source} cannot be opened: {error.strerror}.") from error
    banks, _ = desk.library.banks()
    return checklist_of(raw, str(source), target.name if target else "", banks)


def _onto(target: Path, made: Made, *, may_write: bool) -> Exit:
    """Show what a sheet changes in a checklist that is there, and write it once that is wanted."""
    from bedside.content.edit.text import Refused
    from bedside.content.files import read_file, write_text
    from bedside.content.sheet.convert import put_into

    raw = read_file(target)
    try:
        old = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        new: str | Refused = Refused("it is not saved as UTF-8")
    else:
        new = put_into(old, made)
    if isinstance(new, Refused):
        message = (
            f"{target} cannot be changed in its place: {new.reason}. Nothing was written. "
            "Name another file with -o and compare the two."
        )
        raise Ended(Exit.UNAVAILABLE, message)
    if new == old:
        sys.stderr.write(f"{target} says the same already; nothing was written.\n")
        return Exit.FINE
    sys.stdout.write(_difference(old, new, target))
    if not (may_write or _is_wanted(target)):
        sys.stderr.write("Nothing was written.\n")
        return Exit.FINE
    try:
        write_text(target, new, was=raw)
    except OSError as error:
        message = f"{target} cannot be written: {error.strerror}. Nothing was replaced."
        raise Ended(Exit.UNAVAILABLE, message) from error
    sys.stderr.write(f"Changed {target}.\n")
    return Exit.FINE


def _difference(old: str, new: str, target: Path) -> str:
    """Return the lines that go and the lines that come, those of the new text marked with +."""
    from difflib import unified_diff

    from bedside.core.text import safe

    pair = (old.splitlines(), new.splitlines())
    lines = unified_diff(*pair, f"{target} as it is", f"{target} from the sheet", lineterm="")
    return "".join(f"{safe(line)}\n" for line in lines)


def _is_wanted(target: Path) -> bool:
    """Ask; Ended where there is nobody to ask."""
    if not sys.stdin.isatty():
        message = f"{target} is there already. Look at the changes, then add --yes to make them."
        raise Ended(Exit.USAGE, message)
    sys.stderr.write(f"Make these changes in {target}? Type yes to make them: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")
