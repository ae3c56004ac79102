"""Input that ends: after any line, in any question, in the middle of a word, nothing is lost."""

from __future__ import annotations

import io
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bedside.cli.desk import Desk
from bedside.core.answers import Patient
from bedside.core.visit import State, Visit
from bedside.plain.talk import Talk
from bedside.plain.walker import Walker
from bedside.session import Session
from tests.conftest import Clock
from tests.people import AVERY, CLINICIAN, WORDS
from tests.plain.telling import WHOLE, begun, number_of, resumed, talk, tell, typed
from tests.worlds import A_FEW, SHIPPED, UNCERTAINTY

_BEFORE = (
    *(AVERY.name, AVERY.second, "1", "1", "/words", "aside", "/feelings", "1", WORDS),
    *("/note", "to self", "1", "/pause", "", "The scan is not back", "1", "", "1", "9"),
    *("/skip", "9", "called away", "1 5", "the dog", "/outline", "4", "/another", "", "/check"),
    *("2", "/words", "Scan at three", "", "6", "24.12.", "/check", "/rest", "9", "called away"),
    "/check",
)
_AFTER = (
    *("Dr Roe", "24.12.", "/patient", "", "/undo", "/redo"),
    *("/read", "2 the dog first", "2", "3 not the scan", "3", "0", "1", "/afterwards", "1.3."),
    *("/take", "/text", "/text handover", "/trace", "/trace 2", "/keep it is right so"),
    *("/stop", "4", "too tired", "/stop", "/sign", *CLINICIAN, "12"),
)
"""Lines that come through every kind of question, before and after a follow-up's number."""


def asked(desk: Desk) -> tuple[str, ...]:
    """Return the lines, with the number under which the follow-up stands on the check page."""
    told = tell(begun(desk, UNCERTAINTY), _BEFORE)
    return (*_BEFORE, number_of(told, "Call with any news"), *_AFTER)


class Watched(io.StringIO):
    """An input that remembers how the visit stood each time a line was read."""

    def __init__(self, lines: tuple[str, ...], session: Session) -> None:
        """Give these lines to the talk of this session."""
        super().__init__("".join(f"{line}\n" for line in lines))
        self.stood: list[Visit] = []
        self._session = session

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        """Return the next line, after keeping how the visit stands."""
        self.stood.append(self._session.visit)
        return super().readline(-1 if size is None else size)


def stood(desk: Desk, checklist: str, lines: tuple[str, ...]) -> list[Visit]:
    """Return how the visit stood before each of the lines, and after the last."""
    session = begun(desk, checklist)
    watched = Watched(lines, session)
    Walker(session, Talk(watched, io.StringIO())).run()
    return watched.stood


@pytest.mark.parametrize("checklist", A_FEW)
def test_cut_after_any_answer_the_visit_resumes_with_all_answers_so_far(
    desk: Desk, clock: Clock, checklist: str
) -> None:
    lines = ("", *WHOLE[checklist])
    before = stood(desk, checklist, lines)
    assert len(before) == len(lines) + 1
    for cut in range(len(lines) + 1):
        resumes_as_it_stood(desk, checklist, lines[:cut], before[cut])


@given(checklist=st.sampled_from(SHIPPED), cut=st.integers(0, 60))
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_talk_cut_anywhere_resumes_with_all_answers_so_far(
    desk: Desk, clock: Clock, checklist: str, cut: int
) -> None:
    lines = ("", *WHOLE[checklist])[:cut]
    resumes_as_it_stood(desk, checklist, lines, stood(desk, checklist, lines)[-1])


def resumes_as_it_stood(desk: Desk, checklist: str, lines: tuple[str, ...], stands: Visit) -> None:
    """Type some lines of a talk, and find it again where it was and with all that was answered."""
    told = tell(begun(desk, checklist), lines)
    assert told.saved
    again = resumed(desk, told)
    assert again.visit.record.entries == stands.record.entries
    assert again.visit.step == stands.step
    again.close()


def test_cut_in_any_question_the_visit_resumes_as_it_stood(desk: Desk, clock: Clock) -> None:
    lines = asked(desk)
    before = stood(desk, UNCERTAINTY, lines)
    assert len(before) >= len(lines)
    for cut in range(len(lines)):
        told = tell(begun(desk, UNCERTAINTY), lines[:cut])
        again = resumed(desk, told)
        stands = before[cut]
        assert again.visit.record.entries == stands.record.entries, lines[:cut]
        assert again.visit.record.jottings == stands.record.jottings
        assert again.visit.record.assignments == stands.record.assignments
        assert again.visit.step == stands.step
        assert "All is kept." in told.said
        again.close()


