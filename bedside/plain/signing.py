"""Signing over lines: who signs, how long it took, and once more with whom it was."""

from __future__ import annotations

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.availability import may
from bedside.core.refusals import Ok
from bedside.plain.answering import whole_number
from bedside.plain.commands import ask_again
from bedside.plain.dialogue import Dialogue, refusal_text
from bedside.plain.talk import offering
from bedside.words import plain


def sign(dialogue: Dialogue, author: tuple[str, str]) -> bool:
    """Ask what signing needs and sign; say whether it is signed. Empty lines keep the offers."""
    allowed = may(dialogue.visit, m.Sign)
    if not isinstance(allowed, Ok):
        dialogue.talk.say(refusal_text(allowed))
        return False
    talk = dialogue.talk
    name = talk.ask(offering(words.AUTHOR, author[0]))
    role = talk.ask(offering(words.ROLE, author[1]))
    minutes = _minutes(dialogue)
    again = Patient()
    if dialogue.visit.record.patient is not None:
        talk.say(plain.ONCE_MORE)
        again = ask_again(dialogue)
    signed = dialogue.do(m.Sign(name or author[0], role or author[1], minutes, again))
    if signed:
        talk.say("", plain.SIGNED, "")
        talk.text(dialogue.session.text())
        talk.say("", plain.PRINT_IT.format(visit=dialogue.visit.id))
    return signed


def _minutes(dialogue: Dialogue) -> int | None:
    """Return the minutes the clinician confirms; nothing leaves the time out of the note."""
    measured = dialogue.session.minutes()
    offered = "" if measured is None else str(measured)
    while True:
        question = offering(plain.MINUTES, offered)
        typed = dialogue.talk.ask(question) or offered
        if typed in ("", "-"):
            return None
        minutes = whole_number(typed)
        if minutes is not None and 0 < minutes < 24 * 60:
            return minutes
        dialogue.talk.say(plain.WHOLE_MINUTES)
