"""Banks: files of reusable steps. A step takes one with `use`; feelings are always at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

from bedside.content import fixes
from bedside.content.layout import Layout, Row
from bedside.content.places import Here
from bedside.core.checklist import Checklist, Step
from bedside.core.problems import Finding

ALWAYS = ("about", "feelings", "read-back")
"""The banks that every visit can reach from any step."""


class Bank(NamedTuple):
    """The steps of one bank file, by id as the author wrote them.

    `extras` are the same as every visit reaches them: under the bank's name, and with citations
    where their steps name `sources` of the bank. `broken` is why nothing of it can be used.
    """

    name: str
    rows: Mapping[str, Row]
    extras: tuple[Step, ...]
    broken: tuple[Finding, ...] = ()
    sources: Mapping[str, str] = {}


Banks = Mapping[str, Bank]


def taken(row: Row, banks: Banks) -> Row | str:
    """Return a step with what its `use` takes from a bank, or the name that was not found.

    A key written beside `use` overrides the bank's; the kind always comes from the bank.
    """
    use = row.raw.get("use")
    if not isinstance(use, str):
        return row
    bank, _, name = use.partition("/")
    found = banks[bank].rows.get(name) if bank in banks else None
    if found is None:
        return use
    own = {key: value for key, value in row.raw.items() if key != "kind"}
    raw = {**found.raw, **own, "kind": found.raw["kind"]}
    return Row(raw, Here((*row.here.origins, *found.here.origins), row.here.name))


def bank_of(made: Checklist, rows: Iterable[Row]) -> Bank:
    """Return the bank that a file in the banks folder is, its steps as written in these rows."""
    cited = made.sources
    extras = (
        replace(
            step,
            id=f"{made.id}/{step.id}",
            source=tuple(cited.get(source, source) for source in step.source),
        )
        for step in made.steps
    )
    return Bank(made.id, {row.here.name: row for row in rows}, tuple(extras), sources=cited)


def with_sources(head: Checklist, steps: Iterable[Step], banks: Banks) -> Checklist:
    """Return a head with the sources that steps cite of the banks they are taken from.

    A source of the checklist itself stands for one of the same name.
    """
    more: dict[str, str] = {}
    for step in steps:
        bank = banks.get(step.use.partition("/")[0]) if step.use else None
        for source in step.source if bank else ():
            if bank and source in bank.sources and source not in head.sources:
                more.setdefault(source, bank.sources[source])
    return replace(head, sources={**head.sources, **more}) if more else head


def as_bank(layout: Layout) -> Layout:
    """Return the rows of a file in the banks folder, and what keeps it from being a bank.

    What it uses of other banks is left out, so that it is told once.
    """
    head, found = layout.head, list(layout.findings)
    if head.raw.get("bank", False) is False:
        message = "A file in the banks folder has to say bank = true."
        spot, fix = head.here.key("id"), fixes.added(head.here, "bank = true")
        found.append(head.here.finding("C214", message, "add the line bank = true", spot, fix))
    for row in layout.steps:
        if "use" in row.raw:
            message = "A bank takes no steps of other banks."
            help_ = "write the step out here, or leave it to the checklist to use both"
            found.append(row.here.finding("C233", message, help_, row.here.key("use")))
    return Layout(head, [_alone(row) for row in layout.steps], layout.tasks, found)


def _alone(row: Row) -> Row:
    """Return a step without what it uses of a bank."""
    if "use" not in row.raw:
        return row
    own = {key: value for key, value in row.raw.items() if key != "use"}
    return Row({"kind": "do", **own}, row.here)


def known_names(banks: Banks) -> list[str]:
    """Return every name that `use` can take."""
    return [f"{bank.name}/{step}" for bank in banks.values() for step in bank.rows]
