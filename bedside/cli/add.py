"""`bedside add VISIT KIND`: add to a signed note, which itself stays as it was signed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from contextlib import suppress
from typing import TYPE_CHECKING

from bedside import words
from bedside.cli.asked import agreed, asked, can_ask, hidden, wanted, worded
from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import stop_saving
from bedside.cli.signed import refused, session_of, signed_visit
from bedside.cli.window import complain
from bedside.core import moves as m
from bedside.core.later import EXPLAINED, LATER_KINDS, WORDED
from bedside.core.people import Barred
from bedside.core.reasons import reason
from bedside.core.refusals import Refusal
from bedside.core.text import clean, hang, safe, wrap
from bedside.words import notes, screen
from bedside.words.door import barred

if TYPE_CHECKING:
    from bedside.core.note import Passage
    from bedside.session import Session

_WIDTH = 72
_INPUT = "-"
"""What stands for standard input, so that a patient's words are in no list of processes."""

_ASKS = {
    "addendum": "What is to be added to the note",
    "late-entry": "What was left out of the note",
    "correction": "What it should say",
    "disagreement": "What the patient sees differently, as they put it",
}
_ANY = "\0"
"""Stands for every field while it is found out whether such an entry is possible at all."""

_COSIGNED = "co-signature"

_WHY = {"retraction": "Why this note must not be used"}


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    told = "; ".join(f"{kind}: {_means(kind)}" for kind in LATER_KINDS)
    parser.add_argument("visit", help='the signed visit: its id, the end of it, or "last"')
    parser.add_argument("entry", choices=LATER_KINDS, metavar="KIND", help=told)
    parser.add_argument(
        "--words",
        metavar="TEXT",
        help="what it says; asked for without it. - reads standard input, which keeps a patient's"
        " words out of the list of processes",
    )
    parser.add_argument(
        "--because", metavar="TEXT", help="why it comes later; asked for without it"
    )
    parser.add_argument("--by", metavar="NAME", help="who makes it; asked for without it")
    parser.add_argument("--role", metavar="ROLE", help="their role")
    parser.add_argument("--yes", action="store_true", help="retract without being asked again")


def run(args: Namespace) -> Exit:
    """Say whose note it is, ask for what is missing, add it, and print it as it stands."""
    _refuse(args)
    desk = Desk()
    visit = signed_visit(desk, args.visit)
    session = session_of(desk, visit.id)
    before = _there(desk, visit.id)
    try:
        never = _never(desk, session, args.entry)
        if never is not None:
            raise refused(never)
        _say_whose(session)
        made = session.do(_entry(desk, session, args))
        if isinstance(made, Refusal):
            raise refused(made)
        _show(session, args.entry)
    finally:
        session.close()
    try:
        _send(desk, visit.id, before)
    finally:
        stop_saving(desk)
    return Exit.FINE


def _there(desk: Desk, visit: str) -> frozenset[str]:
    """Return the ids of what was ever queued of a visit; none where that cannot be read now."""
    if desk.outbox is None:
        return frozenset()
    with suppress(OSError):
        return frozenset(one.control for one in desk.outbox.of_visit(visit))
    return frozenset()


def _send(desk: Desk, visit: str, before: frozenset[str]) -> None:
    """Have what was added sent at once; say, after a moment, how it stands with each receiver."""
    if desk.outbox is None:
        return
    from bedside.plain.held import stands_lines
    from bedside.plain.sending import settled
    from bedside.words.outbox import standstill
    from bedside.words.sending import TROUBLE

    desk.outbox.start()
    try:
        there = settled(desk.outbox, visit)
    except OSError as error:
        complain(TROUBLE.format(why=reason(error)))
        return
    for told in standstill(desk.outbox.standstill()):
        complain(told)
    for one in there:
        if one.is_pending or one.control not in before:
            complain("\n".join(stands_lines(one)))


def _never(desk: Desk, session: Session, kind: str) -> Refusal | None:
    """Return why such an entry is not possible, whoever makes it; where people sign in, for them.

    A co-signer is somebody else than who signed in, and proves it later.
    """
    proves = desk.door is not None and kind == _COSIGNED
    any_name = _ANY if desk.door is None or proves else desk.author[0]
    proven = set(session.vouched)
    session.vouched |= {any_name} if proves else set()
    never = session.refused(m.Append(kind, any_name, words=_ANY, because=_ANY))
    session.vouched = proven
    return never


def _means(kind: str) -> str:
    """Return what a kind of entry is for, without its name in front."""
    return notes.LATER[kind].partition(": ")[2]


def _refuse(args: Namespace) -> None:
    """End with usage where an option has nothing to say in this kind of entry."""
    if args.words is not None and args.entry not in WORDED:
        raise Ended(
            Exit.USAGE, f"a {args.entry} says nothing in words of its own; --because says why."
        )
    if args.because is not None and args.entry not in EXPLAINED:
        raise Ended(Exit.USAGE, f"a {args.entry} needs no reason, so --because has no use.")
    if args.yes and args.entry != "retraction":
        raise Ended(Exit.USAGE, "--yes has no use here: only a retraction asks again.")


