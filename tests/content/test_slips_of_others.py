"""Slips by people who had read the checklists and the guide, and not one line of the code.

Each set was written before it was tried. What nobody could foresee may be told less well; what is
sensible must not be told at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bedside.cli.targets import note_of
from bedside.content.check import Checker
from bedside.content.library import Folder, Library, shipped
from bedside.core.problems import Finding
from tests.worlds import Forgetful

HERE = Path(__file__).parent
TALKS = HERE / "talks"
"""Four talks as they once were shipped; what slips in them stands in words that stay."""
SETS = ("slips-first", "slips-second", "slips-third")
WELL = 0.95
"""So many of a set have to stand on the right line, with advice of their own."""
TODAY = date(2026, 11, 21)

Slip = dict[str, Any]


@cache
def slips(name: str, key: str = "mistakes") -> list[Slip]:
    """Return one set."""
    whole = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    return list(whole[key])


def edited(slip: Slip) -> str:
    """Return the talk with the slip in it, as it read when the sets were written."""
    text = (TALKS / f"{slip['file']}.toml").read_text(encoding="utf-8")
    if slip.get("append"):
        return text + str(slip["write"])
    assert text.count(slip["find"]) == 1, f"{slip['name']}: stands {text.count(slip['find'])} times"
    return text.replace(slip["find"], slip["write"])


def found(slip: Slip, folder: Path) -> Sequence[Finding]:
    """Return what is said of a slip."""
    path = folder / f"{slip['file']}.toml"
    path.write_text(edited(slip), encoding="utf-8", newline="\n")
    library = Library([Folder(folder, "given"), shipped()], Forgetful())
    return Checker(library, TODAY, note_of).findings(path)


def is_on_its_line(slip: Slip, told: Sequence[Finding]) -> bool:
    """Whether some finding points at a line where the slip is looked for."""
    rows = edited(slip).split("\n")
    wanted = {line.strip() for line in slip["line"]}
    lines = {rows[one.span.start.line - 1].strip() for one in told if one.span}
    return wanted == {"*"} or bool(wanted & lines)


def is_advised(slip: Slip, told: Sequence[Finding]) -> bool:
    """Whether some finding says what only somebody who understood the slip would say."""
    said = " ".join(f"{one.message} {one.help}" for one in told).lower()
    return any(word.lower() in said for word in slip["advice"])


@pytest.mark.parametrize("name", SETS)
def test_every_slip_is_caught_and_nearly_every_one_on_its_line_with_its_own_advice(
    name: str, tmp_path: Path
) -> None:
    every = slips(name)
    told = {slip["name"]: found(slip, tmp_path) for slip in every}
    missed = [slip["name"] for slip in every if not told[slip["name"]]]
    astray = [slip["name"] for slip in every if not is_on_its_line(slip, told[slip["name"]])]
    vague = [slip["name"] for slip in every if not is_advised(slip, told[slip["name"]])]
    many = [slip["name"] for slip in every if len(told[slip["name"]]) > 1]
    assert not missed
    for some in (astray, vague, many):
        assert len(some) <= (1 - WELL) * len(every), some


@pytest.mark.parametrize("slip", slips("harmless", "edits"), ids=lambda slip: slip["name"])
def test_nothing_is_said_of_a_sensible_change(slip: Slip, tmp_path: Path) -> None:
    told = found(slip, tmp_path)
    assert not [f"{one.code} {one.span and one.span.start}: {one.message}" for one in told]
