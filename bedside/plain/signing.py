"""Signing over lines: who signs, how long it took, and once more with whom it was."""

from __future__ import annotations

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.core.availability import may
from bedside.core.followups import followups
from bedside.core.gaps import read_back_step
from bedside.core.refusals import Refusal, Why
from bedside.core.review import review
from bedside.plain.answering import whole_number
from bedside.plain.commands import ask_again
from bedside.plain.dialogue import Dialogue, refusal_text
from bedside.plain.show import open_lines
from bedside.plain.talk import offering
from bedside.words import door, plain


class _NoAnswer(Exception):
    """A command was typed where a question of signing wants an answer."""


def sign(dialogue: Dialogue, author: tuple[str, str]) -> bool:
    """Ask what signing needs and sign; say whether it is signed. Empty lines keep the offers.

    A command typed in between signs nothing: it is nobody's name.
    """
    me = dialogue.reception.me if dialogue.reception else None
    refused = _refused(dialogue, me.name if me else author[0])
    if refused is not None:
        _say_open(dialogue, refused)
        return False
    try:
        signature = _signature(dialogue, author)
        signed = _is_proved(dialogue) and dialogue.do(signature)
    except _NoAnswer as command:
        dialogue.talk.say(plain.NOTHING_SIGNED.format(command=command))
        return False
    if signed:
        _say_signed(dialogue)
    if signed and dialogue.post is not None:
        from bedside.plain.sending import after_signing

        after_signing(dialogue, dialogue.post)
    return signed


def _signature(dialogue: Dialogue, author: tuple[str, str]) -> m.Sign:
    """Return what is signed with: who, how long it took, and once more with whom it was."""
    me = dialogue.reception.me if dialogue.reception else None
    if me is None:
        name = _asked(dialogue, offering(words.AUTHOR, author[0])) or author[0]
        role = _asked(dialogue, offering(words.ROLE, author[1])) or author[1]
    else:
        name, role = me.name, me.role
        dialogue.talk.say(plain.SIGNED_AS.format(who=me.text()))
    minutes = _minutes(dialogue)
    again = Patient()
    if dialogue.visit.record.patient is not None:
        dialogue.talk.say(plain.ONCE_MORE)
        again = ask_again(dialogue)
    return m.Sign(name, role, minutes, again)


def _is_proved(dialogue: Dialogue) -> bool:
    """Whether who is signed in has said their passphrase once more; say why not."""
    reception = dialogue.reception
    if reception is None or reception.me is None:
        return True
    barred = reception.is_me(dialogue.talk.hidden(plain.PASSPHRASE_AGAIN))
    if barred is not None:
        dialogue.talk.say(door.barred(barred), plain.NOT_SIGNED)
    return barred is None


def _asked(dialogue: Dialogue, question: str) -> str:
    typed = dialogue.talk.ask(question)
    if typed.startswith("/"):
        raise _NoAnswer(typed)
    return typed


def _say_signed(dialogue: Dialogue) -> None:
    """Say the note as it was signed, and what can be done with it from here on."""
    talk = dialogue.talk
    talk.say("", plain.SIGNED, "")
    talk.text(dialogue.session.text())
    tasks = (plain.SIGNED_TASKS,) if followups(dialogue.visit) else ()
    ways = (*plain.SIGNED_THEN, *tasks)
    talk.say("", *(way.format(visit=dialogue.visit.id) for way in ways))


def _say_open(dialogue: Dialogue, refused: Refusal) -> None:
    """Say why the note cannot be signed, and what it waits for, under its numbers."""
    visit = dialogue.visit
    dialogue.talk.say(refusal_text(refused))
    if refused.why in (Why.STILL_OPEN, Why.UNSETTLED):
        gone_over = review(visit)
        dialogue.talk.say(*open_lines(gone_over, dialogue.session.concerns()))
        if read_back_step(visit) in {gap.step for gap in gone_over.gaps}:
            dialogue.talk.say(plain.READ_FIRST)


def _refused(dialogue: Dialogue, name: str) -> Refusal | None:
    """Return why the note cannot be signed by anybody now, before anything is asked."""
    allowed = may(dialogue.visit, m.Sign)
    if isinstance(allowed, Refusal):
        return allowed
    patient = dialogue.visit.record.patient or Patient()
    return dialogue.session.refused(m.Sign(name or words.AUTHOR, again=patient))


def _minutes(dialogue: Dialogue) -> int | None:
    """Return the minutes the clinician confirms; nothing leaves the time out of the note."""
    measured = dialogue.session.minutes()
    offered = "" if measured is None else str(measured)
    asked = plain.MINUTES if dialogue.visit.clock.exact else plain.MINUTES_ABOUT
    while True:
        question = offering(asked, offered)
        typed = _asked(dialogue, question) or offered
        if typed in ("", "-"):
            return None
        minutes = whole_number(typed)
        if minutes is not None and 0 < minutes < 24 * 60:
            return minutes
        dialogue.talk.say(plain.WHOLE_MINUTES)