def _say_whose(session: Session) -> None:
    """Say whose note it is, of which talk, who signed it and what was added before."""
    visit = session.visit
    opened, signed, patient = visit.opened, visit.signed, visit.record.patient
    if opened is None or signed is None:
        return
    by = ", ".join(part for part in (signed.author, signed.role) if part)
    complain(f"Note of: {patient.text() if patient else words.NOBODY_NAMED}")
    complain(f"Talk: {visit.checklist.title}, {opened.at.local():%Y-%m-%d %H:%M}")
    complain(f"Signed: {by}, {signed.at.local():%Y-%m-%d %H:%M}. Visit {visit.id}.")
    for entry in visit.later:
        complain(f"Added before: {entry.kind}, {entry.at.local():%Y-%m-%d %H:%M}, {entry.author}")
    if session.recovered and session.recovered.words.strip():
        complain(f"Half-written in another window: {clean(session.recovered.words)}")


def _entry(desk: Desk, session: Session, args: Namespace) -> m.Append:
    """Return the entry that was asked for; a retraction only of a note that is said to be it."""
    kind = args.entry
    if kind == "retraction" and not args.yes:
        complain(notes.RETRACTS)
        for told in _where_it_went(desk, session.visit.id):
            complain(told)
        otherwise = "look whose note it is, then add --yes to retract it without being asked."
        if not agreed("Is this the one?", otherwise):
            raise Ended(Exit.FINE, "nothing was added.")
    said = _given(args.words, _ASKS.get(kind, "")) if kind in WORDED else ""
    because = _given(args.because, _WHY.get(kind, notes.LATER_WHY)) if kind in EXPLAINED else ""
    by, role = _signer(desk, session, args)
    return m.Append(kind, by, role, said, because)


def _where_it_went(desk: Desk, visit: str) -> list[str]:
    """Return what a retraction does at each destination the note has gone to, or waits for."""
    if desk.outbox is None:
        return []
    from bedside.words.sending import RETRACTING, retracting

    there = desk.outbox.of_visit(visit)
    backs = [one.destination for one in there if desk.outbox.takes_back(one.destination)]
    return [RETRACTING, *retracting(there, backs)] if there else []


def _given(option: str | None, question: str) -> str:
    """Return what an option says, or what stands on the input, or what is typed when asked."""
    if option == _INPUT:
        return clean(sys.stdin.read())
    return _asked(question) if option is None else worded(option)


def _asked(question: str, default: str = "") -> str:
    """Ask, and end the line of the question where nobody types the end of it."""
    given = asked(question, default)
    if not can_ask():
        sys.stderr.write("\n")
    return given


def _signer(desk: Desk, session: Session, args: Namespace) -> tuple[str, str]:
    """Return who makes the entry; whose workstation it is, or who signed in, is offered."""
    if desk.door is not None and args.entry == _COSIGNED:
        return _cosigner(desk, session, args)
    name, role = desk.author
    signers = {session.visit.signed.author.casefold()} if session.visit.signed else set()
    if args.entry == _COSIGNED and name.casefold() in signers:
        name, role = "", ""
    if args.by is not None:
        by = worded(args.by)
        offered = role if by.casefold() == name.casefold() else ""
        return by, worded(args.role) if args.role is not None else offered
    by = _asked(words.AUTHOR, name)
    return by, worded(args.role) if args.role is not None else _asked(words.ROLE, role)


def _cosigner(desk: Desk, session: Session, args: Namespace) -> tuple[str, str]:
    """Return who co-signs, once their own passphrase is right: nobody signs for a colleague.

    Who signed in stays signed in. Ended where nobody proves it.
    """
    reception = desk.reception
    if reception is None or not can_ask():
        raise Ended(Exit.NOT_ALLOWED, notes.COSIGNER_TERMINAL)
    who = worded(args.by) if args.by is not None else wanted(screen.COSIGNER)
    beside = reception.vouched(who, hidden(screen.COSIGNER_PHRASE), session.visit.id)
    if isinstance(beside, Barred):
        raise Ended(Exit.NOT_ALLOWED, f"{barred(beside)} {notes.NOT_COSIGNED}")
    session.vouched.add(beside.name)
    return beside.name, beside.role


def _show(session: Session, kind: str) -> None:
    """Print the entry as it stands in the note, and the stamp above a note that was retracted."""
    passages = session.note().passages
    stamps = [one for one in passages if one.group == "stamp"] if kind == "retraction" else []
    added = [one for one in passages if one.group == "later"][-1:]
    for passage in (*stamps, *added):
        print("\n".join(_lines(passage)))


def _lines(passage: Passage) -> list[str]:
    text = safe(" ".join(sentence.text for sentence in passage.sentences))
    return hang(f"{passage.label}:", text, _WIDTH) if passage.label else wrap(text, _WIDTH)
