"""Sentences for the note: one for each answer, and kind to the person who reads it tonight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from bedside.content.fixes import together
from bedside.content.lint.gaps import has_gap
from bedside.content.lint.texts import Text, line_after
from bedside.content.lint.told import Rule, about, listed
from bedside.content.places import Here
from bedside.core.answers import is_recorded, offered, unanswered
from bedside.core.checklist import Choice, Step, TeachBack
from bedside.core.problems import Finding, Fix

_QUOTED = re.compile(r"[“„«\"]([^”“»\"]*)[”“»\"]")
_UNFILLED = re.compile(r"\{(?!answer\}|today\})")
"""A blank that nothing fills; it is told by itself."""
_ONE_ANSWER = frozenset(("choose", "yes-no"))
_FREE = frozenset(("words", "text", "people", "scale", "date"))
_OWN_WORDS = {"words": ": “{answer}”", "text": ": {answer}"}
"""How a sentence goes on with what was answered in words, which have an end of their own."""


RECORDED: Mapping[str, Rule] = {
    "judging": Rule(
        "N410",
        "{} doubts or labels the person, who reads this note.",
        "{} doubt or label the person, who reads this note.",
    )
}
"""What is told of the list for everything that is written down."""


def sentences(here: Here, step: Step) -> Iterator[Finding]:
    """Return what is to be said of a step's sentences for the note, in any language."""
    if step.note:
        yield from _same(here, step)
        yield from _quoted(here, step)
        yield from _lost(here, step)
        if step.kind in _ONE_ANSWER:
            yield from _missing(here, step)
    if step.required and is_recorded(step):
        yield from _silent(here, step)


def _same(here: Here, step: Step) -> Iterator[Finding]:
    """Return each answer whose sentence another answer has too, so that the note tells neither.

    What stands for {answer} is mostly the answer; at a teach-back it is the points, of any outcome.
    """
    if len({text.strip().casefold() for text in step.note.values()}) == len(step.note):
        return
    first: dict[str, str] = {}
    is_told = not isinstance(step, TeachBack)
    for answer, text in step.note.items():
        other = first.setdefault(text.strip().casefold(), answer)
        if other == answer or (is_told and "{answer}" in text):
            continue
        message = (
            f'"{answer}" and "{other}" have the same sentence, so the note cannot tell them apart.'
        )
        spot = here.value("note", answer)
        labels = {one.id: one.label for one in step.options} if isinstance(step, Choice) else {}
        meant = labels.get(answer, answer).rstrip(".")
        help_ = f'say in each what was answered; here it is "{meant}"'
        yield here.finding("N403", message, help_, spot)


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


def _is_lost(step: Step) -> bool:
    """Whether the sentence for what was answered freely leaves out the answer, unasked."""
    if step.kind not in _FREE or step.sensitive:
        return False
    text = step.note.get("answered", step.note.get("", "{answer}"))
    return "{" not in text and not has_gap(text)


def _lost(here: Here, step: Step) -> Iterator[Finding]:
    """Return that the note tells of an answer in words, a number or a day, and not which."""
    if not _is_lost(step):
        return
    answer = "answered" if "answered" in step.note else ""
    text = step.note[answer]
    message = "What was answered here is lost: the note only has this sentence."
    bare = text.rstrip(" .:;,")
    quoted = _QUOTED.search(text) if step.kind == "words" else None
    whole = Text(here, ("note", answer), text).whole()
    ended = bare + _OWN_WORDS.get(step.kind, ": {answer}.")
    if quoted:
        ended = f"{text[: quoted.start(1)]}{{answer}}{text[quoted.end(1) :]}"
    help_ = f"write {{answer}} where it belongs: {ended}; or sensitive = true if it is left out"
    yield whole.finding("N406", message, help_, whole.swap(ended) if bare else None)


def _missing(here: Here, step: Step) -> Iterator[Finding]:
    """Return the answers that have no sentence where others of the step have one."""
    own = offered(step)
    lacking = [answer for answer in own if answer not in step.note]
    if not lacking or len(lacking) == len(own) or "" in step.note or "answered" in step.note:
        return
    named = " and ".join(f'"{answer}"' for answer in lacking)
    message = f"Other answers of this step have a sentence for the note; {named} has none."
    key = ("options", lacking[0]) if isinstance(step, Choice) else ("note",)
    help_ = f'add note.{lacking[0]} = "…", a sentence that says so'
    if isinstance(step, Choice):
        label = next(one.label for one in step.options if one.id == lacking[0])
        help_ = f'add note.{lacking[0]} = "…", a sentence that says "{label}"'
    yield here.finding("N405", message, help_, here.key(*key))


def _quoted(here: Here, step: Step) -> Iterator[Finding]:
    """Return quotation marks around what is not the patient's own words; they read as doubt."""
    for key, wordings in (("note", step.note), ("handover", step.handover)):
        for answer, text in wordings.items():
            if key == "note" and answer in ("", "answered") and _is_lost(step):
                continue
            may_quote = step.kind == "words" or answer == "other"
            doubted = [
                found
                for found in _QUOTED.finditer(text)
                if not _UNFILLED.search(found[1]) and not (may_quote and "{answer}" in found[1])
            ]
            if doubted:
                yield _doubting(Text(here, (key, answer), text), doubted)


def _doubting(text: Text, found: Sequence[re.Match[str]]) -> Finding:
    message = "Quotation marks around anything but the patient's own words read as doubt."
    inner = [one[1].strip() for one in found]
    hits = [text.hit(one) for one in found]
    fixes = [hit.swap(bare) for hit, bare in zip(hits, inner, strict=True) if bare]
    fix = together("Take the quotation marks out", hits[0].spot.file, fixes)
    return about("N411", hits, message, f"write {listed(inner)} without them", fix)
