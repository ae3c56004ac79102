"""From the items of a Questionnaire to the steps of a checklist file, ours and those of others.

Groups become sections, which are flat here: where a group goes on after one within it, its section
is taken up again. Everything is looked at once (`element.py`), so that nothing falls away unsaid.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, cast

from bedside.content.questionnaire import ours
from bedside.content.questionnaire.asked import Asked, Question, asked
from bedside.content.questionnaire.element import Element, Json
from bedside.content.questionnaire.marks import Marks, marks_of
from bedside.content.questionnaire.named import Names
from bedside.content.questionnaire.rules import (
    Asking,
    Rule,
    Target,
    Unsaid,
    both,
    lines,
    rule_of,
    tested,
)
from bedside.content.questionnaire.told import Told, left_as, shortened
from bedside.content.shape import Table

TITLE = 60
"""The letters of a title that can be read at a glance (finding F805)."""
DEEPEST = 48
_AGAIN = ", continued"
_NO_BLANKS = str.maketrans("{}", "()")
"""Braces stand for blanks in a sentence of the note."""
BROUGHT = "the steps of a bank that is not here"
"""What of a form is left out because every visit brings it along, if this workstation has it."""


class Part(NamedTuple):
    """A group that steps stand in: its title, those of the groups around it, when it appears."""

    link: str
    title: str
    around: str = ""
    rule: Rule = Rule()


class Intake:
    """Takes the items of one form in, gathering steps and what is wrong on the way."""

    def __init__(self, told: Told, title: str, contained: dict[str, Json]) -> None:
        """Begin with nothing; `title` heads what stands outside of every group."""
        self.told, self.contained = told, contained
        self.steps: list[Table] = []
        self.links: list[str] = []
        """The item that each step was made of."""
        self.names = Names()
        self._targets: dict[str, Target] = {}
        self._order: dict[str, tuple[str, ...]] = {}
        self._many: set[str] = set()
        self._lost: set[str] = set()
        self._seen: set[str] = set()
        self._top = Part("", title)
        self._here: Part | None = None
        self._ours_so_far: set[str] = set()
        self._begun: dict[str, int] = {}

    def items(self, form: Element) -> None:
        """Take in all items of a form."""
        self._walk(form.parts("item"), self._top, Rule(), 0)

    def _walk(self, items: Iterator[Element], part: Part, above: Rule, depth: int) -> None:
        """Take in items; `above` is the rule of the question that they stand under."""
        for item in items:
            link = item.text("linkId")
            if not link or link in self._seen or depth > DEEPEST:
                what = "it has no linkId" if not link else "another item has the same linkId"
                what = "groups stand too deep in each other" if depth > DEEPEST else what
                self.told.refuse(link, "T167", what, "give every item a linkId of its own")
                continue
            self._seen.add(link)
            self.told.texts[link] = shortened(str(item.peek("text") or ""))
            if ours.is_bank(item, link):
                self.told.leave(BROUGHT, link)
            elif ours.is_beside(item, link, self._ours_so_far):
                continue
            elif ours.is_frame(item, link):
                item.pass_over("type", "enableWhen", "enableBehavior")
                self._walk(item.parts("item"), part, above, depth + 1)
            elif ours.is_ours(item):
                self._ours(item, link, part, above, depth)
            elif item.text("type") == "group":
                self._group(item, link, part, above, depth)
            else:
                self._question(item, link, part, above, depth)
            self._rest(item, link)

    def _rest(self, item: Element, link: str) -> None:
        for name in item.left():
            self.told.leave(left_as(name, item.peek(name)), link)

    def _ours(self, item: Element, link: str, part: Part, above: Rule, depth: int) -> None:
        """Take in an item that was once a step."""
        taken = ours.step_of(item, link, self.told)
        if taken is None:
            self._lost.add(link)
            return
        is_section = taken.table["kind"] == "section"
        if above != Rule() or (is_section and part.rule != Rule()):
            way = "put it where it stood, or take the extension checklist-step off it"
            self.told.refuse(link, "T168", "it was moved under another rule than its own", way)
        inner = Part(link, str(taken.table["title"])) if is_section else part
        if is_section:
            self._here = inner
        else:
            self._enter(part)
        self.names.take(link)
        self._ours_so_far.add(link)
        self._add(taken.table, link)
        self._targets[link] = taken.target
        self._order[link] = taken.target.order
        if taken.target.is_many:
            self._many.add(link)
        self._walk(taken.inside, inner, Rule(), depth + 1)

    def _group(self, item: Element, link: str, part: Part, above: Rule, depth: int) -> None:
        """Take in a group, and whatever is wrong with it, everything within it."""
        marks = marks_of(item, link, self.told) or Marks()
        rule = self._rule(item, link) or Rule()
        if item.truth("repeats"):
            way = "take `repeats` out and ask once, or name each time as a group of its own"
            self.told.refuse(link, "T162", "a group of questions is asked again and again", way)
        whole = self._all(link, (part.rule, above, rule)) or Rule()
        text = item.text("text") or marks.text
        around = "" if part is self._top else ": ".join(filter(None, (part.around, part.title)))
        inner = Part(link, text, around, whole) if text else part._replace(link=link, rule=whole)
        same = not text and whole == part.rule
        self._walk(item.parts("item"), part if same else inner, Rule(), depth + 1)

    def _question(self, item: Element, link: str, part: Part, above: Rule, depth: int) -> None:
        """Take in a question, and whatever is wrong with it, everything under it."""
        marks = marks_of(item, link, self.told)
        rule = self._rule(item, link)
        asking = Question(item, link, marks or Marks(), self.told, self.contained)
        made = asked(asking) if marks is not None else None
        whole = self._all(link, (above, rule)) if rule is not None else None
        if made is None or whole is None or marks is None:
            self._lost.add(link)
            item.pass_over("type", "text")
            self._walk(item.parts("item"), part, Rule(), depth + 1)
            return
        self._enter(part)
        table = self._titled(made, marks, link)
        table |= lines(whole, self._order)
        self._add(table, link)
        target = made.target._replace(step=str(table["id"]))
        self._targets[link] = target
        self._order[target.step] = target.order
        if target.is_many:
            self._many.add(target.step)
        self._walk(self._inside(item, table), part, whole, depth + 1)

    def _inside(self, item: Element, table: Table) -> Iterator[Element]:
        """Yield the items under a question that are no remarks on it; those become its tips."""
        for inner in item.parts("item"):
            if inner.text("type") == "display" and not inner.has("enableWhen"):
                link = inner.text("linkId")
                self._seen.add(link)
                marks = marks_of(inner, link, self.told)
                text = " ".join(inner.text("text").split())
                if marks is not None and text:
                    tips = cast("list[str]", table.setdefault("tips", []))
                    tips.append(text)
                self._rest(inner, link)
            else:
                yield inner

    def _titled(self, made: Asked, marks: Marks, link: str) -> Table:
        """Return a step's table with its name, its title, and the whole text where that is long."""
        text = " ".join((f"{made.text} ({marks.unit})" if marks.unit else made.text).split())
        title = shortened(marks.short or text, TITLE)
        table: Table = {"id": self.names.given(link, text), "title": title, **made.table}
        if title != text:
            table["say"] = made.text
        note = _sentences(title, table)
        return table | ({"note": note} if note else {})

    def _enter(self, part: Part) -> None:
        """Begin a part's section, or take it up again, unless the last step stood in it."""
        if part is self._here or (self._here is None and part is self._top):
            return
        self._here = part
        whole = " ".join(": ".join(filter(None, (part.around, part.title))).split()) or "More"
        short = whole if len(whole) <= TITLE else shortened(part.title or whole, TITLE)
        times = self._begun[short] = self._begun.get(short, 0) + 1
        again = f"{_AGAIN} ({times})" if times > 2 else _AGAIN if times > 1 else ""
        title = f"{shortened(short, TITLE - len(again))}{again}"
        table: Table = {
            "id": self.names.given(part.link, whole),
            "kind": "section",
            "title": title,
        }
        if short != whole:
            table["why"] = whole
        self._add({**table, **lines(part.rule, self._order)}, part.link)

    def _add(self, table: Table, link: str) -> None:
        self.steps.append(table)
        self.links.append(link)

    def _rule(self, item: Element, link: str) -> Rule | None:
        """Take the rule of an item; None where it cannot be said, which is told."""
        try:
            tests = [self._test(one) for one in item.parts("enableWhen")]
            behavior = item.text("enableBehavior")
            if len(tests) > 1 and behavior not in ("all", "any"):
                raise Unsaid("it does not say whether all of its tests are to hold, or any")
            return rule_of(tests, behavior != "any", frozenset(self._many))
        except Unsaid as unsaid:
            self._unsaid(link, str(unsaid))
        except KeyError:  # what it looks at cannot be taken in, which was told
            pass
        return None

    def _all(self, link: str, rules: tuple[Rule, ...]) -> Rule | None:
        try:
            return both(rules, frozenset(self._many))
        except Unsaid as unsaid:
            self._unsaid(link, str(unsaid))
            return None

    def _unsaid(self, link: str, why: str) -> None:
        way = "ask it with one test, or with several of different questions above it"
        self.told.refuse(link, "T165", f"its rule cannot be said in a checklist, as {why}", way)

    def _test(self, test: Element) -> tuple[str, Asking]:
        """Return one test of theirs. Unsaid; KeyError where its question was refused already."""
        question, operator = test.text("question"), test.text("operator")
        kind, value = test.value("answer")
        if test.has("modifierExtension"):
            raise Unsaid("one of its tests carries a modifier extension")
        if question in self._lost:
            raise KeyError(question)
        target = self._targets.get(question)
        if target is None:
            raise Unsaid(f"it looks at “{question}”, which is no question above it")
        return target.step, tested(target, operator, kind, _key(kind, value), value)


def _sentences(title: str, table: Table) -> Table:
    """Return what the note needs said of a step: what free words answer, and that it was left."""
    plain = title.translate(_NO_BLANKS).rstrip(" :?.…")
    found: Table = {"answered": f"{plain}: {{answer}}"} if table["kind"] == "text" else {}
    if table.get("required"):
        found["not-asked"] = f"Not asked: {plain}."
    return found


def _key(kind: str, value: object) -> str:
    """Return how an answer that a test names is known among the answers of its question."""
    if kind == "Coding" and isinstance(value, dict):
        return f"{value.get('system', '')}|{value.get('code', '')}"
    return str(value).lower() if isinstance(value, bool) else str(value)
