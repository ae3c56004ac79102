"""`bedside print`: a checklist on paper, as a page of HTML that any browser prints."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.named import checklist_path, read_checklist, say, write_new
from bedside.cli.window import complain


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("checklist", help="its id, or its file")
    parser.add_argument(
        "--as",
        dest="kind",
        choices=("card", "form", "review"),
        default="form",
        help="pocket card, form to tick, or sheet for a reviewer; form by default",
    )
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="a new file to write, ending in .html"
    )
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print the page and nothing else; say on the other stream what to do with it."""
    from bedside.content.paper.prints import printed

    _refuse(args)
    desk = Desk(args.checklists)
    path = checklist_path(desk, args.checklist)
    made = printed(read_checklist(desk, path), args.kind)
    if args.output is None:
        say(made.html.encode())
    else:
        write_new(args.output, made.html.encode(), force=args.force)
        complain("Open it in a browser and print it from there.")
    if made.told:
        complain(f"bedside: {made.told}")
    return Exit.FINE


def _refuse(args: Namespace) -> None:
    """End with usage where no browser would open the file, or nobody could read the page."""
    path: Path | None = args.output
    if path is None and sys.stdout.isatty():
        name = f"{Path(args.checklist).stem}-{args.kind}.html"
        message = "the page is for a browser, so write it into a file:"
        way = f"bedside print {args.checklist} --as {args.kind} -o {name}"
        raise Ended(Exit.USAGE, f"{message}\n  {way}")
    if path is not None and path.suffix.lower() not in (".html", ".htm"):
        message = f"{path} would be no page a browser opens: end its name in .html."
        raise Ended(Exit.USAGE, f"{message} The browser prints it, or saves it as PDF.")
