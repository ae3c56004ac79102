"""The reviewer's sheet: every word of a checklist, with places to comment and to sign."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

from bedside.content.logic.ways import ways
from bedside.content.paper.conditions import ANSWERS, answer_words, condition_words
from bedside.content.paper.page import Written, own
from bedside.core.checklist import Checklist, Choice, Scale, Step, Task, TeachBack

_KINDS: Mapping[str, str] = {
    "section": "section",
    "say": "words to offer",
    "do": "something to do",
    "choose": "question, one answer",
    "choose-many": "question, any number of answers",
    "yes-no": "question, yes or no",
    "words": "the patient's own words",
    "text": "the clinician's words",
    "people": "who takes part",
    "scale": "question, a number",
    "date": "question, a day",
    "pause": "a pause, nothing is said",
    "teach-back": "said back by the patient",
    "read-back": "the note read aloud",
}
"""What each kind of step is, for somebody who writes none."""

_RECORDED = {
    "treatment-preference": "a preference for treatment",
    "care-experience-preference": "a preference for how care is given",
}

Fact = tuple[str, str]
"""What a fact is called, and the HTML that says it."""


def review(checklist: Checklist) -> Written:
    """Return every word of the checklist, for whoever is to approve it."""
    content = "\n".join(
        (
            f"<h1>{escape(checklist.title)}</h1>",
            f"<p>{escape(checklist.summary)}</p>" if checklist.summary else "",
            _facts(_about(checklist), "facts"),
            *_steps(checklist),
            *_tasks(checklist),
            _frame(checklist),
            _sources(checklist),
            _signing(),
        )
    )
    return Written("review", "reviewer's sheet", content)


def _about(checklist: Checklist) -> Iterator[Fact]:
    """Yield what is said of the whole, and how many ways lead through it."""
    review = checklist.review
    yield from _texts(("For", checklist.audience), ("Used by", ", ".join(checklist.roles)))
    if checklist.minutes:
        yield "Takes", own(f"about {checklist.minutes} minutes")
    if checklist.reading_grade:
        yield "Reading grade", own(f"at most {checklist.reading_grade}")
    yield from _texts(("Topics", ", ".join(checklist.tags)), ("Owner", review.owner))
    if review.reviewed:
        yield "Last reviewed", own(review.reviewed.isoformat())
    yield from _texts(("Approved by", review.approved_by))
    found = ways(checklist)
    if found:
        noun = "way leads" if found.count == 1 else "ways lead"
        steps = f"the shortest shows {found.shortest} steps, the longest {found.longest}"
        yield "Ways through", own(f"{found.count:,} {noun} through it; {steps}.")


def _steps(checklist: Checklist) -> Iterator[str]:
    number = 0
    for step in checklist.steps:
        if step.kind == "section":
            yield _part(step, checklist)
        else:
            number += 1
            yield _step(step, checklist, str(number))
    if checklist.extras:
        yield f'<section class="part"><h2>{own("At hand at any time")}</h2></section>'
    for step in checklist.extras:
        yield _step(step, checklist, "")


def _part(step: Step, checklist: Checklist) -> str:
    facts = [*_when(step, checklist), *_texts(("Place in the note", step.place))]
    return f'<section class="part"><h2>{escape(step.title)}</h2>{_facts(facts, "facts")}</section>'


def _step(step: Step, checklist: Checklist, number: str) -> str:
    head = f"{number}. " if number else ""
    marks = [_KINDS.get(step.kind, step.kind)]
    marks += ["required"] * step.required + ["asked before it is written down"] * step.sensitive
    marks += ["may not be taken out"] * step.locked
    return (
        f'<section class="step"><h3>{head}{escape(step.title)} '
        f"<small>{own(', '.join(marks))}</small></h3>"
        f"{_facts(_words(step, checklist))}"
        f'<div class="comment">{own("Comment:")}</div></section>'
    )


def _words(step: Step, checklist: Checklist) -> Iterator[Fact]:
    """Yield every word of a step."""
    yield from _when(step, checklist)
    yield from _texts(("Done when", step.aim))
    if step.say:
        said = (_pair(phrase.tone, f"“{escape(phrase.text)}”") for phrase in step.say)
        yield "Say", _list(said)
    yield from _offered(step)
    yield from _texts(("Why", step.why))
    if step.tips:
        yield "Tips", _list(map(escape, step.tips))
    if step.instead:
        slips = (
            f"{own('not')} “{escape(slip)}” {own('but')} “{escape(better)}”"
            for slip, better in step.instead.items()
        )
        yield "Instead", _list(slips)
    wordings = (("In the note", step.note), ("For the patient", step.patient))
    for name, wording in (*wordings, ("At handover", step.handover)):
        if wording:
            each = (_pair(_answer(step, key), escape(text)) for key, text in wording.items())
            yield name, _list(each)
    yield from _texts(("Place in the note", step.place), ("Only for", ", ".join(step.roles)))
    yield from _texts(("Recorded as", _RECORDED.get(step.record_as, "")))
    yield from _texts(("Taken from", step.use), ("Source", ", ".join(step.source)))


def _offered(step: Step) -> Iterator[Fact]:
    if isinstance(step, Choice):
        labels = [escape(option.label) for option in step.options]
        yield "Answers", _list([*labels, *([own("something else")] if step.other else [])])
    elif isinstance(step, Scale):
        labels = [_pair(number, escape(label)) for number, label in step.labels.items()]
        yield "Answers", _list([own(f"{step.min} to {step.max}"), *labels])
    elif isinstance(step, TeachBack):
        yield "Points", _list(map(escape, step.points))


def _tasks(checklist: Checklist) -> Iterator[str]:
    if checklist.tasks:
        yield f'<section class="part"><h2>{own("Follow-ups")}</h2></section>'
    for task in checklist.tasks:
        facts = [*_when(task, checklist), *_texts(("Who", task.who), ("By when", task.due))]
        yield (
            f'<section class="step"><h3>{escape(task.text)}</h3>{_facts(facts)}'
            f'<div class="comment">{own("Comment:")}</div></section>'
        )


def _frame(checklist: Checklist) -> str:
    frame = checklist.note
    facts = list(
        _texts(("Heading", frame.heading), ("Opening", frame.opening), ("Closing", frame.closing))
    )
    if not facts:
        return ""
    return (
        f'<section class="part"><h2>{own("Around the note")}</h2>{_facts(facts, "facts")}</section>'
    )


def _sources(checklist: Checklist) -> str:
    if not checklist.sources:
        return ""
    rows = (_pair(name, escape(text)) for name, text in checklist.sources.items())
    return f'<section class="part"><h2>{own("Sources")}</h2>{_list(rows)}</section>'


def _signing() -> str:
    heads = "".join(
        f'<th scope="col">{own(name)}</th>' for name in ("Name", "Role", "Decision", "Date, signed")
    )
    row = (
        "<tr><td></td><td></td>" + f"<td>{own('approved / after changes / no')}</td><td></td></tr>"
    )
    return (
        f'<section class="part"><h2>{own("Review")}</h2>'
        f'<div class="comment wide">{own("Comments on the whole:")}</div>'
        f'<table class="signing"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{row * 3}</tbody></table></section>"
    )


def _when(thing: Step | Task, checklist: Checklist) -> Iterator[Fact]:
    if words := condition_words(thing, checklist):
        yield "Comes up", escape(words)


def _texts(*pairs: Fact) -> Iterator[Fact]:
    """Yield the facts that say something, their texts made safe."""
    yield from ((name, escape(text)) for name, text in pairs if text)


def _answer(step: Step, key: str) -> str:
    if key in ("", "answered"):
        return ANSWERS["answered"] if key else ""
    return answer_words(step, key)


def _pair(name: str, html: str) -> str:
    return f"<i>{escape(name)}:</i> {html}" if name else html


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _facts(facts: Iterable[Fact], name: str = "") -> str:
    rows = "".join(f"<dt>{own(called)}</dt><dd>{said}</dd>" for called, said in facts)
    return f'<dl class="{name}">{rows}</dl>' if name else f"<dl>{rows}</dl>"
