"""Later entries: what each kind needs, and when a signed note takes no more."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.later import EXPLAINED, LATER_KINDS, WORDED, retraction
from bedside.core.refusals import Refusal, Why
from bedside.core.visit import State, Visit
from tests.people import CLINICIAN, WORDS
from tests.worlds import checklist, do, opened, refused, step

ROE = ("Dr Roe", "physician")


def signed() -> Visit:
    """Return a visit that its clinician has signed."""
    return do(opened(checklist(step("a"))), m.Pick("a", "done"), m.Sign(*CLINICIAN))


def entry(kind: str, author: str = "Dr Roe", words: str = WORDS, why: str = "late") -> m.Append:
    """Return the move that makes a later entry."""
    return m.Append(kind, author, "physician", words, why)


@pytest.mark.parametrize("kind", LATER_KINDS)
def test_each_kind_is_kept_with_its_author_words_and_reason(kind: str) -> None:
    (made,) = do(signed(), entry(kind)).later
    assert (made.kind, made.author, made.role) == (kind, *ROE)
    assert (made.words, made.because) == (WORDS, "late")


@pytest.mark.parametrize("kind", LATER_KINDS)
def test_an_entry_without_what_its_kind_needs_is_refused_with_why(kind: str) -> None:
    assert refused(signed(), entry(kind, author=" ")).why is Why.NO_AUTHOR
    if kind in WORDED:
        assert refused(signed(), entry(kind, words=" ")).why is Why.NO_WORDS
    else:
        assert do(signed(), entry(kind, words="")).later
    if kind in EXPLAINED:
        assert refused(signed(), entry(kind, why="")).why is Why.REASON_NEEDED
    else:
        assert do(signed(), entry(kind, why="")).later


def test_a_kind_that_there_is_not_is_refused() -> None:
    assert refused(signed(), entry("apology")) == Refusal(Why.NOT_OFFERED, "apology")


def test_a_draft_takes_no_later_entry() -> None:
    assert refused(opened(checklist(step("a"))), entry("addendum")).why is Why.NOT_SIGNED


def test_a_second_signature_is_a_second_persons_and_given_once() -> None:
    """Whatever the capitals; the one who signed has signed."""
    again = entry("co-signature", author=CLINICIAN[0].upper())
    assert refused(signed(), again) == Refusal(Why.SIGNED_BEFORE, CLINICIAN[0].upper())
    once = do(signed(), entry("co-signature"))
    assert refused(once, entry("co-signature", author="dr roe")).why is Why.SIGNED_BEFORE
    assert len(do(once, entry("co-signature", author="Dr Poe")).later) == 2


def test_a_note_that_was_retracted_takes_nothing_more() -> None:
    """It stays signed, and says by whom it was taken back."""
    gone = do(signed(), entry("addendum"), entry("retraction"))
    found = retraction(gone)
    assert found is not None
    assert found.author == "Dr Roe"
    assert gone.state is State.SIGNED
    for kind in LATER_KINDS:
        assert refused(gone, entry(kind, author="Dr Poe")).why is Why.RETRACTED
    assert retraction(signed()) is None
