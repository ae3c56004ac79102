"""Sentences that were put another way or put right before signing, in all three texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bedside.core import moves as m
from bedside.core.note import Note, Reader
from bedside.core.visit import Visit
from bedside.note.four_lines import aloud
from bedside.note.texts import composed
from tests.worlds import checklist, choose, do, opened, step

SAID, KINDER, PLAIN = "Plan: Pt refused rest.", "Plan: Pt declined rest.", "Plan: Rest, declined."


def sentences(visit: Visit, reader: Reader = "chart") -> dict[str, tuple[int, ...]]:
    """Return every sentence of a text with the events it rests on."""
    note: Note = composed(visit, reader)
    return {s.text: s.events for part in note.passages for s in part.sentences}


def planned(worded: Mapping[str, str] | None = None) -> Visit:
    """Return a visit in which one answer has a sentence to be put another way."""
    asked = choose("plan", "rest", place="decided", note={"rest": SAID})
    asked = replace(asked, patient=worded or {}, handover=worded or {})
    made = checklist(asked, step("back", kind="read-back", place="checked"))
    return do(opened(made), m.Pick("plan", "rest"))


def test_a_sentence_put_another_way_twice_stands_as_it_was_put_last() -> None:
    visit = do(planned(), m.Reword(SAID, KINDER), m.Reword(KINDER, PLAIN))
    told = sentences(visit)
    assert told[PLAIN] == (2, 3, 4)
    assert {SAID, KINDER}.isdisjoint(told)
    assert PLAIN in aloud(visit, visit.checklist)
    assert KINDER in sentences(do(visit, m.Undo()))
    assert SAID in sentences(do(visit, m.Undo(), m.Undo()))


def test_sentences_put_in_each_others_place_come_to_an_end() -> None:
    """As it was put last; no check offers what was put another way before."""
    visit = do(planned(), m.Reword(SAID, KINDER), m.Reword(KINDER, SAID))
    assert SAID in sentences(visit)
    visit = do(planned(), m.Reword(SAID, KINDER), m.Reword(KINDER, PLAIN), m.Reword(PLAIN, KINDER))
    assert KINDER in sentences(visit)


def test_a_sentence_put_another_way_is_so_on_the_patient_page_and_in_the_handover() -> None:
    visit = planned({"rest": SAID})
    for reader in ("patient", "handover"):
        assert SAID in sentences(visit, reader)
        assert KINDER in sentences(do(visit, m.Reword(SAID, KINDER)), reader)


def test_what_the_patient_put_right_stands_beside_the_line_however_that_is_put() -> None:
    """Whether the line was put another way before or after, nothing they said is lost."""
    aside = " (put right by the patient when read back: bed rest)."
    reads = m.Correct("back", SAID, "bed rest")
    after = do(planned(), m.Pick("back", "corrected"), reads, m.Reword(SAID, KINDER))
    assert KINDER.removesuffix(".") + aside in sentences(after)
    with_aside = SAID.removesuffix(".") + aside
    beside = do(planned(), m.Pick("back", "corrected"), reads, m.Reword(with_aside, PLAIN))
    assert PLAIN in sentences(beside)
    before = do(planned(), m.Reword(SAID, KINDER), m.Pick("back", "corrected"))
    before = do(before, m.Correct("back", KINDER, "bed rest"))
    assert KINDER.removesuffix(".") + aside in sentences(before)
