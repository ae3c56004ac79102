"""From text that cannot be read to everything that slipped in it, in one run.

tomllib ends at its first error. Each round finds the statement it ended in, asks the rules what
was meant, and reads on with the lines as they were meant; a statement nobody can be sure of ends
the rounds or is left out. No line is told twice.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from bedside.content.advice.alike import MANY, turned
from bedside.content.advice.draft import Draft
from bedside.content.advice.pasted import whole
from bedside.content.advice.rules import BEHIND, RULES
from bedside.content.advice.slip import (
    STATEMENT,
    Slip,
    Spot,
    Stuck,
    extent,
    fault,
    parts,
    place_of,
)
from bedside.content.gate import said_of
from bedside.core.problems import Edit, Finding, Fix, Related
from bedside.core.spans import statement_at
from bedside.core.text import unfit

MAX_ROUNDS = 40
MAX_READ = 600_000
"""So many characters are read again at most, so that of a very long file the first slip is told
as soon as all those of another one."""

_CHAIN = 12
"""So many slips may stand in one statement, each seen once the one before it is mended."""
_LIST = "a = ["
"""What makes a line of a list a list of its own."""
_KNOWN = ("T125", "T127", "T136")
"""What is known for sure, even where nobody can say how it was meant."""
_OF_BLOCKS = ("T124", "T125")
"""What is wrong with the first line of a block, and so with no line of the block before it."""


class Advice(NamedTuple):
    """What slipped in a text, and the text as it was meant, where that can be known.

    `numbers` are the lines of the author's text that those of `text` come from; what is found on
    the lines `touched` stands elsewhere in the author's. `text` is "" where nothing is sure.
    """

    findings: tuple[Finding, ...]
    text: str = ""
    numbers: Sequence[int] = ()
    touched: frozenset[int] = frozenset()


def advised(text: str, error: tomllib.TOMLDecodeError | None = None) -> Advice:
    """Return what slipped in a text that cannot be read or holds invisible characters.

    `error` is what tomllib said of the text, where it has been asked.
    """
    return Rounds(text, error).advice()


class Rounds:
    """Reads a text again and again, each time with one more slip mended."""

    def __init__(self, text: str, error: tomllib.TOMLDecodeError | None) -> None:
        """Begin with the text as it is, and what was said of it."""
        self.draft = Draft(text)
        self.findings: list[Finding] = []
        self._known = place_of(error, text) if error else None
        self._left = MAX_READ if error else MAX_READ + len(text)
        self._begin = 0
        self._is_alike_told = False

    def advice(self) -> Advice:
        """Return everything that slipped, in the order of the file."""
        self._invisible()
        is_sure = self._read_on()
        found = tuple(sorted(self.findings, key=lambda one: one.span or ()))
        if not is_sure:
            return Advice(found)
        draft = self.draft
        return Advice(found, draft.text, draft.numbers, frozenset(draft.touched))

    def _read_on(self) -> bool:
        """Take slip after slip; whether the text can be read afterwards as it was meant."""
        rows = self.draft.rows
        if pasted := whole(rows):
            what, help_, row = pasted
            message = f"This is {what}, not a checklist."
            span = self.draft.span(Spot(row, 0), Spot(row, len(rows[row])))
            self.findings.append(Finding(code="T137", message=message, help=help_, span=span))
            return False
        is_sure = True
        for _ in range(MAX_ROUNDS):
            stuck = self._stuck()
            if stuck is None:
                return is_sure and self._left >= 0
            slip = told(stuck)
            taken = range(slip.first, slip.last + 1)
            if self.draft.is_touched(taken):
                return False
            self._tell(slip, stuck)
            is_header = stuck.line.lstrip()[:1] == "["
            if slip.rows is None and is_header:
                return False
            alike = self._alike(slip)
            is_sure = is_sure and slip.is_sure and slip.rows is not None
            self.draft.take(taken, ("",) * len(taken) if slip.rows is None else slip.rows)
            for row, new in alike:
                self.draft.take(range(row, row + 1), (new,))
            self._begin = min(self._begin, 0 if slip.first < stuck.row else self._begin)
        if more := self._stuck():
            self.findings.append(self._of_more(more))
        return False

    def _of_more(self, stuck: Stuck) -> Finding:
        message = "From here on nothing was looked at: too much above cannot be read."
        start, end = Spot(stuck.row, 0), Spot(stuck.row, max(1, len(stuck.line)))
        help_ = "mend what is told above, and check again"
        return Finding(code="T110", message=message, help=help_, span=self.draft.span(start, end))

    def _alike(self, slip: Slip) -> Sequence[tuple[int, str]]:
        """Return the lines below with the slip that was told, where many have it, and tell so."""
        one = self.findings[-1]
        is_looked_for = slip.code == "T111" and one.fix is not None and not self._is_alike_told
        alike = turned(self.draft.rows, slip.last + 1) if is_looked_for else []
        self._is_alike_told |= is_looked_for
        if one.fix is None or len(alike) < MANY:
            return ()
        edits = list(one.fix.edits)
        for row, new in alike:
            edits += self.draft.edits(range(row, row + 1), (new,))
        message = f"{one.message.rstrip('.')}. {len(alike)} more lines are like this one."
        help_ = f"{one.help}; one mend makes them all straight"
        fix = Fix(one.fix.title, tuple(edits))
        self.findings[-1] = replace(one, message=message, help=help_, fix=fix)
        return [(row + _shift(slip), new) for row, new in alike]

    def _stuck(self) -> Stuck | None:
        """Return where reading ends now; None where it does not, or nothing more is read."""
        text = self.draft.text
        found, self._known = self._known, None
        if found is None:
            self._left -= len(text)
            found = fault(text) if self._left >= 0 else None
        if found is None:
            return None
        said, at = found
        offset = sum(len(row) + 1 for row in self.draft.rows[: at.row]) + at.column
        begin = statement_at(text, min(offset, len(text)), self._begin)
        self._begin = text.rfind("\n", 0, begin) + 1
        return Stuck(self.draft.rows, text.count("\n", 0, begin), said, at, self.draft.numbers)

    def _tell(self, slip: Slip, stuck: Stuck) -> None:
        draft, row = self.draft, min(slip.start.row, stuck.row)
        edits: tuple[Edit, ...] = ()
        if slip.rows is not None and slip.title:
            edits = tuple(draft.edits(range(slip.first, slip.last + 1), slip.rows))
        related = tuple(
            Related(message, "", draft.span(start, end)) for message, start, end in slip.related
        )
        self.findings.append(
            Finding(
                code=slip.code,
                message=slip.message,
                help=slip.help,
                span=draft.span(slip.start, slip.end),
                step="" if slip.code in _OF_BLOCKS or slip.is_apart else draft.step(row),
                fix=Fix(slip.title, edits) if edits else None,
                related=related,
                part=draft.part(row),
            )
        )

    def _invisible(self) -> None:
        """Tell the invisible characters, one finding a line, and read on without them."""
        for at, row in reversed(tuple(enumerate(self.draft.rows))):
            found = unfit(row)
            if not found:
                continue
            if len(self.findings) < MAX_ROUNDS:
                self.findings.append(self._of_invisible(at, row, found))
            gone = {column for column in found if row[column] != "\r"}
            plain = "".join(one for column, one in enumerate(row) if column not in gone)
            self.draft.take(range(at, at + 1), plain.split("\r"))

    def _of_invisible(self, at: int, row: str, columns: Sequence[int]) -> Finding:
        first, draft = columns[0], self.draft
        edits = tuple(
            Edit(
                draft.span(Spot(at, column), Spot(at, column + 1)),
                "\n" if row[column] == "\r" else "",
            )
            for column in columns
        )
        return Finding(
            code="T105",
            message=said_of(row[first]),
            help="delete it; retype the word if it cannot be seen",
            span=draft.span(Spot(at, first), Spot(at, first + 1)),
            step=draft.step(at),
            fix=Fix("delete what is invisible on this line", edits),
            part=draft.part(at),
        )


def _shift(slip: Slip) -> int:
    """Return by how many lines what stands below a slip moves once it is mended."""
    return 0 if slip.rows is None else len(slip.rows) - (slip.last + 1 - slip.first)


def told(stuck: Stuck) -> Slip:
    """Return what slipped in a statement: the first rule whose mend can be read, or that knows.

    The slip names the lines that it takes in.
    """
    unsure: Slip | None = None
    for rule in (_within_list, _behind_lines, *RULES):
        slip = rule(stuck)
        if slip is None:
            continue
        slip = _with_lines(slip, stuck.row)
        if slip.rows is None and slip.code in _KNOWN:
            return slip
        if slip.first < stuck.row or (through := _read_through(slip)) is not None:
            return slip if slip.first < stuck.row else cast("Slip", through)
        unsure = unsure or slip._replace(rows=None, title="", last=extent(stuck))
    return unsure or _with_lines(_unknown(stuck)._replace(last=extent(stuck)), stuck.row)


def _within_list(stuck: Stuck) -> Slip | None:
    """A part of a list over several lines has slipped: it is looked at like a list on one line."""
    row = stuck.at.row
    found = parts(stuck.line)
    if found is None or found.said[:1] != "[" or not stuck.row < row < len(stuck.rows):
        return None
    line, last = stuck.rows[row], extent(stuck)
    if STATEMENT.match(line) or last < row or line.strip()[:1] in ("", "]"):
        return None
    indent = len(line) - len(line.lstrip())
    alone = [f"{_LIST}{line.strip()}]"]
    wrong = fault(alone[0])
    if wrong is None:
        return None
    slip = _first_that_reads(Stuck(alone, 0, wrong[0], Spot(0, wrong[1].column)))
    if slip is None or slip.rows is None or len(slip.rows) != 1:
        return None
    new = line[:indent] + slip.rows[0].removeprefix(_LIST).removesuffix("]")
    new += "," if line.rstrip()[-1] == "," and new[-1] != "," else ""
    shift = indent - len(_LIST)
    start, end = (Spot(row, spot.column + shift) for spot in (slip.start, slip.end))
    rows = (*stuck.rows[stuck.row : row], new, *stuck.rows[row + 1 : last + 1])
    return slip._replace(start=start, end=end, rows=rows, first=-1, last=last)


def _behind_lines(stuck: Stuck) -> Slip | None:
    """Something stands behind the end of a statement over several lines."""
    row = stuck.at.row
    if not stuck.said.startswith("expected newline") or not stuck.row < row < len(stuck.rows):
        return None
    if any(STATEMENT.match(line) for line in stuck.rows[stuck.row + 1 : row]):
        return None
    slip = next((slip for rule in BEHIND if (slip := rule(stuck._replace(row=row)))), None)
    if slip is None or slip.rows is None:
        return None
    rows = (*stuck.rows[stuck.row : row], *slip.rows)
    return slip._replace(rows=rows, last=max(row, slip.last))


def _first_that_reads(stuck: Stuck) -> Slip | None:
    for rule in RULES:
        slip = rule(stuck)
        through = _read_through(_with_lines(slip, stuck.row)) if slip else None
        if through:
            return through
    return None


def _with_lines(slip: Slip, row: int) -> Slip:
    first = slip.first if slip.first >= 0 else row
    return slip._replace(first=first, last=max(first, slip.last))


def _read_through(slip: Slip) -> Slip | None:
    """Return the slip with lines that can be read, mending what else slipped in them."""
    rows = slip.rows
    if rows is None:
        return None
    title = slip.title
    for _ in range(_CHAIN):
        found = fault("\n".join(rows))
        if found is None:
            return slip._replace(rows=rows, title=title)
        more = _next(rows, *found)
        if more is None or more.rows is None:
            return None
        rows = (*rows[: more.first], *more.rows, *rows[more.last + 1 :])
        title = title if more.title else ""
    return None


def _next(rows: Sequence[str], said: str, at: Spot) -> Slip | None:
    """Return the next slip in lines that are mended in part."""
    begin = statement_at("\n".join(rows), sum(len(one) + 1 for one in rows[: at.row]) + at.column)
    stuck = Stuck(rows, "\n".join(rows).count("\n", 0, begin), said, at)
    rules = (_within_list, _behind_lines, *RULES)
    slips = (slip for rule in rules if (slip := rule(stuck)) and slip.rows is not None)
    slip = next(slips, None)
    return _with_lines(slip, stuck.row) if slip else None


def _unknown(stuck: Stuck) -> Slip:
    return Slip(
        "T110",
        f"Line {stuck.at.row + 1} cannot be read: {stuck.said}.",
        'a line is a name, an equals sign and words in straight quotes: title = "…"',
        stuck.at,
        stuck.at._replace(column=stuck.at.column + 1),
    )
