"""One mistake gives one finding: at the word that is wrong, with the mend that makes it well."""

from __future__ import annotations

import pytest

from bedside.content.check import check
from bedside.content.edit.mend import mended
from bedside.core.problems import Finding, Span
from tests.content.texts import EXAMPLE, EXAMPLE_NAME
from tests.worlds import TODAY

DETAIL = """
[[steps]]
id    = "detail"
kind  = "choose"
title = "How much they want to hear"
say.plain = "How much shall I say?"
options.all = "All of it"
options.some = "Some of it"
options.none = "None of it"
note.all = "Wanted to hear all of it."
note.some = "Wanted to hear some of it."
note.none = "Wanted to hear none of it."
"""
LATER = """
[[steps]]
id    = "tell-{n}"
kind  = "do"
title = "Tell them, {n}"
note.done     = "Was told, {n}."
note.partly   = "Was told a part, {n}."
note.not-done = "Was not told, {n}."
when.detail   = "{answer}"
"""
BASE = EXAMPLE.replace(
    "\n# ----------------------------------------------------------------- offer\n",
    DETAIL
    + LATER.format(n=1, answer="all")
    + LATER.format(n=2, answer="all")
    + LATER.format(n=3, answer="some")
    + "\n",
)
"""A checklist without a finding, in which several conditions look at one step."""


def found(text: str, name: str = EXAMPLE_NAME) -> list[Finding]:
    """Return everything wrong with a text."""
    return list(check(text.encode(), name, {}, TODAY).findings)


def under(text: str, span: Span | None) -> str:
    """Return what a finding's caret stands under."""
    assert span is not None
    lines = text.splitlines()
    assert span.start.line == span.end.line
    return lines[span.start.line - 1][span.start.column - 1 : span.end.column - 1]


