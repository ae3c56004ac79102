"""All rules together: silent on what is shipped, about the file, and nearly free."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.check import check
from bedside.content.library import Library, shipped
from bedside.content.lint.lint import is_english, linted_steps, linted_whole
from bedside.content.load import open_checklist
from tests.content.examples import whole
from tests.content.lint.judged import judged, say
from tests.content.texts import EXAMPLE, EXAMPLE_NAME
from tests.house.source import ROOT
from tests.worlds import TODAY, UNCERTAINTY, Forgetful

AT_MOST = 1.0
"""What all rules may cost against reading the file with tomllib alone; a third is usual."""


def test_nothing_shipped_has_anything_to_mend() -> None:
    banks, _ = Library([shipped()], Forgetful()).banks()
    files = sorted((ROOT / "checklists").rglob("*.toml"))
    for path in (path for path in files if "." not in path.stem):
        at_hand = {} if path.parent.name == "banks" else banks
        found = check(path.read_bytes(), path.name, at_hand, date(2026, 11, 30)).findings
        assert not [(one.code, one.step, one.message) for one in found], path.name


@pytest.mark.parametrize("tag", ["en", "en-GB", "EN-us"])
def test_english_is_english_of_any_country(tag: str) -> None:
    assert is_english(tag)


@pytest.mark.parametrize("tag", ["de", "enm", "sv-EN", ""])
def test_what_only_begins_or_ends_like_english_is_not(tag: str) -> None:
    assert not is_english(tag)


@given(st.lists(st.sampled_from(EXAMPLE.split()), max_size=12), st.text(max_size=40))
def test_every_finding_lies_in_the_file_and_says_what_to_do(words: list[str], more: str) -> None:
    phrase = " ".join([*words, more]).replace('"', "").replace("\\", "")
    snippet = say("".join(letter for letter in phrase if letter.isprintable()) or "Tea")
    lines = whole(snippet).splitlines()
    for finding in judged(snippet):
        assert finding.span is not None
        start, end = finding.span
        assert (1, 1) <= start < end
        assert end.line <= len(lines)
        assert end.column <= len(lines[end.line - 1]) + 1
        assert finding.message.endswith(".")
        assert finding.help


def test_line_ends_and_a_mark_at_the_start_change_nothing() -> None:
    text = whole(say("You can rest prior to lunch."))
    plain = check(text.encode(), EXAMPLE_NAME, {}, TODAY).findings
    other = text.replace("\n", "\r\n").encode("utf-8-sig")
    assert check(other, EXAMPLE_NAME, {}, TODAY).findings == plain


def test_all_rules_cost_less_than_reading_the_file() -> None:
    raw = (ROOT / "checklists" / f"{UNCERTAINTY}.toml").read_bytes()
    text = raw.decode()
    opened = open_checklist(raw, f"{UNCERTAINTY}.toml", {})
    made, places = opened.checklist, opened.places
    assert made is not None
    assert places is not None

    def rules() -> None:
        list(linted_steps(made, places))
        list(linted_whole(made, places, TODAY))

    rules()
    pairs = [(_time(rules), _time(lambda: tomllib.loads(text))) for _ in range(45)]
    ours, theirs = (min(times) for times in zip(*pairs, strict=True))
    assert ours <= AT_MOST * theirs, f"{ours * 1e3:.2f} ms against {theirs * 1e3:.2f} ms"


def _time(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start
