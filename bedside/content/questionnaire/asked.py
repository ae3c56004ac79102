"""What kind of step a question of others becomes, or why it cannot be asked here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from bedside.content.questionnaire.element import Element, Json
from bedside.content.questionnaire.marks import Marks
from bedside.content.questionnaire.named import option_name
from bedside.content.questionnaire.rules import Target
from bedside.content.questionnaire.told import Told
from bedside.content.questionnaire.values import Offered, offered
from bedside.content.shape import Table

WIDEST = 100
"""The most steps from one end of a scale to the other."""


class Asked(NamedTuple):
    """A question as a step without name and title, its whole text, and what rules may ask."""

    table: Table
    text: str
    target: Target


class Question(NamedTuple):
    """One item that is to be asked, and all that is known where it stands."""

    item: Element
    link: str
    marks: Marks
    told: Told
    contained: Mapping[str, Json]

    def refuse(self, what: str, way_out: str, code: str = "T162") -> None:
        """Say why it cannot be asked."""
        self.told.refuse(self.link, code, what, way_out)


_WRITTEN = {
    "date": "a day, asked in words",
    "decimal": "a number, asked in words",
    "dateTime": "a time of day, asked in words",
    "time": "a time of day, asked in words",
    "url": "an address, asked in words",
}
_REFUSED = {
    "reference": (
        "it asks for another entry of a record, which nobody can type",
        "ask for its name with an item of type string",
    ),
    "attachment": (
        "it asks for a file",
        "ask what the file would tell, or leave it to the record itself",
    ),
}


def asked(question: Question) -> Asked | None:
    """Return a question as a step; nothing where it cannot be asked, which is told."""
    item = question.item
    kind = item.text("type")
    text = item.text("text") or question.marks.text
    if not _is_sound(question, kind, text):
        return None
    make = _MAKERS.get(kind, _unknown)
    made = make(question, kind)
    if made is None:
        return None
    table, target = made
    if item.truth("required"):
        table["required"] = True
    return Asked(table, text, target)


def _is_sound(question: Question, kind: str, text: str) -> bool:
    if not text.strip():
        question.refuse("it has no text", "write into `text` what is to be asked", "T167")
        return False
    if question.item.truth("readOnly") and kind != "display":
        way = "take `readOnly` out, so that it is asked, or make it a text of type display"
        question.refuse("it is read-only, so nobody could answer it", way)
        return False
    return True


Made = tuple[Table, Target] | None


def _display(question: Question, _: str) -> Made:
    text = question.item.text("text") or question.marks.text
    return {"kind": "say", "say": text}, Target("", {}, is_free=True)


def _is_once(question: Question) -> bool:
    """Whether a question takes one answer; that it takes several is told."""
    if question.item.truth("repeats"):
        way = "take `repeats` out, or ask for them in words, with an item of type text"
        question.refuse("it asks for several answers, and a step of its kind takes one", way)
        return False
    return True


def _yes_no(question: Question, _: str) -> Made:
    if not _is_once(question):
        return None
    question.told.change("true or false, now a choice of yes and no", question.link)
    target = Target("", {"true": "yes", "false": "no"}, ("yes", "no"))
    return {"kind": "yes-no"}, target


def _text(question: Question, kind: str) -> Made:
    if kind in _WRITTEN:
        question.told.change(_WRITTEN[kind], question.link)
    if question.item.truth("repeats"):
        question.told.change("several answers, written one under the other", question.link)
    return {"kind": "text"}, Target("", {}, is_free=True)


def _integer(question: Question, kind: str) -> Made:
    low, high = question.marks.low, question.marks.high
    if low is None or high is None or not 0 < high - low <= WIDEST:
        question.told.change("a number, asked in words", question.link)
        return _text(question, kind)
    if not _is_once(question):
        return None
    return {"kind": "scale", "min": low, "max": high}, Target("", {}, low=low, high=high)


def _quantity(question: Question, kind: str) -> Made:
    if not question.marks.unit:
        way = "say in which unit, with the extension questionnaire-unit, or ask for an integer"
        question.refuse("it asks for a quantity and does not say in which unit", way)
        return None
    question.told.change("a number, asked in words", question.link)
    return _text(question, kind)


def _choice(question: Question, kind: str) -> Made:
    options = offered(question.item, question.contained)
    if isinstance(options, Offered):
        return _chosen(question, kind, options)
    code, what, way = options
    question.refuse(what, way, code)
    return None


def _chosen(question: Question, kind: str, options: Offered) -> Made:
    taken: set[str] = set()
    labels: dict[str, str] = {}
    answers: dict[str, str] = {}
    for label, code, keys in options.answers:
        name = option_name(label, code, taken)
        labels[name] = label
        answers.update((key, name) for key in keys)
    for what in options.left:
        question.told.leave(what, question.link)
    is_many = question.item.truth("repeats")
    table: Table = {"kind": "choose-many" if is_many else "choose", "options": labels}
    order = tuple(labels)
    if kind == "open-choice":
        table["other"] = True
        order = (*order, "other")
    return table, Target("", answers, order, is_many=is_many)


def _refused(question: Question, kind: str) -> Made:
    what, way = _REFUSED[kind]
    question.refuse(what, way)
    return None


def _unknown(question: Question, kind: str) -> Made:
    what = f"its type is “{kind}”, which FHIR R4 does not have here" if kind else "it has no type"
    question.refuse(what, "save the form as FHIR R4 (4.0.1), or give the item another type")
    return None


_MAKERS: Mapping[str, Callable[[Question, str], Made]] = {
    "display": _display,
    "boolean": _yes_no,
    "choice": _choice,
    "open-choice": _choice,
    "integer": _integer,
    "quantity": _quantity,
    **dict.fromkeys(("string", "text", *_WRITTEN), _text),
    **dict.fromkeys(_REFUSED, _refused),
}
