"""Signing over lines: who signs, how long it took, and once more with whom it was."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.refusals import Ok
from bedside.plain.commands import ask_patient
from bedside.plain.dialogue import Dialogue, refusal_text


def sign(dialogue: Dialogue, author: tuple[str, str]) -> bool:
    """Ask what signing needs and sign; say whether it is signed. Empty lines keep the offers."""
    allowed = m.may(dialogue.visit, m.Sign)
    if not isinstance(allowed, Ok):
        dialogue.talk.say(refusal_text(allowed))
        return False
    talk = dialogue.talk
    name = talk.ask(_offering("Your name, as it should stand under the note", author[0]))
    role = talk.ask(_offering("Your role", author[1]))
    minutes = _minutes(dialogue)
    again = Patient()
    if dialogue.visit.record.patient is not None:
        talk.say("Once more, so that the note is not signed for somebody else:")
        again = ask_patient(dialogue)
    signed = dialogue.do(m.Sign(name or author[0], role or author[1], minutes, again))
    if signed:
        talk.say("", "Signed. This is the note:", "")
        talk.text(dialogue.session.text())
    return signed


def _minutes(dialogue: Dialogue) -> int | None:
    """Return the minutes the clinician confirms; nothing leaves the time out of the note."""
    measured = dialogue.session.minutes()
    offered = "" if measured is None else str(measured)
    while True:
        question = _offering("Minutes of the talk; a dash leaves them out", offered)
        typed = dialogue.talk.ask(question) or offered
        if typed in ("", "-"):
            return None
        if typed.isdecimal() and 0 < int(typed) < 24 * 60:
            return int(typed)
        dialogue.talk.say("Type whole minutes, or a dash to leave them out.")


def _offering(question: str, offered: str) -> str:
    return f"{question} (Enter for {offered}):" if offered else f"{question}:"
