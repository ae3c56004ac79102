"""Voices: how a text speaks to whoever reads it, in what is put into a wording."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bedside.note import patient_wording as p
from bedside.note import wording as w


class Voice(NamedTuple):
    """How days and built-in answers are said, on the day of the talk.

    To the patient days have their weekday, people are told by how they relate to the reader, and
    a label never stands within a sentence beside the fragments of a wording.
    """

    today: date
    is_patient: bool = False

    @property
    def answers(self) -> Mapping[str, str]:
        """Built-in answers inside a sentence."""
        return p.ANSWERS if self.is_patient else w.ANSWERS

    def day(self, day: date) -> str:
        """Return a day that was recorded."""
        return w.long_day(day, self.today) if self.is_patient else w.day_text(day)

    def due(self, day: date) -> str:
        """Return a day by which something is due."""
        shown = w.long_day if self.is_patient else w.day_text
        return shown(day, self.today)
