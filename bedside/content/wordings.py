"""Answers that wording and conditions name, and the blanks that wording has filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bedside.content import fixes
from bedside.content.entries import Entry, Known, options_of
from bedside.content.kinds import answers_of, kinds_that_fit, likely_kind
from bedside.content.lacking import (
    WORDINGS,
    Lacking,
    gone,
    idle_options,
    is_gone,
    nearest_answer,
    worded,
)
from bedside.content.misplaced import quoted, short
from bedside.content.places import Here
from bedside.content.several import advice, by_themselves, several
from bedside.core.answers import RESERVED, possible
from bedside.core.checklist import Checklist, Choice, Step
from bedside.core.problems import Finding, Fix, nearest

STEP_BLANKS = frozenset(("answer", "today"))
"""What wording of a step can have filled in."""
FRAME_BLANKS = frozenset(("title", "version", "today"))
"""What the lines around the note can have filled in."""
_BLANK = re.compile(r"\{\{|\{([^{}]*)\}")
_WHOLE = re.compile(r"\{\{[^{}]*\}\}|\{[^{}]*\}")
_LOOSE = re.compile(r"[{}]")
_LISTED = 20


def miscalled(known: Known) -> Iterator[Lacking]:
    """Return the wordings for answers that their step does not have."""
    for entry in known.steps:
        made = entry.made
        if not isinstance(made, Step) or entry.lost & {"kind", "options", "other"}:
            continue
        valid = {"", *wording_answers(made)}
        for key, answer, _ in _sentences(made):
            if answer not in valid:
                place, here = (key, answer), entry.here
                yield Lacking(entry.name, answer, here, place, here.key(*place))


def wording_answers(step: Step) -> tuple[str, ...]:
    """Return the answers that wording of a step may name."""
    return (*possible(step), *(("answered",) if isinstance(step, Choice) else ()))


def _sentences(step: Step) -> Iterator[tuple[str, str, str]]:
    """Return every sentence of a step's wording: under which key, for which answer, and itself."""
    wordings = (("note", step.note), ("patient", step.patient), ("handover", step.handover))
    for key, sentences in wordings:
        yield from ((key, answer, text) for answer, text in sentences.items())


def unknown_answers(known: Known, lacking: Sequence[Lacking]) -> Iterator[Finding]:
    """Return one finding for each answer that is named and not there, or for a wrong kind."""
    of_step: dict[str, dict[str, list[Lacking]]] = {}
    for one in lacking:
        of_step.setdefault(one.step, {}).setdefault(one.answer, []).append(one)
    for name, by_answer in of_step.items():
        entry = known.step(name)
        if entry is None:
            continue
        whole = _other_kind(entry, by_answer)
        if whole is not None:
            yield whole
            continue
        for answer, lines in by_answer.items():
            if not _is_misnamed(entry, answer):
                yield _unknown(known, entry, answer, lines)


def _is_misnamed(entry: Entry, answer: str) -> bool:
    """Whether an option has this name but for capitals and spaces, which is told of the option."""
    return any(answer == "-".join(one.lower().split()) for one in options_of(entry.made))


def _other_kind(entry: Entry, by_answer: Mapping[str, list[Lacking]]) -> Finding | None:
    """Return the finding for a step whose wording and conditions all fit another kind."""
    if len(by_answer) < 2 or isinstance(entry.made, Choice):
        return None
    named = set(by_answer)
    fits = [k for k in kinds_that_fit(entry.raw) if named <= answers_of(entry.raw, k)]
    if not fits:
        return None
    likely = likely_kind(entry.raw)
    kind = likely if likely in fits else fits[0]
    here, lines = entry.here, [line for some in by_answer.values() for line in some]
    was = str(entry.raw.get("kind", ""))
    message = f"A {was} step has no answers called {_some(sorted(named))}."
    spot, sure = here.value("kind"), len(fits) == 1 or likely in fits
    help_ = f'they fit kind = "{kind}"; or name answers of a {was} step: '
    if "use" in entry.raw:
        spot, sure = here.value("use"), False
        help_ = "the kind is the bank's, so take the line out; or name answers that it has: "
    fix = fixes.instead_of(spot, fixes.written(kind)) if sure else None
    offered = _some(wording_answers(entry.made)) if isinstance(entry.made, Step) else ""
    offered = offered or "it has none"
    code = "N401" if any(line.is_wording for line in lines) else "L303"
    found = here.finding(code, message, help_ + offered, spot, fix)
    return replace(found, related=tuple(line.related() for line in lines))


