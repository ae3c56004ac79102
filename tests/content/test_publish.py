"""Publishing: the version follows from the meaning, the text keeps its lines, the history tells."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.edit.text import Refused
from bedside.content.files import write_text
from bedside.content.history import (
    Damaged,
    Version,
    found_in,
    history_beside,
    read_history,
    version_of,
    written_history,
)
from bedside.content.library import Library, shipped
from bedside.content.load import read
from bedside.content.publish import (
    Stamp,
    is_recorded,
    next_version,
    next_year,
    published,
    unfit_reviewer,
)
from bedside.content.seal import is_sealed, seal_of
from bedside.core.checklist import Checklist, Review, Step
from bedside.core.codec import to_plain
from tests.content.texts import EXAMPLE, EXAMPLE_NAME, HEAD, STEP, WHOLE
from tests.people import NAMES
from tests.worlds import SHIPPED, TODAY, Forgetful, checklist, shipped_checklist, step

CHECKLISTS = Path(__file__).parents[2] / "checklists"
BANKS, _ = Library([shipped()], Forgetful()).banks()
STAMP = Stamp("2.0", TODAY, next_year(TODAY), "Dr Roe")


def opened(text: str, name: str = EXAMPLE_NAME) -> Checklist:
    found = read(text.encode(), name, BANKS)
    assert isinstance(found, Checklist), found
    return found


def done(text: str, name: str = EXAMPLE_NAME, stamp: Stamp = STAMP) -> tuple[str, Checklist]:
    """Return a text as published; it must be possible."""
    made = published(text, opened(text, name), stamp)
    assert not isinstance(made, Refused), made
    return made


def line(made: Checklist, text: str = "") -> Version:
    """Return the line of history of a checklist."""
    return version_of(made, text, "What changed.")


def test_a_published_text_is_sealed_and_says_what_the_checklist_says() -> None:
    text, made = done(EXAMPLE)
    assert opened(text) == made
    assert is_sealed(made)
    assert (made.version, made.review.approved_by) == ("2.0", "Dr Roe")


@pytest.mark.parametrize("id_", SHIPPED)
def test_publishing_touches_only_its_own_lines(id_: str) -> None:
    path = CHECKLISTS / f"{id_}.toml"
    old = path.read_text(encoding="utf-8")
    text, made = done(old, path.name)
    mine = ("version", "status", "reviewed", "next_review", "approved_by", "seal")
    assert [row for row in text.splitlines() if not row.startswith(mine)] == [
        row for row in old.splitlines() if not row.startswith(mine)
    ]
    assert is_sealed(made)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        WHOLE.replace("\n", "\r\n"),
        "\ufeff" + WHOLE,
        HEAD + STEP.lstrip(),
        WHOLE.replace("[review]\n", "[review] # ours\n# and this\n"),
    ],
)
def test_line_ends_marks_and_comments_stay(text: str) -> None:
    new, made = done(text, "made-up.toml")
    assert new.count("\r\n") in (0, new.count("\n"))
    assert ("\r\n" in new, new[:1] == "\ufeff") == ("\r\n" in text, text[:1] == "\ufeff")
    assert new.count("#") == text.count("#")
    assert opened(new, "made-up.toml") == made


def test_nobody_vouches_for_a_version_they_have_not_seen() -> None:
    text, _ = done(EXAMPLE)
    again, made = done(text, stamp=STAMP._replace(approved_by=""))
    assert "approved_by" not in again
    assert made.review.approved_by == ""
    assert is_sealed(made)


@pytest.mark.parametrize(
    ("version", "given"), [("0.1", "1.0"), ("", "1.0"), ("draft", "1.0"), ("3.1", "3.1")]
)
def test_without_a_history_it_is_the_first_version_or_the_one_it_came_with(
    version: str, given: str
) -> None:
    assert next_version(checklist(step("a"), version=version), None).version == given


def test_a_changed_seal_without_a_history_raises_the_first_number() -> None:
    made = checklist(step("a"), version="3.1", review=Review(seal="not this"))
    assert next_version(made, None).version == "4.0"


def test_the_version_follows_from_what_changed() -> None:
    old = checklist(step("a", why="one"), version="1.2")
    words = replace(old, steps=(step("a", why="two"),))
    recorded = replace(old, steps=(step("a", required=True),))
    reviewed = replace(old, review=Review(owner="Night team"))
    assert next_version(words, line(old)).version == "1.3"
    assert next_version(recorded, line(old)).version == "2.0"
    assert next_version(reviewed, line(old)).version == "1.2"
    assert next_version(words, line(old)).summary == "a: why changed"
    assert "nothing" in next_version(reviewed, line(old)).summary


def test_a_typed_version_counts_for_nothing_once_there_is_a_history() -> None:
    old = checklist(step("a"), version="1.2")
    typed = replace(old, version="9.9")
    assert next_version(typed, line(old)).version == "1.2"


def test_what_an_older_bedside_cannot_be_compared_with_raises_the_first_number() -> None:
    old = line(checklist(step("a"), version="1.2"))._replace(meaning='{"format": 7}')
    assert old.checklist() is None
    assert next_version(checklist(step("a")), old).version == "2.0"


def test_a_long_list_of_changes_is_cut_in_the_summary() -> None:
    old = checklist(*(step(name) for name in "abcdef"), version="1.0")
    new = replace(old, steps=tuple(replace(one, why="x") for one in old.steps))
    assert next_version(new, line(old)).summary.endswith("c: why added; and 3 more")


@given(st.integers(0, 10**6))
def test_no_change_of_the_bank_or_the_layout_escapes_the_seal(seed: int) -> None:
    made = shipped_checklist(SHIPPED[seed % len(SHIPPED)])
    chance = Random(seed)
    at = chance.choice([one for one in made.steps if one.kind != "section"])
    changed: tuple[Step, ...] = tuple(
        replace(one, title=one.title + "x") if one is at else one for one in made.steps
    )
    assert seal_of(replace(made, steps=changed)) != seal_of(made)
    assert seal_of(replace(made, extras=())) == seal_of(made)


@pytest.mark.parametrize(
    ("by", "fits"),
    [("Dr Roe", True), ("", True), ("j.doe", False), ("J. Doe", False), ("night TEAM", False)],
)
def test_the_second_person_is_neither_author_nor_owner(by: str, fits: bool) -> None:
    assert "Dr Roe" in NAMES
    why = unfit_reviewer(by, Review(owner="Night team"), "J. Doe")
    assert (why == "") == fits


def test_a_year_on_from_a_leap_day_is_the_day_before() -> None:
    assert next_year(date(2032, 2, 29)) == date(2033, 2, 28)
    assert next_year(TODAY) == date(2032, 3, 4)


texts = st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=40)


@given(st.lists(st.tuples(texts, texts), max_size=3))
def test_a_history_reads_as_it_was_written(
    tmp_path_factory: object, rows: list[tuple[str, str]]
) -> None:
    made = checklist(step("a"), version="1.0")
    lines = tuple(version_of(made, text, summary) for text, summary in rows)
    lines = tuple(one._replace(text=one.text.replace("\r", "")) for one in lines)
    folder = tmp_path_factory.mktemp("history")  # type: ignore[attr-defined]
    path = folder / "made-up.toml"
    history_beside(path).write_text(written_history(lines), encoding="utf-8", newline="\n")
    assert read_history(path) == lines


def test_a_line_of_history_gives_back_the_checklist(tmp_path: Path) -> None:
    text, made = done("\ufeff" + EXAMPLE.replace("\n", "\r\n"))
    path = tmp_path / EXAMPLE_NAME
    write_text(history_beside(path), written_history([line(made, text)]))
    (kept,) = read_history(path)
    assert kept.checklist() == made
    assert json.loads(kept.meaning) == to_plain(made)
    assert opened(kept.text) == made
    assert is_recorded(made, [kept])
    assert found_in([kept], "2.0") is found_in([kept], "published") is kept
    assert found_in([kept], "1.0") is None


@pytest.mark.parametrize(
    "text", ["published = 3", "[[published]]\nversion = 1", "torn = [", "\x00"]
)
def test_a_history_that_makes_no_sense_is_never_begun_anew(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    history_beside(path).write_text(text, encoding="utf-8")
    with pytest.raises(Damaged):
        read_history(path)
