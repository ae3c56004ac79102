"""What was published of a checklist and when: `<id>.history.toml`, beside it, kept by bedside.

Each line holds the text as it was published, so that nothing is ever lost, and its meaning with
what its steps took from banks, so that the next version can be told from it whatever became of
the banks. The checklist is written before its history: a line never tells of what did not happen.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, cast

from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain, to_plain

_LIST = "published"
_ABOUT = """\
# Written by bedside publish: every version of this checklist, the newest last.
# Nothing here is meant to be changed by hand.

"""


class Version(NamedTuple):
    """One publication: its number, when and by whom, what changed, and all that was published."""

    version: str
    on: date
    by: str
    summary: str
    seal: str
    text: str
    meaning: str

    def checklist(self) -> Checklist | None:
        """Return the checklist as it was published; nothing where this bedside cannot read it."""
        try:
            return from_plain(Checklist, json.loads(self.meaning))
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return None


class Damaged(ValueError):
    """A history that cannot be read; raised rather than begun anew over it."""


def history_beside(path: Path) -> Path:
    """Return where the history of the checklist in a file is kept."""
    return path.with_name(f"{path.stem}.history.toml")


def read_history(path: Path) -> tuple[Version, ...]:
    """Return what was published of the checklist in a file, the newest last.

    OSError where its history cannot be opened, Damaged where it makes no sense.
    """
    try:
        text = history_beside(path).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise Damaged from error
    try:
        rows = cast("list[dict[str, object]]", tomllib.loads(text).get(_LIST, []))
        return tuple(map(_line, rows))
    except (AttributeError, RecursionError, TypeError, ValueError) as error:
        raise Damaged from error


def _line(row: dict[str, object]) -> Version:
    """Return a line of a history; TypeError where a part of it is missing or of another kind."""
    line = Version(**row)  # type: ignore[arg-type]
    if any(type(part) is not (date if name == "on" else str) for name, part in row.items()):
        raise TypeError
    return line


def written_history(lines: Sequence[Version]) -> str:
    """Return a history as the text of its file."""
    import tomli_w

    rows = [line._asdict() for line in lines]
    return _ABOUT + tomli_w.dumps({_LIST: rows}, multiline_strings=True)


def version_of(checklist: Checklist, text: str, summary: str) -> Version:
    """Return the line of history for a checklist that is published, in this text.

    The text is kept with plain line ends and without a byte-order mark.
    """
    review = checklist.review
    return Version(
        version=checklist.version,
        on=review.reviewed or date.min,
        by=review.approved_by,
        summary=summary,
        seal=review.seal,
        text=text.removeprefix("\ufeff").replace("\r\n", "\n"),
        meaning=json.dumps(to_plain(checklist), ensure_ascii=False, indent=1),
    )


def found_in(lines: Sequence[Version], version: str) -> Version | None:
    """Return the newest line of a version; of "published", the newest of all."""
    wanted = (line for line in reversed(lines) if version in (line.version, "published"))
    return next(wanted, None)
