"""`tasks`: what is still to be done after every visit, done by whom, and as a calendar."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.cli.exits import Exit
from bedside.core import moves as m
from bedside.session import Session
from tests.cli.conftest import Run
from tests.cli.visits import CALL, GOOD_TIME, PAPER, followed_up, left_open, own_checklist, signed
from tests.conftest import Clock
from tests.deliver.calendars import todos
from tests.people import AVERY, CLINICIAN, ROWAN
from tests.worlds import UNCERTAINTY

HEADS = ["visit", "task", "what", "who", "due", "patient"]


@pytest.fixture
def today(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock by which visits are begun and by which follow-ups are overdue."""
    monkeypatch.setattr("bedside.store.moments.now", clock)
    return clock


def held(visit: str) -> Session:
    """Open a visit again."""
    session = Desk().resume(visit)
    assert isinstance(session, Session)
    return session


def finished(visit: str) -> dict[str, str]:
    """Return who has done which follow-up, as the visit itself says."""
    session = held(visit)
    session.close()
    return {task: done.by for task, done in session.visit.finished.items()}


def told(run: Run, *options: str) -> list[tuple[str, str]]:
    """Return visit and task of every follow-up that is listed, in order."""
    return [(one["visit"], one["task"]) for one in json.loads(run("tasks", "--json", *options).out)]


def test_without_a_follow_up_there_are_only_heads(run: Run) -> None:
    signed(UNCERTAINTY, GOOD_TIME)
    left_open()
    ran = run("tasks")
    assert (ran.code, ran.err) == (Exit.FINE, "")
    assert ran.out.split() == HEADS
    assert json.loads(run("tasks", "--json").out) == []


def test_open_follow_ups_are_listed_the_longest_overdue_first(run: Run, today: Clock) -> None:
    first = followed_up()
    today.forward(24 * 60)
    second = followed_up(ROWAN)
    assert told(run) == [(first, PAPER), (second, PAPER), (first, CALL), (second, CALL)]
    rows = run("tasks").out.splitlines()
    assert rows[0].split() == HEADS
    assert "2031-03-04 OVERDUE" in rows[1]
    assert AVERY.text() in rows[1]
    assert "2031-03-05 " in rows[2]
    assert "OVERDUE" not in "".join(rows[2:])
    assert ROWAN.label in rows[2]


def test_one_without_a_day_comes_last_and_is_never_overdue(
    run: Run, home: Path, settings_file: Callable[[str], Path], today: Clock
) -> None:
    """What another role has to do has no day of its own."""
    path = own_checklist(home / "config" / "checklists", "mine", "Mine")
    text = path.read_text(encoding="utf-8") + 'roles = ["doctor"]\n'
    path.write_text(text, encoding="utf-8")
    settings_file('[clinician]\nrole = "nurse"\n')
    dayless = signed("mine")
    today.forward(24 * 60)
    dated = followed_up()
    assert told(run) == [(dated, PAPER), (dated, CALL), (dayless, "sit")]
    assert run("tasks").out.splitlines()[3].split()[-3:] == ["doctor", "-", "-"]
    assert json.loads(run("tasks", "--json").out)[2]["overdue"] is False


def test_machines_are_told_everything(run: Run, today: Clock) -> None:
    visit = followed_up()
    first = json.loads(run("tasks", "--json").out)[0]
    assert first == {
        "visit": visit,
        "task": PAPER,
        "text": "Give the plan on paper",
        "who": first["who"],
        "day": "2031-03-04",
        "overdue": False,
        "done": "",
        "patient": AVERY.text(),
        "title": "Acknowledging uncertainty",
    }
    assert first["who"]


def test_one_that_is_done_is_listed_no_more_but_with_all_of_them(run: Run, today: Clock) -> None:
    visit = followed_up()
    ran = run("tasks", "done", visit, PAPER, "--by", "Dr Roe")
    assert ran == (Exit.FINE, "", "Done by Dr Roe: Give the plan on paper\n")
    assert finished(visit) == {PAPER: "Dr Roe"}
    assert told(run) == [(visit, CALL)]
    assert told(run, "--all") == [(visit, CALL), (visit, PAPER)]
    every = run("tasks", "--all").out.splitlines()
    assert every[0].split() == [*HEADS, "done", "by"]
    assert every[2].endswith("Dr Roe")
    assert "OVERDUE" not in every[2]


def test_who_has_done_it_can_be_another_and_can_be_taken_back(run: Run) -> None:
    visit = followed_up()
    run("tasks", "done", visit, PAPER, "--by", "Dr Roe")
    again = run("tasks", "done", visit, PAPER, "--by", "Dr Poe")
    assert again.err == "Done by Dr Poe (before: Dr Roe): Give the plan on paper\n"
    assert finished(visit) == {PAPER: "Dr Poe"}
    back = run("tasks", "done", visit, PAPER, "--undo")
    assert back == (Exit.FINE, "", "Still to be done: Give the plan on paper\n")
    assert finished(visit) == {}
    idle = run("tasks", "done", visit, PAPER, "--undo")
    assert idle == (Exit.FINE, "", "It was still to be done: Give the plan on paper\n")


def test_the_clinician_of_the_settings_has_done_it_where_nobody_is_named(
    run: Run, settings_file: Callable[[str], Path]
) -> None:
    visit = followed_up()
    nobody = run("tasks", "done", visit, PAPER)
    assert (nobody.code, nobody.err) == (
        Exit.USAGE,
        "bedside: say who has done it: add --by NAME.\n",
    )
    settings_file(f'[clinician]\nname = "{CLINICIAN[0]}"\n')
    assert run("tasks", "done", visit, PAPER).code == Exit.FINE
    assert finished(visit) == {PAPER: CLINICIAN[0]}


