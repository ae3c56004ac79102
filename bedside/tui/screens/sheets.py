"""What opens over the visit page: outline, feelings, reasons, sources. Each ends in one move."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bedside import words
from bedside.core import moves as m
from bedside.core.answers import REASONS
from bedside.core.concerns import Concern
from bedside.core.gaps import lack
from bedside.core.note import Reader
from bedside.core.rows import Field
from bedside.core.trace import Trace
from bedside.core.view import StepView
from bedside.core.visit import CHECK
from bedside.tui.lines import BLANK, Line, hung, ink, para
from bedside.tui.paint.outline import outline_lines
from bedside.tui.screens.sheet import Sheet
from bedside.words import notes, screen

if TYPE_CHECKING:
    from bedside.tui.screens.visit import VisitPage


def outline(page: VisitPage) -> None:
    """Show every step; choosing one goes there. From the check page it begins at what is open."""
    visit = page.session.visit
    shown = visit.visible()
    open_ = (step for step in shown if lack(visit, step))
    at = visit.step if visit.step in shown else next(open_, shown[-1] if shown else "")
    sheet = Sheet(screen.OUTLINE, lambda width: outline_lines(visit, width), f"go:{at}")
    open_sheet(page, sheet, page.chosen)


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

    open_sheet(page, Sheet(step.title, lines), lambda _: None)


def trace(page: VisitPage, reader: Reader = "chart") -> None:
    """Show every sentence of a text with when and how it was recorded."""
    traces = page.session.trace(reader)

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for told in traces:
            shown += para(told.text, width, "say")
            for source in told.sources:
                shown += para(words.source(source), width, "soft", indent=4)
        return shown

    open_sheet(page, Sheet(screen.TRACE, lines, about=screen.ABOUT_TRACE), lambda _: None)


def trace_one(page: VisitPage, told: Trace) -> None:
    """Show what one sentence rests on; choosing a source goes to its step, while that is open."""
    visit = page.session.visit
    open_ = visit.signed is None

    def lines(width: int) -> list[Line]:
        shown = [*para(told.text, width, "say"), BLANK]
        for number, source in enumerate(told.sources):
            target = f"go:{source.step}:{number}" if source.step and open_ else ""
            lead = (ink("-> " if target else "   ", "mark", target),)
            shown += hung(lead, words.source(source), width, target=target)
        return shown

    ways = [f"go:{s.step}:{at}" for at, s in enumerate(told.sources) if s.step and open_]
    sheet = Sheet(screen.TRACE_ONE, lines, next(iter(ways), ""), screen.ABOUT_TRACE_ONE)
    open_sheet(page, sheet, lambda target: page.chosen(target.rpartition(":")[0]))


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

    open_sheet(page, Sheet(screen.FEELINGS, lines), chosen)


def stop(page: VisitPage) -> None:
    """Ask why the talk ends for today; then show the check page."""

    def chosen(target: str) -> None:
        reason = target.partition(":")[2]
        if reason == "other":
            page.write(Field.STOP, "")
        elif page.make(m.Stop(reason)):
            page.make(m.Go(CHECK))

    open_sheet(page, choices(words.STOP, words.STOPS), chosen)


def rest(page: VisitPage) -> None:
    """Ask why the rest was not discussed; then record it for all that is open."""
    labels = {reason: words.pick(reason) for reason in REASONS} | {"other": words.REASON_OTHER}

    def chosen(target: str) -> None:
        reason = target.partition(":")[2]
        if reason == "other":
            page.write(Field.REST, "")
        else:
            page.make(m.SkipRest(reason))

    open_sheet(page, choices(screen.REST_TITLE, labels), chosen)


def keep(page: VisitPage, concerns: Sequence[Concern]) -> None:
    """Ask why the note stays as it is in spite of these; then record that reason of each."""
    many = screen.KEEP_ALL_TITLE.format(count=len(concerns))

    def chosen(target: str) -> None:
        reason = target.partition(":")[2]
        if reason == "other":
            page.write(Field.KEEP, "", concerns[0].name if len(concerns) == 1 else "")
        for one in concerns if reason != "other" else ():
            page.make(m.Overrule(one.name, notes.KEEPS[reason]))
        if len(concerns) > 1 and reason != "other":
            page.say(screen.KEPT_ALL.format(count=len(concerns), undo=page.slots["undo"]))

    title = many if len(concerns) > 1 else screen.KEEP_TITLE
    open_sheet(page, choices(title, notes.KEEPS, screen.ABOUT_KEEP), chosen)


def pause(page: VisitPage) -> None:
    """Show a quiet page until the clinician goes on."""

    def lines(width: int) -> list[Line]:
        return para(screen.PAUSED, width, "soft")

    def closed(_: str | None) -> None:
        page.make(m.Unpause())

    page.home.push_screen(Sheet(screen.PAUSED_TITLE, lines), closed)


def choices(title: str, labels: Mapping[str, str], about: str = "") -> Sheet:
    """Return a sheet of numbered choices."""

    def lines(width: int) -> list[Line]:
        shown: list[Line] = []
        for number, (name, label) in enumerate(labels.items(), 1):
            target = f"choice:{name}"
            shown += hung((ink(f"{number} ", "key", target),), label, width, target=target)
        return shown

    return Sheet(title, lines, about=about)


def open_sheet(page: VisitPage, sheet: Sheet, chosen: Callable[[str], None]) -> None:
    """Open a sheet; do something only where a target was chosen."""

    def closed(target: str | None) -> None:
        if target and page.is_attached:  # a lock may have ended it meanwhile
            chosen(target)

    page.home.push_screen(sheet, closed)
