"""The formats of the note: text, Markdown, JSON, and how it is frozen."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.note import READERS, Note, Reader
from bedside.core.text import cells
from bedside.note.compose import compose
from bedside.note.render import FORMATS
from bedside.note.render.frame import identity
from bedside.note.render.json import FORMAT, render_json
from bedside.note.render.markdown import escape, render_markdown
from bedside.note.render.text import WIDTH, render_text
from bedside.note.shown import shown
from bedside.note.wording import ended, fill, with_aside
from tests.note.signing import ANCHOR, random_signed, signed
from tests.people import AVERY, WORDS
from tests.worlds import SHIPPED, checklist, choose, do, opened, shipped_checklist, step


def made(words: str = WORDS) -> Note:
    """Return a note with the patient's own words in it."""
    visit = do(
        opened(checklist(step("a", kind="words", place="matters"))),
        m.Write("a", words),
        m.Identify(AVERY),
    )
    return compose(visit, visit.checklist)


def test_the_text_has_a_frame_that_any_record_takes() -> None:
    """Capitals for the heading and the core lines, two spaces for what hangs below them."""
    assert render_text(made()) == (
        "DRAFT, not signed\n"
        "MADE UP  4 Mar 2031, 13:00\n"
        "Patient: Test, Avery, 000-TEST\n"
        "TALKED ABOUT: What matters.\n"
        "  Matters: In the patient's words: “not being there for my dog”.\n"
        "Guide: Made up, version 0.1.\n"
        "Note 00000000000000000001, made-up 0.1, draft wording\n"
    )


def test_a_draft_is_marked_in_every_format() -> None:
    """Nobody takes an unsigned note for a signed one."""
    for name, render in FORMATS.items():
        text = render(made())
        assert "DRAFT, not signed" in text or '"draft": true' in text, name


def test_json_holds_every_sentence_with_its_events() -> None:
    """A machine can tell what each rests on."""
    plain = json.loads(render_json(made()))
    assert plain["format"] == FORMAT
    (matters,) = [p for p in plain["passages"] if p["place"] == "matters"]
    assert matters["sentences"] == [{"text": f"In the patient's words: “{WORDS}”.", "events": [2]}]


SPECIAL = [
    "# x",
    "1. x",
    "- x",
    "> x",
    "`x`",
    "[a](b)",
    "<b>x</b>",
    "a_b_c",
    "*x*",
    "&amp;",
    "a | b",
    "+ x",
]


@pytest.mark.parametrize("text", SPECIAL)
def test_markdown_shows_what_was_typed(text: str) -> None:
    """Rendered by a CommonMark parser, the words are the words."""
    from markdown_it import MarkdownIt

    (block,) = [t for t in MarkdownIt().parse(escape(text)) if t.type == "inline"]
    assert [child.type for child in block.children or ()] == ["text"]
    assert block.content.replace("\\", "") == text


def shape(text: str) -> list[list[str]]:
    """Return the elements that Markdown is read as, block by block."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt().parse(text)
    return [[token.type, *(child.type for child in token.children or ())] for token in tokens]


@given(st.text(alphabet="ab #*_`[]()<>!&|~-+=.1\\{}:/@\n\t", min_size=1, max_size=30))
def test_no_words_change_the_structure_of_the_markdown(words: str) -> None:
    """However odd, typed words add no heading, list, link, code or line break."""
    if words.split():
        assert shape(render_markdown(made(words))) == shape(render_markdown(made("plain")))


@given(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.sampled_from(READERS))
def test_the_markdown_of_a_random_visit_says_every_sentence(
    name: str, seed: int, reader: Reader
) -> None:
    """Each passage once, as a paragraph, a heading or a line of a list, in its order."""
    from markdown_it import MarkdownIt

    note = shown(random_signed(shipped_checklist(name), seed, 60).visit, reader)
    tokens = MarkdownIt().parse(render_markdown(note))
    read = ["".join(c.content for c in t.children or ()) for t in tokens if t.type == "inline"]
    rest = iter(read)
    for part in note.passages:
        told = " ".join(" ".join(s.text for s in part.sentences).split())
        assert any(told in line for line in rest), told


def test_blanks_are_filled_in_one_pass_and_nothing_else_is_interpreted() -> None:
    """A value that looks like a blank stays text; an unknown blank stays as it was written."""
    assert fill("{answer}, {{x}, {other}", {"answer": "{today}", "today": "no"}) == (
        "{today}, {x}, {other}"
    )


def test_sentences_end_once_and_asides_stand_before_the_end() -> None:
    """A closing quotation mark after a full stop ends a sentence."""
    assert [ended(text) for text in ("a", "a.", "a?", "“a.”", "“a”")] == [
        "a.",
        "a.",
        "a?",
        "“a.”",
        "“a”.",
    ]
    assert with_aside("Done.", "in part") == "Done (in part)."
    assert with_aside("Done?", "no time") == "Done? (no time)"
    assert with_aside("Done.", "") == "Done."


def test_the_last_line_names_note_checklist_version_and_seal() -> None:
    """A pasted note can be traced to its visit and to the exact wording."""
    visit = opened(shipped_checklist("first-trust"))
    line = identity(compose(visit, visit.checklist))
    wording = f"first-trust {visit.checklist.version}"
    assert line == f"Note 00000000000000000001, {wording}, draft wording"


def test_a_signed_note_carries_the_head_of_the_log_and_the_patients_page_does_not() -> None:
    """In every format below the signature; to a patient it would say nothing."""
    visit = signed(opened(checklist(step("a"))), m.Pick("a", "done")).visit
    head = ANCHOR.partition(" ")[2]
    for form, render in FORMATS.items():
        written = {reader: render(shown(visit, reader)).replace("\\-", "-") for reader in READERS}
        assert [head in text for text in written.values()] == [True, False, True], form
    assert ANCHOR not in identity(shown(opened(checklist(step("a")))))


def test_without_a_core_line_nothing_is_set_in_as_if_under_one() -> None:
    """A talk that was only asked for, or only declined, reads like any short note."""
    told = {"not-asked": "Was not asked."}
    visit = opened(checklist(choose("ask", "x", place="agreed", required=True, note=told)))
    visit = do(visit, m.Skip("ask", "no-time"))
    assert "\nPermission: Was not asked (no time).\n" in render_text(
        compose(visit, visit.checklist)
    )


def test_time_and_guide_share_a_line_where_both_fit() -> None:
    """As the date stands beside the heading."""
    visit = do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Sign("J. Doe", minutes=12))
    text = render_text(compose(visit, visit.checklist))
    assert "\nTime: 12 minutes, confirmed.  Guide: Made up, version 0.1.\n" in text
    long = replace(visit.checklist, title="A title that leaves too little room beside it")
    lines = render_text(compose(visit, long)).splitlines()
    assert "Time: 12 minutes, confirmed." in lines


def test_nothing_that_acts_on_a_terminal_or_turns_the_reading_round_is_printed() -> None:
    """Escape sequences and bidirectional marks are no letters (CVE-2021-42574)."""
    for form in ("text", "markdown", "html"):
        text = FORMATS[form](made("a\x1b[31m\u202eb"))
        assert "\x1b" not in text
        assert "\u202e" not in text


def test_text_is_as_wide_as_its_letters_are_shown() -> None:
    """Two cells for a letter that takes two."""
    for line in render_text(made("中文 " * 60)).splitlines():
        assert cells(line) <= WIDTH
