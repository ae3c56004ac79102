"""Sentences for the note: one for each answer, and kind to the person who reads it tonight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bedside.content.lint.lists import Better
from bedside.content.lint.texts import Hit, Text, line_after
from bedside.content.lint.wording import Rule, mend, way_out
from bedside.content.places import Here
from bedside.core.answers import is_recorded, offered, unanswered
from bedside.core.checklist import Choice, Step
from bedside.core.problems import Edit, Finding, Fix

_QUOTED = re.compile(r"[“„«\"]([^”“»\"]*)[”“»\"]")
_ONE_ANSWER = frozenset(("choose", "yes-no"))


def judging(hit: Hit, better: Better) -> Finding:
    """Return that a word doubts or labels the person who reads it."""
    message = f'"{hit.words}" doubts or labels the person, who reads this note.'
    return hit.finding("N410", message, way_out(better), mend(hit, better))


RECORDED: Mapping[str, Rule] = {"judging": judging}
"""The list for everything that is written down."""


def sentences(here: Here, step: Step) -> Iterator[Finding]:
    """Return what is to be said of a step's sentences for the note, in any language."""
    if step.note:
        yield from _same(here, step)
        yield from _quoted(here, step)
        if step.kind in _ONE_ANSWER:
            yield from _missing(here, step)
    if step.required and is_recorded(step):
        yield from _silent(here, step)


def _same(here: Here, step: Step) -> Iterator[Finding]:
    """Return each answer whose sentence another answer has too, so that the note tells neither."""
    if len({text.strip().casefold() for text in step.note.values()}) == len(step.note):
        return
    first: dict[str, str] = {}
    for answer, text in step.note.items():
        other = first.setdefault(text.strip().casefold(), answer)
        if other == answer or "{answer}" in text:
            continue
        message = (
            f'"{answer}" and "{other}" have the same sentence, so the note cannot tell them apart.'
        )
        spot = here.value("note", answer)
        made = here.finding("N403", message, "say in each what was answered", spot)
        yield made


def _silent(here: Here, step: Step) -> Iterator[Finding]:
    """Return that the note has no sentence for a required step that did not happen."""
    if "not-done" in step.note or "not-asked" in step.note:
        return
    answer = unanswered(step)
    line = f'note.{answer} = "Not talked about today: {_inside(step.title)}."'
    message = f"This step is required, and no sentence says that it was {answer.replace('-', ' ')}."
    yield here.finding(
        "N404", message, f'add note.{answer} = "…"', here.key("id"), _added(here, step, line)
    )


def _inside(title: str) -> str:
    """Return a title as it stands within a sentence between quotation marks."""
    bare = title.rstrip(".?!").replace("\\", "").replace('"', "'")
    return bare[:1].lower() + bare[1:] if bare[1:2].islower() else bare


def _added(here: Here, step: Step, line: str) -> Fix | None:
    """Return the mend that puts a line beside the step's other sentences."""
    if "" in step.note:
        return None
    last = [("note", answer) for answer in step.note][-1:]
    if last and not _is_dotted(here, last[0]):
        return None
    edit = line_after(here, line, *last, ("title",))
    return Fix("Add a sentence for it", (edit,)) if edit else None


def _is_dotted(here: Here, place: tuple[str, str]) -> bool:
    """Whether a sentence stands on a line of its own as note.answer, outside of braces."""
    origin = here.origins[0]
    mark = origin.spans.marks.get((*origin.path, *place))
    return mark is not None and len(mark.keys) > 1


def _missing(here: Here, step: Step) -> Iterator[Finding]:
    """Return the answers that have no sentence where others of the step have one."""
    own = offered(step)
    lacking = [answer for answer in own if answer not in step.note]
    if not lacking or len(lacking) == len(own) or "" in step.note or "answered" in step.note:
        return
    named = " and ".join(f'"{answer}"' for answer in lacking)
    message = f"Other answers of this step have a sentence for the note; {named} has none."
    key = ("options", lacking[0]) if isinstance(step, Choice) else ("note",)
    yield here.finding("N405", message, f'add note.{lacking[0]} = "…"', here.key(*key))


def _quoted(here: Here, step: Step) -> Iterator[Finding]:
    """Return quotation marks around what is not the patient's own words; they read as doubt."""
    for key, wordings in (("note", step.note), ("handover", step.handover)):
        for answer, text in wordings.items():
            may_quote = step.kind == "words" or answer == "other"
            doubted = (
                found
                for found in _QUOTED.finditer(text)
                if not may_quote or "{answer}" not in found[1]
            )
            yield from (_doubting(Text(here, (key, answer), text).hit(f), f[1]) for f in doubted)


def _doubting(hit: Hit, inner: str) -> Finding:
    message = "Quotation marks around anything but the patient's own words read as doubt."
    fix = hit.swap(inner) if inner else None
    if fix is not None:
        edits = tuple(Edit(edit.span, inner) for edit in fix.edits)
        fix = Fix("Take the quotation marks out", edits)
    return hit.finding("N411", message, "take them out, or say it in plain words", fix)
