"""From one recorded answer to its sentences: the checklist's wording first, else our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bedside.core.answers import STANDING, Answer, Person, is_left, labels
from bedside.core.checklist import Choice, Step, TeachBack
from bedside.core.text import listed
from bedside.note import wording as w
from bedside.note.voices import Voice

Lines = list[str]

CLINICIANS_WORDS = ("text", "people", "read-back")
"""The kinds of step at which words are not the patient's."""


def reason_text(answer: Answer) -> str:
    """Return why a step was left; "" where no reason is recorded."""
    return answer.because or w.REASONS.get(answer.reason, "")


def sentences_of(step: Step, answer: Answer, place: str, voice: Voice) -> Lines:
    """Return what an answer says in the note; nothing where it has no words of its own there.

    A mark without wording and a step that was left without wording give nothing here: `compose`
    gathers those in one line each. What the patient wants kept out is never asked for; that a
    step was left may be told all the same.
    """
    if step.sensitive and not answer.may_write:
        if not is_left(answer):
            return []
        answer = replace(answer, words="")
    said = _said(step, answer, voice)
    return [w.ended(text) for text in (*said, *_beside(step, answer, place))]


def worded(step: Step, answer: Answer, wording: Mapping[str, str], voice: Voice) -> Lines:
    """Return what an answer says in other wording than the note's; nothing where that is silent.

    Only picks that the wording names are told; "answered" and plain wording name every pick that
    says that something was answered.
    """
    plain = bool({"", "answered"} & wording.keys())
    picks = tuple(
        pick
        for pick in answer.picks
        if pick in wording
        or (pick == "partly" and "done" in wording)
        or (plain and pick not in (*STANDING, "not-done", "partly"))
    )
    if not picks:
        return []
    bare = replace(answer, picks=picks, reason="", because="")
    return [w.ended(text) for text in _said(replace(step, note=wording), bare, voice)]


def _said(step: Step, answer: Answer, voice: Voice) -> Lines:
    """Return the sentences of the picks themselves."""
    blanks = {"today": voice.day(voice.today), "title": step.title, "answer": step.title}
    if isinstance(step, TeachBack):
        blanks["answer"] = _all_points(step)
        if answer.points:
            return _points(step, answer, blanks)
    if step.kind == "choose-many" and not {"declined", "unsure", "not-asked"} & set(answer.picks):
        return _many(step, answer, blanks, voice)
    told = (_one(step, answer, pick, blanks, voice) for pick in answer.picks)
    return [text for text in told if text]


def _one(step: Step, answer: Answer, pick: str, blanks: Mapping[str, str], voice: Voice) -> str:
    """Return the sentence of one pick; "" where it has no words."""
    if pick in ("not-done", "not-asked"):
        told = step.note.get(pick) or step.note.get("not-done", "")
        return w.with_aside(w.fill(told, blanks), reason_text(answer)) if told else ""
    blanks = {**blanks, "answer": answer_text(step, answer, pick, voice)}
    if pick in ("declined", "unsure"):
        default = w.DECLINED if pick == "declined" else w.UNSURE
        return w.with_aside(w.fill(step.note.get(pick, default), blanks), answer.because)
    if pick == "partly":
        whole = step.note.get("done") or step.note.get("", "")
        told = step.note.get("partly") or w.with_aside(whole, w.PARTLY.strip(" ()"))
        return w.fill(told, blanks) if whole or "partly" in step.note else ""
    told = step.note.get(pick) or step.note.get("answered") or step.note.get("", "")
    return w.fill(told or _default(step, answer, pick), blanks)


def _default(step: Step, answer: Answer, pick: str) -> str:
    """Return our own wording for an answer the checklist has none for."""
    if step.kind in ("say", "do"):
        return ""
    if step.kind in ("words", "text"):
        return "" if step.kind == "words" else w.ended("{answer}")
    if step.kind == "people":
        return w.ALONE if answer.people == (Person(relation="alone"),) else w.WITH
    return w.READ_BACK.get(pick, w.ASKED) if step.kind == "read-back" else w.ASKED


def _many(step: Step, answer: Answer, blanks: Mapping[str, str], voice: Voice) -> Lines:
    """Return the picks in one frame; labels that may not mix with its words stand as a list."""
    if not answer.picks:
        return []
    frame = step.note.get("answered") or step.note.get("") or w.ASKED
    parts = _parts(step, answer, answer.picks, voice)
    mixes = not voice.is_patient or all(step.note.get(pick) for pick in answer.picks)
    return [w.fill(frame, {**blanks, "answer": listed(parts) if mixes else "; ".join(parts)})]


def _points(step: TeachBack, answer: Answer, blanks: Mapping[str, str]) -> Lines:
    lines = []
    for outcome in answer.picks:
        points = [
            text.rstrip(".")
            for text, point in zip(step.points, answer.points, strict=False)
            if point.outcome == outcome
        ]
        told = step.note.get(outcome) or w.OUTCOMES[outcome]
        line = w.fill(told, {**blanks, "answer": "; ".join(points)})
        lines.append(w.with_aside(line, reason_text(answer) if outcome == "not-asked" else ""))
    return lines


def _all_points(step: TeachBack) -> str:
    return "; ".join(text.rstrip(".") for text in step.points)


def _beside(step: Step, answer: Answer, place: str) -> Lines:
    """Return the words recorded beside a pick, or at a words step without wording of its own."""
    told = "" if is_left(answer) else step.note.get("answered") or step.note.get("", "")
    other = "other" in answer.picks
    if not answer.words or step.kind == "text" or other:
        return []
    if step.kind == "words" and told and "answered" in answer.picks:
        return []
    if step.kind in CLINICIANS_WORDS:
        return [w.ended(answer.words)]
    frame = w.OWN_WORDS if place in w.QUOTED_PLACES else w.PUT_SO
    return [w.ended(w.fill(frame, {"answer": answer.words}))]


def answer_text(step: Step, answer: Answer, pick: str, voice: Voice) -> str:
    """Return what stands for {answer} when this pick is told."""
    if step.kind in ("words", "text"):
        return answer.words
    if isinstance(step, TeachBack):
        return _all_points(step)
    if answer.number is not None:
        return str(answer.number)
    if answer.day is not None:
        return voice.day(answer.day)
    if _names_nobody(step, answer):
        return w.NOBODY
    if answer.people:
        return listed([person_text(person, voice) for person in answer.people])
    return listed(_parts(step, answer, (pick,), voice))


def _names_nobody(step: Step, answer: Answer) -> bool:
    """Whether a step that names people for something was answered with nobody."""
    in_the_room = step.place == "present" or not step.note
    return not in_the_room and answer.people == (Person(relation="alone"),)


def person_text(person: Person, voice: Voice) -> str:
    """Return somebody who took part: a name with how they relate, or that alone."""
    relation = voice.answers.get(person.relation, person.relation)
    if not person.who:
        return relation
    bare = relation.removeprefix("a ")
    return f"{person.who} ({bare})" if relation else person.who


def _parts(step: Step, answer: Answer, picks: tuple[str, ...], voice: Voice) -> Lines:
    """Return picks as they stand inside a sentence: the note's fragment, the label, the words."""
    many = step.kind == "choose-many"
    words = {**voice.answers, "other": answer.words or voice.answers["other"]}
    named = dict(zip(picks, labels(step, picks, words), strict=True))
    if not isinstance(step, Choice) or not many:
        return list(named.values())
    return [step.note.get(pick) or label for pick, label in named.items()]
