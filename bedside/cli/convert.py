"""`bedside convert`: a checklist into a spreadsheet or a FHIR Questionnaire, and back."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.named import checklist_path, read_checklist, say, write_new
from bedside.cli.window import columns, complain
from bedside.core.reasons import reason
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.cli.draft import Draft
    from bedside.content.sheet.convert import Made
    from bedside.core.problems import Finding

_READ = (".csv", ".tsv", ".txt", ".xlsx", ".json")
_WRITTEN = (".csv", ".xlsx", ".json")
_COMMENTS = "The comments in {path} (# …) stay there alone: nothing else has a place for them."
_NO_WORKBOOKS = (
    "workbooks need one more package. Install bedside with its spreadsheet part, "
    'pip install "bedside[xlsx]", or save the sheet as "CSV UTF-8".'
)


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "source",
        metavar="FILE",
        help="a checklist (its id or its file), or a .csv, .xlsx or .json file (Questionnaire)",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="the file to write; its end says the kind"
    )
    parser.add_argument(
        "--yes", action="store_true", help="change a checklist that is there without asking"
    )
    parser.add_argument(
        "--force", action="store_true", help="write over a spreadsheet or form that is there"
    )
    parser.add_argument(
        "--base", metavar="ADDRESS", help="the base of a Questionnaire's address, not the settings'"
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
    """Write a checklist as a sheet or a form; as CSV on standard output where no file is named."""
    from bedside.cli.forms import form_of
    from bedside.content.edit.law import parsed
    from bedside.content.edit.text import Refused
    from bedside.content.files import read_file
    from bedside.content.sheet.convert import sheet_of
    from bedside.content.toml import has_comments

    kind = args.output.suffix.lower() if args.output else ".csv"
    _refuse(args, kind)
    path = checklist_path(desk, args.source)
    checklist = read_checklist(desk, path)
    text = read_file(path).decode("utf-8-sig")
    if kind == ".json":
        made = form_of(desk, checklist, path, args.base)
    else:
        made = sheet_of(parsed(text), kind)
    if isinstance(made, Refused):
        what = "Questionnaire" if kind == ".json" else "spreadsheet"
        message = f"{path} cannot become a {what}: {made.reason}. Nothing was written."
        raise Ended(Exit.UNAVAILABLE, message)
    if has_comments(text):
        complain(_COMMENTS.format(path=path))
    if args.output is None:
        say(made)
        return Exit.FINE
    write_new(args.output, made, force=args.force)
    return Exit.FINE


def _refuse(args: Namespace, kind: str) -> None:
    """End with usage where what is named is no sheet, or the sheet would fill a terminal."""
    if kind == ".toml" and Path(args.source).suffix not in ("", ".toml"):
        message = f"{args.source} is no spreadsheet that can be read."
        way = "Save it as CSV UTF-8 or as .xlsx, a Questionnaire as .json, and name that."
        raise Ended(Exit.USAGE, f"{message} {way}")
    if kind not in _WRITTEN:
        way = "end its name in .csv or .xlsx, or in .json for a Questionnaire."
        raise Ended(Exit.USAGE, f"{args.output} is no spreadsheet: {way}")
    if args.output is None and sys.stdout.isatty():
        message = "a spreadsheet is nothing to read here, so write it into a file:"
        way = f"bedside convert {args.source} -o {Path(args.source).stem}.csv"
        raise Ended(Exit.USAGE, f"{message}\n  {way}")


def _in(desk: Desk, args: Namespace) -> Exit:
    """Write a sheet's or a form's checklist, on standard output where no file is named.

    Or tell what is wrong with it.
    """
    from bedside.cli.findings import shown

    source, target = Path(args.source), args.output
    if target is not None and target.suffix != ".toml":
        own = desk.library.find(str(target))
        meant = f" Did you mean -o {own}?" if own else ""
        raise Ended(Exit.USAGE, f"{target} is no checklist file: end its name in .toml.{meant}")
    made = _made(desk, source, target)
    if made.told:
        sys.stderr.write(safe(f"bedside: {made.told}\n"))
    if made.findings:
        found = [_of_target(one, target, made) for one in made.findings]
        sys.stdout.write(shown(found, width=columns(sys.stdout)))
        count = len(made.findings)
        is_name = all(one.file == str(target) for one in found)
        where = f"the name {target}" if is_name else source
        sys.stderr.write(safe(f"{count} to mend in {where}; nothing was written.\n"))
        return Exit.FINDINGS
    if target is None:
        say(made.text.encode())
    elif target.exists():
        return _onto(desk, target, made, args)
    else:
        write_new(target, made.text.encode(), force=False)
    return Exit.FINE


def _of_target(finding: Finding, target: Path | None, made: Made) -> Finding:
    """Return a finding about the name of the file to write as one that points there, not inside."""
    from bedside.content.load import NAMED_OTHERWISE

    if finding.code != NAMED_OTHERWISE or target is None:
        return finding
    own = target.with_name(f"{made.table['id']}.toml")
    return replace(finding, file=str(target), span=None, help=f"name it after its id: -o {own}")


def _made(desk: Desk, source: Path, target: Path | None) -> Made:
    from bedside.content.files import read_file
    from bedside.content.sheet.convert import checklist_of

    try:
        raw = read_file(source)
    except FileNotFoundError:
        raise Ended(Exit.NOT_FOUND, f"there is no file {source}.") from None
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{source} cannot be opened: {reason(error)}.") from error
    if source.suffix.lower() == ".json":
        from bedside.cli.forms import made_of

        return made_of(desk, raw, source, target)
    banks, _ = desk.library.banks()
    return checklist_of(raw, str(source), target.name if target else "", banks)


def _onto(desk: Desk, target: Path, made: Made, args: Namespace) -> Exit:
    """Show what a sheet or form changes in a checklist, and write it once that is wanted."""
    from bedside.cli.asked import agreed
    from bedside.cli.draft import read_draft, write_draft
    from bedside.content.edit.text import Refused
    from bedside.content.sheet.convert import put_into

    draft = read_draft(desk, target)
    new = put_into(draft.text, made)
    if isinstance(new, Refused):
        message = (
            f"{target} cannot be changed in its place: {new.reason}. Nothing was written. "
            "Name another file with -o and compare the two."
        )
        raise Ended(Exit.UNAVAILABLE, message)
    if new == draft.text:
        sys.stderr.write(safe(f"{target} says the same already; nothing was written.\n"))
        return Exit.FINE
    say(_difference(draft, new, Path(args.source).name).encode())
    otherwise = f"{target} is there already. Look at the changes, then add --yes to make them."
    if not (args.yes or agreed(f"Make these changes in {target}?", otherwise)):
        sys.stderr.write("Nothing was written.\n")
        return Exit.FINE
    write_draft(draft, new)
    sys.stderr.write(safe(f"Changed {target}.\n"))
    return Exit.FINE


def _difference(draft: Draft, new: str, source: str) -> str:
    """Return what is different in words, by step, and then the lines that go and that come."""
    from bedside.cli.report.difference import unified
    from bedside.content.changes import changes, in_lines

    old = draft.checklist()
    then = draft.checker.checked(new.encode(), draft.path).checklist
    told = in_lines(changes(old, then)) if old and then else []
    names = (f"{draft.path} as it is", f"{draft.path} from {source}")
    lines = unified(draft.text.splitlines(), new.splitlines(), names)
    return "".join(f"{safe(line)}\n" for line in (*told, *([""] if told else []), *lines))
