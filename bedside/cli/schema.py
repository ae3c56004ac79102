"""`bedside schema [-o FILE]`: what a checklist may look like, for outside editors."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bedside.cli.exits import Ended, Exit
from bedside.core.reasons import reason
from bedside.core.text import safe

KINDS = ("checklist", "translation", "practice", "codes")
"""The kinds of file that have a schema; a test compares with the room that makes them."""


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--kind", choices=KINDS, default="checklist", help="of which file")
    parser.add_argument(
        "-o", dest="out", type=Path, metavar="FILE", help="write it there; a folder will do"
    )


def run(args: Namespace) -> Exit:
    """Print the JSON Schema, or write it where editors find it: beside the checklists."""
    from bedside.content.schema import packaged

    text = packaged(args.kind) or ""
    if args.out is None:
        print(text, end="")
        return Exit.FINE
    path = put(args.out, args.kind)
    print(safe(f"Wrote {path}."))
    print(safe(f"An editor reads it where a file begins with: #:schema {path.name}"))
    return Exit.FINE


def put(where: Path, kind: str) -> Path:
    """Write the schema into a folder, or to a file; Ended where something else stands there."""
    from bedside.content.files import write_text
    from bedside.content.schema import file_name, packaged

    is_folder = os.path.isdir(where)  # noqa: PTH112  # pathlib's raises
    path = where / file_name(kind) if is_folder else where
    text = packaged(kind) or ""
    try:
        if not _may_replace(path):
            message = f"{path} is there already and is no schema, so it was left as it is."
            raise Ended(Exit.USAGE, f"{message} Choose another name with -o.")
        write_text(path, text)
    except OSError as error:
        raise Ended(Exit.UNAVAILABLE, f"{path} cannot be written: {reason(error)}.") from error
    return path


def _may_replace(path: Path) -> bool:
    """Whether a path is free, or holds a schema: those are made, never written by hand."""
    try:
        return "$schema" in json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return True
    except (ValueError, TypeError, RecursionError):
        return False
