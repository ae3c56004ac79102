"""The commands of the plain face: lines that begin with a slash, named after the actions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized

from bedside import words
from bedside.core import moves as m
from bedside.core.actions import ACTIONS
from bedside.core.answers import REASONS, Patient
from bedside.core.availability import may
from bedside.core.problems import nearest
from bedside.core.refusals import OK, Ok
from bedside.core.rows import Field, Focus
from bedside.core.visit import CHECK, State
from bedside.plain import noting
from bedside.plain.answering import answer
from bedside.plain.dialogue import Dialogue, refusal_text
from bedside.plain.keyboard import Away
from bedside.plain.show import row_lines, why_lines
from bedside.plain.talk import EndOfInput
from bedside.words import plain

ABOUT = "about/present"
"""The first step of the bank about the visit itself."""


class Leaving(Exception):
    """The clinician leaves the visit; all is kept."""


class Signing(Exception):
    """The clinician wants to sign."""


def run(dialogue: Dialogue, line: str) -> bool:
    """Run a command line; say whether the step should be told again in full."""
    word, _, rest = line.partition(" ")
    known = {ACTIONS[action].command: action for action in _COMMANDS}
    if word not in known:
        near = nearest(word, known)
        hint = plain.DID_YOU_MEAN.format(near=near) if near else plain.HELP_LISTS
        dialogue.talk.say(plain.NO_COMMAND.format(word=word, hint=hint))
        return False
    return _COMMANDS[known[word]](dialogue, rest.strip())


def _back(dialogue: Dialogue, _: str) -> bool:
    return dialogue.do(m.Back())


def _check(dialogue: Dialogue, _: str) -> bool:
    return dialogue.do(m.Go(CHECK))


def _skip(dialogue: Dialogue, rest: str) -> bool:
    """Leave the step with a reason; then go on to the next."""
    if dialogue.visit.step == CHECK:
        dialogue.talk.say(plain.NO_STEP_TO_SKIP)
        return False
    view = dialogue.view(focus=Focus(reasons=True))
    if not rest:
        dialogue.talk.say(*row_lines(view))
        rest = dialogue.talk.ask()
    answered = bool(rest) and answer(dialogue, view, rest)
    return answered and dialogue.do(m.Next())


def _undo(dialogue: Dialogue, _: str) -> bool:
    return dialogue.do(m.Undo())


def _redo(dialogue: Dialogue, _: str) -> bool:
    return dialogue.do(m.Redo())


def _words(dialogue: Dialogue, rest: str) -> bool:
    if dialogue.visit.step == CHECK:
        dialogue.talk.say(plain.STEP_FIRST)
        return False
    view = dialogue.view()
    if view.field is Field.NONE:
        dialogue.talk.say(plain.NOTHING_TO_WRITE)
        return False
    if view.field is Field.PERSON:
        answer(dialogue, view, rest or dialogue.talk.ask(words.FIELDS[Field.PERSON]))
        return False
    typed = rest or dialogue.talk.ask(words.FIELDS[view.field or Field.WORDS])
    if dialogue.do(m.Write(view.step.id, typed)):
        dialogue.talk.say(plain.WRITTEN)
    return False


def _another(dialogue: Dialogue, _: str) -> bool:
    return dialogue.do(m.Rephrase(dialogue.visit.step))


def _why(dialogue: Dialogue, _: str) -> bool:
    if dialogue.visit.step != CHECK:
        lines = list(why_lines(dialogue.view()))
        dialogue.talk.say(*(lines or [words.NO_WHY]))
    return False


def _feelings(dialogue: Dialogue, _: str) -> bool:
    """Offer the feelings bank, record what was done, and go back to the same step."""
    steps = [step for step in dialogue.visit.checklist.extras if step.id.startswith("feelings/")]
    if not steps:
        dialogue.talk.say(words.NO_FEELINGS)
        return False
    for number, step in enumerate(steps, 1):
        done = plain.DONE if dialogue.visit.answer(step.id) else ""
        dialogue.talk.say(f"{number} {step.title}{done}")
        for phrase in step.say:
            mark = f" ({words.untranslated(phrase.language)})" if phrase.language else ""
            dialogue.talk.say(plain.SAY.format(way="", phrase=phrase.text + mark))
    dialogue.talk.say(plain.WHICH_DONE)
    typed = dialogue.talk.among(numbered(steps))
    return not typed or dialogue.do(m.Pick(steps[int(typed) - 1].id, "done"))


def _note(dialogue: Dialogue, rest: str) -> bool:
    typed = rest or dialogue.talk.ask(plain.NOTE_TO_SELF)
    if dialogue.do(m.Jot(typed)):
        dialogue.talk.say(plain.KEPT_ALONE)
    return False


def _who(dialogue: Dialogue, _: str) -> bool:
    return dialogue.do(m.Go(ABOUT))


def numbered(rows: Sized) -> list[str]:
    """Return the numbers that can be typed to choose one of these."""
    return [str(number) for number in range(1, len(rows) + 1)]


def identify(dialogue: Dialogue) -> None:
    """Ask who the visit is with and record it; who is named already stays if nothing is typed.

    A first line is kept even where the input ends before the second.
    """
    if _is_known(dialogue):
        return
    now = dialogue.visit.record.patient or Patient()
    first = dialogue.talk.ask(_who_question(now))
    if not first:
        return
    if first == "-":
        given = Patient()
    else:
        try:
            given = _patient_of(first, dialogue.talk.ask(plain.SECOND))
        except EndOfInput:
            dialogue.do(m.Identify(Patient(label=first)))
            raise
    if given != now:
        dialogue.do(m.Identify(given))


def ask_again(dialogue: Dialogue) -> Patient:
    """Ask once more who the visit is with, without recording it."""
    first = dialogue.talk.ask(plain.WHO)
    second = dialogue.talk.ask(plain.SECOND) if first else ""
    now = dialogue.visit.record.patient
    if now is None or now.known is None:
        return _patient_of(first, second)
    from bedside.core.identity import again

    return again(now, first, second, dialogue.session.today())


def _is_known(dialogue: Dialogue) -> bool:
    """Whether the patient is settled as the record knows them; in an emergency nothing is asked."""
    post, reception = dialogue.post, dialogue.reception
    if post is None or not post.outbox.wants_record() or (reception and reception.is_emergency):
        return False
    from bedside.plain.knowing import is_known

    return is_known(dialogue, post.outbox)


def _who_question(now: Patient) -> str:
    if now.text():
        return plain.WHO_KEEP.format(now=now.text())
    return plain.WHO_LEAVE_OUT


def _patient_of(first: str, second: str) -> Patient:
    return Patient(name=first, second=second) if second else Patient(label=first)


def _patient(dialogue: Dialogue, _: str) -> bool:
    identify(dialogue)
    patient = dialogue.visit.record.patient
    dialogue.talk.say(
        plain.PATIENT.format(patient=patient.text() if patient else words.NOBODY_NAMED)
    )
    return False


def _outline(dialogue: Dialogue, _: str) -> bool:
    """List every step that appears; a number goes there."""
    visit = dialogue.visit
    steps = visit.visible()
    for number, step in enumerate(steps, 1):
        done = plain.ANSWERED if visit.answer(step) else ""
        dialogue.talk.say(f"{number} {visit.plan.steps[step].title}{done}")
    dialogue.talk.say(plain.WHERE_TO)
    typed = dialogue.talk.among(numbered(steps))
    return bool(typed) and dialogue.do(m.Go(steps[int(typed) - 1]))


def _rest(dialogue: Dialogue, _: str) -> bool:
    allowed = may(dialogue.visit, m.SkipRest)
    if not isinstance(allowed, Ok):
        dialogue.talk.say(refusal_text(allowed))
        return False
    reasons = {str(number): reason for number, reason in enumerate(REASONS, 1)}
    labels = {**words.PICKS, "other": words.REASON_OTHER}
    typed = dialogue.talk.choose(
        plain.REST,
        [(number, labels[reason]) for number, reason in reasons.items()],
    )
    if not typed:
        return False
    reason = reasons[typed]
    because = dialogue.talk.ask(words.FIELDS[Field.REST]) if reason == "other" else ""
    return dialogue.do(m.SkipRest(reason, because))


def _sign(_: Dialogue, __: str) -> bool:
    raise Signing


def _pause(dialogue: Dialogue, _: str) -> bool:
    if dialogue.do(m.Pause()):
        dialogue.talk.ask(plain.PAUSED)
        return dialogue.do(m.Unpause())
    return False


def _stop(dialogue: Dialogue, _: str) -> bool:
    """Stop for today, or take a stopped talk up again."""
    if dialogue.visit.state is State.STOPPED:
        return dialogue.do(m.Continue())
    stops = list(words.STOPS.items())
    typed = dialogue.talk.choose(
        words.STOP, [(str(at), text) for at, (_, text) in enumerate(stops, 1)]
    )
    if not typed:
        return False
    reason = stops[int(typed) - 1][0]
    because = dialogue.talk.ask(words.FIELDS[Field.STOP]) if reason == "other" else ""
    return dialogue.do(m.Stop(reason, because)) and dialogue.do(m.Go(CHECK))


def _hand(dialogue: Dialogue, rest: str) -> bool:
    """Hand the visit on to a colleague; where it is offered already, take that back if wanted."""
    from bedside.plain.handing import hand

    hand(dialogue, rest)
    return False


def _lock(_: Dialogue, __: str) -> bool:
    raise Away("")


def _leave(_: Dialogue, __: str) -> bool:
    raise Leaving


def _help(dialogue: Dialogue, _: str) -> bool:
    dialogue.talk.say(plain.HELP)
    for action in _COMMANDS:
        known = ACTIONS[action]
        able = may(dialogue.visit, known.move) if known.move else OK
        closed = "" if isinstance(able, Ok) else plain.NOT_NOW.format(why=refusal_text(able))
        does = plain.HELPS.get(action, known.help)
        dialogue.talk.say(f"{known.command} {does}{closed}")
    return False


_Command = Callable[[Dialogue, str], bool]
_COMMANDS: Mapping[str, _Command] = {
    "walk.back": _back,
    "walk.skip": _skip,
    "visit.undo": _undo,
    "visit.redo": _redo,
    "walk.words": _words,
    "walk.another": _another,
    "walk.why": _why,
    "visit.feelings": _feelings,
    "visit.note": _note,
    "visit.who": _who,
    "visit.patient": _patient,
    "visit.outline": _outline,
    "visit.check": _check,
    "check.rest": _rest,
    "check.take": noting.take,
    "check.keep": noting.keep,
    "check.read": noting.read,
    "check.text": noting.text,
    "check.afterwards": noting.afterwards,
    "check.trace": noting.trace,
    "check.sign": _sign,
    "visit.pause": _pause,
    "visit.stop": _stop,
    "visit.hand": _hand,
    "visit.leave": _leave,
    "app.lock": _lock,
    "app.help": _help,
}
"""The actions that have a command here, in the order /help lists them."""
