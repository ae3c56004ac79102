"""The commands about the note before it is signed: its wording, its texts, reading it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bedside import words
from bedside.core import moves as m
from bedside.core.concerns import Concern
from bedside.core.days import parse_past_day
from bedside.core.gaps import read_back_step
from bedside.core.review import review
from bedside.core.rows import Field
from bedside.core.trace import Trace
from bedside.core.visit import CHECK
from bedside.plain.answering import whole_number
from bedside.plain.dialogue import Dialogue
from bedside.plain.show import CONCERN, review_lines
from bedside.words import notes, plain


def take(dialogue: Dialogue, rest: str) -> bool:
    """Take the better wording that the check page offers under a number."""
    if not _at_check(dialogue):
        return False
    offered = {key: one for key, one in _numbered(dialogue).items() if one.rewrite}
    chosen = rest or _which(dialogue, offered)
    if not offered and not rest:
        dialogue.talk.say(plain.NO_WORDINGS)
    if not chosen:
        return False
    found = offered.get(chosen)
    if found is None:
        known = chosen in _numbered(dialogue)
        dialogue.talk.say(plain.NO_WORDING if known else _no_number(dialogue, chosen))
    elif dialogue.do(m.Reword(found.text, found.rewrite)):
        dialogue.talk.say(plain.TAKEN.format(text=found.rewrite))
    return False


def keep(dialogue: Dialogue, rest: str) -> bool:
    """Keep the note as it is in spite of one concern, or of all that are open, and ask why."""
    if not _at_check(dialogue):
        return False
    numbered = _numbered(dialogue)
    number, _, because = rest.partition(" ") if rest[:1].isdecimal() else ("", "", rest)
    if number and number not in numbered:
        dialogue.talk.say(_no_number(dialogue, number))
        return False
    open_ = [one for one in numbered.values() if not one.settled]
    chosen = [numbered[number]] if number else open_
    if not chosen:
        dialogue.talk.say(plain.NOTHING_TO_KEEP)
        return False
    why = because.strip() or _why(dialogue, len(chosen))
    if why and all(dialogue.do(m.Overrule(one.name, why)) for one in chosen):
        dialogue.talk.say(plain.KEPT_NOW.format(count=len(chosen)))
    return False


def read(dialogue: Dialogue, _: str) -> bool:
    """Go to the step by which the note is read back, where there is something to read."""
    step = read_back_step(dialogue.visit)
    if not step:
        dialogue.talk.say(plain.NO_READING)
    elif not dialogue.session.read_back():
        dialogue.talk.say(plain.NOTHING_TO_READ)
    else:
        return dialogue.do(m.Go(step))
    return False


def text(dialogue: Dialogue, rest: str) -> bool:
    """Tell the patient page and the handover as they stand, or the one that is named."""
    named = plain.TEXTS.get(rest.casefold())
    if rest and named is None:
        dialogue.talk.say(plain.WHICH_TEXT)
        return False
    for reader in (named,) if named else (plain.TEXTS["patient"], plain.TEXTS["handover"]):
        dialogue.talk.say("", plain.TEXT_SO_FAR.format(name=notes.READERS[reader]))
        dialogue.talk.text(dialogue.session.text(reader=reader))
    return False


def afterwards(dialogue: Dialogue, rest: str) -> bool:
    """Record that the visit is written down after the talk, and on which day that was."""
    today = dialogue.session.today()
    typed = rest or dialogue.talk.ask(plain.AFTERWARDS_ASK)
    day = None if typed == "-" else parse_past_day(typed, today) if typed else today
    if typed != "-" and (day is None or day > today):
        dialogue.talk.say(words.FIELDS[Field.DAY] if day is None else plain.DAY_TO_COME)
    elif dialogue.do(m.RecordAfterwards(day)):
        dialogue.talk.say(afterwards_line(day) if day else plain.DURING)
    return False


def afterwards_line(day: date) -> str:
    """Return what says that a visit was written down after the talk, and of which day that was."""
    return plain.AFTERWARDS.format(day=words.day(day, with_year=True))


def trace(dialogue: Dialogue, rest: str) -> bool:
    """Say of every sentence of the note, or of one, when and how it was recorded.

    A sentence is meant by its number, or by some words of it.
    """
    told = {str(at): one for at, one in enumerate(dialogue.session.trace(), 1)}
    found = {key: one for key, one in told.items() if _is_meant(key, one, rest)}
    if not found:
        dialogue.talk.say(plain.NO_SENTENCE.format(count=len(told)))
    for key, one in found.items():
        dialogue.talk.say(f"{key} {one.text}", *(words.source(source) for source in one.sources))
    return False


def _is_meant(number: str, told: Trace, rest: str) -> bool:
    if rest.isdecimal():
        return number == rest
    return rest.casefold() in told.text.casefold()


def _at_check(dialogue: Dialogue) -> bool:
    """Whether the check page is in hand, whose numbers are meant; says so where it is not."""
    here = dialogue.visit.step == CHECK
    if not here:
        dialogue.talk.say(plain.AT_CHECK_ONLY)
    return here


def _numbered(dialogue: Dialogue) -> dict[str, Concern]:
    """Return every concern by its number on the check page."""
    concerns = dialogue.session.concerns()
    _, targets = review_lines(review(dialogue.visit), concerns)
    named = {f"{CONCERN}:{one.name}": one for one in concerns}
    return {number: named[target] for number, target in targets.items() if target in named}


def _no_number(dialogue: Dialogue, typed: str) -> str:
    """Return what to say of a number that is no concern's."""
    keys = ", ".join(_numbered(dialogue))
    return plain.NOT_TO_LOOK_AT.format(number=typed, keys=keys) if keys else plain.NOTHING_TO_KEEP


def _which(dialogue: Dialogue, offered: Mapping[str, Concern]) -> str:
    """Return the number of the one wording that is offered, or ask which of several is meant."""
    if len(offered) <= 1:
        return next(iter(offered), "")
    rows = [(number, one.rewrite) for number, one in offered.items()]
    return dialogue.talk.choose(plain.TAKE_WHICH, rows)


def _why(dialogue: Dialogue, count: int) -> str:
    """Return why the note stays as it is: a reason of the list, or what was typed instead."""
    talk, reasons = dialogue.talk, list(notes.KEEPS.values())
    talk.say(plain.KEEP_ALL_WHY.format(count=count) if count > 1 else plain.KEEP_WHY)
    talk.say(*(f"{number} {reason}" for number, reason in enumerate(reasons, 1)))
    while typed := talk.ask():
        if any(map(str.isalpha, typed)):
            return typed
        chosen = dict(enumerate(reasons, 1)).get(whole_number(typed) or 0)
        if chosen == reasons[-1]:
            return talk.ask(words.FIELDS[Field.KEEP])
        if chosen is not None:
            return chosen
        talk.say(plain.ONE_OF.format(keys=", ".join(map(str, range(1, len(reasons) + 1)))))
    return ""