def _unknown(known: Known, entry: Entry, answer: str, lines: Sequence[Lacking]) -> Finding:
    if names := [] if lines[0].is_wording else several(answer, _answers_said(known, entry)):
        return _several(entry, answer, names, lines)
    blamed = _misspelt_option(known, entry, answer) if lines[1:] else ""
    if blamed:
        return _option(entry, blamed, answer, lines)
    if is_gone(entry, answer, lines):
        return gone(known, entry, answer, lines)
    first, step = lines[0], entry.made
    offered = wording_answers(step) if first.is_wording and isinstance(step, Step) else None
    answers = offered or known.answers(entry.name) or ()
    near = nearest_answer(entry, answer, answers)
    help_ = f"did you mean {near}?" if near else f"it is one of: {_some(answers)}"
    if not answers:
        help_ = "nothing is recorded here, so take the line out"
    if first.is_wording:
        name = f"{first.place[0]}.{short(answer)}"
        code, message = "N401", f"{name} is wording for an answer this step does not have."
    else:
        code = "L303"
        message = f"{quoted(entry.name)} has no answer called {quoted(answer)}."
    fix = _all_renamed(entry, near, lines) if near else None
    found = first.here.finding(code, message, help_, first.spot, fix)
    return replace(found, related=tuple(line.related() for line in lines[1:]))


def _answers_said(known: Known, entry: Entry) -> Mapping[str, str]:
    """Return the answers of a step by what people write for them: names, and words of options."""
    labels = {label.casefold(): name for name, label in options_of(entry.made).items()}
    return labels | by_themselves(known.answers(entry.name) or ())


def _several(entry: Entry, answer: str, names: Sequence[str], lines: Sequence[Lacking]) -> Finding:
    """Return the finding for answers that a condition names in one pair of quotation marks."""
    first = lines[0]
    message = f"{quoted(entry.name)} has no answer called {quoted(answer)}."
    mine = [line for line in lines if line.spot.file == first.spot.file]
    each = [fixes.items_instead(line.here, line.place, line.spot, names) for line in mine]
    fix = fixes.together(f"write {fixes.written_list(names)}", first.spot.file, each)
    found = first.here.finding("L303", message, advice(names, "answers"), first.spot, fix)
    return replace(found, related=tuple(line.related() for line in lines[1:]))


def _all_renamed(entry: Entry, near: str, lines: Sequence[Lacking]) -> Fix | None:
    """Return the mend that lets every line name the answer that is meant."""
    taken = {key for key in WORDINGS if near in worded(entry, key)}
    if any(line.is_wording and line.place[0] in taken for line in lines):
        return None
    file = lines[0].spot.file
    mine = [line.renamed(near) for line in lines if line.spot.file == file]
    return fixes.together(f"write {near}", file, mine)


def _misspelt_option(known: Known, entry: Entry, answer: str) -> str:
    """Return the option that nothing names and that is spelled much like this answer."""
    idle = idle_options(known, entry)
    return nearest(answer, idle) if answer not in RESERVED else ""


def _option(entry: Entry, blamed: str, answer: str, lines: Sequence[Lacking]) -> Finding:
    here, place = entry.here, ("options", blamed)
    message = f"{len(lines)} lines name the answer {quoted(answer)}; this is {quoted(blamed)}."
    code = "N401" if lines[0].is_wording else "L303"
    fix = fixes.renamed(here, place, answer)
    found = here.finding(code, message, f"write options.{short(answer)}", here.key(*place), fix)
    return replace(found, related=tuple(line.related() for line in lines))


def unfilled(known: Known, head: Here, checklist: Checklist) -> Iterator[Finding]:
    """Return the blanks that nothing can fill, in wording and around the note."""
    for entry in known.steps:
        for key, answer, text in _sentences(entry.made) if isinstance(entry.made, Step) else ():
            place = (key, answer) if answer else (key,)
            yield from _blanks(text, STEP_BLANKS, entry.here, place)
    note = checklist.note
    framed = (("heading", note.heading), ("opening", note.opening), ("closing", note.closing))
    for key, text in framed:
        yield from _blanks(text, FRAME_BLANKS, head, ("note", key))


def _blanks(
    text: str, allowed: frozenset[str], here: Here, place: tuple[str, ...]
) -> Iterator[Finding]:
    for match in _BLANK.finditer(text) if "{" in text else ():
        if match[1] is None or match[1] in allowed:
            continue
        near = nearest(match[1].strip().lower(), allowed)
        help_ = f"did you mean {{{near}}}?" if near else f"use one of: {_braced(allowed)}"
        spot = here.word(match[0], *place)
        fix = fixes.instead_of(spot, f"{{{near}}}") if near else None
        message = f"{{{short(match[1])}}} cannot be filled in here."
        yield here.finding("N402", message, help_, spot, fix)
    if ("{" in text or "}" in text) and (loose := _LOOSE.search(_WHOLE.sub("", text))):
        message = f"A {loose[0]} stands here without its partner."
        help_ = f"write {_braced(allowed)}, or leave it out"
        yield here.finding("N402", message, help_, here.word(loose[0], *place))


def _some(names: Sequence[str]) -> str:
    """Return names as a list, the first of very many."""
    more = ", …" if len(names) > _LISTED else ""
    return ", ".join(map(short, names[:_LISTED])) + more


def _braced(names: frozenset[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(names))
