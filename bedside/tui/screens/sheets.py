"""What opens over the visit page: outline, feelings, reasons, sources. Each ends in one move."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import REASONS
from bedside.core.rows import Field
from bedside.core.view import StepView
from bedside.core.visit import CHECK
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.tui.paint.outline import outline_lines
from bedside.tui.screens.sheet import Sheet
from bedside.words import screen

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage


def outline(page: VisitPage) -> None:
    """Show every step; choosing one goes there."""
    visit = page.session.visit
    sheet = Sheet(screen.OUTLINE, lambda width: outline_lines(visit, width), f"go:{visit.step}")
    _open(page, sheet, page.chosen)


def why(page: VisitPage, view: StepView) -> None:
    """Show why the step matters, tips, what to say instead, and where that comes from."""
    step, checklist = view.step, page.session.visit.checklist

    def lines(width: int) -> list[Line]:
        shown = para(words.AIM.format(aim=step.aim), width) if step.aim else []
        shown += para(words.WHY.format(why=step.why), width) if step.why else []
        for tip in step.tips:
            shown += hung((ink("- ", "soft"),), tip, width)
        for slip, better in step.instead.items():
            text = words.INSTEAD.format(slip=slip, better=better)
            shown += [BLANK, *para(text, width, "say")]
        for source in step.source:
            cited = screen.SOURCE.format(source=checklist.sources.get(source, source))
            shown += [BLANK, *para(cited, width, "soft")]
        return shown or para(words.NO_WHY, width, "soft")

    _open(page, Sheet(step.title, lines), lambda _: None)


def trace(page: VisitPage) -> None:
    """Show every sentence of the note with when and how it was recorded."""
    traces = page.session.trace()

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for told in traces:
            shown += para(told.text, width, "say")
            for source in told.sources:
                shown += para(words.source(source), width, "soft", indent=4)
        return shown

    _open(page, Sheet(screen.TRACE, lines), lambda _: None)


def feelings(page: VisitPage) -> None:
    """Show the feelings bank; choosing a support records it and comes back to the step."""
    visit = page.session.visit
    bank = [step for step in visit.checklist.extras if step.id.startswith("feelings/")]

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for number, step in enumerate(bank, 1):
            target = f"support:{step.id}"
            done = "[x]" if visit.answer(step.id) else "[ ]"
            lead = (ink(f"{number} ", "key", target), ink(f"{done} ", "mark", target))
            shown += hung(lead, step.title, width, "title", target)
            for phrase in step.say:
                shown += para(f"“{phrase.text}”", width, "say", indent=6, target=target)
        return shown or para(words.NO_FEELINGS, width, "warn")

    def chosen(target: str) -> None:
        step = target.partition(":")[2]
        if page.make(m.Pick(step, "done")):
            title, undo = visit.plan.steps[step].title, page.slots["undo"]
            page.say(screen.RECORDED.format(title=title, undo=undo))

    _open(page, Sheet(screen.FEELINGS, lines), chosen)


def stop(page: VisitPage) -> None:
    """Ask why the talk ends for today; then show the check page."""

    def chosen(target: str) -> None:
        reason = target.partition(":")[2]
        if reason == "other":
            page.write(Field.STOP, "")
        elif page.make(m.Stop(reason)):
            page.make(m.Go(CHECK))

    _open(page, _choices(words.STOP, words.STOPS), chosen)


def rest(page: VisitPage) -> None:
    """Ask why the rest was not discussed; then record it for all that is open."""
    labels = {reason: words.pick(reason) for reason in REASONS} | {"other": words.REASON_OTHER}

    def chosen(target: str) -> None:
        reason = target.partition(":")[2]
        if reason == "other":
            page.write(Field.REST, "")
        else:
            page.make(m.SkipRest(reason))

    _open(page, _choices(screen.REST_TITLE, labels), chosen)


def pause(page: VisitPage) -> None:
    """Show a quiet page until the clinician goes on."""

    def lines(width: int) -> list[Line]:
        return para(screen.PAUSED, width, "soft")

    def closed(_: str | None) -> None:
        page.make(m.Unpause())

    page.home.push_screen(Sheet(screen.PAUSED_TITLE, lines), closed)


def _choices(title: str, labels: Mapping[str, str]) -> Sheet:
    """Return a sheet of numbered choices."""

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for number, (name, label) in enumerate(labels.items(), 1):
            target = f"choice:{name}"
            shown += hung((ink(f"{number} ", "key", target),), label, width, target=target)
        return shown

    return Sheet(title, lines)


def _open(page: VisitPage, sheet: Sheet, chosen: Callable[[str], None]) -> None:
    """Open a sheet; do something only where a target was chosen."""

    def closed(target: str | None) -> None:
        if target:
            chosen(target)

    page.home.push_screen(sheet, closed)