def test_a_visit_and_a_task_are_found_by_what_was_listed(run: Run) -> None:
    visit = followed_up()
    assert run("tasks", "done", "last", PAPER, "--by", "Dr Roe").code == Exit.FINE
    assert run("tasks", "done", visit[-6:].lower(), CALL, "--by", "Dr Roe").code == Exit.FINE
    near = run("tasks", "done", visit, "call-with-new", "--by", "Dr Roe")
    assert near.code == Exit.NOT_FOUND
    assert "has no follow-up 'call-with-new'. Did you mean call-with-news?" in near.err
    far = run("tasks", "done", visit, "xyzzy", "--by", "Dr Roe")
    assert "bedside tasks --all lists every one." in far.err


def test_nothing_is_done_after_a_visit_that_is_not_signed_or_was_retracted(run: Run) -> None:
    open_ = left_open()
    assert run("tasks", "done", open_, PAPER, "--by", "Dr Roe").code == Exit.NOT_ALLOWED
    visit = followed_up()
    session = held(visit)
    session.do(m.Append("retraction", *CLINICIAN, because="wrong patient"))
    session.close()
    ran = run("tasks", "done", visit, PAPER, "--by", "Dr Roe")
    assert ran.code == Exit.NOT_ALLOWED
    assert "was retracted, so nothing is left to do after it." in ran.err
    assert told(run, "--all") == []


def test_nothing_is_recorded_while_another_window_has_the_visit(run: Run) -> None:
    visit = followed_up()
    session = held(visit)
    ran = run("tasks", "done", visit, PAPER, "--by", "Dr Roe")
    assert (ran.code, ran.out) == (Exit.UNAVAILABLE, "")
    assert "nothing was recorded. Another window has this visit open" in ran.err
    session.close()
    assert finished(visit) == {}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("done",), "to say that one is done: bedside tasks done VISIT TASK"),
        (("done", "last"), "to say that one is done: bedside tasks done VISIT TASK"),
        (("list", "last", PAPER), "to say that one is done: bedside tasks done VISIT TASK"),
        (("done", "last", PAPER, "--all"), "done takes no option but --by or --undo."),
        (("done", "last", PAPER, "--ics"), "done takes no option but --by or --undo."),
        (("--by", "Dr Roe"), "--by and --undo go with: bedside tasks done VISIT TASK."),
        (("done", "last", PAPER, "--undo", "--by", "x"), "leave --by out."),
        (("--json", "--ics"), "--json and --ics are two formats: choose one."),
        (("-o", "x.ics"), "-o and --with-patient go with --ics."),
        (("--with-patient",), "-o and --with-patient go with --ics."),
    ],
)
def test_what_makes_no_sense_is_said_so(
    run: Run, clinic: Path, arguments: tuple[str, ...], says: str
) -> None:
    visit = followed_up()
    ran = run("tasks", *arguments)
    assert (ran.code, ran.out) == (Exit.USAGE, "")
    assert says in ran.err
    assert finished(visit) == {}
    assert list(clinic.iterdir()) == []


def test_a_calendar_names_no_patient_unless_that_is_asked_for(run: Run) -> None:
    visit, other = followed_up(), followed_up(ROWAN)
    plain = run("tasks", "--ics")
    assert (plain.code, plain.err) == (Exit.FINE, "")
    parts = (*AVERY.text().split(", "), ROWAN.label)
    assert not any(part.casefold() in plain.out.casefold() for part in parts)
    assert {one["UID"] for one in todos(plain.out)} == {
        f"{one}-{task}@bedside" for one in (visit, other) for task in (CALL, PAPER)
    }
    named = todos(run("tasks", "--ics", "--with-patient").out)
    assert {one["SUMMARY"].partition(": ")[0] for one in named} == {AVERY.text(), ROWAN.label}


def test_a_calendar_is_written_whole_or_not_at_all_and_over_nothing(run: Run, clinic: Path) -> None:
    visit = followed_up()
    ran = run("tasks", "--ics", "-o", "tasks.ics")
    assert ran == (Exit.FINE, "", "Written to tasks.ics.\n")
    raw = (clinic / "tasks.ics").read_bytes()
    assert raw.decode() == run("tasks", "--ics").out
    assert b"\r\n" in raw
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert run("tasks", "--ics", "-o", "tasks.ics").code == Exit.FINE
    run("tasks", "done", visit, PAPER, "--by", "Dr Roe")
    other = run("tasks", "--ics", "-o", "tasks.ics")
    assert (other.code, other.out) == (Exit.UNAVAILABLE, "")
    assert "already there. Nothing was replaced." in other.err
    assert (clinic / "tasks.ics").read_bytes() == raw


def test_a_calendar_of_all_says_which_are_done(run: Run) -> None:
    visit = followed_up()
    run("tasks", "done", visit, PAPER, "--by", "Dr Roe")
    (open_,) = todos(run("tasks", "--ics").out)
    assert open_["STATUS"] == "NEEDS-ACTION"
    every = {one["UID"]: one for one in todos(run("tasks", "--ics", "--all").out)}
    assert every[f"{visit}-{PAPER}@bedside"]["STATUS"] == "COMPLETED"
    assert "Done by: Dr Roe." in every[f"{visit}-{PAPER}@bedside"]["DESCRIPTION"]


def test_with_nothing_to_do_no_calendar_is_made(run: Run, clinic: Path) -> None:
    signed(UNCERTAINTY, GOOD_TIME)
    ran = run("tasks", "--ics", "-o", "tasks.ics")
    assert (ran.code, ran.out) == (Exit.FINE, "")
    assert ran.err.startswith("Nothing is left to do")
    assert list(clinic.iterdir()) == []
