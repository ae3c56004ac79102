"""Several names in one pair of quotation marks: told as what they are, and none is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from bedside.content.check import check
from bedside.content.edit.mend import mend, mended
from bedside.core.problems import Finding
from tests.content.test_next import OTHER
from tests.content.test_next import found as found_next
from tests.content.test_one_finding import BASE, found
from tests.content.texts import EXAMPLE_NAME
from tests.worlds import TODAY

CONDITION = 'when.detail   = "some"'
BETWEEN = (
    "{}, {}",
    "{},{}",
    "{} / {}",
    "{}/{}",
    "{}; {}",
    "{} or {}",
    "{} and {}",
    "{}, or {}",
    "{} {}",
)


def _only(text: str) -> Finding:
    (only,) = found(text)
    return only


@pytest.mark.parametrize("between", BETWEEN[:-1])
@pytest.mark.parametrize(("one", "other"), [("some", "none"), ("Some of it", "none of it")])
def test_two_answers_in_one_pair_of_marks_become_a_list(between: str, one: str, other: str) -> None:
    text = BASE.replace(CONDITION, f'when.detail = "{between.format(one, other)}"')
    only = _only(text)
    assert only.code == "L303"
    assert 'two answers stand in one pair of quotation marks: write ["some", "none"]' in only.help
    after = mended(text, [only]).text
    assert after == BASE.replace(CONDITION, 'when.detail = ["some", "none"]')
    assert found(after) == []


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('when.detail.not = "some, none"', 'when.detail.not = ["some", "none"]'),
        ('when.detail = ["some, none"]', 'when.detail = ["some", "none"]'),
        ('when.detail = ["all", "none or some"]', 'when.detail = ["all", "none", "some"]'),
        ('when.window = "done, partly"', 'when.window = ["done", "partly"]'),
        ('when.earplugs = "no or unsure"', 'when.earplugs = ["no", "unsure"]'),
    ],
)
def test_a_list_and_another_answer_are_mended_in_their_place(written: str, meant: str) -> None:
    base = BASE if "detail" in written else BASE.replace(CONDITION, "")
    base = base if "detail" in written else base.replace('when.window = "done"', CONDITION)
    text = base.replace(CONDITION, written)
    only = _only(text)
    assert mended(text, [only]).text == base.replace(CONDITION, meant)


def test_an_answer_whose_words_name_others_is_that_answer() -> None:
    base = BASE.replace("Some of it", "Some, none of the rest")
    text = base.replace(CONDITION, 'when.detail = "Some, none of the rest"')
    assert mended(text, [_only(text)]).text == base.replace(CONDITION, 'when.detail = "some"')


def test_the_same_in_several_conditions_is_one_finding() -> None:
    text = BASE.replace('when.detail   = "all"', 'when.detail = "all, some"')
    only = _only(text)
    assert len(only.related) == 1
    after = BASE.replace('when.detail   = "all"', 'when.detail = ["all", "some"]')
    assert mended(text, [only]).text == after


@pytest.mark.parametrize("answers", ["some, nun", "some or alll", "some/more"])
def test_of_answers_that_are_not_all_known_none_is_left_out(answers: str) -> None:
    only = _only(BASE.replace(CONDITION, f'when.detail = "{answers}"'))
    assert (only.code, only.fix) == ("L303", None)


SOURCES = BASE.replace(
    "\n[review]", 'sources.beds-2030 = "An invented study of beds, 2030"\n\n[review]', 1
).replace('source = "light-2031"', 'source = ["light-2031", "beds-2030"]')


@pytest.mark.parametrize("between", BETWEEN)
def test_two_sources_in_one_pair_of_marks_become_a_list(between: str) -> None:
    assert found(SOURCES) == []
    cited = between.format("light-2031", "beds-2030")
    for written in (f'"{cited}"', f'["{cited}"]'):
        text = SOURCES.replace('["light-2031", "beds-2030"]', written)
        only = _only(text)
        assert only.code == "L308"
        assert "two sources stand in one pair of quotation marks" in only.help
        assert mended(text, [only]).text == SOURCES


def test_of_sources_that_are_not_all_known_none_is_left_out() -> None:
    only = _only(SOURCES.replace('["light-2031", "beds-2030"]', '"light-2031, book"'))
    assert (only.code, only.fix) == ("L308", None)


def _look(text: str) -> list[Finding]:
    return list(check(text.encode(), EXAMPLE_NAME, {}, TODAY).findings)


def test_no_mend_takes_out_a_source_that_an_earlier_one_left_uncited() -> None:
    text = SOURCES.replace('["light-2031", "beds-2030"]', '"light-2031 (beds-2030)"')
    after = mend(text, EXAMPLE_NAME, _look)
    assert "sources.beds-2030" in after.text
    assert [one.code for one in _look(after.text)] == ["M707"]


def test_a_source_that_nothing_cited_from_the_start_is_still_taken_out() -> None:
    text = SOURCES.replace('["light-2031", "beds-2030"]', '"light-2032"')
    after = mend(text, EXAMPLE_NAME, _look)
    assert "beds-2030" not in after.text
    assert _look(after.text) == []


def test_two_talks_in_one_pair_of_marks_become_a_list(tmp_path: Path) -> None:
    (tmp_path / "a-warm-bath.toml").write_text(BASE, encoding="utf-8")
    for between in BETWEEN:
        told = found_next(tmp_path, between.format(OTHER, "a-warm-bath"))
        written = f'"{OTHER}", "a-warm-bath"'
        help_ = f"two checklists stand in one pair of quotation marks: write [{written}]"
        assert told == [("M708", help_, written)]


def test_of_talks_that_are_not_all_there_none_is_left_out(tmp_path: Path) -> None:
    ((code, _, mend_),) = found_next(tmp_path, f"{OTHER}, weather")
    assert (code, mend_) == ("M708", "")


@pytest.mark.parametrize("name", ["a/b", "../a", "a\\\\b", ".", "/"])
def test_a_name_that_no_file_can_have_is_told(tmp_path: Path, name: str) -> None:
    assert [code for code, *_ in found_next(tmp_path, name)] == ["M708"]
