"""Overlays: a clinic's small change to a checklist, merged over it row by row.

Whatever is not mentioned follows the original, later corrections of it included. Every value keeps
its own file and line, so that findings point at whichever of the two is at fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, cast

from bedside.content.banks import Banks, taken
from bedside.content.digests import OPEN, WRITES_IT, digest_of_step
from bedside.content.fixes import added, instead_of, looked_at, renamed, taken_out, written
from bedside.content.layout import Layout, Row, laid_out
from bedside.content.overlay_parts import HEAD, Verbs, verbs
from bedside.content.places import Here, Origin
from bedside.content.shape import Table
from bedside.core.problems import Finding, Fix, Related, nearest

_MERGED = frozenset(("say", "options", "labels", "instead", "note", "patient", "handover"))
"""Keys whose single words can be changed alone; of any other key the whole is replaced."""
_FIXED = ("id", "kind", "use", "locked")
_OF_ORIGINAL = ("seal", "approved_by")
_EXTENDS = re.compile(r"(\S+) (\S+)\Z")


class Original(NamedTuple):
    """The file that an overlay changes: what findings call it, and its bytes."""

    name: str
    raw: bytes


def is_overlay(table: Mapping[str, object]) -> bool:
    """Whether a file changes another instead of standing alone."""
    return "extends" in table


def without_original(table: Table, origin: Origin) -> Finding:
    """Return why an overlay has nothing to rest on."""
    here, extends, own = Here((origin,)), table["extends"], str(table.get("id", ""))
    spot = here.value("extends")
    if not isinstance(extends, str):
        message = '"extends" names the id and the version of the original, in quotation marks.'
        return here.finding("X905", message, f'write it so: extends = "{own} 1.0"', spot)
    wanted = extends.partition(" ")[0]
    if wanted and wanted != own:
        message = f"This file changes {wanted!r}, but its own id is {own!r}."
        help_ = f'write id = "{wanted}" and name the file {wanted}.toml'
        return here.finding("X905", message, help_, spot)
    message = f"There is no checklist {own!r} for this file to change."
    help_ = "an overlay lies in a folder that is searched before the one of its original"
    return here.finding("X900", message, help_, spot)


def overlaid(table: Table, origin: Origin, original: Layout, banks: Banks) -> Layout | Finding:
    """Return the original with the changes of an overlay in it, as rows; or why it cannot be."""
    here = Here((origin,))
    if is_overlay(original.head.raw):
        message = "The checklist that this file changes is itself such a change of another."
        help_ = "write your changes into that file, or change a whole checklist"
        return here.finding("X907", message, help_, here.value("extends"))
    return _Merge(table, origin, original, banks).layout()


class _Merge:
    """One overlay over one original, findings gathered on the way."""

    def __init__(self, table: Table, origin: Origin, original: Layout, banks: Banks) -> None:
        self.here, self.table, self.original = Here((origin,)), table, original
        self.verbs: Verbs = verbs(table, self.here)
        self.findings: list[Finding] = [*original.findings, *self.verbs.findings]
        self.steps = {row.here.name: _whole(row, banks) for row in original.steps}
        self.tasks = {row.here.name: row for row in original.tasks}
        self.added = {str(raw.get("id", "")) for raw in self.verbs.add}

    def layout(self) -> Layout:
        """Return the rows of both together, in the order of the talk."""
        moved = list(self._change())
        gone = self._removable()
        own = laid_out({"tasks": self.table.get("tasks", [])}, self.here.origins[0])
        after = self._added()
        steps = []
        for name, row in self.steps.items():
            steps += [] if name in gone else [row]
            steps += _followers(name, after)
        tasks = [row for name, row in self.tasks.items() if name not in gone]
        self.findings += [*own.findings, *moved, *self._extends(bool(moved))]
        return Layout(self._head(), steps, [*tasks, *own.tasks], self.findings)

    def _head(self) -> Row:
        """Return the head: the overlay's own lines, and the original's where it has none."""
        own = {key: value for key, value in self.table.items() if key in HEAD}
        own["extends"] = str(own["extends"])
        theirs = dict(self.original.head.raw)
        review = theirs.get("review")
        if isinstance(review, dict):
            theirs["review"] = {k: v for k, v in review.items() if k not in _OF_ORIGINAL}
        theirs["status"] = "draft"
        for key in ("note", "sources"):
            if isinstance(own.get(key), dict) and isinstance(theirs.get(key), dict):
                own[key] = cast("Table", theirs[key]) | cast("Table", own[key])
        if "version" not in own:
            message = "This overlay has no version of its own."
            fix = added(self.here, 'version = "1.1"', "extends")
            spot = self.here.key("extends")
            help_ = 'add a line: version = "1.1"'
            self.findings.append(self.here.finding("C202", message, help_, spot, fix))
        origins = (*self.here.origins, *self.original.head.here.origins)
        return Row(theirs | own, Here(origins))

    def _extends(self, is_told: bool) -> Iterator[Finding]:
        """Return what `extends` says wrongly of the original; that it moved, if not yet told."""
        head, here = self.original.head.raw, self.here
        id_, version = str(head.get("id", "")), str(head.get("version", ""))
        given = self.table["extends"]
        found = _EXTENDS.match(given) if isinstance(given, str) else None
        spot = here.value("extends")
        right = written(f"{id_} {version}")
        if found is None or found[1] != id_:
            message = f'"extends" names the id and the version of the original: {right}.'
            yield here.finding("X905", message, "write it so", spot, instead_of(spot, right))
        elif found[2] != version and not is_told:
            message = f"The original is now version {version}; this was made for {found[2]}."
            help_ = "nothing that you changed is touched; look it over, then write the new version"
            yield here.finding("X906", message, help_, spot, instead_of(spot, right))

    def _change(self) -> Iterator[Finding]:
        """Put the changes into their steps and tasks; return which of these have moved."""
        for name, raw in self.verbs.change.items():
            here = Here((self._at("change", name),), name)
            rows = self.steps if name in self.steps else self.tasks
            row = rows.get(name)
            if row is None:
                self.findings.append(self._unknown(name, ("change", name)))
                continue
            self.findings += self._refused(row, raw, here)
            yield from _since(row, raw, here)
            kept = {k: v for k, v in raw.items() if k != "was" and k not in _FIXED}
            rows[name] = Row(_merged(row.raw, kept), Here((*here.origins, *row.here.origins), name))

    def _refused(self, row: Row, raw: Table, here: Here) -> Iterator[Finding]:
        """Return what a change may not touch: what the step is, and that it is locked."""
        for key in _FIXED:
            if key not in raw or raw[key] == row.raw.get(key):
                continue
            fix = taken_out(here, (key,))
            if row.raw.get("locked") and key != "use":
                message = f"The step {row.here.name!r} is locked: its {key} stays as it is."
                help_ = f"take out the line {key}"
                yield here.finding("S601", message, help_, here.key(key), fix)
            elif key != "locked":
                message = f"A change gives no step another {key}."
                help_ = "remove the step and add one of your own in its place"
                yield here.finding("X909", message, help_, here.key(key), fix)

    def _removable(self) -> set[str]:
        """Return what is removed and can be: known, not locked, and looked at by nothing left."""
        wanted: dict[str, int] = {}
        for at, name in enumerate(self.verbs.remove):
            if name not in self.steps and name not in self.tasks:
                self.findings.append(self._unknown(name, ("remove", at)))
            elif name in self.steps and self.steps[name].raw.get("locked"):
                message = f"The step {name!r} is locked: an overlay may not remove it."
                help_ = "change its words under [change], or ask whoever keeps the original"
                spot = self.here.value("remove", at)
                self.findings.append(self.here.finding("S601", message, help_, spot))
            else:
                wanted[name] = at
        kept = set(wanted)
        for name, at in wanted.items():
            found = self._still_needed(name, kept, at)
            if found is not None:
                self.findings.append(found)
                kept.discard(name)
        return kept

    def _still_needed(self, name: str, gone: Iterable[str], at: int) -> Finding | None:
        """Return why a step cannot go: others look at it, or it holds steps together."""
        spot = self.here.value("remove", at)
        left = [r for n, r in (self.steps | self.tasks).items() if n not in gone]
        looking = [(row.here, key) for row in (*left, *self._own_rows())
                   for key in ("when", "or") if _asks(row.raw.get(key), name)]  # fmt: skip
        if looking:
            others = ", ".join(dict.fromkeys(here.name for here, _ in looking))
            message = f"The step {name!r} cannot go: {others} still asks for its answer."
            help_ = "remove those as well, or give them another condition under [change]"
            found = self.here.finding("X910", message, help_, spot)
            return _with(found, [here.related("asks here", key, name) for here, key in looking])
        inside = [n for n in self._inside(name) if n not in gone]
        if inside and self.steps[name].raw.keys() & {"when", "or", "place"}:
            message = f"The section {name!r} cannot go alone: what it says of its steps would go."
            help_ = f"remove its steps as well: {', '.join(inside)}"
            return self.here.finding("X911", message, help_, spot)
        return None

    def _inside(self, section: str) -> Iterator[str]:
        """Return the steps that a section covers; none for what is no section."""
        if section not in self.steps or self.steps[section].raw.get("kind") != "section":
            return
        names = list(self.steps)
        for name in names[names.index(section) + 1 :]:
            if self.steps[name].raw.get("kind") == "section":
                return
            yield name

    def _own_rows(self) -> Iterator[Row]:
        for at, raw in enumerate(self.verbs.add):
            yield Row(raw, Here((self._at("add", at),), str(raw.get("id", ""))))

    def _added(self) -> dict[str, list[Row]]:
        """Return the added steps by the step they stand after."""
        placed: dict[str, list[Row]] = {}
        above = dict.fromkeys(self.steps)
        for row in self._own_rows():
            here, name = row.here, row.here.name
            raw = {key: value for key, value in row.raw.items() if key != "after"}
            after = str(row.raw.get("after", ""))
            if not after:
                last = list(self.steps)[-1:]
                fix = added(here, f"after = {written(last[0])}") if last else None
                message = "An added step says after which step it stands."
                help_ = 'add a line: after = "…", with the id of that step'
                self.findings.append(here.finding("X912", message, help_, here.key(), fix))
                after = "".join(last)
            elif after not in above:
                self.findings.append(self._no_place(here, after, above))
                continue
            if name and (name in above or name in self.tasks):
                self.findings.append(self._taken_name(here, name, {*above, *self.tasks}))
                continue
            above[name] = None
            placed.setdefault(after, []).append(Row(raw, here))
        return placed

    def _no_place(self, here: Here, after: str, above: Iterable[str]) -> Finding:
        spot, near = here.value("after"), nearest(after, above)
        if after in self.added:
            message = f"The step {after!r} is added further down in this file, or is this one."
            help_ = "write the block it stands after above this one"
            return here.finding("X912", message, help_, spot)
        message = f"There is no step called {after!r} to stand after."
        help_ = f"did you mean {near}?" if near else "name a step of the original"
        fix = instead_of(spot, written(near)) if near else None
        return here.finding("X904", message, help_, spot, fix)

    def _taken_name(self, here: Here, name: str, known: Iterable[str]) -> Finding:
        free = next(f"{name}-{n}" for n in range(2, 9999) if f"{name}-{n}" not in set(known))
        message = f"There is a step called {name!r} already."
        help_ = f'to change it write [change.{name}]; for a new step write another id, "{free}"'
        spot = here.value("id")
        return here.finding("X913", message, help_, spot, instead_of(spot, written(free)))

    def _unknown(self, name: str, place: tuple[str | int, ...]) -> Finding:
        near = nearest(name, [*self.steps, *self.tasks])
        message = f"The original has no step called {name!r}."
        help_ = f"did you mean {near}?" if near else "look up the step's id in the original"
        fix: Fix | None = None
        if near and place[0] == "change":
            fix = renamed(self.here, place, near)
        elif near:
            fix = instead_of(self.here.value(*place), written(near))
        return self.here.finding("X904", message, help_, self.here.value(*place), fix)

    def _at(self, *place: str | int) -> Origin:
        return self.here.origins[0]._replace(path=place)


def _whole(row: Row, banks: Banks) -> Row:
    """Return a step of the original with what it takes from a bank."""
    full = taken(row, banks)
    return full if isinstance(full, Row) else row


def _merged(theirs: Table, own: Table) -> Table:
    merged = theirs | own
    for key in _MERGED & own.keys():
        before, now = theirs.get(key), own[key]
        if isinstance(before, dict) and isinstance(now, dict):
            merged[key] = before | now
    return merged


def _since(row: Row, raw: Table, here: Here) -> Iterator[Finding]:
    """Return whether the original of a changed step has moved, or that nobody can tell."""
    now, was = digest_of_step(row.raw), raw.get("was")
    if was is None:
        message = "Nobody can tell whether the original of this step has moved since."
        line = f"was = {written(now)}"
        fix = added(here, line, "")
        help_ = f"add a line: {line}"
        yield here.finding("X914", message, help_, here.key(), fix)
    elif was == OPEN:
        message = f"The mark of the original of {row.here.name!r} is not written yet."
        spot = here.value("was")
        yield here.finding("X914", message, WRITES_IT, spot, instead_of(spot, written(now)))
    elif was != now:
        message = f"The original of {row.here.name!r} has moved since you changed it."
        help_ = (
            f"look at both; to keep yours write was = {written(now)},"
            " to take theirs remove this block"
        )
        spot = here.value("was")
        fix = looked_at(spot, written(now), "keep yours")
        found = here.finding("X901", message, help_, spot, fix)
        keys = [key for key in raw if key != "was"]
        both = [(here.related("yours", key), row.here.related("theirs", key)) for key in keys]
        yield _with(found, [one for pair in both for one in pair])


def _with(found: Finding, related: Iterable[Related]) -> Finding:
    from dataclasses import replace

    return replace(found, related=tuple(related))


def _asks(conditions: object, step: str) -> bool:
    return isinstance(conditions, dict) and step in conditions


def _followers(name: str, after: Mapping[str, list[Row]]) -> Iterator[Row]:
    """Return the steps that stand after one, each with those that stand after it."""
    for row in after.get(name, ()):
        yield row
        if row.here.name != name:
            yield from _followers(row.here.name, after)
