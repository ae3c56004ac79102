"""What is said of conditions that never hold, always hold, or change nothing."""

from __future__ import annotations

import time
from datetime import date

import pytest

from bedside.content.check import check
from bedside.content.load import open_checklist
from bedside.content.logic.logic import illogical
from bedside.content.logic.ways import ways
from bedside.core.checklist import Checklist, Choice, Condition, Option, Step
from bedside.core.problems import Finding, Level
from tests.content.logic.made import entangled
from tests.content.texts import HEAD

TODAY = date(2031, 3, 4)


def question(id_: str, *lines: str, kind: str = "choose") -> str:
    """Return a question with the answers yes, no and later, and more lines."""
    options = 'options.yes = "Yes"\noptions.no = "No"\noptions.later = "Later"\n'
    own = options if kind.startswith("choose") else ""
    return f'\n[[steps]]\nid = "{id_}"\nkind = "{kind}"\ntitle = "{id_}"\n{own}' + "".join(
        f"{line}\n" for line in lines
    )


def section(id_: str, *lines: str) -> str:
    """Return a section with these lines."""
    return question(id_, *lines, kind="section")


def scale(id_: str, *lines: str) -> str:
    """Return a scale from 0 to 10."""
    return question(id_, "min = 0", "max = 10", *lines, kind="scale")


def task(*lines: str) -> str:
    """Return a follow-up."""
    return '\n[[tasks]]\nid = "task"\ntext = "x"\n' + "".join(f"{line}\n" for line in lines)


ASK = question("ask")
B_IF_YES = question("b", 'when.ask = "yes"')
NEVER = 'when.ask.not = ["yes", "no", "later", "declined", "unsure", "not-asked"]'
EVERY = 'when.ask = ["yes", "no", "later", "declined", "unsure", "not-asked"]'

MISTAKES = {
    "no answer is left": (ASK + question("b", NEVER), "L310", "b", NEVER, 1),
    "a limit above the scale": (
        scale("how") + question("b", "when.how.at_least = 11"),
        *("L310", "b", "when.how.at_least = 11", 1),
    ),
    "limits that cross": (
        scale("how") + question("b", "when.how.at_least = 7", "when.how.at_most = 3"),
        *("L310", "b", "when.how.at_least = 7", 1),
    ),
    "a step against its section": (
        ASK + section("part", 'when.ask = "yes"') + question("b", 'when.ask = "no"'),
        *("L310", "b", 'when.ask = "no"', 2),
    ),
    "a step against what its question needs": (
        ASK + question("b", 'when.ask = "yes"') + question("c", 'when.ask = "no"', 'when.b = "no"'),
        *("L310", "c", 'when.ask = "no"', 2),
    ),
    "or lines of which none can hold": (
        scale("how") + scale("far") + question("b", "or.how.at_least = 11", "or.far.at_most = -1"),
        *("L310", "b", "or.how.at_least = 11", 2),
    ),
    "a section nobody gets to": (
        ASK + section("part", NEVER) + question("b") + question("c", 'when.b = "yes"'),
        *("L311", "part", NEVER, 1),
    ),
    "a follow-up that never comes up": (
        ASK + question("b", 'when.ask = "yes"') + task('when.ask = "no"', 'when.b = "no"'),
        *("L312", "task", 'when.ask = "no"', 2),
    ),
    "every answer there is": (ASK + question("b", EVERY), "L314", "b", EVERY, 1),
    "a step that asks again what its section asks": (
        ASK + section("part", 'when.ask = "yes"') + question("b", 'when.ask = "yes"'),
        *("L314", "b", 'when.ask = "yes"', 1),
    ),
    "another way that its section asks for anyhow": (
        ASK + B_IF_YES + section("part", 'when.ask = "yes"')
        + question("c", 'when.b = "no"', 'or.ask = "yes"'),
        *("L314", "c", 'or.ask = "yes"', 2),
    ),
    "another way that its section asks for among others": (
        ASK + B_IF_YES + section("part", 'when.ask = "yes"')
        + question("c", 'when.b = "no"', 'or.ask = ["yes", "later"]'),
        *("L314", "c", 'or.ask = ["yes", "later"]', 2),
    ),
    "one of two ways that is always open": (
        ASK + B_IF_YES + question("c", 'or.b = "no"', EVERY.replace("when", "or")),
        *("L314", "c", EVERY.replace("when", "or"), 1),
    ),
    "a limit at the end of a scale": (
        ASK + question("b", 'when.ask = ["yes", "no"]', 'or.ask = "yes"'),
        *("L315", "b", 'or.ask = "yes"', 1),
    ),
    "one of two lines says nothing more": (
        ASK + B_IF_YES + question("c", 'when.ask = "yes"', 'when.b = "no"'),
        *("L315", "c", 'when.ask = "yes"', 1),
    ),
    "a condition repeated on all steps of a section": (
        ASK + section("part") + B_IF_YES + question("c", 'when.ask = "yes"'),
        *("L320", "b", 'when.ask = "yes"', 2),
    ),
    "a section with nothing in it": (
        ASK + section("part") + section("more") + question("b"),
        *("L321", "part", 'id = "part"', 1),
    ),
}  # fmt: skip


def logic_of(text: str) -> list[Finding]:
    """Return what is wrong with the conditions of this text."""
    opened = open_checklist((HEAD + text).encode(), "made-up.toml", {})
    assert opened.checklist
    assert opened.places
    assert not opened.findings
    return list(illogical(opened.checklist, opened.places))


