"""One mistake gives one finding: at the word that is wrong, with the mend that makes it well."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from bedside.content.check import check
from bedside.content.edit.mend import mended
from bedside.content.library import Library, shipped
from bedside.core.problems import Finding, Span
from tests.content.texts import EXAMPLE, EXAMPLE_NAME
from tests.worlds import TODAY, Forgetful

DETAIL = """
[[steps]]
id    = "detail"
kind  = "choose"
title = "How much they want to hear"
say.plain = "How much shall I say?"
options.all = "All of it"
options.some = "Some of it"
options.none = "None of it"
note.all = "Wanted to hear all of it."
note.some = "Wanted to hear some of it."
note.none = "Wanted to hear none of it."
"""
LATER = """
[[steps]]
id    = "tell-{n}"
kind  = "do"
title = "Tell them, {n}"
note.done     = "Was told, {n}."
note.partly   = "Was told a part, {n}."
note.not-done = "Was not told, {n}."
when.detail   = "{answer}"
"""
BASE = EXAMPLE.replace(
    "\n# ----------------------------------------------------------------- offer\n",
    DETAIL
    + LATER.format(n=1, answer="all")
    + LATER.format(n=2, answer="all")
    + LATER.format(n=3, answer="some")
    + "\n",
)
"""A checklist without a finding, in which several conditions look at one step."""


def found(text: str, name: str = EXAMPLE_NAME) -> list[Finding]:
    """Return everything wrong with a text."""
    return list(check(text.encode(), name, {}, TODAY).findings)


def under(text: str, span: Span | None) -> str:
    """Return what a finding's caret stands under."""
    assert span is not None
    lines = text.splitlines()
    assert span.start.line == span.end.line
    return lines[span.start.line - 1][span.start.column - 1 : span.end.column - 1]


class Mistake(NamedTuple):
    """One mistake: what stands where, what it gives, and what its mend makes of it."""

    name: str
    old: str
    new: str
    code: str
    caret: str
    mend: str

    def text(self) -> str:
        """Return the checklist with this mistake in it."""
        if not self.old:
            below = "\n# ----------------------------------------------------------------- check\n"
            return BASE.replace(DETAIL, "").replace(below, DETAIL + "\n")
        assert self.old in BASE
        return BASE.replace(self.old, self.new, 1)


_TABLE = (Path(__file__).parent / "mistakes.toml").read_text(encoding="utf-8")
MISTAKES = [Mistake(**one) for one in tomllib.loads(_TABLE)["mistake"]]
EACH = pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name.replace(" ", "-"))


def test_without_a_mistake_there_is_no_finding() -> None:
    assert found(BASE) == []


@EACH
def test_one_mistake_gives_one_finding_at_the_word_that_is_wrong(mistake: Mistake) -> None:
    text = mistake.text()
    (only,) = found(text)
    assert (only.code, under(text, only.span)) == (mistake.code, mistake.caret)
    assert only.help


@EACH
def test_a_mend_that_is_offered_makes_the_checklist_well(mistake: Mistake) -> None:
    text = mistake.text()
    (only,) = found(text)
    assert bool(only.fix) == bool(mistake.mend)
    if only.fix:
        after = mended(text, [only]).text
        assert found(after) == []
        if mistake.mend == "back":
            assert _plain(after) == _plain(BASE)


def _plain(text: str) -> str:
    """Return a checklist's text without what a mend may set otherwise: spaces and their lines."""
    return "\n".join(sorted("".join(line.split()) for line in text.splitlines()))


def test_the_id_that_is_offered_to_a_step_without_one_is_that_of_no_other() -> None:
    text = f'{BASE}\n[[steps]]\nkind  = "section"\ntitle = "Detail"\n'
    one = next(one for one in found(text) if one.code == "C202")
    assert one.help == 'add a line: id = "detail-2"'
    assert "L301" not in {each.code for each in found(mended(text, [one]).text)}


def test_a_step_of_a_bank_is_not_offered_another_kind_than_the_banks() -> None:
    banks, _ = Library([shipped()], Forgetful()).banks()
    mine = 'id = "mine"\nuse = "human/word"\noptions.a = "One"\noptions.b = "Two"\n'
    text = f"{BASE}\n[[steps]]\n{mine}"
    told = check(text.encode(), EXAMPLE_NAME, banks, date(2026, 12, 1)).findings
    (one,) = (one for one in told if one.code == "C206")
    assert one.fix is None
    assert one.help == "the kind is the bank's, so remove options"
