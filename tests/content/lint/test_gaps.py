"""Gaps left to be filled in: wherever they are said or written, and no trailing off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.lint.gaps import _GAP, _SIGNS, has_gap
from tests.content.lint.judged import after_mending, codes, only, pointed_at, say, yes_no

GAPS = {
    "Hello [patient name].": "[patient name]",
    "My name is ______.": "______",
    "My name is _ _ _ _ today.": "_ _ _ _",
    "Hello <name>.": "<name>",
    "I come back on XX.": "XX",
    "Call xxxx at night.": "xxxx",
    "I come at (insert time).": "(insert time)",
    "I am (your name).": "(your name)",
    "It is …………": "…………",
    "It is ...... today.": "......",
    "The room is TBD.": "TBD",
    "Lorem ipsum dolor.": "Lorem ipsum",
    "The number is ???": "???",
    "I come on dd.mm.yyyy.": "dd.mm.yyyy",
    "I come at HH:MM.": "HH:MM",
    "Ask Dr X for tea.": "Dr X",
    "I am back in X hours.": "X hours",
    "Take [dose].": "[dose]",
}
"""What was left to be filled in, and the part of it that is pointed at."""

NO_GAPS = (
    "If things go well, we may see …",
    "If things go well, we may see...",
    "Hello …, my name is …, I am a nurse.",
    "You had an X-ray.",
    "Think of the name (not the date) you like.",
    "Some are < 5 and some > 3.",
    "You. Me. Us. All.",
    "Max likes size 6.",
)


@pytest.mark.parametrize("text", GAPS)
def test_a_gap_is_found_once_and_pointed_at(text: str) -> None:
    snippet = say(text)
    finding = only(snippet)
    assert finding.code == "P511"
    assert pointed_at(snippet, finding) == GAPS[text]
    assert finding.help


@pytest.mark.parametrize("text", NO_GAPS)
def test_what_trails_off_or_only_looks_like_a_gap_is_let_be(text: str) -> None:
    assert codes(say(text)) == []


@given(st.sampled_from(sorted(GAPS)), st.sampled_from(NO_GAPS), st.booleans())
def test_every_text_with_a_gap_is_looked_at_closely(gap: str, other: str, after: bool) -> None:
    text = f"{other} {gap}" if after else f"{gap} {other}"
    assert has_gap(text)
    assert any(sign in text for sign in _SIGNS)


@given(st.text(alphabet="_ .…[]<>()?XYxyZTBDnameMH:d-", max_size=14))
def test_no_gap_is_without_one_of_the_signs(text: str) -> None:
    if _GAP.search(text):
        assert any(sign in text for sign in _SIGNS)


@pytest.mark.parametrize(
    "line", ['note.done = "Had {}."', 'patient.done = "You had {}."', 'handover.done = "Had {}."']
)
def test_a_gap_is_found_wherever_it_is_written_down(line: str) -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "do"\ntitle = "Tea"\n'
    assert codes(f"{step}{line.format('[kind of tea]')}\n") == ["P511"]
    assert codes(f"{step}{line.format('______')}\n") == ["P511"]


def test_several_gaps_in_a_phrase_are_one_finding() -> None:
    finding = only(say("Hello [patient name], my name is ______ and I am your nurse."))
    assert finding.code == "P511"
    assert '"[patient name]" and "______"' in finding.message
    assert len(finding.related) == 1


def test_a_line_that_is_said_trails_off_before_the_clinicians_own_name() -> None:
    snippet = say("Hello, my name is ______ and I am here.")
    assert 'say = ["Hello, my name is … and I am here."]' in after_mending(snippet)
    assert codes(after_mending(snippet)) == []


@pytest.mark.parametrize("words", ["I will come back on {}, with news.", "Call us at {}"])
@pytest.mark.parametrize("gap", ["____", "......", "_ _ _"])
def test_anything_else_that_was_left_open_is_not_hidden_behind_dots(words: str, gap: str) -> None:
    finding = only(say(words.format(gap)))
    assert (finding.code, finding.fix) == ("P511", None)
    assert "nothing has to be filled in" in finding.help


def test_brackets_hold_what_is_meant_and_are_not_thrown_away() -> None:
    assert only(say("Take [dose] now.")).fix is None


def test_the_gap_in_wording_for_an_answer_is_where_the_answer_belongs() -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "date"\ntitle = "Tea"\nnote.answered = "Tea on {}."\n'
    assert 'note.answered = "Tea on {answer}."' in after_mending(step.format("______"))
    assert 'note.answered = "Tea on {answer}."' in after_mending(step.format("[date]"))


def test_gaps_are_found_in_any_language() -> None:
    assert codes('language = "de"\n' + say("Ich bin ______.")) == ["P511"]
    assert codes('language = "de"\n' + yes_no("Heißt ______.")) == ["P511"]


def test_a_blank_where_words_are_said_is_never_filled_in() -> None:
    """Only the note is filled in; a name from a mail merge would be read aloud as it stands."""
    assert codes(say("Hello {name}. What brings you here?")) == ["P511"]


def test_signs_copied_from_a_web_page_are_turned_back() -> None:
    snippet = say("It&#39;s a long day. Tea &amp; toast may help.")
    assert codes(snippet) == ["P515"]
    assert "It's a long day. Tea & toast may help." in after_mending(snippet)


@pytest.mark.parametrize("space", ["&nbsp;", "&#160;", "&#8239;", "&ensp;"])
def test_a_space_copied_from_a_web_page_becomes_an_ordinary_one(space: str) -> None:
    snippet = say(f"Tea is at{space}four.")
    assert only(snippet).help == "write an ordinary space here"
    assert "Tea is at four." in after_mending(snippet)


@pytest.mark.parametrize("hidden", ["&shy;", "&#8203;", "&zwnj;"])
def test_what_nobody_sees_on_a_web_page_is_taken_out(hidden: str) -> None:
    snippet = say(f"Tea{hidden}time &amp; toast.")
    finding = only(snippet)
    assert finding.fix is not None
    assert finding.fix.title == 'Write "&" and take it out'
    assert "Teatime & toast." in after_mending(snippet)


@pytest.mark.parametrize("gap", ["(answer)", "<answer>", "(the answer)"])
@pytest.mark.parametrize("key", ["note", "patient", "handover"])
def test_an_answer_in_other_brackets_is_the_answer(key: str, gap: str) -> None:
    step = '\n[[steps]]\nid = "extra"\nkind = "date"\ntitle = "Tea"\n'
    step += "" if key == "note" else 'note.answered = "Tea on {answer}."\n'
    line = f'{key}.answered = "On {{}}, tea."\n'
    assert codes(step + line.format(gap)) == ["P511"]
    assert line.format("{answer}") in after_mending(step + line.format(gap))


@pytest.mark.parametrize("dots", ["…", "...", " … "])
def test_an_ellipsis_alone_is_a_gap(dots: str) -> None:
    finding = only(say(dots))
    assert (finding.code, finding.fix) == ("P511", None)
    assert codes(say(f"So {dots}")) == []
