"""`bedside new NAME`: a checklist to write over, explained, or a copy of one under another name."""

from __future__ import annotations

import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bedside.cli.asked import worded
from bedside.cli.desk import Desk
from bedside.cli.draft import read_draft, today
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.cli.named import checklist_path
from bedside.cli.window import tell
from bedside.core.reasons import reason


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "name", type=worded, help="what it is called; the file's name is made from it"
    )
    parser.add_argument(
        "--from", dest="source", metavar="ID", help="begin with a copy of this checklist"
    )
    parser.add_argument("--title", type=worded, help="what people read; NAME by default")
    parser.add_argument(
        "-o", dest="folder", type=Path, metavar="DIR", help="put it into this folder, not your own"
    )
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Write the new file, and say what to do next; nothing that is there is written over."""
    use_utf8()
    desk = Desk(args.checklists)
    id_ = _free_id(desk, args)
    folder = args.folder or args.checklists or desk.places.checklists
    text = _text(desk, args, id_)
    path = _written(folder / f"{id_}.toml", text)
    tell(f"Wrote {path}.")
    name = id_ if args.folder is None and args.checklists is None else path
    tell(f"Next, open it and look it over:\n  bedside edit {name}\n  bedside check {name}")
    return Exit.FINE


def _free_id(desk: Desk, args: Namespace) -> str:
    """Return the id made from the name; Ended where there is none, or where it is taken."""
    from bedside.content.scaffold import id_from

    id_ = id_from(args.name)
    if not id_:
        message = f"no file name can be made of “{args.name}”: it needs some letters from a to z."
        raise Ended(Exit.USAGE, f'{message} Give the rest as a title: --title "…".')
    taken = desk.library.find(id_) or _there(args.folder, id_)
    if taken is not None:
        free = next(
            other
            for number in range(2, 1000)
            if desk.library.find(other := f"{id_}-{number}") is None
            and _there(args.folder, other) is None
        )
        message = f"there is a checklist {id_} already: {taken}. Nothing was written."
        way = f"Change that one, or begin another:\n  bedside edit {id_}\n  bedside new {free}"
        raise Ended(Exit.USAGE, f"{message} {way}")
    return id_


def _there(folder: Path | None, id_: str) -> Path | None:
    path = folder / f"{id_}.toml" if folder else None
    return path if path is not None and os.path.lexists(path) else None


def _text(desk: Desk, args: Namespace, id_: str) -> str:
    """Return what the file is to hold; Ended where the one to copy cannot be copied."""
    from bedside.content.edit.text import Refused
    from bedside.content.scaffold import copied, scaffold, title_from

    title = " ".join((args.title or title_from(args.name)).split())
    if args.source is None:
        return scaffold(id_, title, today())
    draft = read_draft(desk, checklist_path(desk, args.source))
    if draft.checklist() is None:
        message = f"{draft.path} has to be mended before it can be copied."
        raise Ended(Exit.FINDINGS, f"{message} bedside check {draft.path} says how.")
    text = copied(draft.text, id_, title)
    if isinstance(text, Refused):
        message = f"{draft.path} cannot be copied: {text.reason}."
        raise Ended(Exit.UNAVAILABLE, message)
    return text


def _written(path: Path, text: str) -> Path:
    """Write a file that is not there yet, and the schema that its first line names beside it."""
    from bedside.cli.schema import put
    from bedside.content.files import write_bytes
    from bedside.content.schema import file_name

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, text.encode())
    except FileExistsError:
        raise Ended(Exit.USAGE, f"{path} is there already, and nothing was written.") from None
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be written: {reason(error)}.") from error
    if not (path.parent / file_name("checklist")).exists():
        put(path.parent, "checklist")
    return path
