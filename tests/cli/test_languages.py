"""`walk --language`: the words to say are the patient's language, everything else stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.core.problems import Problems
from bedside.session import Session
from tests.cli.conftest import Run
from tests.content.beside import CHECKLIST, ID
from tests.content.translations.made import WHOLE


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    (tmp_path / f"{ID}.toml").write_text(CHECKLIST, encoding="utf-8")
    (tmp_path / f"{ID}.es.toml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


@pytest.fixture(name="desk")
def _desk(folder: Path) -> Desk:
    home = folder / "home"
    return Desk(folder, {"HOME": str(home), "XDG_DATA_HOME": str(home), "BEDSIDE_HOME": str(home)})


def phrases(session: Session | Problems) -> list[str]:
    """Return the words to say at the first question."""
    assert isinstance(session, Session)
    return [phrase.text for phrase in session.visit.checklist.steps[1].say]


def test_a_visit_holds_the_words_it_was_begun_with(desk: Desk) -> None:
    session = desk.begin(ID, "es")
    assert phrases(session)[0] == "¿Quiere un poco de sopa?"
    assert isinstance(session, Session)
    session.close()
    resumed = Desk(desk.given, desk.environ).resume(session.visit.id)
    assert isinstance(resumed, Session)
    assert phrases(resumed) == phrases(session)


@pytest.mark.parametrize("language", ["es-MX", "es"])
def test_a_language_as_spoken_anywhere_serves(desk: Desk, language: str) -> None:
    assert phrases(desk.begin(ID, language))[0].startswith("¿")


def test_the_own_language_needs_no_translation(desk: Desk) -> None:
    assert phrases(desk.begin(ID, "en"))[0].startswith("Would")


def test_a_language_that_is_not_there_is_said_and_those_that_are(desk: Desk) -> None:
    with pytest.raises(
        Ended, match=r"no words to say in French. There is: es \(Spanish\)"
    ) as ended:
        desk.begin(ID, "fr")
    assert ended.value.code is Exit.NOT_FOUND


def test_a_translation_that_cannot_be_read_is_told(desk: Desk, folder: Path) -> None:
    (folder / f"{ID}.es.toml").write_text("[steps.hungry", encoding="utf-8")
    found = desk.begin(ID, "es")
    assert isinstance(found, Problems)
    assert found.findings[0].file == str(folder / f"{ID}.es.toml")


def test_lines_say_where_words_are_not_translated(folder: Path, run: Run) -> None:
    (folder / f"{ID}.es.toml").write_text("format = 1\n", encoding="utf-8")
    given = ("walk", ID, "--plain", "--checklists", str(folder))
    assert "Not translated" not in run(*given, typed="\n").out
    said = run(*given, "--language", "es", typed="\n").out
    assert "Would you like some soup?" in said
    assert "Not translated yet: these words are in English." in said


def test_lines_say_where_no_qualified_translator_has_read_the_words(run: Run) -> None:
    said = run("walk", "inviting-questions", "--plain", "--language", "es", typed="\n").out
    assert "No qualified translator has read these words in Spanish yet." in said


def test_a_language_without_a_checklist_is_no_use(run: Run) -> None:
    ran = run("walk", "--plain", "--language", "es")
    assert ran.code == Exit.USAGE
    assert "bedside walk ID --language es" in ran.err
