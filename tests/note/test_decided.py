"""Single sentences before signing: put another way, put right when read back, kept apart by day."""

from __future__ import annotations

from datetime import date

from bedside.core import moves as m
from bedside.core.checklist import Checklist, TeachBack
from bedside.core.earlier import Earlier, Said
from bedside.core.note import READERS
from bedside.core.visit import Visit
from bedside.note import patient_wording as p
from bedside.note import wording as w
from bedside.note.compose import compose
from bedside.note.four_lines import aloud
from bedside.note.texts import composed
from tests.note.reading import places, sentences, whole
from tests.people import AVERY, WORDS
from tests.worlds import checklist, choose, do, opened, step

AUTUMN = date(2030, 11, 2)


def talk() -> Checklist:
    """Return a checklist with a plan, a worry, and a step that reads the note back."""
    return checklist(
        step("plan", kind="text", place="decided", note={"": "For now: {answer}"}),
        step("fear", kind="words", place="worries", note={"": "Fears: “{answer}”"}),
        choose("goal", "home", place="matters", note={"home": "Refused to leave."}),
        step("back", kind="read-back", place="checked", note={"corrected": "Read back."}),
    )


def talked(*moves: m.Move) -> Visit:
    """Return a visit in which all three were answered, and then this."""
    first = (m.Write("plan", "rest"), m.Write("fear", "pain"), m.Pick("goal", "home"))
    return do(opened(talk()), m.Identify(AVERY), *first, *moves)


def before(visit: Visit, *said: Said) -> Visit:
    """Return the visit after these words of an earlier one were found."""
    return do(visit, m.Recall(Earlier(visit="0" * 20, day=AUTUMN, said=said)))


def test_a_sentence_stands_as_it_was_put_last() -> None:
    """Each wording was offered for the one before it; the events of all are behind it."""
    visit = talked(
        m.Reword("Refused to leave.", "Declined to leave."),
        m.Reword("Declined to leave.", "Chose to stay."),
    )
    assert places(visit)["matters"] == "Chose to stay."
    behind = dict(sentences(compose(visit, visit.checklist)))["Chose to stay."]
    assert behind == (5, 6, 7)


def test_a_wording_can_be_taken_back_to_what_it_was() -> None:
    """By undo, or by the check that offers the first one again."""
    visit = talked(m.Reword("Refused to leave.", "Chose to stay."))
    assert places(do(visit, m.Undo()))["matters"] == "Refused to leave."
    again = do(visit, m.Reword("Chose to stay.", "Refused to leave."))
    assert places(again)["matters"] == "Refused to leave."
    once_more = do(again, m.Reword("Refused to leave.", "Chose to stay."))
    assert places(once_more)["matters"] == "Chose to stay."


def test_a_sentence_of_any_text_can_be_put_another_way() -> None:
    made = checklist(
        choose("goal", "home", place="matters", patient={"home": "You refused to leave."})
    )
    visit = do(opened(made), m.Pick("goal", "home"))
    visit = do(visit, m.Reword("You refused to leave.", "You chose to stay."))
    assert places(visit, "patient")["told"] == "You chose to stay."


def test_a_correction_stands_beside_the_line_it_corrects() -> None:
    """Both can be read, and the line that is read aloud stays as it was read."""
    visit = talked(m.Correct("back", "For now: rest.", "rest, and walk a little."))
    told = "For now: rest (put right by the patient when read back: rest, and walk a little)."
    assert places(visit)["decided"] == told
    assert "For now: rest." in aloud(visit, visit.checklist)
    assert places(visit)["checked"] == "Read back."


def test_a_correction_outlasts_another_wording_of_its_line() -> None:
    """Whichever came first."""
    read = m.Correct("back", "Refused to leave.", "could not leave")
    better = m.Reword("Refused to leave.", "Chose to stay.")
    told = "Chose to stay (put right by the patient when read back: could not leave)."
    assert places(talked(read, better))["matters"] == told
    later = m.Correct("back", "Chose to stay.", "could not leave")
    assert places(talked(better, later))["matters"] == told


def test_a_corrected_line_can_be_put_another_way_as_a_whole() -> None:
    visit = talked(m.Correct("back", "For now: rest.", "he refused it"))
    line = places(visit)["decided"]
    visit = do(visit, m.Reword(line, "For now: rest, which was declined."))
    assert places(visit)["decided"] == "For now: rest, which was declined."


def test_a_correction_whose_line_is_gone_is_told_by_itself() -> None:
    """The answer was changed after it was read back; what the patient said is not lost with it."""
    visit = talked(m.Correct("back", "For now: rest.", "walk"), m.Write("plan", "walking"))
    assert places(visit)["checked"] == (
        f"Read back ({w.CHANGED_SINCE}). "
        "Put right by the patient when read back: walk (it had said: For now: rest)."
    )
    assert "(it had said: For now: rest)" in places(visit, "handover")["right"]