MISTAKES = {
    # what is said: its sort
    "true in quotation marks": ("required = true\naim   = \"The", "required = \"true\"\naim   = \"The", "C203", '"true"', "back"),
    "a yes for true": ("other = true", 'other = "yes"', "C203", '"yes"', "back"),
    "a number for true": ("other = true", "other = 1", "C203", "1", "back"),
    "a number in quotation marks": ("minutes  = 5", 'minutes  = "5"', "C203", '"5"', "back"),
    "a number with its unit": ("minutes  = 5", 'minutes  = "5 min"', "C203", '"5 min"', "back"),
    "a number with a point": ("minutes  = 5", "minutes  = 5.0", "C203", "5.0", "back"),
    "a version without quotation marks": ('"0.1"', "0.10", "C203", "0.10", "well"),
    "a date in quotation marks": ("2031-01-15", '"2031-01-15"', "C203", '"2031-01-15"', "back"),
    "a day first": ("2031-01-15", '"15.1.2031"', "C203", '"15.1.2031"', "back"),
    "a month in words": ("2031-01-15", '"15 January 2031"', "C203", '"15 January 2031"', "back"),
    "an American day": ("2031-01-15", '"01/15/2031"', "C203", '"01/15/2031"', "back"),
    "a day that may be two": ("2031-01-15", '"1/2/2031"', "C203", '"1/2/2031"', ""),
    "a list where one text belongs": ('title    = "A bed by the window"', 'title    = ["A bed by the window"]', "C203", '["A bed by the window"]', "back"),
    "answers as a list": ('options.morning = "Morning sun"\noptions.evening = "Evening sun"\noptions.shade   = "Shade"', 'options = ["Morning sun", "Evening sun", "Shade"]', "C203", '["Morning sun", "Evening sun", "Shade"]', "well"),
    "review as words": ("[review]\nowner       = \"Night team\"\nreviewed    = 2031-01-15\nnext_review = 2032-01-15\n", 'review = "Night team"\n', "C203", '"Night team"', ""),
    # words out of a list
    "a misspelt place": ('place = "worries"', 'place = "worrys"', "C204", '"worrys"', "back"),
    "a place in capitals": ('place = "worries"', 'place = "Worries"', "C204", '"Worries"', "back"),
    "a status of another word": ('status   = "draft"', 'status   = "wip"', "C204", '"wip"', "back"),
    "format as text": ("format   = 1", 'format   = "1"', "C204", '"1"', "back"),
    # kinds
    "a misspelt kind": ('kind  = "choose-many"', 'kind  = "chose_many"', "C205", '"chose_many"', "back"),
    "another word for a kind": ('kind  = "scale"', 'kind  = "rating"', "C205", '"rating"', "back"),
    "no kind where answers are offered": ('kind  = "choose"\ntitle = "How', 'title = "How', "C205", "id", "well"),
    "no kind where points are": ('kind  = "teach-back"\n', "", "C205", "id", "back"),
    "no kind where numbers are": ('kind  = "scale"\n', "", "C205", "id", "back"),
    "type for kind": ('kind  = "scale"', 'type  = "scale"', "C201", "type", "back"),
    "the keys of another kind": ('kind  = "scale"', 'kind  = "choose"', "C206", '"choose"', "back"),
    "answers on a step that says": ('kind  = "choose"\ntitle = "How', 'kind  = "say"\ntitle = "How', "C206", "options", "back"),
    "wording of another kind": ('kind  = "yes-no"', 'kind  = "do"', "N401", '"do"', "back"),
    "a limit on a step that says": ("aim   = \"They have seen the bed.\"", "max = 3", "C206", "max", ""),
    # keys
    "a misspelt key": ("required = true\naim   = \"The", "requird = true\naim   = \"The", "C201", "requird", "back"),
    "a misspelt key of several lines": ("note.yes = \"Would like ear plugs.\"\nnote.no ", "noot.yes = \"Would like ear plugs.\"\nnoot.no ", "C201", "noot", "back"),
    "another word for required": ("required = true\naim   = \"The", "mandatory = true\naim   = \"The", "C201", "mandatory", "back"),
    "another word for say": ('say.plain = "How much shall', 'question.plain = "How much shall', "C201", "question", "back"),
    "another word for options": ('options.now   = "Now is fine"\noptions.later = "Later"\noptions.no ', 'choices.now   = "Now is fine"\nchoices.later = "Later"\nchoices.no ', "C201", "choices", "back"),
    "another word for title": ('title = "How much they', 'name = "How much they', "C201", "name", "well"),
    "another word for tips": ('tips  = ["Sit', 'hint  = ["Sit', "C201", "hint", "back"),
    "another word for when": ("when.noise.at_least", "if.noise.at_least", "C201", "if", "back"),
    "the owner at the top": ('tags     = ["beds"', 'approved_by = "Night team"\ntags     = ["beds"', "C207", "approved_by", "well"),
    "a line of the top in a step": ("points = [", 'audience = "x"\npoints = [', "C207", "audience", ""),
    "a line of the top below review": ('owner       = "Night team"\n', 'owner       = "Night team"\nsummery = "x"\n', "C201", "summery", ""),
    "a line of the top below the note": ("[note]\n", '[note]\nminutes = 7\n', "C207", "minutes", ""),
    "a line of a task in a step": ("points = [", 'who = "Ward clerk"\npoints = [', "C207", "who", ""),
    "a why below the answers": ('options.all = "All of it"\noptions.some = "Some of it"\noptions.none = "None of it"\nnote.all = "Wanted to hear all of it."\nnote.some = "Wanted to hear some of it."\nnote.none = "Wanted to hear none of it."\n', 'note.all = "Wanted to hear all of it."\nnote.some = "Wanted to hear some of it."\nnote.none = "Wanted to hear none of it."\n[steps.options]\nall = "All of it"\nsome = "Some of it"\nnone = "None of it"\nwhy = "They decide."\n', "C207", "why", "well"),
    # missing
    "no title of the checklist": ('title    = "A bed by the window"\n', "", "C202", "id", "back"),
    "no id of the checklist": ('id       = "a-bed-by-the-window"\n', "", "C202", "format", "back"),
    "no format": ("format   = 1\n", "", "C202", "id", "back"),
    "no title of a step": ('title = "How much they want to hear"\n', "", "C202", "id", "well"),
    "no id of a step": ('id    = "detail"\n', "", "C202", "steps", "back"),
    "no end of a scale": ("max = 10\n", "", "C202", "id", "back"),
    # short names
    "a capital in a step's id": ('id    = "detail"', 'id    = "Detail"', "C208", '"Detail"', "back"),
    "a space in a step's id": ('id    = "tell-1"', 'id    = "tell 1"', "C208", '"tell 1"', "back"),
    "a capital in an answer": ("options.all = ", "options.All = ", "C208", "All", "back"),
    "a built-in answer": ("options.none = \"None of it\"\n", "options.none = \"None of it\"\noptions.unsure = \"Hm\"\nnote.unsure = \"Hm.\"\n", "C209", "unsure", ""),
    # references
    "a misspelt id that three lines name": ('id    = "detail"', 'id    = "detial"', "L302", '"detial"', "back"),
    "a misspelt step in one line": ('when.detail   = "some"', 'when.detial   = "some"', "L302", "detial", "back"),
    "a title for an id": ('when.detail   = "some"', 'when."How much they want to hear" = "some"', "L302", '"How much they want to hear"', "back"),
    "a step that was taken out": (DETAIL, "", "L302", "detail", ""),
    "a misspelt answer that three lines name": ("options.all = ", "options.al = ", "N401", "al", "back"),
    "an answer that was taken out": ('options.all = "All of it"\n', "", "N401", "all", ""),
    "a label for an answer": ('when.detail   = "some"', 'when.detail   = "Some of it"', "L303", '"Some of it"', "back"),
    "a misspelt answer in a list": ('when.detail   = "some"', 'when.detail   = ["all", "smoe"]', "L303", '"smoe"', "well"),
    "a step moved below": (None, None, "L304", "detail", ""),
    "a step twice": ('id    = "tell-2"', 'id    = "tell-1"', "L301", '"tell-1"', "well"),
    "a misspelt source": ('source = "light-2031"', 'source = "light-2013"', "L308", '"light-2013"', "back"),
    "a citation for a source": ('source = "light-2031"', 'source = "An invented study of light and sleep, 2031"', "L308", '"An invented study of light and sleep, 2031"', "back"),
    "a bank that is not there": ('note = "Likes this light: {answer}."', 'use = "lights/sun"', "L309", '"lights/sun"', ""),
    "a misspelt blank": ("light: {answer}.", "light: {anser}.", "N402", "{anser}", "back"),
    "a blank in capitals": ("light: {answer}.", "light: {Answer}.", "N402", "{Answer}", "back"),
    "a blank that is not closed": ("light: {answer}.", "light: {answer.", "N402", "{", ""),
    "wording for done of a date": ('note = "We look again on {answer}."', 'note.done = "We look again on {answer}."', "N401", "done", "well"),
    # conditions
    "a condition as a formula": ('when.detail   = "some"', "when = \"detail == 'some'\"", "C221", "\"detail == 'some'\"", "back"),
    "a formula with two parts": ('when.detail   = "some"', "when = \"detail = 'some' and noise > 6\"", "C221", "\"detail = 'some' and noise > 6\"", "well"),
    "true for yes": ('when.detail   = "some"', "when.earplugs = true", "C221", "true", "well"),
    "a number for a side": ("when.noise.at_least = 6", "when.noise = 6", "C221", "6", "back"),
    "a limit in quotation marks": ("at_least = 6", 'at_least = "6"', "C221", '"6"', "back"),
    "another word for at least": ("when.noise.at_least", "when.noise.atleast", "C222", "atleast", "back"),
    "min for at least": ("when.noise.at_least", "when.noise.min", "C222", "min", "back"),
    "is": ('when.detail   = "some"', 'when.detail.is = "some"', "C222", "is", "back"),
    "a limit on a choice": ('when.detail   = "some"', "when.detail.at_least = 3", "L306", "at_least", ""),
    "a section for a step": ('when.detail   = "some"', 'when.listen = "done"', "L305", "listen", ""),
    # what a kind holds
    "a label off the scale": ('labels.10 = "All', 'labels.11 = "All', "C223", "11", ""),
    "a scale upside down": ("min = 0\nmax = 10", "min = 10\nmax = 0", "C211", "0", "back"),
    "tomorrow": ('due  = "1 day"', 'due  = "tomorrow"', "C213", '"tomorrow"', "back"),
    "in a day": ('due  = "1 day"', 'due  = "in one day"', "C213", '"in one day"', "back"),
    # hardly meant
    "two answers that read the same": ('options.some = "Some of it"', 'options.some = "All of it"', "C224", '"All of it"', ""),
    "a tag twice": ('["beds", "windows"]', '["beds", "Beds"]', "C224", '"Beds"', ""),
    "minutes below nought": ("minutes  = 5", "minutes  = -5", "C225", "-5", ""),
    "the next review first": ("reviewed    = 2031-01-15", "reviewed    = 2033-01-15", "C226", "2032-01-15", ""),
    "a version of one number": ('"0.1"', '"1"', "C227", '"1"', "well"),
    "a version with a letter": ('"0.1"', '"v1.2.3"', "C227", '"v1.2.3"', "well"),
    "a language by its name": ('language = "en"', 'language = "english"', "C228", '"english"', "back"),
    "a required section": ('title = "Check"\n', 'title = "Check"\nrequired = true\n', "C229", "required", "back"),
    "an empty text": ('why   = "An offer that can be turned down is a real one."', 'why = ""', "C219", '""', ""),
    "an empty tip": ('tips  = ["Sit down first."]', 'tips  = ["Sit down first.", " "]', "C219", '" "', ""),
}  # fmt: skip


