"""The way out of a slip is the one that is meant: in words, and as a mend only where it is sure."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bedside.cli.targets import note_of
from bedside.content.check import Checker
from bedside.content.edit.mend import mend
from bedside.content.library import Folder, Library, shipped
from bedside.core.problems import Finding
from tests.content.test_slips_of_others import TALKS, TODAY
from tests.worlds import Forgetful

_TABLE = (Path(__file__).parent / "ways-out.toml").read_text(encoding="utf-8")
Slip = dict[str, Any]
EACH = pytest.mark.parametrize(
    "slip", tomllib.loads(_TABLE)["slip"], ids=lambda slip: slip["name"].replace(" ", "-")
)


def original(slip: Slip) -> str:
    """Return the checklist in which something slips: a talk of the tests, whose words stay."""
    return (TALKS / f"{slip['file']}.toml").read_text(encoding="utf-8")


def slipped(slip: Slip) -> str:
    """Return the checklist with the slip in it."""
    find, write = (str(slip[key]).removeprefix("\n") for key in ("find", "write"))
    assert original(slip).count(find) == 1, f"it stands {original(slip).count(find)} times"
    return original(slip).replace(find, write)


class Desk:
    """A folder with one checklist, looked at with what is shipped at hand."""

    def __init__(self, folder: Path, slip: Slip) -> None:
        self.path = folder / f"{slip['file']}.toml"
        self.path.write_text(slipped(slip), encoding="utf-8", newline="\n")
        library = Library([Folder(folder, "given"), shipped()], Forgetful())
        self._checker = Checker(library, TODAY, note_of)

    def look(self, text: str) -> Sequence[Finding]:
        """Return what is wrong with a text in the checklist's place."""
        return self._checker.look(text.encode(), self.path)


@EACH
def test_a_slip_is_told_once_and_with_its_own_way_out(slip: Slip, tmp_path: Path) -> None:
    text = slipped(slip)
    (only,) = Desk(tmp_path, slip).look(text)
    said = f"{only.message} {only.help}"
    assert (only.code, _pointed(text, only)) == (slip["code"], slip["at"]), said
    assert not [words for words in slip["says"] if words not in said], said
    assert not [words for words in slip.get("never", ()) if words in said], said


@EACH
def test_a_mend_is_offered_only_where_it_is_what_was_meant(slip: Slip, tmp_path: Path) -> None:
    text, desk = slipped(slip), Desk(tmp_path, slip)
    (only,) = desk.look(text)
    meant = slip.get("mend", "")
    assert only.is_ready is bool(meant), only.fix
    if not meant:
        return
    after = mend(text, str(desk.path), desk.look).text
    assert bool(desk.look(after)) is (meant == "more")
    if meant == "back":
        assert _plain(after) == _plain(original(slip))
    assert str(slip.get("mended", "")).strip("\n") in after


def _plain(text: str) -> list[str]:
    """Return the lines of a text without spaces, in any order."""
    return sorted("".join(line.split()) for line in text.splitlines() if line.strip())


def _pointed(text: str, finding: Finding) -> str:
    """Return what a finding points at; of several lines the first."""
    assert finding.span is not None
    (first, column), (last, end) = finding.span
    line = text.split("\n")[first - 1]
    return line[column - 1 : end - 1 if first == last else None]
