"""After signing: entries below, a stamp above, and the signed text between them as it was."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.later import LATER_KINDS
from bedside.core.note import READERS, Reader
from bedside.core.visit import Visit
from bedside.note import patient_wording as p
from bedside.note import wording as w
from bedside.note.render import FORMATS
from bedside.note.shown import shown
from tests.note.reading import of, whole
from tests.note.signing import LATER_WHY, LATER_WORDS, Signing, signed
from tests.worlds import checklist, choose, opened

WHEN = "4 Mar 2031, 13:00"
ROE = ("Dr Roe", "physician")


def with_entry(kind: str) -> Signing:
    """Return a signed visit with one later entry of a kind."""
    visit = opened(checklist(choose("a", "x")))
    words = "" if kind in ("retraction", "co-signature") else LATER_WORDS
    why = "" if kind in ("disagreement", "co-signature") else LATER_WHY
    made = signed(visit, m.Pick("a", "x")).do(m.Append(kind, *ROE, words, why))
    assert len(made.visit.later) == 1
    return made


@pytest.mark.parametrize("kind", LATER_KINDS)
def test_an_entry_says_what_why_by_whom_and_when(kind: str) -> None:
    (entry,) = (one for one in shown(with_entry(kind).visit).passages if one.group == "later")
    (told,) = (sentence.text for sentence in entry.sentences)
    assert entry.label == w.LATER[kind]
    assert told.endswith(f"Dr Roe, physician, {WHEN}.")
    assert (f"{LATER_WORDS}." in told) == (kind not in ("retraction", "co-signature"))
    assert (LATER_WHY in told) == (kind not in ("disagreement", "co-signature"))


@pytest.mark.parametrize("kind", LATER_KINDS)
def test_a_text_says_above_what_has_to_be_read_with_it(kind: str) -> None:
    """A second signature changes nothing of what is read."""
    for reader in ("chart", "handover"):
        stamps = [
            one for one in shown(with_entry(kind).visit, reader).passages if one.group == "stamp"
        ]
        told = " ".join(sentence.text for one in stamps for sentence in one.sentences)
        if kind == "retraction":
            assert told == f"RETRACTED on {WHEN}: {LATER_WHY}. Do not rely on this note."
        elif kind == "co-signature":
            assert told == ""
        else:
            assert w.LATER_KINDS[kind] in told


def test_the_page_says_that_something_was_added_and_not_what() -> None:
    """It was written for colleagues; the patient's own disagreement is the patient's."""
    for kind in ("addendum", "late-entry", "correction"):
        told = of(shown(with_entry(kind).visit, "patient"))[kind]
        assert told == p.ADDED.replace("{day}", "4 March 2031")
    told = of(shown(with_entry("disagreement").visit, "patient"))["disagreement"]
    assert told == f"On 4 March 2031 we wrote down what you see differently: {LATER_WORDS}."
    assert "later" not in of(shown(with_entry("co-signature").visit, "patient"))
    assert "Roe" not in whole(shown(with_entry("co-signature").visit, "patient"))


def test_a_page_that_was_taken_back_asks_for_itself() -> None:
    """It may be in the hands of somebody it is not about: no reason, no name, nothing more."""
    page = shown(
        with_entry("addendum").do(m.Append("retraction", *ROE, "", LATER_WHY)).visit, "patient"
    )
    assert page.passages[0].sentences[0].text == p.RETRACTED.replace("{day}", "4 March 2031")
    assert [one for one in page.passages if one.group == "later"] == []
    assert LATER_WHY not in whole(page)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_begins_with_the_stamp_and_ends_with_the_entries(
    form: str, reader: Reader
) -> None:
    made = with_entry("correction").do(m.Append("retraction", *ROE, "", LATER_WHY))
    stamp = "TAKEN BACK on" if reader == "patient" else "RETRACTED on"
    text = FORMATS[form](shown(made.visit, reader))
    before = FORMATS[form](shown(made.visit, reader, original=True))
    heading = "What we talked about" if reader == "patient" else "Made up"
    at = text.upper().rindex(heading.upper())
    assert text.index(stamp) < at
    assert before.index(stamp) < before.upper().rindex(heading.upper())
    if reader != "patient":
        assert text.index(LATER_WORDS) > at
        assert LATER_WORDS not in before


def test_the_original_is_what_was_signed() -> None:
    made = with_entry("correction")
    for reader in READERS:
        plain = shown(made.visit, reader, original=True)
        assert FORMATS["json"](plain) == FORMATS["json"](shown(_before(made), reader))


def _before(made: Signing) -> Visit:
    return Signing(made.visit.checklist, made.events[:-1]).visit