def broken(mistake: str) -> str:
    """Return the checklist with one mistake in it."""
    old, new, *_ = MISTAKES[mistake]
    if old is None or new is None:
        return BASE.replace(DETAIL, "").replace(
            "\n# ----------------------------------------------------------------- check\n",
            DETAIL + "\n",
        )
    assert BASE.count(old) >= 1, old
    return BASE.replace(old, new, 1)


def test_without_a_mistake_there_is_no_finding() -> None:
    assert found(BASE) == []


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_one_mistake_gives_one_finding_at_the_word_that_is_wrong(mistake: str) -> None:
    _, _, code, caret, _ = MISTAKES[mistake]
    text = broken(mistake)
    (only,) = found(text)
    assert (only.code, under(text, only.span)) == (code, caret)
    assert only.help


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mend_that_is_offered_makes_the_checklist_well(mistake: str) -> None:
    *_, mend = MISTAKES[mistake]
    text = broken(mistake)
    (only,) = found(text)
    assert bool(only.fix) == bool(mend)
    if only.fix:
        after = mended(text, [only]).text
        assert found(after) == []
        if mend == "back":
            assert _plain(after) == _plain(BASE)


def _plain(text: str) -> str:
    """Return a checklist's text without what a mend may set otherwise: spaces and their lines."""
    return "\n".join(sorted("".join(line.split()) for line in text.splitlines()))
