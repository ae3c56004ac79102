"""`bedside schema [-o FILE]`: what a checklist may look like, for editors; and a note, as JSON."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bedside.cli.exits import Ended, Exit
from bedside.core.reasons import reason
from bedside.core.text import safe

WRITTEN = ("checklist", "translation", "practice", "codes")
"""The kinds of file that people write; a test compares with the room that makes their schemas."""

NOTE = "note"
KINDS = (*WRITTEN, NOTE)
"""Every kind of file that has a schema."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument(
        "--kind", choices=KINDS, default="checklist", help="of which file; note: the note as JSON"
    )
    parser.add_argument(
        "-o", dest="out", type=Path, metavar="FILE", help="write it there; a folder will do"
    )


def run(args: Namespace) -> Exit:
    """Print the JSON Schema, or write it: that of a checklist where editors find it, beside it."""
    wanted: str = args.kind
    if args.out is None:
        print(_text(wanted), end="")
        return Exit.FINE
    path = put(args.out, wanted)
    print(safe(f"Wrote {path}."))
    if wanted in WRITTEN:
        print(safe(f"An editor reads it where a file begins with: #:schema {path.name}"))
    return Exit.FINE


def put(where: Path, kind: str) -> Path:
    """Write the schema into a folder, or to a file; Ended where something else stands there."""
    from bedside.content.files import write_text

    is_folder = os.path.isdir(where)  # noqa: PTH112  # pathlib's raises
    path = where / _name(kind) if is_folder else where
    text = _text(kind)
    try:
        if not _may_replace(path):
            message = f"{path} is there already and is no schema, so it was left as it is."
            raise Ended(Exit.USAGE, f"{message} Choose another name with -o.")
        write_text(path, text)
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be written: {reason(error)}.") from error
    return path


def _text(kind: str) -> str:
    """Return the schema of a kind of file, as it is packaged."""
    if kind == NOTE:
        from bedside.note.render.json import schema

        return schema()
    from bedside.content.schema import packaged

    return packaged(kind) or ""


def _name(kind: str) -> str:
    """Return what the schema of a kind of file is called."""
    if kind == NOTE:
        from bedside.note.render.json import FORMAT

        return f"{FORMAT}.json"
    from bedside.content.schema import file_name

    return file_name(kind)


def _may_replace(path: Path) -> bool:
    """Whether a path is free, or holds a schema: those are made, never written by hand."""
    try:
        return "$schema" in json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True
    except (ValueError, TypeError, RecursionError):
        return False