@pytest.mark.parametrize("name", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_in_conditions_is_told_once_at_its_line(name: str) -> None:
    text, code, step, line, places = MISTAKES[name]
    (found,) = logic_of(text)
    rows = (HEAD + text).split("\n")
    assert found.code == code
    assert found.step == step
    assert found.span
    assert rows[found.span.start.line - 1].startswith(line.partition("=")[0].strip()[:8])
    assert len(found.related) == places - 1
    assert found.help


@pytest.mark.parametrize("name", [n for n, row in MISTAKES.items() if row[1] in ("L314", "L315")])
def test_a_line_that_changes_nothing_can_be_taken_out_with_one_key(name: str) -> None:
    """What it says is the line itself, and nothing is left of it."""
    text, _, _, line, _ = MISTAKES[name]
    (found,) = logic_of(text)
    assert found.level is Level.WARNING
    assert found.fix
    (edit,) = found.fix.edits
    rows = (HEAD + text).split("\n")
    assert rows[edit.span.start.line - 1] == line
    assert (edit.span.start.column, edit.span.end) == (1, (edit.span.start.line + 1, 1))
    assert edit.text == ""


def test_a_line_that_always_holds_is_told_with_what_makes_it_hold() -> None:
    """The line above it is well: it is the one that no longer does anything."""
    (found,) = logic_of(MISTAKES["another way that its section asks for anyhow"][0])
    assert found.message == (
        "This line always holds here, as its section asks for ask with 'yes'; "
        "so the other line no longer matters."
    )


def test_what_can_never_appear_stops_publishing_and_is_told_before_the_file_is_published() -> None:
    text = HEAD + ASK + question("b", NEVER)
    levels = {f.code: f.level for f in check(text.encode(), "made-up.toml", {}, TODAY).findings}
    assert levels["L310"] is Level.ERROR


def test_a_line_beside_others_in_braces_is_not_offered_to_be_taken_out() -> None:
    """Only a line of its own can go without taking others with it."""
    inside = 'when = {ask = ["yes", "no", "later", "declined", "unsure", "not-asked"]}'
    (found,) = logic_of(ASK + question("b", inside))
    assert (found.code, found.fix) == ("L314", None)


def branching(count: int) -> Checklist:
    """Return a checklist of so many questions, all of which look at others, in sections of nine."""
    options = tuple(Option(id=o, label=o) for o in ("yes", "no", "later"))
    made: list[Step] = [Choice(id="s0", kind="choose", title="x", options=options)]
    for at in range(1, count):
        if at % 9 == 0:
            gate = Condition(step=f"s{at - 1}", any_of=("yes", "no"))
            made.append(Step(id=f"part-{at}", kind="section", title="x", when=(gate,)))
        near = Condition(step=f"s{max(0, at - 1 - at % 3)}", any_of=("yes",))
        far = Condition(step=f"s{max(0, at - 2 - at % 5)}", none_of=("no",))
        ors = (far,) if at % 4 == 0 and far.step != near.step else ()
        lines = {"when": (near,), "or_": ors}
        made.append(Choice(id=f"s{at}", kind="choose", title="x", options=options, **lines))  # type: ignore[arg-type]
    return Checklist(format=1, id="made-up", title="x", steps=tuple(made))


def test_three_hundred_branching_steps_are_decided_and_counted_in_a_moment() -> None:
    """Twice 150 steps cost little more than double; walking every way would never end."""
    text = HEAD + "".join(question(f"s{n}", *_when(n)) for n in range(300))
    opened = open_checklist(text.encode(), "made-up.toml", {})
    assert opened.checklist
    assert opened.places
    begun = time.process_time()
    assert list(illogical(opened.checklist, opened.places)) == []
    found = ways(opened.checklist)
    spent = time.process_time() - begun
    assert found
    assert found.count > 10**20
    assert spent < 1


def _when(number: int) -> list[str]:
    lines = [f'when.s{number - 1 - number % 3} = ["yes", "later"]'] if number % 4 == 3 else []
    return lines + ([f'or.s{number - 2} = "no"'] if number % 8 == 3 else [])


@pytest.mark.parametrize("count", [40, 300])
def test_many_steps_that_hang_together_are_still_counted(count: int) -> None:
    made = branching(count)
    begun = time.process_time()
    assert ways(made)
    assert time.process_time() - begun < 2


def test_thirty_options_with_a_follow_up_each_are_no_trouble() -> None:
    """All but the one that asks for what is ruled out can come up."""
    options = "".join(f'options.o{n} = "O{n}"\n' for n in range(30))
    many = f'\n[[steps]]\nid = "many"\nkind = "choose-many"\ntitle = "x"\n{options}'
    tasks = "".join(
        f'\n[[tasks]]\nid = "t{n}"\ntext = "x"\nwhen.many = "o{n}"\n' for n in range(30)
    )
    clash = '\n[[tasks]]\nid = "never"\ntext = "x"\nwhen.many = "o1"\nwhen.b = "done"\n'
    text = many + question("b", 'when.many = "declined"', kind="say") + tasks + clash
    assert [(found.code, found.step) for found in logic_of(text)] == [("L312", "never")]


def test_what_is_too_entangled_is_said_and_never_hangs() -> None:
    begun = time.process_time()
    (found,) = logic_of(entangled())
    assert (found.code, found.level) == ("L329", Level.NOTE)
    assert time.process_time() - begun < 20
