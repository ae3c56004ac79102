"""What becomes of a move: an event, or a refusal with its reason. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from bedside.core import events as e
from bedside.core import moves as m
from bedside.core.answers import REASONS, Answer, is_left
from bedside.core.availability import may, waits_for_permission
from bedside.core.checklist import Scale, Step, TeachBack
from bedside.core.earlier import said_before
from bedside.core.followups import followups
from bedside.core.gaps import Gap, Lack, gaps
from bedside.core.later import refused_entry
from bedside.core.picks import joined, left, picked, put_right, reopened, tried, written
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import CHECK, Visit
from bedside.core.walk import apply, next_stop, previous_stop

Decided = e.Event | Refusal


def decide(visit: Visit, move: m.Move, at: e.Moment) -> Decided:
    """Return the event that the move becomes at this moment, or why it is refused."""
    allowed = may(visit, type(move))
    if isinstance(allowed, Refusal):
        return allowed
    refused = _refused_here(visit, move)
    decided = refused or _DECIDE[type(move)](visit, move)
    if isinstance(decided, Refusal):
        return decided
    return replace(decided, seq=visit.seq + 1, at=at)


def _refused_here(visit: Visit, move: m.Move) -> Refusal | None:
    """Return why the move's own step refuses it, if it does."""
    step = str(getattr(move, "step", ""))
    if not step or step == CHECK:
        return None
    if step not in visit.plan.steps or visit.plan.steps[step].kind == "section":
        return Refusal(Why.NO_SUCH_STEP, step)
    if step in visit.hidden:
        return Refusal(Why.NOT_SHOWN, visit.plan.steps[step].title)
    forward = isinstance(move, (m.Go, *m.ANSWERING))
    if forward and _is_behind_gate(visit, step):
        return Refusal(Why.PERMISSION_FIRST)
    if isinstance(move, m.ANSWERING) and not visit.is_in_scope(step):
        return Refusal(Why.OUT_OF_SCOPE, ", ".join(visit.plan.steps[step].roles))
    return None


def _is_behind_gate(visit: Visit, step: str) -> bool:
    index = visit.plan.order
    return waits_for_permission(visit) and index.get(step, -1) > index[visit.plan.gate]


def _next(visit: Visit, _: m.Next) -> Decided:
    return e.Reached(step=next_stop(visit, visit.step))


def _back(visit: Visit, _: m.Back) -> Decided:
    return e.Reached(step=previous_stop(visit, visit.step))


def _go(_: Visit, move: m.Go) -> Decided:
    return e.Reached(step=move.step)


def _answered(visit: Visit, step: str, answer: Answer | None) -> Decided:
    """Return the event of a new answer; nothing is an answer the step does not offer."""
    if answer is None:
        return Refusal(Why.NOT_OFFERED, visit.plan.steps[step].title)
    empty = not (answer.picks or answer.words)
    before = visit.answer(step)
    if not empty and before is not None and before.may_write is not None and not answer.reason:
        answer = replace(answer, may_write=before.may_write)
    return e.Answered(step=step, answer=None if empty else answer)


def _before(visit: Visit, step: str) -> tuple[Step, Answer]:
    return visit.plan.steps[step], visit.answer(step) or Answer()


def _pick(visit: Visit, move: m.Pick) -> Decided:
    step, answer = _before(visit, move.step)
    return _answered(visit, move.step, picked(step, answer, move.pick))


def _write(visit: Visit, move: m.Write) -> Decided:
    step, answer = _before(visit, move.step)
    words = " ".join(move.words.split())
    if not words and not answer.words:
        return Refusal(Why.NO_WORDS)
    return _answered(visit, move.step, written(step, answer, words))


def _rate(visit: Visit, move: m.Rate) -> Decided:
    step = visit.plan.steps[move.step]
    if not isinstance(step, Scale):
        return Refusal(Why.NOT_OFFERED, step.title)
    if not step.min <= move.number <= step.max:
        return Refusal(Why.OUT_OF_RANGE, f"{step.min}-{step.max}")
    answer = replace(_fresh(visit, move.step), picks=("answered",), number=move.number)
    return _answered(visit, move.step, answer)


