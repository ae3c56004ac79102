"""The formats of the note: text, Markdown, JSON, and how it is frozen."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.note import Note
from bedside.note.compose import compose
from bedside.note.render import FORMATS
from bedside.note.render.json import FORMAT, freeze, render_json, thaw
from bedside.note.render.markdown import escape, render_markdown
from bedside.note.render.text import identity, render_text
from bedside.note.wording import ended, fill, with_aside
from tests.people import AVERY, WORDS
from tests.worlds import checklist, choose, do, opened, shipped_checklist, step


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


@given(st.text(max_size=60))
def test_a_frozen_note_thaws_to_itself(words: str) -> None:
    """Whatever was typed, what was signed can be read again."""
    note = made(words.strip() or "x") if words.split() else made()
    assert thaw(freeze(note)) == note
    assert "\n" not in freeze(note)


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


@given(st.text(alphabet="ab #*_`[]()<>!&|~-+.1\\{}", min_size=1, max_size=30))
def test_no_words_change_the_structure_of_the_markdown(words: str) -> None:
    """However odd, typed words add no heading, list, link or code."""
    from markdown_it import MarkdownIt

    def shape(text: str) -> list[str]:
        return [token.type for token in MarkdownIt().parse(text)]

    if words.split():
        assert shape(render_markdown(made(words))) == shape(render_markdown(made("plain")))


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
    assert line == "Note 00000000000000000001, first-trust 1.0, draft wording"


def test_without_a_core_line_nothing_is_set_in_as_if_under_one() -> None:
    """A talk that was only asked for, or only declined, reads like any short note."""
    told = {"not-asked": "Was not asked."}
    visit = opened(checklist(choose("ask", "x", place="agreed", required=True, note=told)))
    visit = do(visit, m.Skip("ask", "no-time"))
    assert "\nPermission: Was not asked (no time).\n" in render_text(
        compose(visit, visit.checklist)
    )
