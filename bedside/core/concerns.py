"""Concerns: what the checks before signing find in a note, each with a place and a way out.

A concern is settled by the rewrite it offers, by changing what it is about, or by a reason to
keep the note as it is. Which checks there are, and what they look for, is the note's room.
"""

from __future__ import annotations

from enum import StrEnum

from bedside.core.value import Value, value


class Check(StrEnum):
    """Every check of a note. Those of `core.contradictions` have the same names there."""

    JUDGING = "judging"
    QUOTES = "quotes"
    JARGON = "jargon"
    ABBREVIATION = "abbreviation"
    UNNAMED = "unnamed"
    MINUTES = "minutes"
    GRADE = "grade"
    BUDGET = "budget"
    UNHEARD = "unheard"
    NO_PERMISSION = "no-permission"
    WHO_DECIDES = "who-decides"
    NO_INTERPRETER = "no-interpreter"
    NO_OWNER = "no-owner"
    NO_DATE = "no-date"
    NOT_READ_AGAIN = "not-read-again"


@value
class Concern(Value):
    """One thing to look at before signing.

    `reader` is whose text it is found in; `text` the sentence, "" where it is about the whole, and
    `start` to `end` the stretch of it that is pointed at. `about` is what was found there, for a
    person; `advice` what to do, where a list has words for it. `rewrite` is the sentence as it
    would be, "" where none is offered; `target` the step or follow-up to change instead.
    `settled` is why the note was kept as it is, "" while that is open.
    """

    check: Check
    reader: str = "chart"
    text: str = ""
    start: int = 0
    end: int = 0
    about: str = ""
    advice: str = ""
    rewrite: str = ""
    target: str = ""
    settled: str = ""

    @property
    def name(self) -> str:
        """What an `Overruled` event calls it: the same for the same thing, whenever it is found."""
        return f"{self.check}:{self.reader}:{self.text or self.target}:{self.about}"
