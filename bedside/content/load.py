"""Reading one checklist file: bytes to text, text to tables, tables to the model, names checked.

`load` never raises on what a file holds: everything wrong becomes a finding, all in one run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, takewhile
from pathlib import Path
from typing import cast

from bedside.content.banks import ALWAYS, Bank, Banks, known_names, taken
from bedside.content.explain import Where, explained, quoted
from bedside.content.files import read_file
from bedside.content.gate import open_text
from bedside.content.references import checked
from bedside.content.seal import is_sealed
from bedside.content.shape import Table, head_shape, step_shape
from bedside.content.validate import Fault, validated
from bedside.core.checklist import FORMAT, KINDS, Checklist, Step, Task
from bedside.core.problems import Finding, Level, Problems, is_deeper, nearest, toml_place
from bedside.core.spans import SpanMap
from bedside.core.text import harmful

MAX_STEPS = 2000
MAX_FINDINGS = 50
"""So many mistakes of one file are told: more would take long to find, and nobody reads them."""

MAX_DEPTH = 8
"""Tables and lists in each other, the file itself among them; no checklist needs more than six."""

_TOO_DEEP = Finding(
    code="T108",
    message="Brackets are nested too deeply here to be read.",
    help="a list holds texts, never lists",
)
_TOO_LONG = Finding(
    code="T109",
    message="A number in this file is too long to be read.",
    help="write it with fewer digits",
)

_ESCAPE = re.compile(r"\\[bferuUx]")
"""A character written as an escape that may stand for an invisible one."""


def load(path: Path, banks: Banks | None = None) -> Checklist | Problems:
    """Return the checklist in a file, or everything that is wrong with it.

    `banks` are the steps it may take with `use`. A file that cannot be opened raises OSError.
    """
    return read(read_file(path), path.name, banks or {})


def read(raw: bytes, name: str, banks: Banks) -> Checklist | Problems:
    """Return the checklist in these bytes; `name` is what findings call the file."""
    text = open_text(raw)
    if isinstance(text, Finding):
        return _problems([text], name)
    table = _table(text)
    if isinstance(table, Finding):
        return _problems([table], name)
    spans = SpanMap(text)
    reader = _Reader(table, spans, banks)
    if _ESCAPE.search(text):
        reader.check_escapes()
    checklist = reader.checklist()
    findings = reader.findings
    stem = name.removesuffix(".toml")
    if checklist and checklist.id != stem:
        help_ = f'name the file {checklist.id}.toml, or write id = "{stem}"'
        message = f"The id is {quoted(checklist.id)}, but the file is called {name}."
        findings.append(Finding(code="M705", message=message, help=help_, span=spans.key(("id",))))
    if checklist is None or findings:
        return _problems(_capped(findings), name)
    return checklist


def read_bank(raw: bytes, name: str) -> Bank | Problems:
    """Return the bank in these bytes, each of its steps already known to be well formed."""
    stem = name.removesuffix(".toml")
    found = read(raw, name, {})
    if isinstance(found, Problems):
        return found
    if not found.bank:
        message = "A file in the banks folder has to say bank = true."
        return _problems([Finding(code="C214", message=message, help="add that line")], name)
    table = _table(cast("str", open_text(raw)))
    steps = cast("list[Table]", cast("Table", table)["steps"])
    return Bank(stem, {str(step["id"]): step for step in steps})


def warnings_of(checklist: Checklist, today: date) -> list[Finding]:
    """Return what is worth knowing of a checklist that can be used: overdue, or edited by hand."""
    found = []
    due = checklist.review.next_review
    if due and due < today:
        message = f"The review of this checklist was due on {due.isoformat()}."
        help_ = "review it, then write the new dates under [review]"
        found.append(Finding(code="M701", message=message, help=help_, level=Level.WARNING))
    if checklist.status == "published" and not is_sealed(checklist):
        message = "This published checklist was changed by hand, so it is used as a draft."
        help_ = 'publish it again, or write status = "draft"'
        found.append(Finding(code="M704", message=message, help=help_, level=Level.WARNING))
    return [replace(finding, file=f"{checklist.id}.toml") for finding in found]


class _Reader:
    """Turns the tables of one file into a checklist, gathering findings on the way."""

    def __init__(self, table: Table, spans: SpanMap, banks: Banks) -> None:
        self.table, self.spans, self.banks = table, spans, banks
        self.findings: list[Finding] = []
        self._read: list[int] = []

    def checklist(self) -> Checklist | None:
        """Return the checklist, as far as its parts could be read; nothing without a head."""
        head = self._head()
        if self._left() == 0:
            return None
        steps = [step for index, raw in self._rows("steps") if (step := self._step(index, raw))]
        tasks = [task for index, raw in self._rows("tasks") if (task := self._task(index, raw))]
        if head is None:
            return None
        extras = () if head.bank else tuple(self._extras())
        whole = replace(head, steps=tuple(steps), tasks=tuple(tasks), extras=extras)
        self.findings += islice(checked(whole, self._read, self.spans), self._left())
        if not self.findings and not any(s.kind != "section" for s in steps):
            self._say("C215", "This checklist has no steps.", "add a [[steps]] block")
        return whole

    def _left(self) -> int:
        """Return how many more findings are wanted: one beyond those told says there are more."""
        return max(0, MAX_FINDINGS + 1 - len(self.findings))

    def _say(self, code: str, message: str, help_: str, *place: str | int, step: str = "") -> None:
        span = self.spans.nearest(place)
        self.findings.append(Finding(code=code, message=message, help=help_, span=span, step=step))

    def _head(self) -> Checklist | None:
        given = self.table.get("format")
        if isinstance(given, int) and given > FORMAT:
            message = f"This checklist is in format {given}; this bedside reads format {FORMAT}."
            self._say("C216", message, "install a newer bedside, or use an older copy", "format")
            return None
        if "extends" in self.table:
            message = "This version cannot read a clinic's small change to a shipped checklist."
            self._say("X900", message, "copy the whole checklist instead", "extends")
            return None
        made = validated(Checklist, head_shape(self.table))
        if isinstance(made, Checklist):
            return made
        self._explain(made, Checklist, Where((), self.table))
        return None

    def _explain(self, faults: Sequence[Fault], cls: type, where: Where) -> None:
        self.findings += islice(explained(faults, cls, where, self.spans), self._left())

    def _rows(self, key: str) -> Iterator[tuple[int, Table]]:
        rows = self.table.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            help_ = f"begin each with [[{key}]], in two brackets"
            self._say("C217", f"{key} has to be a list of blocks.", help_, key)
        elif len(rows) > MAX_STEPS:
            message = f"{len(rows)} {key} are too many; a checklist holds at most {MAX_STEPS}."
            self._say("C218", message, "split it into several checklists", key)
        else:
            every = enumerate(cast("list[Table]", rows))
            yield from takewhile(lambda _: self._left() > 0, every)

    def _step(self, index: int, raw: Table) -> Step | None:
        name = str(raw.get("id", ""))
        place = ("steps", index)
        full = taken(raw, self.banks)
        if isinstance(full, str):
            near = nearest(full, known_names(self.banks))
            help_ = f"did you mean {near}?" if near else "name it like bank/step"
            self._say("L309", f"No bank has {quoted(full)}.", help_, *place, "use", step=name)
            return None
        kind = str(full.get("kind", ""))
        if kind not in KINDS:
            near = nearest(kind, KINDS)
            help_ = f"did you mean {near}?" if near else f"it is one of: {', '.join(KINDS)}"
            message = (
                f"There is no kind of step called {quoted(kind)}." if kind else "No kind is given."
            )
            self._say("C205", message, help_, *place, "kind", step=name)
            return None
        made = validated(KINDS[kind], step_shape(full))
        if isinstance(made, Step):
            self._read.append(index)
            return made
        where = Where(place, raw, name, f"a {kind} step")
        self._explain(made, KINDS[kind], where)
        return None

    def _task(self, index: int, raw: Table) -> Task | None:
        made = validated(Task, step_shape(raw))
        if isinstance(made, Task):
            return made
        where = Where(("tasks", index), raw, str(raw.get("id", "")), "a task")
        self._explain(made, Task, where)
        return None

    def _extras(self) -> Iterator[Step]:
        """Return the steps of the banks that every visit can reach, under the bank's name."""
        for bank in (self.banks[name] for name in ALWAYS if name in self.banks):
            for name, raw in bank.steps.items():
                made = validated(KINDS[str(raw["kind"])], step_shape(raw))
                if isinstance(made, Step):
                    yield replace(made, id=f"{bank.name}/{name}")

    def check_escapes(self) -> None:
        """Find characters written as escapes, which the text gate could not see."""
        for place, text in _texts(self.table, ()):
            if not self._left():
                return
            if found := harmful(text):
                message = f"This text holds an invisible character (U+{ord(found[0]):04X})."
                self._say("T105", message, "delete it, or write the letter itself", *place)


def _texts(
    value: object, place: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*place, index))


def _table(text: str) -> Table | Finding:
    try:
        table = tomllib.loads(text)
    except RecursionError:
        return _TOO_DEEP
    except tomllib.TOMLDecodeError as error:
        return _syntax(str(error), text)
    except ValueError:
        return _TOO_LONG
    return _TOO_DEEP if is_deeper(table, MAX_DEPTH) else table


def _syntax(message: str, text: str) -> Finding:
    """Return tomllib's complaint as a finding at the line it stopped at."""
    plain, span = toml_place(message, text)
    return Finding(
        code="T110",
        message=f"Line {span.start.line} cannot be read: {plain}.",
        help='a line is a name, an equals sign and words in straight quotes: title = "…"',
        span=span,
    )


def _capped(findings: list[Finding]) -> list[Finding]:
    """Return as many findings as are told, and that there are more where there are."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    message = f"There is more to mend in this file than the {MAX_FINDINGS} mistakes named so far."
    more = Finding(code="C220", message=message, help="mend these, then look again")
    return [*findings[:MAX_FINDINGS], more]


def _problems(findings: list[Finding], name: str) -> Problems:
    return Problems(tuple(replace(finding, file=name) for finding in findings))