def test_the_page_says_what_the_patient_put_right_to_the_patient() -> None:
    """Beside what says the same to the patient, else by itself."""
    visit = talked(m.Correct("back", "For now: rest.", "walk"))
    assert places(visit, "patient")["decided"] == (
        "Rest (you put this right when we read it to you: walk)."
    )
    visit = talked(m.Correct("back", "Refused to leave.", "could not"))
    assert places(visit, "patient")["checked"] == p.PUT_RIGHT.replace("{words}", "could not.")


def test_two_corrections_that_meet_in_one_sentence_both_stand() -> None:
    """Two lines of the chart may be one on the page, or have been put in the same words."""
    own = choose("a", "x", "y", kind="choose-many", place="next", note={"": "Wants {answer}."})
    made = checklist(
        told_back("b", note={"said-back": "Knows {answer}.", "not-yet": "Not yet {answer}."}),
        own,
        step("back", kind="read-back", place="checked"),
    )
    moves = (m.CheckPoint("b", 0, "said-back"), m.CheckPoint("b", 1, "not-yet"), m.Pick("a", "x"))
    visit = do(opened(made), *moves, m.Reword("Knows P.", "Same."), m.Reword("Not yet Q.", "Same."))
    visit = do(visit, m.Correct("back", "Knows P.", "one"), m.Correct("back", "Not yet Q.", "two"))
    said = places(visit)["checked"]
    assert said.count("one") == said.count("two") == 2


def told_back(id_: str, **more: object) -> TeachBack:
    """Return a step at which two points are said back."""
    more |= {"points": ("P", "Q"), "place": "checked"}
    return TeachBack(id=id_, kind="teach-back", title=id_, **more)  # type: ignore[arg-type]


def test_the_page_says_it_beside_a_line_that_stands_on_it_too() -> None:
    told = {"": "For now: {answer}"}
    made = checklist(
        step("plan", kind="text", place="decided", note=told, patient=told),
        step("back", kind="read-back", place="checked"),
    )
    visit = do(opened(made), m.Write("plan", "rest"), m.Correct("back", "For now: rest.", "walk"))
    assert places(visit, "patient")["decided"] == (
        "For now: rest (you put this right when we read it to you: walk)."
    )


def test_words_confirmed_from_an_earlier_talk_say_from_when_they_are() -> None:
    """In every text; nothing of an earlier talk stands as if it were said today."""
    visit = before(opened(talk()), Said("fear", "worries", WORDS))
    visit = do(visit, m.Confirm("fear"))
    assert places(visit)["worries"] == f"Fears: “{WORDS}” (as on 2 Nov 2030)."
    assert places(visit, "handover")["talk"] == f"Fears: “{WORDS}” (as on 2 Nov 2030)."
    assert places(visit, "patient")["told"] == f"You said: “{WORDS}” (as on 2 November 2030)."
    behind = dict(sentences(compose(visit, visit.checklist)))
    assert behind[f"Fears: “{WORDS}” (as on 2 Nov 2030)."] == (2, 3)


def test_the_same_words_said_again_are_known_for_the_same() -> None:
    visit = before(opened(talk()), Said("fear", "worries", WORDS))
    visit = do(visit, m.Write("fear", WORDS.upper()))
    assert places(visit)["worries"] == f"Fears: “{WORDS.upper()}” (as on 2 Nov 2030)."


def test_other_words_than_in_an_earlier_talk_stand_beside_those() -> None:
    visit = before(opened(talk()), Said("fear", "worries", WORDS))
    visit = do(visit, m.Write("fear", "being alone"))
    assert places(visit)["worries"] == (f"Fears: “being alone”. On 2 Nov 2030 it was: “{WORDS}”.")


def test_what_is_not_said_today_is_not_told_from_an_earlier_talk() -> None:
    """Neither where it was left, nor where the patient prefers not to talk about it."""
    visit = before(opened(talk()), Said("fear", "worries", WORDS))
    for move in (m.Skip("fear", "no-time"), m.Skip("fear", "prefers-not")):
        for reader in READERS:
            assert WORDS not in whole(composed(do(visit, move), reader))


def test_words_confirmed_for_somebody_else_do_not_claim_a_day() -> None:
    """Another name, and what was found for the first one counts no longer."""
    visit = before(opened(talk()), Said("fear", "worries", WORDS))
    visit = do(visit, m.Confirm("fear"), m.Identify(AVERY))
    for reader in READERS:
        assert "2030" not in whole(composed(visit, reader))
