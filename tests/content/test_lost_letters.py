r"""A backslash typed for a slash: `\n` is a new line, and the word behind it loses its letter."""

from __future__ import annotations

import pytest

from bedside.content.check import check
from bedside.content.edit.mend import mended
from bedside.core.problems import Finding
from tests.content.texts import EXAMPLE, EXAMPLE_NAME
from tests.worlds import TODAY

SLIPS = {
    "a task": ('"Tell the ward which', r'"Tell the doctor\nurse in charge which', r"\n", "nurse"),
    "a task's owner": ('"Ward clerk"', r'"Ward clerk\nurse"', r"\n", "nurse"),
    "a title": ('"The light they like"', r'"The lamp\night light"', r"\n", "night"),
    "words to say": ("in your room?", r"in your room: lamp\torch?", r"\t", "torch"),
    "words to say, a line lost": ("in your room?", r"in your room: lamp\none?", r"\n", "none"),
    "an answer": ('"Shade"', r'"Shade\no lamp"', r"\n", "no"),
    "a sentence of the note": ("Wants it", r"Sun\no sun: wants it", r"\n", "no"),
    "a tip": ("Sit down first.", r"Sit\not stand.", r"\n", "not"),
    "a point": ('"The bed is free"', r'"The bed\nook is free"', r"\n", "nook"),
    "what stands around the note": ('"Talk: a bed', r'"Talk: a cot\nest or bed', r"\n", "nest"),
    "a word that stands for another": ("can move, if you", r"can sit\talk, if you", r"\t", "talk"),
    "lines in three marks": ('"Sit down first."', '"""\nSit\\talk\nfirst."""', r"\t", "talk"),
    "words in another script": ('"Shade"', r'"Shade\noël"', r"\n", "noël"),
    "a sign nobody sees": ('"Shade"', r'"Shade\blind"', r"\b", "blind"),
    "a return": ('"Shade"', r'"Shade\roller blind"', r"\r", "roller"),
    "a new page": ('"Shade"', r'"Shade\fan"', r"\f", "fan"),
}  # fmt: skip
WITH_NOTE = EXAMPLE.replace('note = "Likes this light: {answer}."', 'note = "Wants it: {answer}."')


def found(text: str) -> list[Finding]:
    """Return everything wrong with a text."""
    return list(check(text.encode(), EXAMPLE_NAME, {}, TODAY).findings)


@pytest.mark.parametrize("slip", SLIPS, ids=lambda name: name.replace(" ", "-"))
def test_a_letter_lost_to_a_backslash_is_told_once_with_the_slash_that_was_meant(slip: str) -> None:
    old, new, sign, word = SLIPS[slip]
    assert WITH_NOTE.count(old) == 1
    text = WITH_NOTE.replace(old, new)
    (only,) = found(text)
    assert only.span is not None
    (first, column), (last, end) = only.span
    assert first == last
    assert text.split("\n")[first - 1][column - 1 : end - 1] == sign
    assert f'"{word}" loses its {word[0]}' in only.message
    assert "/" in only.help
    after = mended(text, [only]).text
    assert after == WITH_NOTE.replace(old, new.replace("\\", "/"))
    assert not [one for one in found(after) if "loses" in one.message]


def test_several_in_one_text_are_one_finding() -> None:
    old, new = "Ward clerk", r"W:\new\talks\nurses"
    text = EXAMPLE.replace(old, new)
    (only,) = found(text)
    assert len(only.related) == 2
    assert mended(text, [only]).text == EXAMPLE.replace(old, "W:/new/talks/nurses")


SENSIBLE = (
    r'"I will wait.\nTake your time."',
    r'"There are two ways:\n- a bed,\n- a chair."',
    r'"I wish I could give you\nan answer."',
    r'"First one thing.\n\nthen another."',
    r'"See W:\\new\\talks."',
    "'See W:\\new\\talks.'",
    '"""\nOne line,\\nthen another."""',
    r'"A line break \\n is two signs."',
)


@pytest.mark.parametrize("words", SENSIBLE)
def test_a_line_break_that_is_meant_is_not_told(words: str) -> None:
    old = '"Being asked gives back a little control."'
    assert EXAMPLE.count(old) == 1
    assert found(EXAMPLE.replace(old, words)) == []


def test_nothing_is_said_of_it_where_the_step_has_to_be_mended_first() -> None:
    text = EXAMPLE.replace('"Shade"', r'"Shade\no lamp"').replace("other = true", "other = 3")
    assert [one.code for one in found(text)] == ["C203"]