def _schedule(visit: Visit, move: m.Schedule) -> Decided:
    if visit.plan.steps[move.step].kind != "date":
        return Refusal(Why.NOT_OFFERED, visit.plan.steps[move.step].title)
    answer = replace(_fresh(visit, move.step), picks=("answered",), day=move.day)
    return _answered(visit, move.step, answer)


def _fresh(visit: Visit, step: str) -> Answer:
    """Return an answer that keeps only the words of the one before."""
    return Answer(words=_before(visit, step)[1].words)


def _add(visit: Visit, move: m.Add) -> Decided:
    step, answer = _before(visit, move.step)
    fits = step.kind == "people" and (move.person.who or move.person.relation)
    return _answered(visit, move.step, joined(answer, move.person) if fits else None)


def _check_point(visit: Visit, move: m.CheckPoint) -> Decided:
    step, answer = _before(visit, move.step)
    fits = isinstance(step, TeachBack)
    made = tried(cast("TeachBack", step), answer, move.point, move.outcome) if fits else None
    return _answered(visit, move.step, made)


def _skip(visit: Visit, move: m.Skip) -> Decided:
    reasons = visit.plan.reasons(move.step)
    if move.reason not in reasons or (move.reason == "other" and not move.because.strip()):
        return Refusal(Why.REASON_NEEDED)
    step, answer = _before(visit, move.step)
    return _answered(visit, move.step, left(step, answer, move.reason, move.because.strip()))


def _skip_rest(visit: Visit, move: m.SkipRest) -> Decided:
    skipped = e.RestSkipped(steps=(), reason=move.reason, because=move.because)
    asks_why = False
    ahead = visit
    while still_open := _rest(ahead, skipped.steps):
        asks_why = asks_why or any(gap.required for gap in still_open)
        steps = (*skipped.steps, *(gap.step for gap in still_open))
        skipped = replace(skipped, steps=steps, seq=visit.seq + 1)
        ahead = apply(visit, skipped)
    if not skipped.steps:
        return Refusal(Why.NOTHING_OPEN)
    if asks_why and (move.reason not in REASONS or (move.reason == "other" and not move.because)):
        return Refusal(Why.REASON_NEEDED)
    return skipped


def _rest(visit: Visit, skipped: Sequence[str]) -> list[Gap]:
    """Return what is still open but for these steps; closing some can let others appear."""
    lacking = (gap for gap in gaps(visit) if gap.lack is not Lack.PERMISSION)
    return [gap for gap in lacking if gap.step not in skipped]


def _allow(visit: Visit, move: m.Allow) -> Decided:
    step, answer = _before(visit, move.step)
    if not step.sensitive or not answer.picks:
        return Refusal(Why.NOT_OFFERED, step.title)
    return e.Answered(step=move.step, answer=replace(answer, may_write=move.yes))


def _clear(visit: Visit, move: m.Clear) -> Decided:
    step, answer = _before(visit, move.step)
    if visit.answer(move.step) is None:
        return Refusal(Why.NOT_OFFERED, step.title)
    made = reopened(step, answer) if answer.reason or is_left(answer) else None
    return _answered(visit, move.step, made) if made else e.Answered(step=move.step)


def _rephrase(visit: Visit, move: m.Rephrase) -> Decided:
    step = visit.plan.steps[move.step]
    if len(step.say) < 2:
        return Refusal(Why.ONE_PHRASE)
    shown = visit.phrases.get(move.step, 0)
    return e.Rephrased(step=move.step, phrase=(shown + 1) % len(step.say))


def _jot(_: Visit, move: m.Jot) -> Decided:
    words = " ".join(move.words.split())
    return e.Jotted(words=words) if words else Refusal(Why.NO_WORDS)


def _assign(visit: Visit, move: m.Assign) -> Decided:
    known = {task.id for task in visit.checklist.tasks} | set(visit.plan.steps)
    if move.task not in known:
        return Refusal(Why.NO_SUCH_STEP, move.task)
    return e.Assigned(task=move.task, who=move.who.strip(), day=move.day)


def _correct(visit: Visit, move: m.Correct) -> Decided:
    step, answer = _before(visit, move.step)
    words = " ".join(move.words.split())
    return _answered(visit, move.step, put_right(step, answer, move.line, words))


