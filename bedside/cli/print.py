"""`bedside print`: a checklist on paper, as a page of HTML that any browser prints."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.cli.faces import checklists_argument
from bedside.cli.named import checklist_path, read_checklist, say, write_new


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
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a new file to write")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Print the page and nothing else; say on the other stream what to do with it."""
    from bedside.content.paper.prints import printed

    desk = Desk(args.checklists)
    path = checklist_path(desk, args.checklist)
    made = printed(read_checklist(desk, path), args.kind)
    if args.output is None:
        say(made.html.encode())
    else:
        write_new(args.output, made.html.encode(), force=args.force)
        sys.stderr.write("Open it in a browser and print it from there.\n")
    if made.told:
        sys.stderr.write(f"bedside: {made.told}\n")
    return Exit.FINE
