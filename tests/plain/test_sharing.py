"""A shared workstation over lines: handing on, signing with a passphrase, nobody there any more."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest

from bedside import session as seam
from bedside.cli.desk import Desk
from bedside.core import events as e
from bedside.core import moves as m
from bedside.plain.keyboard import Away, Cover, Keyboard
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.clinics import COLLEAGUE, KEEPER, PHRASE, SharedSite
from tests.conftest import Clock
from tests.people import WORDS
from tests.plain.telling import NOBODY, Told, begun
from tests.worlds import UNCERTAINTY


def told(desk: Desk, session: Session, *lines: str) -> Told:
    """Type these lines as who is signed in, then let the input end."""
    out = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    saved = Walker(session, Talk(typed, out), desk.author, desk.reception).run()
    return Told(session, out.getvalue(), saved)


def signed_in(desk: Desk, site: SharedSite, name: str) -> None:
    """Have somebody signed in at the desk."""
    _ = site
    assert desk.reception is not None
    found = desk.reception.sign_in(name, PHRASE)
    assert getattr(found, "name", "") == name


def test_a_visit_is_handed_on_by_number_and_taken_on_by_the_colleague(
    desk: Desk, site: SharedSite
) -> None:
    signed_in(desk, site, KEEPER)
    said = told(desk, begun(desk, UNCERTAINTY), NOBODY, "1", "/hand", "2")
    assert f"Offered to {COLLEAGUE}, physician. It stays yours until they take it" in said.said
    signed_in(desk, site, COLLEAGUE)
    assert desk.reception is not None
    (waiting,) = desk.reception.waiting()
    taken = desk.reception.take(waiting)
    assert isinstance(taken, Session)
    assert f"handed on to {COLLEAGUE}, physician" in taken.text()


def test_who_gave_a_visit_away_takes_it_back_by_recording_and_not_by_looking(
    desk: Desk, site: SharedSite
) -> None:
    assert desk.reception is not None
    desk.reception.begin_emergency()
    visit = begun(desk, UNCERTAINTY)
    assert visit.close()
    desk.reception.sign_out()
    signed_in(desk, site, KEEPER)
    (claim,) = desk.reception.waiting()
    claimed = desk.reception.take(claim)
    assert isinstance(claimed, Session)
    told(desk, claimed, NOBODY, "1", f"/hand {COLLEAGUE}")
    signed_in(desk, site, COLLEAGUE)
    (offer,) = desk.reception.waiting()
    taken = desk.reception.take(offer)
    assert isinstance(taken, Session)
    taken.close()
    signed_in(desk, site, KEEPER)
    looked = desk.resume(claimed.visit.id)
    assert isinstance(looked, Session)
    said = told(desk, looked, "/note")
    assert f"{COLLEAGUE} took this visit on." in said.said
    assert said.visit.holder == COLLEAGUE
    again = desk.resume(claimed.visit.id)
    assert isinstance(again, Session)
    said = told(desk, again, "8")
    assert said.visit.holder == KEEPER
    told_of = " ".join(said.session.text().split())
    assert f"claimed by {KEEPER}, nurse" in told_of
    assert f"handed on to {COLLEAGUE}, physician" in told_of
    assert f"back with {KEEPER}, nurse, at" in told_of
    assert [one.by for one in said.visit.taken] == [KEEPER, COLLEAGUE, KEEPER]


def test_a_visit_handed_back_is_with_who_had_it_before(desk: Desk, site: SharedSite) -> None:
    assert desk.reception is not None
    signed_in(desk, site, KEEPER)
    told(desk, begun(desk, UNCERTAINTY), NOBODY, "1", f"/hand {COLLEAGUE}")
    for giver, taker in ((COLLEAGUE, KEEPER), (KEEPER, COLLEAGUE)):
        signed_in(desk, site, giver)
        (offer,) = desk.reception.waiting()
        taken = desk.reception.take(offer)
        assert isinstance(taken, Session)
        assert taken.visit.holder == giver
        told(desk, taken, f"/hand {taker}")
        last = " ".join(taken.text().split())
    assert f"back with {KEEPER}, nurse" in last


def test_an_offer_is_named_and_can_be_taken_back(desk: Desk, site: SharedSite) -> None:
    signed_in(desk, site, KEEPER)
    said = told(desk, begun(desk, UNCERTAINTY), NOBODY, f"/hand {COLLEAGUE.lower()}", "/hand", "1")
    assert "who has not answered yet" in said.said
    assert "Taken back." in said.said
    handed = [event.to for event in said.session._events if isinstance(event, e.HandedOn)]
    assert handed == [COLLEAGUE, ""]


def test_a_name_nobody_has_offers_the_nearest(desk: Desk, site: SharedSite) -> None:
    signed_in(desk, site, KEEPER)
    said = told(desk, begun(desk, UNCERTAINTY), NOBODY, "/hand Roe")
    assert "No colleague here is called Roe. Did you mean Dr Roe?" in said.said


def test_on_a_workstation_of_ones_own_there_is_nobody_to_hand_on_to(desk: Desk) -> None:
    said = told(desk, begun(desk, UNCERTAINTY), NOBODY, "/hand")
    assert "Nobody signs in on this workstation" in said.said


def test_signing_takes_name_and_role_from_who_is_signed_in_and_the_passphrase_once_more(
    desk: Desk, site: SharedSite
) -> None:
    signed_in(desk, site, KEEPER)
    session = begun(desk, UNCERTAINTY)
    lines = (NOBODY, "1", "/rest", "5", "/sign", "-", "not mine", "/sign", "-", PHRASE)
    said = told(desk, session, *lines)
    assert f"You sign as {KEEPER}, nurse." in said.said
    assert "That is not the passphrase." in said.said
    assert "Nothing was signed." in said.said
    assert said.visit.signed is not None
    assert (said.visit.signed.author, said.visit.signed.role) == (KEEPER, "nurse")
    assert PHRASE not in said.said


def test_an_emergency_visit_says_so_and_cannot_be_signed(desk: Desk, site: SharedSite) -> None:
    assert desk.reception is not None
    desk.reception.begin_emergency()
    said = told(desk, begun(desk, UNCERTAINTY), NOBODY, "1", "/rest", "5", "/sign")
    assert "Emergency visit: nobody is signed in." in said.said
    assert "nobody stands for this visit yet" in said.said
    assert "Somebody who signs in claims it with: bedside take" in said.said
    assert said.visit.signed is None


class Fingers:
    """Letters as they come from a keyboard; where a number stands, so many seconds without any."""

    def __init__(self, clock: Clock, *parts: str | float) -> None:
        """Type these, then stay away."""
        self._clock, self._parts = clock, iter(parts)
        self.is_raw = False

    @contextmanager
    def raw(self) -> Iterator[None]:
        """Take letters one by one."""
        self.is_raw = True
        yield
        self.is_raw = False

    def read(self, seconds: float) -> str | None:
        """Return what comes next; after the last, time passes and nothing comes."""
        assert self.is_raw
        part = next(self._parts, seconds)
        if isinstance(part, str):
            return part
        self._clock.forward(part / 60)
        return None


def read_lines(clock: Clock, *parts: str | float, shown: bool = True) -> tuple[list[str], str, str]:
    """Read lines until nobody is there; return them, what was shown, and what stood then."""
    out, lines = io.StringIO(), []
    keyboard = Keyboard(Fingers(clock, *parts), out, 120, clock)
    try:
        while True:
            lines.append(keyboard.line(shown))
    except Away as away:
        return lines, out.getvalue(), away.half


@pytest.mark.parametrize(
    ("parts", "lines", "half"),
    [
        (("a", "b", "\n"), ["ab\n"], ""),
        (("one\ntwo\n", "thr"), ["one\n", "two\n"], "thr"),
        (("ax", "\x7f", "b\r\n"), ["ab\n"], ""),
        (("gone\x15", "kept"), [], "kept"),
        (("\x1b[A", "x\n"), ["x\n"], ""),
        (("long", 119.0, "er", 119.0, "!"), [], "longer!"),
        (("é\x7fe",), [], "e"),
    ],
)
def test_a_keyboard_gives_lines_and_keeps_the_one_that_nobody_finished(
    clock: Clock, parts: Iterable[str | float], lines: list[str], half: str
) -> None:
    read, _, stood = read_lines(clock, *parts)
    assert (read, stood) == (lines, half)


def test_what_is_hidden_is_neither_shown_nor_kept(clock: Clock) -> None:
    read, shown, half = read_lines(clock, "lamp\n", "riv", shown=False)
    assert read == ["lamp\n"]
    assert shown.strip() == ""
    assert half == ""


def test_a_machine_that_slept_locks_as_soon_as_it_wakes(clock: Clock) -> None:
    """The clock counts sleep: nobody gets two more minutes with what stands on screen."""
    assert read_lines(clock, "half", 8 * 3600.0)[2] == "half"


def test_a_talk_that_nobody_could_open_again_hides_and_goes_on_at_any_key(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    assert desk.reception is not None
    desk.reception.begin_emergency()
    session = begun(desk, UNCERTAINTY)
    out, marks = io.StringIO(), []
    fingers = Fingers(
        clock, "\n", "1\n", "1\n", "half", 121.0, 5 * 3600.0, "\n", " a word\n", "\x04"
    )
    keyboard = Keyboard(fingers, out, 120, clock)
    walker = Walker(session, Talk(io.StringIO(), out, keyboard), desk.author, desk.reception)

    def hide() -> None:
        marks.append(len(out.getvalue()))

    keyboard.cover = Cover(hide, walker.tell_again)
    walker.run()
    assert len(marks) == 1  # once, however long nobody is there
    after = out.getvalue()[marks[0] :]
    assert after.index("How they see things") < after.index("half")
    again = session.visit.answer("their-view")
    assert again is not None
    assert again.words == "half a word"


def test_nobody_there_saves_all_and_the_unfinished_line_with_it(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    signed_in(desk, site, KEEPER)
    session = begun(desk, UNCERTAINTY)
    fingers = Fingers(clock, "\n", "1\n", "1\n", WORDS)
    out = io.StringIO()
    talk = Talk(io.StringIO(), out, Keyboard(fingers, out, 120, seam.now))
    with pytest.raises(Away):
        Walker(session, talk, desk.author, desk.reception).run()
    again = desk.resume(session.visit.id)
    assert isinstance(again, Session)
    assert again.visit.step == "their-view"
    answer = again.visit.answer("their-view")
    assert answer is not None
    assert answer.words == WORDS


def test_an_unfinished_line_that_answers_no_step_becomes_a_private_note(
    desk: Desk, site: SharedSite, clock: Clock
) -> None:
    """A patient's name that was being typed must not become an answer to the first step."""
    signed_in(desk, site, KEEPER)
    session = begun(desk, UNCERTAINTY)
    out = io.StringIO()
    talk = Talk(io.StringIO(), out, Keyboard(Fingers(clock, "Test, Avery"), out, 120, seam.now))
    with pytest.raises(Away):
        Walker(session, talk, desk.author, desk.reception).run()
    again = desk.resume(session.visit.id)
    assert isinstance(again, Session)
    assert not again.visit.record.entries
    assert again.recovered is not None
    assert (again.recovered.field, again.recovered.words) == ("jot", "Test, Avery")


def test_the_lock_command_leaves_at_once(desk: Desk, site: SharedSite) -> None:
    signed_in(desk, site, KEEPER)
    with pytest.raises(Away):
        told(desk, begun(desk, UNCERTAINTY), NOBODY, "1", "/lock")


def test_what_cannot_be_read_is_said_when_a_visit_is_opened(desk: Desk) -> None:
    session = begun(desk, UNCERTAINTY)
    session.do(m.Pick("one-story", "done"))
    session.unreadable = 2
    said = told(desk, session, "", "/check")
    assert said.said.count("2 things that were recorded cannot be read") == 2
