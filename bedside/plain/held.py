"""Held and waiting notes over lines: whose each is, its receiver's own words, the ways out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from bedside import session as seam
from bedside.core import moves as m
from bedside.core.deliveries import Delivery, Outbox
from bedside.core.listing import VisitListing
from bedside.core.reasons import reason
from bedside.plain.talk import Talk, offering
from bedside.words import outbox as outbox_words
from bedside.words import sending as said


class Post(NamedTuple):
    """What the plain face needs of where notes go."""

    outbox: Outbox
    visits: Callable[[], list[VisitListing]]
    """The visits that open for who is there."""
    author: str = ""
    session: seam.Session | None = None
    """The visit that is open here, where one is."""


def home_line(post: Post) -> str:
    """Return what is said first of notes that are held or wait for long; "" for nothing."""
    try:
        return said.home_line(post.outbox, seam.now().utc)
    except OSError as error:
        return said.TROUBLE.format(why=reason(error))


def show_held(talk: Talk, post: Post) -> None:
    """List what is held and waits until Enter leaves; a number leads to the ways out of one."""
    try:
        while (one := _which(talk, post)) is not None:
            _ways(talk, post, one)
    except OSError as error:
        talk.say(said.TROUBLE.format(why=reason(error)))
    except seam.StoreError as error:
        talk.say(said.TROUBLE.format(why=error))


def stands_lines(one: Delivery) -> list[str]:
    """Return how one stands, with its receiver's own words and the way out."""
    lines = (f"{said.stands(one, now())}.", *said.beside(one), said.receipt(one))
    return [line for line in lines if line]


def now() -> datetime:
    """Return the moment by the clock of this machine."""
    return datetime.fromtimestamp(seam.now().utc / 1000).astimezone()


def _which(talk: Talk, post: Post) -> Delivery | None:
    """Say all that is held or waits; return the one that is chosen."""
    patients = {one.id: one.patient or said.UNNAMED for one in post.visits()}
    every = [*post.outbox.held(), *post.outbox.waiting()]
    shown = [one for one in every if one.visit in patients]
    still = outbox_words.standstill(post.outbox.standstill())
    talk.say("", said.TITLE, *still)
    for number, one in enumerate(shown, 1):
        text = _whose(one, patients[one.visit])
        talk.say(said.PLAIN_NUMBERED.format(number=number, text=text), *stands_lines(one))
    for name, told in post.outbox.closed().items():
        talk.say(said.CLOSED.format(title=name, said=told))
    if len(every) > len(shown):
        talk.say(said.OTHERS.format(count=len(every) - len(shown)))
    if known := said.known(post.outbox.known()):
        talk.say(known)
    if not shown:
        talk.say(*([] if every or still else [said.NONE]))
        return None
    talk.say(said.PLAIN_WHICH)
    typed = talk.among([str(at) for at, _ in enumerate(shown, 1)])
    return shown[int(typed) - 1] if typed else None


def _whose(one: Delivery, patient: str) -> str:
    what, day = outbox_words.TURNS[one.turn], said.clock(one.utc, now())
    return said.WHOSE.format(patient=patient, what=what, day=day, title=one.title)


def _ways(talk: Talk, post: Post, one: Delivery) -> None:
    """Say what its keeper wants to know, and do what is chosen about one."""
    talk.say(said.keeper(post.outbox.keeper(one.destination)))
    labels = (said.RETRY, said.SHOW, said.FILE_BY_HAND)
    rows = [(str(number), label) for number, label in enumerate(labels, 1)]
    typed = talk.choose(said.PLAIN_WHAT, rows)
    if typed == "1":
        done = post.outbox.retry(one.control)
        talk.say(said.DONE_RETRY if done else said.CANNOT)
    elif typed == "2":
        _show(talk, post, one)
    elif typed == "3":
        _file(talk, post, one)


def _show(talk: Talk, post: Post, one: Delivery) -> None:
    """Show the note, to be handed on by hand; its visit says that it has left that way."""
    try:
        text = post.outbox.text(one.control)
    except KeyError:
        talk.say(said.NOT_OPEN)
        return
    talk.text(text)
    receipt = m.Deliver("terminal", characters=len(text))
    if post.session is not None and post.session.visit.id == one.visit:
        post.session.do(receipt)
    else:
        post.outbox.handed(one.visit, receipt)


def _file(talk: Talk, post: Post, one: Delivery) -> None:
    by = talk.ask(offering(said.FILED_BY, post.author)) or post.author
    where = talk.ask(said.FILED_WHERE)
    if not by or not where:
        talk.say(said.NO_WHO)
        return
    done = post.outbox.filed(one.control, by, where)
    talk.say(said.DONE_FILED.format(by=by, where=where) if done else said.CANNOT)
