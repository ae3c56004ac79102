"""`bedside note VISIT`: print one of the texts of a visit, or write it to a file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.forms import RESPONSE, response_of
from bedside.cli.signed import (
    changed,
    characters_of,
    limit_of,
    require,
    text_arguments,
    too_long,
    unprintable,
)
from bedside.cli.window import complain
from bedside.core.acts import Act
from bedside.core.reasons import reason
from bedside.core.text import safe
from bedside.words import notes

if TYPE_CHECKING:
    from bedside.core.trace import Source, Trace
    from bedside.store.rows import Kept


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("visit", help='its id, the end of it, or "last"')
    text_arguments(parser, more=(RESPONSE,))
    parser.add_argument(
        "--original", action="store_true", help="as it was signed, without what was added later"
    )
    parser.add_argument(
        "--trace",
        action="store_true",
        help="of every sentence when, by whom and how it was recorded; as text or json",
    )
    parser.add_argument(
        "--records-key",
        type=Path,
        metavar="FILE",
        help="for the records service of a shared workstation: its key opens what was signed",
    )
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a new file to write")


def run(args: Namespace) -> Exit:
    """Print the text and nothing else; an unsigned one is marked as a draft."""
    if args.trace and args.format not in ("text", "json"):
        message = f"--trace is printed as text or json, not as {args.format}."
        raise Ended(Exit.USAGE, message)
    if args.format == RESPONSE and (args.reader != "chart" or args.records_key is not None):
        message = f"{RESPONSE} is the whole visit as it is kept here, for no reader of its own."
        raise Ended(Exit.USAGE, f"{message} Leave --for and --records-key out.")
    require(args.format)
    desk = Desk()
    if args.records_key is not None:
        return _filed(desk, args)
    visit = desk.visit(args.visit)
    kept = desk.store.read(visit.id)
    text = _text(desk, visit.id, kept, args)
    if args.trace:
        text = _told(kept, args).encode()
    _hand_out(args, text)
    missing = 0 if visit.is_signed else len(kept.unreadable)
    if missing:
        complain(f"bedside: {words.unreadable(missing)}")
    if args.output is not None:
        desk.store.enter(Act.EXPORTED, visit.id)
    desk.store.close()  # the log says that it was read; where it cannot, that keeps nobody from it
    if not args.trace:
        for told in too_long(limit_of(desk), characters_of(text, args.format)):
            complain(f"bedside: {told}")
    return Exit.FINE


def _text(desk: Desk, visit: str, kept: Kept, args: Namespace) -> bytes:
    """Return what was asked for of a visit; Ended where it is no longer what was signed."""
    from bedside.note.frozen import NoteChanged
    from bedside.note.render.pdf import Unprintable
    from bedside.session import kept_file

    try:
        if args.format == RESPONSE:
            return response_of(desk, visit, args.original).encode()
        return kept_file(kept, args.format, args.reader, args.original)
    except NoteChanged:
        raise changed(desk, visit) from None
    except Unprintable as error:
        raise Ended(Exit.UNAVAILABLE, unprintable(error)) from None


def _filed(desk: Desk, args: Namespace) -> Exit:
    """Print a text as it was filed when it was signed, with the records key; nobody signs in."""
    from bedside.cli.filed import filed_text

    if args.trace:
        raise Ended(Exit.USAGE, "--trace goes back to what only the visit itself holds.")
    _hand_out(args, filed_text(desk, args))
    return Exit.FINE


def _hand_out(args: Namespace, text: bytes) -> None:
    if args.output is not None:
        _write(args.output, text)
    elif args.format == "pdf":
        if _is_terminal():
            raise Ended(Exit.USAGE, notes.NOT_FOR_SCREENS)
        sys.stdout.buffer.write(text)
    else:
        _say(text.decode())


def _is_terminal() -> bool:
    return sys.stdout.isatty()


def _say(text: str) -> None:
    """Write a text to standard output, byte for byte what a file of it would hold."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.write(text)


def _write(target: Path, text: bytes) -> None:
    from bedside.deliver.file import publish

    try:
        publish(target, text)
    except OSError as error:
        message = f"{target} cannot be written: {reason(error)}. Nothing was replaced."
        raise Ended(Exit.UNAVAILABLE, message) from error
    complain(f"Written to {target}.")


def _told(kept: Kept, args: Namespace) -> str:
    """Return every sentence of a text with what it rests on."""
    from bedside.cli.tables import as_json
    from bedside.core.trace import traced
    from bedside.core.walk import replay
    from bedside.note.shown import shown

    whole = replay(kept.checklist, kept.events)
    sentences = traced(shown(whole, args.reader, args.original), kept.events, whole.plan)
    signer = whole.signed
    by = ", ".join(part for part in (signer.author, signer.role) if part) if signer else ""
    if args.format == "json":
        return as_json([_object(sentence, by) for sentence in sentences]) + "\n"
    return "".join(
        f"{safe(line)}\n"
        for sentence in sentences
        for line in (sentence.text, *_lines(sentence, by))
    )


def _lines(sentence: Trace, by: str) -> list[str]:
    """Return under a sentence a line for each event: when, by whom, and how it came about."""
    told = []
    for source in sentence.sources:
        who = source.by or by
        when = f"{source.at.local():%Y-%m-%d %H:%M}"
        told.append(f"    {when}{f', {who}' if who else ''}: {words.how(source)}")
    return told


def _object(sentence: Trace, by: str) -> dict[str, object]:
    return {"text": sentence.text, "sources": [_source(one, by) for one in sentence.sources]}


def _source(source: Source, by: str) -> dict[str, object]:
    return {
        "at": source.at.local().isoformat(),
        "by": source.by or by,
        "event": source.kind,
        "how": words.how(source),
        "step": source.step,
        "title": source.title,
    }