def test_the_questions_asked_are_all_there_are(desk: Desk, clock: Clock) -> None:
    """The story of the test above really answers, names, notes, assigns, stops and signs."""
    last = stood(desk, UNCERTAINTY, (*asked(desk), AVERY.name, AVERY.second))[-1]
    told = tell(begun(desk, UNCERTAINTY), (*asked(desk), AVERY.name, AVERY.second))
    assert told.visit.state is State.SIGNED
    assert last.record.patient == AVERY
    assert last.record.jottings
    assert last.record.assignments
    assert last.stopped is None
    answer = last.answer("easier")
    assert answer is not None
    assert answer.words == "the dog"


def test_words_without_their_line_end_are_kept_as_words(desk: Desk) -> None:
    told = typed(begun(desk, UNCERTAINTY), f"\n1\n1\n{WORDS[:9]}")
    assert told.answer("their-view").words == WORDS[:9].strip()
    again = resumed(desk, told)
    assert again.visit.answer("their-view") == told.answer("their-view")


@pytest.mark.parametrize("question", ["/words\n", "/note\n", "/skip\n9\n"])
def test_half_typed_words_in_a_question_are_kept_too(desk: Desk, question: str) -> None:
    told = typed(begun(desk, UNCERTAINTY), f"\n1\n1\n{question}half of wh")
    record = resumed(desk, told).visit.record
    answers = [entry.answer for entry in record.entries.values()]
    found = [one.words for one in answers] + [one.because for one in answers]
    assert "half of wh" in found + [one.words for one in record.jottings]


def test_a_first_name_is_kept_where_the_second_identifier_never_came(desk: Desk) -> None:
    told = tell(begun(desk, UNCERTAINTY), (AVERY.name,))
    assert resumed(desk, told).visit.record.patient == Patient(label=AVERY.name)


def test_something_else_stays_chosen_where_its_words_never_came(desk: Desk) -> None:
    told = talk(desk, UNCERTAINTY, *WHOLE[UNCERTAINTY][:10], "5")
    assert resumed(desk, told).visit.answer("easier") == told.answer("easier")
    assert told.answer("easier").picks == ("other",)


def test_nothing_at_all_is_a_visit_that_can_be_taken_up(desk: Desk) -> None:
    told = typed(begun(desk, UNCERTAINTY), "")
    assert "All is kept." in told.said
    assert resumed(desk, told).visit.step == "one-story"


def test_an_interrupt_keeps_all_and_says_the_way_back_before_it_goes_on(desk: Desk) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            line = super().readline(-1 if size is None else size)
            if not line:
                raise KeyboardInterrupt
            return line

    session, out = begun(desk, UNCERTAINTY), io.StringIO()
    with pytest.raises(KeyboardInterrupt):
        Walker(session, Talk(Interrupted("\n1\n1\n"), out)).run()
    assert out.getvalue().endswith(f"All is kept. Go on with: bedside resume {session.visit.id}\n")
    again = desk.resume(session.visit.id)
    assert isinstance(again, Session)
    assert set(again.visit.record.entries) == {"one-story", "good-time"}


_LINES = st.one_of(
    st.sampled_from((*_BEFORE, *_AFTER)),
    st.sampled_from([line for lines in WHOLE.values() for line in lines]),
    st.sampled_from(["/another", "/why", "/who", "/help", "/leave", "/stop", "-", "d", "0", "8"]),
    st.text(alphabet=string.printable, max_size=8),
    st.text(max_size=6),
)


@given(lines=st.lists(_LINES, max_size=25), checklist=st.sampled_from(SHIPPED))
def test_any_lines_whatever_leave_a_visit_that_opens_again_as_it_was(
    lines: list[str], checklist: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("any")
    desk = Desk(environ={"BEDSIDE_HOME": str(home), "BEDSIDE_SITE": str(home)})
    told = tell(begun(desk, checklist), [line.replace("\n", " ") for line in lines])
    assert told.saved
    again = resumed(desk, told)
    assert again.visit.record == told.visit.record
    assert again.visit.step == told.visit.step
    again.close()
    desk.store.close()
