"""Prints: whole in themselves, every word safe and said, and each page says which wording it is."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bedside.content.paper.card import LINES, packed, phases
from bedside.content.paper.page import direction, identity, standing
from bedside.content.paper.prints import PRINTS, printed
from bedside.content.seal import seal_of
from bedside.core.checklist import Checklist, Choice, Review, Scale, TeachBack
from tests.worlds import SHIPPED, shipped_checklist

_VOID = ("meta", "br", "link", "img", "input", "hr")
_CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")


class Read(HTMLParser):
    """Reads a page: its words, its elements, and whether each one is closed where it should be."""

    def __init__(self, html: str) -> None:
        """Read this page."""
        super().__init__()
        self.words = ""
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] != "style":
            self.words += data


def texts(checklist: Checklist) -> set[str]:
    """Return every word of a checklist that a reviewer has to see."""
    found = {checklist.title, checklist.summary, *checklist.sources.values()}
    for step in (*checklist.steps, *checklist.extras):
        found |= {step.title, step.aim, step.why, *step.tips, *step.instead}
        found |= {*step.instead.values(), *(phrase.text for phrase in step.say)}
        for wording in (step.note, step.patient, step.handover):
            found |= set(wording.values())
        if isinstance(step, Choice):
            found |= {option.label for option in step.options}
        if isinstance(step, Scale):
            found |= set(step.labels.values())
        if isinstance(step, TeachBack):
            found |= set(step.points)
    for task in checklist.tasks:
        found |= {task.text, task.who, task.due}
    return found - {""}


@pytest.mark.parametrize("kind", PRINTS)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_print_is_whole_in_itself(name: str, kind: str) -> None:
    html = printed(shipped_checklist(name), kind).html
    read = Read(html)
    for tag, attributes in read.elements:
        assert tag not in ("script", "link", "img", "iframe", "object")
        assert not {"src", "href", "onload"} & set(attributes)
    assert "url(" not in html
    assert "@import" not in html
    assert read.elements[0] == ("html", {"lang": "en", "dir": "ltr"})


@pytest.mark.parametrize("name", SHIPPED)
def test_the_reviewers_sheet_says_every_word(name: str) -> None:
    checklist = shipped_checklist(name)
    words = " ".join(Read(printed(checklist, "review").html).words.split())
    assert {text for text in texts(checklist) if text not in words} == set()


@pytest.mark.parametrize("name", SHIPPED)
def test_the_form_has_a_number_for_every_step_and_a_box_for_every_answer(name: str) -> None:
    checklist = shipped_checklist(name)
    words = Read(printed(checklist, "form").html).words
    stops = [step for step in checklist.steps if step.kind != "section"]
    for number, step in enumerate(stops, 1):
        assert re.search(rf"(?<!\d){number}\s*{re.escape(step.title)}", words)
        for option in step.options if isinstance(step, Choice) else ():
            assert option.label in words
    questions = [s for s in stops if s.kind not in ("say", "do", "pause", "read-back")]
    assert words.count("declined") >= len(questions)
    for task in checklist.tasks:
        assert task.text in words


@pytest.mark.parametrize("name", SHIPPED)
def test_the_card_has_the_first_words_and_what_not_to_say(name: str) -> None:
    checklist = shipped_checklist(name)
    words = Read(printed(checklist, "card").html).words
    for step in (*checklist.steps, *checklist.extras):
        assert step.title in words
        assert not step.say or f"“{step.say[0].text}”" in words
        assert all(f"Not: “{slip}”" in words for slip in step.instead)


def test_no_card_holds_more_than_fits_and_none_begins_without_its_words(
    uncertainty: Checklist,
) -> None:
    cards = list(packed(phases(uncertainty)))
    assert 1 < len(cards) <= 4
    for pieces in cards:
        assert sum(piece.lines for piece in pieces) <= LINES
        assert not pieces[-1].html.endswith("</h2>")


def test_skips_are_said_in_words_with_where_to_go_on(uncertainty: Checklist) -> None:
    words = Read(printed(uncertainty, "form").html).words
    assert "Only if 2 (“A good time to talk”) was “Now is fine”: else go to 5" in words
    assert "else go to the end" in words


@pytest.mark.parametrize("kind", PRINTS)
def test_words_are_never_taken_for_markup(uncertainty: Checklist, kind: str) -> None:
    evil = '<script>alert("x")</script> & {0} %s </style>'
    steps = tuple(replace(step, title=evil, instead={evil: evil}) for step in uncertainty.steps)
    whole = replace(uncertainty, title=evil, summary=evil, audience=evil, steps=steps)
    html = printed(replace(whole, tasks=(replace(whole.tasks[0], text=evil, who=evil),)), kind).html
    assert "<script" not in html
    assert escape(evil) in html
    assert html.count("</style>") == 1
    Read(html)


@pytest.mark.parametrize("kind", PRINTS)
def test_the_head_of_each_page_says_which_wording_it_is(uncertainty: Checklist, kind: str) -> None:
    html = printed(uncertainty, kind).html
    head = html[html.index("<thead>") : html.index("</thead>")]
    version = f"version {uncertainty.version}"
    due = f"review by {uncertainty.review.next_review}"
    for says in (uncertainty.title, version, due, "not kept up to date"):
        assert says in head
    assert f"seal {seal_of(uncertainty)[:8]}<" in head
    assert ">DRAFT<" in html


def test_only_what_is_published_and_unchanged_bears_no_mark(uncertainty: Checklist) -> None:
    sealed = replace(
        uncertainty, status="published", review=Review(seal=seal_of(uncertainty), owner="us")
    )
    assert standing(sealed) == ""
    assert 'class="mark"' not in printed(sealed, "card").html
    assert standing(replace(sealed, review=Review(seal="0" * 32))) == "DRAFT"
    assert ", in review, review by" in identity(replace(uncertainty, status="review"))
    assert standing(replace(sealed, status="retired")) == "RETIRED"


@pytest.mark.parametrize(
    ("language", "runs"),
    [("en", "ltr"), ("ar", "rtl"), ("he-IL", "rtl"), ("az-Arab", "rtl"), ("ar-Latn", "ltr")],
)
def test_a_language_runs_its_own_way(language: str, runs: str, uncertainty: Checklist) -> None:
    assert direction(language) == runs
    html = printed(replace(uncertainty, language=language), "form").html
    assert f'<html lang="{language}" dir="{runs}">' in html


def test_a_form_of_several_pages_says_so(uncertainty: Checklist) -> None:
    made = printed(replace(uncertainty, steps=uncertainty.steps * 3), "form")
    assert made.told.startswith("This form takes about")
    assert made.told in made.html
    few = printed(replace(uncertainty, steps=uncertainty.steps[:5], tasks=()), "form")
    assert few.told == ""


@pytest.mark.skipif(_CHROMIUM is None, reason="there is no browser here to print with")
@pytest.mark.parametrize(("kind", "most"), [("card", 1), ("form", 2)])
def test_a_browser_prints_it_on_as_many_pages_as_are_said(
    kind: str, most: int, uncertainty: Checklist, tmp_path: Path
) -> None:
    page, pdf = tmp_path / "a.html", tmp_path / "a.pdf"
    page.write_text(printed(uncertainty, kind).html, encoding="utf-8")
    command = [str(_CHROMIUM), "--headless", "--no-sandbox", "--no-pdf-header-footer"]
    subprocess.run(
        [*command, f"--print-to-pdf={pdf}", page.as_uri()], capture_output=True, check=False
    )
    assert pdf.exists()
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf.read_bytes())) == most
