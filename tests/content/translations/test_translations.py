"""What is said aloud is said in the patient's language; the note stays in its own."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside import words
from bedside.content.edit.mend import mended
from bedside.content.load import read
from bedside.content.translations import translated
from bedside.core import moves as m
from bedside.core.checklist import Checklist
from bedside.core.codec import from_plain, to_plain
from bedside.core.languages import is_tag, is_unread, language_name, tag_near
from bedside.core.view import view_of
from tests.content.beside import CHECKLIST, ID, found_beside, mend_of, note_of, only_beside
from tests.content.translations.made import WHOLE
from tests.worlds import TODAY, do, opened

MISTAKES = {
    "a misspelt step": (("[steps.taste]", "[steps.tast]"), "X904", "tast", True),
    "a misspelt tone": (("say.plain = ", "say.plian = "), "X930", "plian", True),
    "a misspelt key": (("tips = [", "tip = ["), "X930", "tip", True),
    "a lost blank": (("Tomó {answer}.", "Tomó algo."), "X932", '"Tomó algo."', False),
    "an invented blank": (("Hay sopa.", "Hay {sopa}."), "X932", "{sopa}", False),
    "a letter lost": (("Hay sopa.", r"Hay caldo\nada."), "T150", r"\n", True),
    "a digest too few": (("of.say = ", "# "), "X931", "say", True),
}


@pytest.fixture(name="checklist")
def _checklist() -> Checklist:
    made = read(CHECKLIST.encode(), f"{ID}.toml", {})
    assert isinstance(made, Checklist)
    return made


def test_a_whole_translation_has_no_finding(tmp_path: Path) -> None:
    assert found_beside(tmp_path, "es", WHOLE) == []


def test_what_is_said_aloud_is_translated_and_nothing_else(checklist: Checklist) -> None:
    made = translated(checklist, tomllib.loads(WHOLE))
    step, own = made.steps[1], checklist.steps[1]
    assert step.say[0].text == "¿Quiere un poco de sopa?"
    assert step.instead == {"Eat!": "Hay, si le apetece."}
    assert (step.title, step.note, step.patient) == (own.title, own.note, own.patient)
    assert not any(phrase.language for phrase in step.say)


def test_what_is_missing_stays_in_its_language_and_is_marked(checklist: Checklist) -> None:
    made = translated(checklist, {"steps": {}})
    visit = opened(made)
    assert made.steps[1].instead == {"Eat!": "There is some, if you like. [en]"}
    assert view_of(visit, "hungry", TODAY).language == "en"
    assert view_of(opened(checklist), "hungry", TODAY).language == ""


def test_what_no_qualified_translator_has_read_is_said_and_marked(checklist: Checklist) -> None:
    made = translated(checklist, tomllib.loads(f"unread = true\n{WHOLE}"), "es")
    assert made.steps[1].say[0].text == "¿Quiere un poco de sopa?"
    view = view_of(opened(made), "hungry", TODAY)
    assert is_unread(view.language)
    assert "qualified translator" in words.untranslated(view.language)
    assert "Spanish" in words.untranslated(view.language)


def test_whether_a_translation_was_read_is_said_with_true_or_false(tmp_path: Path) -> None:
    assert found_beside(tmp_path, "es", f"unread = true\n{WHOLE}") == []
    (wrong,) = found_beside(tmp_path, "es", f'unread = "yes"\n{WHOLE}')
    assert wrong.code == "X930"


def test_what_was_made_for_other_words_is_not_said(checklist: Checklist) -> None:
    stale = WHOLE.replace("of.say = ", "of.old = ")
    (phrase,) = translated(checklist, tomllib.loads(stale)).steps[3].say
    assert (phrase.text, phrase.language) == ("How does it taste?", "en")


def test_the_note_of_a_translated_visit_is_the_same(checklist: Checklist) -> None:
    moves = (m.Pick("hungry", "now"), m.Write("taste", "of home"), m.Allow("taste", yes=True))
    made = translated(checklist, tomllib.loads(WHOLE))
    assert note_of(do(opened(made), *moves)) == note_of(do(opened(checklist), *moves))


def test_a_translated_checklist_can_be_frozen_and_read_again(checklist: Checklist) -> None:
    made = translated(checklist, {})
    assert from_plain(Checklist, to_plain(made)) == made


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_gives_one_finding_at_its_word(tmp_path: Path, mistake: str) -> None:
    (before, after), code, word, mends = MISTAKES[mistake]
    assert before in WHOLE
    text = WHOLE.replace(before, after, 1)
    one = only_beside(tmp_path, "es", text)
    assert one.code == code
    assert one.span is not None
    (line, start), (_, end) = one.span
    assert text.splitlines()[line - 1][start - 1 : end - 1] == word
    if mends:
        mended = mend_of(one, text)
        assert code not in {each.code for each in found_beside(tmp_path, "es", mended)}


def test_what_a_step_lacks_is_told_once_for_the_step(tmp_path: Path) -> None:
    text = "\n".join(line for line in WHOLE.splitlines() if "say." not in line)
    found = only_beside(tmp_path, "es", text)
    assert (found.code, found.step) == ("X902", "hungry")
    assert "say.plain, say.gentle" in found.message
    assert [one.code for one in found_beside(tmp_path, "es", "format = 1\n")] == ["X902", "X902"]


def test_words_that_moved_are_told_with_both_and_can_be_kept(tmp_path: Path) -> None:
    later = CHECKLIST.replace("How does it taste?", "Does it taste good?")
    found = only_beside(tmp_path, "es", WHOLE, later)
    assert found.code == "X903"
    assert [Path(one.file).name for one in found.related] == [f"{ID}.es.toml", f"{ID}.toml"]
    assert found_beside(tmp_path, "es", mend_of(found, WHOLE), later) == []


def test_digests_that_are_left_open_are_written_without_a_look(tmp_path: Path) -> None:
    """Nothing has moved: the words were translated today."""
    text = re.sub(r'"[0-9a-f]{8}"', '"?"', WHOLE)
    assert text.count('"?"') > 5
    found = found_beside(tmp_path, "es", text)
    assert {one.code for one in found} == {"X931"}
    assert all(one.is_ready and "not written yet" in one.message for one in found)
    assert mended(text, found).text == WHOLE


@pytest.mark.parametrize("left", ['"?"', '["?"]', '["?", "?"]'])
def test_a_list_of_digests_may_be_left_open_as_one(tmp_path: Path, left: str) -> None:
    (line,) = (line for line in WHOLE.splitlines() if line.startswith("of.tips"))
    text = WHOLE.replace(line, f"of.tips = {left}")
    found = found_beside(tmp_path, "es", text)
    assert found_beside(tmp_path, "es", mended(text, found).text) == []


def test_a_list_without_digests_gets_them_all(tmp_path: Path) -> None:
    text = "\n".join(line for line in WHOLE.splitlines() if not line.startswith("of.tips")) + "\n"
    found = only_beside(tmp_path, "es", text)
    assert found.code == "X931"
    assert found_beside(tmp_path, "es", mend_of(found, text)) == []


def test_every_digest_can_be_written_by_mends_alone(tmp_path: Path) -> None:
    text = "".join(f"{line}\n" for line in WHOLE.splitlines() if not line.startswith("of."))
    for _ in range(10):
        found = found_beside(tmp_path, "es", text)
        if not found:
            return
        text = mend_of(found[0], text)
    raise AssertionError(found)


def test_a_warning_can_be_accepted_in_the_checklist(tmp_path: Path) -> None:
    accepted = '\n[[accepted]]\ncode = "X902"\nbecause = "b"\nby = "c"\nuntil = 2031-12-01\n'
    assert found_beside(tmp_path, "es", "format = 1\n", CHECKLIST + accepted) == []


@pytest.mark.parametrize(
    ("part", "code"),
    [("spanish", "X933"), ("praktice", "X933"), ("xx", "X933"), ("en", "X934")],
)
def test_a_name_that_is_no_other_language_is_told(tmp_path: Path, part: str, code: str) -> None:
    assert only_beside(tmp_path, part, "format = 1\n").code == code


def test_the_name_meant_is_offered(tmp_path: Path) -> None:
    assert f"{ID}.es.toml" in only_beside(tmp_path, "spanish", "format = 1\n").help
    assert f"{ID}.practice.toml" in only_beside(tmp_path, "praktice", "format = 1\n").help


def test_a_side_file_without_a_checklist_is_told(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    found = found_beside(tmp_path, "es", WHOLE)
    assert not found
    (tmp_path / f"{ID}.es.toml").rename(tmp_path / "soup-todey.es.toml")
    from bedside.content.check import Checker
    from bedside.content.library import Folder, Library
    from tests.worlds import Forgetful

    library = Library([Folder(tmp_path, "given")], Forgetful())
    (orphan,) = Checker(library, TODAY).findings(tmp_path / "soup-todey.es.toml")
    assert orphan.code == "X935"
    assert f"{ID}.es.toml" in orphan.help


def test_a_broken_checklist_is_told_of_and_not_its_side_files(tmp_path: Path) -> None:
    assert found_beside(tmp_path, "es", "[steps.x]", CHECKLIST + "[[steps") == []


def test_languages_have_names_and_tags() -> None:
    assert language_name("pt-BR") == "Portuguese (BR)"
    assert language_name("qqq") == "qqq"
    assert (tag_near("Spanish"), tag_near("ES"), tag_near("pt_br")) == ("es", "es", "pt-BR")
    assert is_tag("zh-Hant-TW")
    assert not is_tag("e")


@given(st.text(max_size=12))
def test_what_is_offered_for_a_name_is_always_a_language(word: str) -> None:
    near = tag_near(word)
    assert not near or is_tag(near)


def test_a_misspelt_block_beside_the_one_that_was_meant_is_not_renamed_into_it(
    tmp_path: Path,
) -> None:
    found = only_beside(tmp_path, "es", WHOLE + '\n[steps.hungri]\nsay.plain = "x"\n')
    assert (found.code, found.fix) == ("X904", None)
    assert found.help == "did you mean hungry? it has a block already: put the two together there"


def test_a_translation_that_says_nothing_is_told_and_not_shown(tmp_path: Path) -> None:
    line = next(line for line in WHOLE.splitlines() if line.startswith("say."))
    text = WHOLE.replace(line, f'{line.split(" = ")[0]} = " "', 1)
    found = only_beside(tmp_path, "es", text)
    assert (found.code, found.fix) == ("C219", None)
    assert "empty" in found.message


def test_a_step_in_two_brackets_is_told_as_that(tmp_path: Path) -> None:
    text = WHOLE.replace("[steps.hungry]", "[[steps.hungry]]")
    found = only_beside(tmp_path, "es", text)
    assert found.code == "X904"
    assert "one bracket on each side" in found.message
    assert mend_of(found, text) == WHOLE