def _confirm(visit: Visit, move: m.Confirm) -> Decided:
    step, answer = _before(visit, move.step)
    said, earlier = said_before(visit, move.step), visit.record.earlier
    if said is None or earlier is None:
        return Refusal(Why.NOTHING_EARLIER, step.title)
    again = written(step, answer, said.words)
    return _answered(visit, move.step, again and replace(again, since=earlier.day))


def _reword(_: Visit, move: m.Reword) -> Decided:
    text = " ".join(move.text.split())
    return e.Reworded(was=move.was, text=text) if text else Refusal(Why.NO_WORDS)


def _overrule(_: Visit, move: m.Overrule) -> Decided:
    because = " ".join(move.because.split())
    if not because:
        return Refusal(Why.REASON_NEEDED)
    return e.Overruled(concern=move.concern, because=because)


def _append(visit: Visit, move: m.Append) -> Decided:
    entry = e.Appended(
        kind=move.kind,
        author=move.author.strip(),
        role=move.role.strip(),
        words=" ".join(move.words.split()),
        because=" ".join(move.because.split()),
    )
    return refused_entry(visit, entry) or entry


def _finish(visit: Visit, move: m.Finish) -> Decided:
    if move.task not in {task.id for task in followups(visit)}:
        return Refusal(Why.NO_SUCH_STEP, move.task)
    by = " ".join(move.by.split())
    if not by and move.task not in visit.finished:
        return Refusal(Why.NO_AUTHOR)
    return e.Finished(task=move.task, by=by)


def _take_on(_: Visit, move: m.TakeOn) -> Decided:
    if not move.by.strip():
        return Refusal(Why.NO_AUTHOR)
    names = (move.by, move.role, move.giver, move.giver_role)
    by, role, giver, giver_role = (" ".join(name.split()) for name in names)
    return e.TakenOn(by=by, role=role, giver=giver, giver_role=giver_role)


def _sign(visit: Visit, move: m.Sign) -> Decided:
    if not move.author.strip():
        return Refusal(Why.NO_AUTHOR)
    patient = visit.record.patient
    if patient is not None and not patient.matches(move.again):
        return Refusal(Why.OTHER_PATIENT)
    return e.Signed(author=move.author.strip(), role=move.role.strip(), minutes=move.minutes)


_Decide = Callable[[Visit, m.Move], Decided]
_DECIDE: Mapping[type[m.Move], _Decide] = cast(
    "Mapping[type[m.Move], _Decide]",
    {
        m.Next: _next,
        m.Back: _back,
        m.Go: _go,
        m.Pick: _pick,
        m.Write: _write,
        m.Rate: _rate,
        m.Schedule: _schedule,
        m.Add: _add,
        m.CheckPoint: _check_point,
        m.Skip: _skip,
        m.SkipRest: _skip_rest,
        m.Allow: _allow,
        m.Clear: _clear,
        m.Rephrase: _rephrase,
        m.Jot: _jot,
        m.Assign: _assign,
        m.Correct: _correct,
        m.Confirm: _confirm,
        m.Reword: _reword,
        m.Overrule: _overrule,
        m.RecordAfterwards: lambda _, move: e.RecordedAfterwards(day=move.day),
        m.Recall: lambda _, move: e.Recalled(earlier=move.earlier),
        m.HandOn: lambda _, move: e.HandedOn(to=move.to.strip(), role=move.role.strip()),
        m.TakeOn: _take_on,
        m.Sign: _sign,
        m.Append: _append,
        m.Finish: _finish,
        m.Identify: lambda _, move: e.Identified(patient=move.patient),
        m.Pause: lambda _, move: e.Paused(curtain=move.curtain),
        m.Unpause: lambda *_: e.Resumed(),
        m.Stop: lambda _, move: e.Stopped(reason=move.reason, because=move.because),
        m.Continue: lambda *_: e.Continued(),
        m.Undo: lambda *_: e.Undone(),
        m.Redo: lambda *_: e.Redone(),
        m.Leave: lambda *_: e.Left(),
        m.Return: lambda *_: e.Returned(),
        m.Deliver: lambda _, move: e.Delivered(
            how=move.how, where=move.where, characters=move.characters
        ),
    },
)
