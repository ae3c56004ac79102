"""Handing a visit on over lines: to whom, and taking the offer back."""

from __future__ import annotations

from bedside.core import moves as m
from bedside.core.people import Colleague
from bedside.core.problems import nearest
from bedside.core.refusals import Refusal
from bedside.plain.dialogue import SAVE_SECONDS, Dialogue, refusal_text
from bedside.reception import Reception
from bedside.words import door, plain


def hand(dialogue: Dialogue, name: str) -> None:
    """Offer the visit to a colleague by name or number; ask about an offer that stands."""
    reception, talk = dialogue.reception, dialogue.talk
    refused = dialogue.session.refused(m.HandOn(""))
    if reception is None:
        talk.say(plain.NOBODY_SIGNS_IN)
        return
    if refused is not None:
        talk.say(refusal_text(refused))
        return
    offered = reception.offered_to(dialogue.visit.id)
    if offered is not None:
        _keep_back(dialogue, reception, offered)
        return
    to = _colleague(dialogue, reception, name)
    if to is not None:
        _offer(dialogue, reception, to)


def _colleague(dialogue: Dialogue, reception: Reception, name: str) -> Colleague | None:
    people = {one.name.casefold(): one for one in reception.colleagues()}
    if name:
        found = people.get(name.casefold())
        if found is None:
            near = nearest(name, [one.name for one in people.values()])
            hint = plain.DID_YOU_MEAN.format(near=near) if near else plain.HAND_WITHOUT_NAME
            dialogue.talk.say(plain.NO_COLLEAGUE_SO.format(name=name, hint=hint))
        return found
    if not people:
        dialogue.talk.say(plain.NO_COLLEAGUE)
        return None
    every = list(people.values())
    rows = [(str(number), one.text()) for number, one in enumerate(every, 1)]
    typed = dialogue.talk.choose(plain.HAND_TO, rows)
    return every[int(typed) - 1] if typed else None


def _offer(dialogue: Dialogue, reception: Reception, to: Colleague) -> None:
    made = reception.hand_on(dialogue.session, to)
    dialogue.session.settle(SAVE_SECONDS)
    if isinstance(made, Refusal):
        dialogue.talk.say(refusal_text(made))
    else:
        dialogue.talk.say(door.barred(made) if made else plain.HANDED.format(who=to.text()))


def _keep_back(dialogue: Dialogue, reception: Reception, to: Colleague) -> None:
    rows = [("1", plain.KEEP_BACK)]
    if dialogue.talk.choose(plain.OFFERED_NOW.format(who=to.text()), rows):
        reception.keep_back(dialogue.session)
        dialogue.session.settle(SAVE_SECONDS)
        dialogue.talk.say(door.TAKEN_BACK)
