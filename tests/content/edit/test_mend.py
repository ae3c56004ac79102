"""Mends: put in at their places, together where they agree, and none that does harm."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from bedside.content.edit.mend import Look, mend, mended
from bedside.core.problems import Edit, Finding, Fix, Level, Point, Span
from bedside.core.spans import point_at


def found(code: str, text: str, old: str, new: str, message: str = "m") -> Finding:
    """Return a finding at the first place of some words, with the mend that says it anew."""
    at = text.index(old)
    span = Span(point_at(text, at), point_at(text, at + len(old)))
    fix = Fix(f"write {new}", (Edit(span, new),))
    return Finding(code=code, message=message, file="x", span=span, fix=fix)


def looking_for(*rules: tuple[str, str, str]) -> Look:
    """Return a look that has each word of a rule for a mistake, to be mended to another."""

    def look(text: str) -> Sequence[Finding]:
        return [found(code, text, old, new, f"{old}?") for code, old, new in rules if old in text]

    return look


@given(
    st.lists(st.sampled_from(["a", "bb", "é", "死", "\n", "\r\n", " "]), max_size=40),
    st.data(),
)
def test_only_what_is_mended_changes(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8)))
    stretches = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if a < b]
    findings, wanted, last = [], "", 0
    for start, end in stretches:
        if "\r" in text[max(0, start - 1) : start + 1] + text[max(0, end - 1) : end + 1]:
            return
        edit = Edit(Span(point_at(text, start), point_at(text, end)), "X")
        findings.append(Finding(code="C201", message="m", fix=Fix("f", (edit,))))
        wanted += text[last:start] + "X"
        last = end
    assert mended(text, findings).text == wanted + text[last:]


def test_of_two_mends_of_one_place_the_first_is_made() -> None:
    text = "one two"
    done = mended(text, [found("C201", text, "one", "1"), found("C203", text, "one two", "2")])
    assert done.text == "1 two"
    assert [one.code for one in done.made] == ["C201"]
    assert [one.code for one in done.refused] == ["C203"]


def test_lines_that_are_put_in_end_as_the_texts_do() -> None:
    text = "one\r\ntwo\r\n"
    assert mended(text, [found("C201", text, "one", "1\n1b")]).text == "1\r\n1b\r\ntwo\r\n"


def test_a_mend_outside_of_the_text_is_not_made() -> None:
    far = Span(Point(9, 1), Point(9, 2))
    lost = Finding(code="C201", message="m", fix=Fix("f", (Edit(far, "x"),)))
    assert mended("one", [lost]).text == "one"


def test_every_mend_that_helps_is_made_and_later_ones_after_earlier_ones() -> None:
    look = looking_for(("L301", "two", "2"), ("C201", "one", "1"), ("M706", "2", "zwei"))
    done = mend("one two", "x", look)
    assert done.text == "1 zwei"
    assert [one.code for one in done.made] == ["C201", "L301", "M706"]


def test_a_mend_after_which_the_mistake_still_stands_is_not_made() -> None:
    look = looking_for(("C201", "one", "one more one"), ("C201", "two", "2"))
    done = mend("one two", "x", look)
    assert done.text == "one 2"
    assert [one.message for one in done.refused] == ["one?"]


def test_a_mend_that_makes_an_error_is_not_made() -> None:
    look = looking_for(("C201", "one", "bad"), ("C203", "bad", "bad"), ("C201", "two", "2"))
    done = mend("one two", "x", look)
    assert done.text == "one 2"
    assert [one.message for one in done.refused] == ["one?"]


def test_what_can_only_be_seen_once_more_can_be_read_is_no_harm() -> None:
    def look(text: str) -> Sequence[Finding]:
        if "“" in text:
            return [found("T111", text, "“", '"', "quotes")]
        return [Finding(code="C201", message="m", file="x", level=Level.ERROR)]

    done = mend("a = “", "x", look)
    assert done.text == 'a = "'
    assert done.refused == ()


def test_mends_of_other_files_are_left_to_them() -> None:
    other = Finding(code="C201", message="m", file="y", fix=found("C201", "a", "a", "b").fix)
    assert mend("a", "x", lambda _: [other]).text == "a"


def test_mends_that_undo_each_other_come_to_an_end() -> None:
    look = looking_for(("C201", "one", "two"), ("L301", "two", "one"))
    assert mend("one", "x", look).text in ("one", "two")
