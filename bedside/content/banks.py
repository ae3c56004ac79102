"""Banks: files of reusable steps. A step takes one with `use`; feelings are always at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from bedside.content.layout import Row
from bedside.content.places import Here
from bedside.core.checklist import Step

ALWAYS = ("about", "feelings")
"""The banks that every visit can reach from any step."""


class Bank(NamedTuple):
    """The steps of one bank file, by id: as the author wrote them, and as the model has them."""

    name: str
    rows: Mapping[str, Row]
    steps: tuple[Step, ...]

    def extras(self) -> tuple[Step, ...]:
        """Return its steps as every visit reaches them: under the bank's name."""
        return tuple(replace(step, id=f"{self.name}/{step.id}") for step in self.steps)


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


def known_names(banks: Banks) -> list[str]:
    """Return every name that `use` can take."""
    return [f"{bank.name}/{step}" for bank in banks.values() for step in bank.rows]
