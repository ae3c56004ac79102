"""After signing over lines: how the note stands with each receiver, and sending it further."""

from __future__ import annotations

import threading
from contextlib import suppress
from time import monotonic

from bedside import session as seam
from bedside.core.actions import ACTIONS
from bedside.core.deliveries import Delivery
from bedside.core.parcels import Standing
from bedside.core.reasons import reason
from bedside.plain.dialogue import Dialogue
from bedside.plain.held import Post, show_held, stands_lines
from bedside.plain.talk import EndOfInput
from bedside.words import plain
from bedside.words import sending as said

WAITING_SECONDS = 4.0
"""How long somebody who has signed waits at most to hear that the note has arrived."""

SEND, HELD = ACTIONS["signed.send"].command, ACTIONS["library.outbox"].command


def after_signing(dialogue: Dialogue, post: Post) -> None:
    """Say where the note is, and take commands about that until Enter finishes."""
    _tell(dialogue, post)
    with suppress(EndOfInput):
        while typed := dialogue.talk.ask(said.PLAIN_AFTER.format(send=SEND, outbox=HELD)):
            _does(dialogue, post, typed)


def _does(dialogue: Dialogue, post: Post, typed: str) -> None:
    if typed == HELD:
        show_held(dialogue.talk, post)
        _tell(dialogue, post)
    elif typed == SEND:
        _send(dialogue, post)
    else:
        dialogue.talk.say(plain.ONE_OF.format(keys=f"{SEND}, {HELD}"))


def _send(dialogue: Dialogue, post: Post) -> None:
    """Send it where it has not gone, and try what waits; then say how it stands."""
    visit = dialogue.visit.id
    try:
        titles = post.outbox.asked(visit)
        made = post.outbox.send(visit)
        waits = [one for one in post.outbox.of_visit(visit) if one.standing in _TRIED]
        tried = [one for one in waits if post.outbox.retry(one.control)]
    except OSError as error:
        dialogue.talk.say(said.TROUBLE.format(why=reason(error)))
        return
    if made and titles:
        dialogue.talk.say(said.SENT_NOW.format(titles=", ".join(titles)))
    elif made or tried:
        dialogue.talk.say(said.TRIED_NOW)
    _tell(dialogue, post)


def _tell(dialogue: Dialogue, post: Post) -> None:
    """Say how it stands with each receiver, once they have had a moment."""
    try:
        there = _settled(dialogue, post)
        titles = post.outbox.asked(dialogue.visit.id)
    except OSError as error:
        dialogue.talk.say(said.TROUBLE.format(why=reason(error)))
        return
    for one in there:
        dialogue.talk.say(*stands_lines(one))
    if titles:
        dialogue.talk.say(said.NOT_SENT.format(titles=", ".join(titles), key=SEND))


def _settled(dialogue: Dialogue, post: Post) -> list[Delivery]:
    """Return the deliveries of the visit, once none of them is about to move, or it took long."""
    changed, visit = threading.Event(), dialogue.visit.id
    post.outbox.watch(changed.set)
    ends = monotonic() + WAITING_SECONDS
    while True:
        changed.clear()
        there = post.outbox.of_visit(visit)
        moves = [one for one in there if _is_about_to_move(one)]
        left = ends - monotonic()
        if not moves or left <= 0:
            return there
        changed.wait(left)


def _is_about_to_move(one: Delivery) -> bool:
    """Whether a moment more may show it elsewhere: one that waits for its next try stays."""
    is_due = one.due <= seam.now().utc
    return one.standing is Standing.SENDING or (one.standing is Standing.QUEUED and is_due)


_TRIED = (Standing.QUEUED, Standing.UNKNOWN)
