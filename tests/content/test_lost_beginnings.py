"""Blocks whose first lines are gone: told once, where what is left of them begins."""

from __future__ import annotations

import pytest

from bedside.content.edit.mend import mended
from tests.content.test_advice import found, pointed
from tests.content.texts import HEAD, STEP


def test_a_block_whose_first_lines_are_gone_is_told_at_the_first_line_that_is_left() -> None:
    rest = 'title = "B"\nplace = "shared"\nwhy = "z"\n'
    text = HEAD + STEP + 'place = "worries"\nwhy = "y"\n\n' + rest + 'note.done = "Said."\n'
    (told,) = found(text)
    assert told.code == "T127"
    assert told.span is not None
    assert told.span.start.line == text.split("\n").index('title = "B"') + 1
    assert "[[steps]]" in told.message
    assert [other.message.split()[0] for other in told.related] == ["place", "why"]


def test_a_block_that_lost_its_header_and_its_id_says_what_has_gone_and_no_more() -> None:
    text = HEAD + STEP + 'why = "y"\n\nkind = "say"\ntitle = "B"\nwhy = "z"\n'
    (told,) = found(text)
    assert (told.code, pointed(text, told), told.step) == ("T127", "kind", "")
    assert told.help.endswith("what else has gone: id")
    assert [other.message.split()[0] for other in told.related] == ["title", "why"]


LEFT = 'place = "worries"\naim = "y"\nwhy = "z"\n\n# a note\nnote.done = "Said."\n'
"""What is left of a step of which the first lines are gone."""


@pytest.mark.parametrize("parted", ["\n", "# what is too much\n"])
def test_a_block_of_which_only_the_end_is_left_is_told_once_where_it_begins(parted: str) -> None:
    last = '\n[[steps]]\nid = "c"\nkind = "say"\ntitle = "C"\n'
    text = HEAD + STEP + 'aim = "x"\nwhy = "z"\n' + parted + LEFT + last
    (told,) = found(text)
    assert (told.code, pointed(text, told), told.fix, told.step) == ("T127", "place", None, "")
    assert told.message.endswith("missing here: [[steps]], id, kind and title.")
    first = text.split("\n").index('place = "worries"') + 1
    assert told.help == f"write them above this line, or take out lines {first} to {first + 5}"


def test_lines_that_another_slip_has_moved_keep_their_numbers() -> None:
    above = STEP + 'id = "b"\nkind = "say"\ntitle = "B"\naim = "x"\nwhy = "z"\n\n'
    text = HEAD + above + LEFT
    _, told = found(text)
    first = text.split("\n").index('place = "worries"') + 1
    assert told.help.endswith(f"take out lines {first} to {first + 5}")


def test_a_follow_up_of_which_only_the_end_is_left_is_told_once() -> None:
    text = HEAD + STEP + '\n[[tasks]]\nid = "t"\ntext = "x"\nwho = "y"\ndue = "1 day"\n\n'
    (told,) = found(text + 'who = "z"\ndue = "1 day"\n')
    assert told.message.endswith("a task is missing here: [[tasks]], id and text.")


def test_two_lines_given_twice_in_one_paragraph_are_two_lines_given_twice() -> None:
    text = HEAD + STEP + 'aim = "x"\nwhy = "y"\naim = "z"\nwhy = "z"\n'
    assert [one.message.split()[0] for one in found(text)] == ["'aim'", "'why'"]


def test_the_first_step_without_its_header_is_told_once() -> None:
    text = HEAD + STEP.replace("[[steps]]\n", "")
    (told,) = found(text)
    assert (told.code, pointed(text, told)) == ("T127", "id")
    assert mended(text, [told]).text == HEAD + STEP


@pytest.mark.parametrize("above", ['[review]\nowner = "x"\n', '[note]\nheading = "x"\n'])
def test_the_first_step_without_its_header_below_another_block_is_told_once(above: str) -> None:
    text = HEAD + above + "\n" + STEP.replace("[[steps]]\n", "")
    (told,) = found(text)
    assert (told.code, pointed(text, told)) == ("C207", "id")
    assert mended(text, [told]).text == HEAD + above + "\n" + STEP


def test_the_first_step_without_its_header_and_its_id_is_told_where_it_begins() -> None:
    text = HEAD + STEP.replace('[[steps]]\nid = "a"\n', "")
    (told,) = found(text)
    assert (told.code, pointed(text, told)) == ("T127", "kind")
    assert "[[steps]]" in told.message
