"""Banks: files of reusable steps. A step takes one with `use`; feelings are always at hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from bedside.content.shape import Table

ALWAYS = ("about", "feelings")
"""The banks that every visit can reach from any step."""


class Bank(NamedTuple):
    """The steps of one bank file as the author wrote them, by id."""

    name: str
    steps: Mapping[str, Table]


Banks = Mapping[str, Bank]


def taken(raw: Table, banks: Banks) -> Table | str:
    """Return a step with what its `use` takes from a bank, or the name that was not found.

    A key written beside `use` overrides the bank's; the kind always comes from the bank.
    """
    use = raw.get("use")
    if not isinstance(use, str):
        return raw
    bank, _, name = use.partition("/")
    found = banks.get(bank)
    step = found.steps.get(name) if found else None
    if step is None:
        return use
    return {**step, **{k: v for k, v in raw.items() if k != "kind"}, "kind": step["kind"]}


def known_names(banks: Banks) -> list[str]:
    """Return every name that `use` can take."""
    return [f"{bank.name}/{step}" for bank in banks.values() for step in bank.steps]
