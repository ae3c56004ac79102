"""Who a visit is with, as the record knows them, over lines: looked up and confirmed, or typed.

Enter at the number leaves all of it out: then a label does, or nobody.
"""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.answers import Known, Patient
from bedside.core.deliveries import Outbox
from bedside.core.identity import Lacking, patient_of, typed
from bedside.core.reasons import reason
from bedside.plain.dialogue import Dialogue
from bedside.plain.talk import EndOfInput
from bedside.words import identity as said


def is_known(dialogue: Dialogue, outbox: Outbox) -> bool:
    """Ask for the number, and who that is; say whether that settled it."""
    now = dialogue.visit.record.patient
    before = now.known if now else None
    number = dialogue.talk.ask(said.PLAIN_NUMBER.format(asks=said.NUMBER))
    if not number:
        return False
    try:
        given = _looked_up(dialogue, outbox, number) or _by_hand(dialogue, number, before)
    except EndOfInput:
        dialogue.do(m.Identify(Patient(label=number)))
        raise
    if given != now:
        dialogue.do(m.Identify(given))
    return True


def _looked_up(dialogue: Dialogue, outbox: Outbox, number: str) -> Patient | None:
    """Return whom the record has under a number, once somebody has confirmed them."""
    if not outbox.looks_up():
        return None
    talk = dialogue.talk
    try:
        found = outbox.look_up(number)
    except OSError as error:
        found = reason(error)
    if isinstance(found, str):
        talk.say(said.NOT_FOUND.format(why=found))
        return None
    rows = [(str(at), said.told(one)) for at, one in enumerate(found, 1)]
    chosen = talk.choose(said.PLAIN_CONFIRM.format(confirm=said.CONFIRM), rows)
    return patient_of(found[int(chosen) - 1]) if chosen else None


def _by_hand(dialogue: Dialogue, number: str, before: Known | None) -> Patient:
    """Ask for the rest line by line; each is asked again until it can stand, or is left out."""
    lines, today = [number, *[""] * (len(said.FIELDS) - 1)], dialogue.session.today()
    at = 1
    while at < len(said.FIELDS) - 1:
        lines[at] = dialogue.talk.ask(f"{said.FIELDS[at]}:")
        made = typed(lines, today, before)
        if isinstance(made, Lacking) and made.line == at:
            if at == 1 and not lines[at]:
                return Patient(label=number)
            dialogue.talk.say(said.LACKING[at])
        else:
            at += 1
    made = typed(lines, today, before)
    return made if isinstance(made, Patient) else Patient(label=number)
