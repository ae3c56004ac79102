"""The translations that are shipped: whole, spoken with respect, marked where words moved on."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from bedside.content.check import Checker
from bedside.content.library import Folder, Library, shipped
from bedside.content.lint.fit import AROUND, LINES, height
from bedside.content.translations import translated
from bedside.core.checklist import Checklist
from bedside.core.languages import is_unread
from bedside.core.problems import Finding
from tests.house.source import ROOT
from tests.worlds import TODAY, Forgetful, shipped_checklist

FILES = sorted((ROOT / "checklists").glob("*.es.toml"))
every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)

LONGEST = 20
"""The most words of a sentence that is followed when it is heard once."""

FAMILIAR = re.compile(r"\b(?:tú|tu|tus|te|ti|contigo|vos|vosotros|os)\b", re.IGNORECASE)
"""Words by which Spanish speaks to a friend, and not to somebody one has just met."""


def id_of(path: Path) -> str:
    """Return the id of the checklist that a translation lies beside."""
    return path.name.partition(".")[0]


def in_spanish(path: Path) -> Checklist:
    """Return a shipped checklist as it is said in Spanish."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return translated(shipped_checklist(id_of(path)), table, "es")


def spoken(made: Checklist) -> list[str]:
    """Return everything that is said aloud, the banks at hand included."""
    steps = (*made.steps, *made.extras)
    said = [phrase.text for step in steps for phrase in step.say]
    return said + [better for step in steps for better in step.instead.values()]


def findings(folder: Path, path: Path, checklist: str) -> list[Finding]:
    """Return what is wrong with a translation once its checklist reads like this."""
    (folder / f"{id_of(path)}.toml").write_text(checklist, encoding="utf-8", newline="")
    beside = folder / path.name
    beside.write_text(path.read_text(encoding="utf-8"), encoding="utf-8", newline="")
    library = Library([Folder(folder, "given"), shipped()], Forgetful())
    return list(Checker(library, TODAY).findings(beside))


def test_three_talks_are_shipped_in_spanish() -> None:
    assert len(FILES) == 3


@every_file
def test_a_translation_says_that_a_qualified_translator_has_to_read_it(path: Path) -> None:
    phrases = [phrase for step in in_spanish(path).steps for phrase in step.say]
    assert [one.text for one in phrases if not is_unread(one.language)] == []


@every_file
def test_everything_said_aloud_is_said_in_spanish_feelings_too(path: Path) -> None:
    made, own = in_spanish(path), shipped_checklist(id_of(path))
    phrases = [phrase for step in (*made.steps, *made.extras) for phrase in step.say]
    assert phrases
    assert not [phrase.text for phrase in phrases if phrase.language == "en"]
    assert set(spoken(made)).isdisjoint(spoken(own))


@every_file
def test_a_stranger_is_spoken_to_as_one(path: Path) -> None:
    assert [text for text in spoken(in_spanish(path)) if FAMILIAR.search(text)] == []
    assert FAMILIAR.search("¿Cómo te sientes?")


@every_file
def test_a_sentence_is_short_and_one_question_is_asked_at_a_time(path: Path) -> None:
    for text in spoken(in_spanish(path)):
        sentences = re.split(r"[.!?…]+\s*", text)
        assert max(len(one.split()) for one in sentences) <= LONGEST, text
        assert text.count("?") == text.count("¿") <= 1, text


@every_file
def test_a_step_fits_its_page_in_spanish_too(path: Path) -> None:
    steps = [step for step in in_spanish(path).steps if step.kind != "section"]
    assert [step.id for step in steps if AROUND + height(step) > LINES] == []


@every_file
def test_a_phrase_whose_original_has_moved_is_named_and_not_said(
    path: Path, tmp_path: Path
) -> None:
    original = path.with_name(f"{id_of(path)}.toml").read_text(encoding="utf-8")
    spoken = (step for step in shipped_checklist(id_of(path)).steps if step.say and not step.use)
    moved = next(spoken)
    old = moved.say[0].text
    later = original.replace(f'"{old}"', f'"{old} Please."', 1)
    assert later != original
    assert findings(tmp_path, path, original) == []
    (found,) = findings(tmp_path, path, later)
    assert (found.code, found.step) == ("X903", moved.id)
    made = Library([Folder(tmp_path, "given"), shipped()], Forgetful()).open(
        tmp_path / f"{id_of(path)}.toml"
    )
    assert isinstance(made, Checklist)
    said = translated(made, tomllib.loads(path.read_text(encoding="utf-8")))
    (step,) = (one for one in said.steps if one.id == moved.id)
    assert (step.say[0].text, step.say[0].language) == (f"{old} Please.", "en")
    assert step.say[1].language != "en"
