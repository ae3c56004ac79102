"""A quick look that says whether nothing is wrong between the parts of a checklist that was read.

It may be wrong in one way only: to call something unsound that is not. What is unsound is looked
at with care in references.py; a test keeps the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bedside.content.entries import ID
from bedside.content.layout import Layout, Row
from bedside.content.vocabulary import keys_of, step_keys
from bedside.content.wordings import FRAME_BLANKS, STEP_BLANKS, wording_answers
from bedside.core.answers import RESERVED, possible
from bedside.core.checklist import Checklist, Choice, Condition, Scale, Step, TeachBack
from bedside.core.followups import is_due

_BLANK = re.compile(r"\{[^{}]*\}")
_FILLED = frozenset(f"{{{blank}}}" for blank in STEP_BLANKS)
_FRAME = frozenset(f"{{{blank}}}" for blank in FRAME_BLANKS)
_OPEN = ("options", "say", "instead")
"""The tables of a step in which a name of a line would go unnoticed."""
_KIND_ANSWERS: dict[str, frozenset[str]] = {}
"""The answers that wording may name, of the kinds whose steps all have the same."""


def is_sound(whole: Checklist, rows: Sequence[Row], layout: Layout) -> bool:
    """Whether there is nothing to say of a checklist whose tables have all been read."""
    raw = layout.head.raw
    review = raw.get("review")
    dates = review.values() if isinstance(review, dict) else ()
    if "accepted" in raw or (dates and any(map(_is_quoted_date, dates))):
        return False
    head_keys = keys_of(Checklist)
    texts = {origin.spans.text for origin in layout.head.here.origins}
    texts |= {origin.spans.text for row in rows for origin in row.here.origins[1:]}
    ids = [*(step.id for step in whole.steps), *(task.id for task in whole.tasks)]
    return (
        any(step.kind != "section" for step in whole.steps)
        and len(set(ids)) == len(ids)
        and all(map(ID.match, (whole.id, *ids)))
        and all(map(str.strip, _read_by_people(whole)))
        and head_keys.isdisjoint(whole.sources)
        and not any(map(_may_swallow, rows))
        and _are_filled(whole, texts)
        and _stand_above(whole)
        and all(_is_whole(step, whole.sources) for step in whole.steps)
        and all(not task.due or is_due(task.due) for task in whole.tasks)
    )


def _read_by_people(whole: Checklist) -> Iterator[str]:
    yield whole.title
    for step in whole.steps:
        yield step.title
        if isinstance(step, Choice):
            yield from (option.label for option in step.options)
        elif isinstance(step, TeachBack):
            yield from step.points
    yield from (task.text for task in whole.tasks)


def _may_swallow(row: Row) -> bool:
    """Whether a name within a step is that of a line, which may have slipped below a header."""
    keys, raw = step_keys(), row.raw
    for name in _OPEN:
        inner = raw.get(name)
        if type(inner) is dict and not keys.isdisjoint(inner):
            return True
    return False


def _is_quoted_date(text: object) -> bool:
    return type(text) is str and text[:4].isdigit()


def _are_filled(whole: Checklist, texts: Iterable[str]) -> bool:
    """Whether every brace belongs to a blank that can be filled in where it stands."""
    note = whole.note
    framed = _BLANK.findall(f"{note.heading}{note.opening}{note.closing}")
    others = sum(blank not in _FILLED for blank in framed)
    for text in texts:
        found = _BLANK.findall(text)
        if not text.count("{") == text.count("}") == len(found):
            return False
        others -= sum(blank not in _FILLED for blank in found)
    return not others and _FRAME.issuperset(framed)


def _stand_above(whole: Checklist) -> bool:
    """Whether every condition looks at answers of a step above."""
    above: dict[str, Step] = {}
    for step in whole.steps:
        if (step.when or step.or_) and not _hold((*step.when, *step.or_), above):
            return False
        above[step.id] = step
    return all(_hold((*task.when, *task.or_), above) for task in whole.tasks)


def _hold(lines: Iterable[Condition], above: Mapping[str, Step]) -> bool:
    for line in lines:
        asked = above.get(line.step)
        if asked is None or asked.kind == "section":
            return False
        if line.at_least is not None or line.at_most is not None:
            if not isinstance(asked, Scale):
                return False
        elif not (line.any_of or line.none_of):
            return False
        answers = possible(asked)
        if not all(answer in answers for answer in (*line.any_of, *line.none_of)):
            return False
    return True


def _is_whole(step: Step, sources: Mapping[str, str]) -> bool:
    """Whether wording, sources and what a kind holds are all in order."""
    if step.note or step.patient or step.handover:
        answers = _answers(step)
        for wording in (step.note, step.patient, step.handover):
            if wording and not answers.issuperset(wording):
                return False
    if step.source and not all(source in sources for source in step.source):
        return False
    if isinstance(step, Choice):
        names = [option.id for option in step.options]
        return (
            (step.other or bool(names))
            and all(map(ID.match, names))
            and (RESERVED.isdisjoint(names))
        )
    if isinstance(step, Scale):
        return step.min < step.max and all(
            label.isdigit() and step.min <= int(label) <= step.max for label in step.labels
        )
    return bool(step.points) if isinstance(step, TeachBack) else True


def _answers(step: Step) -> frozenset[str]:
    if isinstance(step, Choice):
        return frozenset(("", *wording_answers(step)))
    found = _KIND_ANSWERS.get(step.kind)
    if found is None:
        found = _KIND_ANSWERS[step.kind] = frozenset(("", *wording_answers(step)))
    return found
