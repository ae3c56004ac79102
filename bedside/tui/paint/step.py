"""Paints one step: what to say, what can be chosen, what is recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bedside import words
from bedside.core.gaps import Lack
from bedside.core.rows import Field, Group, Row
from bedside.core.view import StepView
from bedside.tui.lines import BLANK, Line, Span, hung, ink, packed, para, spread
from bedside.words import notes, screen

Slots = Mapping[str, str]
"""The key shown for each slot of a row ("1" to "7", "8", "9", "0") and for named actions."""

WORDS = "do:walk.words"
"""The target of the words of a step: choosing it opens the field."""

AROUND = 2
_ORDER = (Group.POINT, Group.OFFERED, Group.REASON, Group.CONSENT, Group.STANDING)


def step_lines(view: StepView, width: int, slots: Slots, roomy: bool) -> list[Line]:
    """Return the whole step; with little room the aim is left to the why page."""
    lines = [] if view.number or view.aloud else para(words.DETOUR, width, "soft")
    lines += [*_title(view, width), *(_aim(view, width) if roomy and not view.aloud else [])]
    lines += _phrase(view, width, slots if roomy or not view.before else {})
    lines += _before(view, width, roomy)
    if view.roles:
        lines += para(words.FOR_ROLES.format(roles=", ".join(view.roles)), width, "warn")
    if view.confides:
        lines += [BLANK, *para(words.SENSITIVE, width, "warn")]
    if view.waits:
        lines += [BLANK, *para(words.WAIT.format(next=slots["next"]), width, "soft")]
    if view.dial:
        low, high = map(str, view.dial)
        hint = words.TYPE_NUMBER.format(low=low, high=high)
        lines += [BLANK, *para(hint, width, "soft")]
    lines += row_lines(view, width, slots)
    lines += _recorded(view, width, slots)
    return lines


def row_lines(view: StepView, width: int, slots: Slots) -> list[Line]:
    """Return the rows that can be chosen, group by group."""
    lines: list[Line] = []
    asked = _asked(view)
    for group in _ORDER:
        rows = [row for row in view.rows if row.group is group]
        if not rows:
            continue
        lines.append(BLANK)
        if group is Group.OFFERED and (point := _in_hand(view, rows)):
            lines += para(screen.POINT_WENT.format(point=point), width, "title")
        if asked and group in (Group.REASON, Group.CONSENT):
            lines += para(asked, width, "warn")
        if group is Group.STANDING or (view.aloud and group is Group.OFFERED):
            lines += packed((_short(row, slots) for row in rows), width)
        else:
            lines += [part for row in rows for part in _row(row, view, width, slots)]
    return lines


def _in_hand(view: StepView, offered: Sequence[Row]) -> str:
    """Return the teach-back point that the offered answers are about, if they are about one."""
    points = {row.point: row.label for row in view.rows if row.group is Group.POINT}
    return points.get(offered[0].point, "")


def target_of(row: Row) -> str:
    """Return the name that choosing this row goes by on a board."""
    if row.group is Group.POINT:
        return f"point:{row.point}"
    return f"row:{row.group}:{row.key}:{row.word}:{row.label}"


def mark_of(row: Row, many: bool) -> str:
    """Return the mark that says whether a row is chosen: a shape, never only a colour."""
    left, right = ("[", "]") if many else ("(", ")")
    return f"{left}{'x' if row.on else ' '}{right}"


def label_of(row: Row) -> str:
    """Return what a row says."""
    text = row.label or words.pick(row.word)
    if row.group is Group.REASON and row.word == "other":
        text = words.REASON_OTHER
    if row.group is Group.POINT:
        text = f"{row.label}: {words.pick(row.word)}" if row.word else row.label
    return f"{text}, {words.day(row.day, with_year=row.is_far)}" if row.day else text


def _title(view: StepView, width: int) -> list[Line]:
    kind = words.KINDS[view.step.kind]
    title = f"{kind}: {view.step.title}"
    required = words.REQUIRED if view.step.required else ""
    if len(title) + len(required) + AROUND <= width:
        return [spread(ink(title, "title"), ink(required, "soft"), width)]
    ending = f" ({required})" if required else ""
    return para(title + ending, width, "title")


def _aim(view: StepView, width: int) -> list[Line]:
    return para(words.AIM.format(aim=view.step.aim), width, "soft") if view.step.aim else []


def _phrase(view: StepView, width: int, slots: Slots) -> list[Line]:
    """Return the words to offer, and that there are others, where a key for them is given."""
    if not view.phrase:
        return []
    lines = [BLANK, *para(f"“{view.phrase}”", width - AROUND, "say", indent=AROUND)]
    if view.language:
        lines += para(words.untranslated(view.language), width, "soft", indent=AROUND)
    shown, count = view.phrases
    tone = f", {view.tone}" if view.tone else ""
    if count > 1 and slots:
        more = screen.ANOTHER.format(shown=shown, count=count)
        target = "do:walk.another"
        lead = (Span(" " * AROUND), ink(f"{slots['another']} ", "key", target))
        lines += hung(lead, f"{more}{tone}", width, "soft", target)
    return lines


def _before(view: StepView, width: int, roomy: bool) -> list[Line]:
    """Return what the patient said to this in an earlier visit, where that is to be confirmed."""
    if view.before is None or view.asks:
        return []
    said, day = view.before
    when = words.day(day, with_year=True)
    told = para(notes.BEFORE.format(day=when, words=said), width, "title")
    return [BLANK, *told] if roomy else told


def _asked(view: StepView) -> str:
    if view.asks is Lack.PERMISSION:
        return words.MAY_WRITE
    return words.WHY_NOT if any(row.group is Group.REASON for row in view.rows) else ""


def _row(row: Row, view: StepView, width: int, slots: Slots) -> list[Line]:
    target = target_of(row)
    key = slots.get(row.key, "") if row.key else ""
    if row.group is Group.POINT:
        mark = "[x]" if row.on else "[ ]"
        lead = (Span("  "), ink(f"{mark} ", "mark", target))
    else:
        shown = f"{key:<2}"
        lead = (ink(shown, "key", target), ink(f"{mark_of(row, view.many)} ", "mark", target))
    style = "title" if row.on else "text"
    return hung(lead, label_of(row), width, style, target)


def _short(row: Row, slots: Slots) -> tuple[Span, ...]:
    """Return a standing answer as one short item."""
    target = target_of(row)
    key = slots.get(row.key, "") if row.key else ""
    mark = mark_of(row, False)
    style = "title" if row.on else "soft"
    keyed = (ink(f"{key} ", "key", target),) if key else ()
    return (*keyed, ink(f"{mark} ", "mark", target), ink(label_of(row), style, target))


def _recorded(view: StepView, width: int, slots: Slots) -> list[Line]:
    """Return what is recorded beyond a mark: words, people, a number, a reason."""
    answer, lines = view.answer, []
    if answer.people:
        named = ", ".join(words.person(person) for person in answer.people)
        lines += hung((ink(f"{screen.HERE}: ", "soft"),), named, width)
    if answer.words:
        label = words.FIELDS[view.field if view.field in (Field.WORDS, Field.TEXT) else Field.WORDS]
        lines += hung((ink(f"{label}: ", "soft", WORDS),), answer.words, width, target=WORDS)
    elif view.field in (Field.WORDS, Field.TEXT, Field.PERSON) and view.worded and not view.asks:
        hint = screen.TYPE_WORDS.format(key=slots["words"])
        lines += para(f"{hint} {words.FIELDS[view.field]}", width, "soft", target=WORDS)
    if answer.number is not None and not any(row.on for row in view.rows):
        label = words.FIELDS[Field.NUMBER]
        lines += hung((ink(f"{label}: ", "soft"),), str(answer.number), width)
    if answer.reason:
        why = answer.because or words.pick(answer.reason)
        lines += hung((ink(f"{screen.BECAUSE}: ", "soft"),), why, width)
    return [BLANK, *lines] if lines else []
