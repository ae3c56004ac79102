"""After signing over lines: how the note stands with each receiver, and sending it further."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from bedside import session as seam
from bedside.core.actions import ACTIONS
from bedside.core.deliveries import Delivery, Outbox
from bedside.core.parcels import Standing
from bedside.core.reasons import reason
from bedside.plain.dialogue import Dialogue
from bedside.plain.held import Post, show_held, stands_lines
from bedside.plain.talk import EndOfInput
from bedside.words import plain
from bedside.words import sending as said
from bedside.words.outbox import standstill

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
        show_held(dialogue.talk, post._replace(session=dialogue.session))
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
        there = settled(post.outbox, dialogue.visit.id)
        titles = post.outbox.asked(dialogue.visit.id)
        known = said.known(post.outbox.known())
    except OSError as error:
        dialogue.talk.say(said.TROUBLE.format(why=reason(error)))
        return
    dialogue.talk.say(*standstill(post.outbox.standstill()))
    for one in there:
        dialogue.talk.say(*stands_lines(one))
    if known and any(one.is_pending for one in there):
        dialogue.talk.say(known)
    if titles:
        dialogue.talk.say(said.NOT_SENT.format(titles=", ".join(titles), key=SEND))


def settled(outbox: Outbox, visit: str) -> list[Delivery]:
    """Return the deliveries of a visit, once none of them is about to move, or it took long."""
    changed, left_out = threading.Event(), outbox.standstill().left_out
    outbox.watch(changed.set)
    ends = monotonic() + WAITING_SECONDS
    while True:
        changed.clear()
        there = outbox.of_visit(visit)
        moves = [one for one in there if _is_about_to_move(one, left_out)]
        left = ends - monotonic()
        if not moves or left <= 0:
            return there
        changed.wait(left)


def _is_about_to_move(one: Delivery, left_out: Sequence[str]) -> bool:
    """Whether a moment more may show it elsewhere: one that waits for its next try stays."""
    is_due = one.due <= seam.now().utc and one.destination not in left_out
    return one.standing is Standing.SENDING or (one.standing is Standing.QUEUED and is_due)


_TRIED = (Standing.QUEUED, Standing.UNKNOWN)
