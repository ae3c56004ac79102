"""What `check --fix` did to a file: its mends made and written, and shown as a small diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bedside.core.problems import Finding
from bedside.core.reasons import reason
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.content.check import Checker
    from bedside.content.edit.mend import Name


class Said(NamedTuple):
    """What is to be said of a file that was mended; `written` unless it could not be.

    `refused` are the findings whose mends were not made, by what tells them from others.
    """

    text: str = ""
    written: bool = True
    refused: frozenset[Name] = frozenset()


def mended_file(path: Path, checker: Checker, *, has_looked: bool = False) -> Said:
    """Make the mends that are ready in a file, and return what is to be said of it.

    What has moved is said to fit still only where somebody has looked.
    """
    from bedside.content.edit.mend import mend, name_of
    from bedside.content.files import read_file, write_text

    try:
        raw = read_file(path)
        text = raw.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):  # told as a finding
        return Said()
    done = mend(
        text, str(path), lambda new: checker.look(new.encode(), path), has_looked=has_looked
    )
    lines = list(_left(path, done.refused))
    refused = frozenset(map(name_of, done.refused))
    if done.text == text:
        return Said("".join(lines), refused=refused)
    try:
        write_text(path, done.text, was=raw)
    except OSError as error:
        why = f"{path} could not be written: {reason(error)}. It is as it was.\n"
        return Said(safe(why.rstrip("\n")) + "\n", written=False)
    noun = "mend" if len(done.made) == 1 else "mends"
    head = f"{path}: {len(done.made)} {noun} made\n"
    whole = "".join((head, *lines_changed(text, done.text), *lines, "\n"))
    return Said(whole, refused=refused)


def lines_changed(old: str, new: str) -> Iterator[str]:
    """Yield the lines that are taken out and put in, under where they then stand."""
    from bedside.cli.report.difference import Difference

    before, now = old.splitlines(), new.splitlines()
    for tag, first, last, start, end in Difference(before, now).get_opcodes():
        if tag != "equal":
            yield _where(start, end)
            yield from (f"- {safe(row)}".rstrip() + "\n" for row in before[first:last])
            yield from (f"+ {safe(row)}".rstrip() + "\n" for row in now[start:end])


def _where(start: int, end: int) -> str:
    """Return where lines stand, counted from 1; for what only went, where it stood."""
    return f"line {start + 1}:\n" if end - start < 2 else f"lines {start + 1} to {end}:\n"


def _left(path: Path, refused: Sequence[Finding]) -> Iterator[str]:
    for finding in refused:
        at = f":{finding.span.start.line}" if finding.span else ""
        said = f"{path}{at}: the mend for {finding.code} was not made: it would not help here."
        yield f"{safe(said)}\n"
