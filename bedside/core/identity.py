"""Who somebody is in the record: from typed lines to a patient, and the same person once more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bedside.core.answers import Known, Patient
from bedside.core.days import parse_past_day

SEXES = {"f": "female", "m": "male", "o": "other", "u": "unknown"}
"""The sexes of FHIR R4's Patient.gender, each by the letter that stands for it."""


class Lacking(NamedTuple):
    """Which of the typed lines cannot stand: 0 number, 1 family name, 2 given, 3 birth, 4 sex."""

    line: int


def typed(lines: Sequence[str], today: date, before: Known | None = None) -> Patient | Lacking:
    """Return the patient of number, family name, given name, birth date, sex, and a label.

    With neither number nor name there is only the label. What was looked up `before` keeps who
    gave the number out and where it stands, as long as the number is the same.
    """
    number, family, given, born, sex, label = (line.strip() for line in lines)
    if not (number or family or given):
        return Patient(label=label)
    if not number or not family:
        return Lacking(0 if not number else 1)
    day = parse_past_day(born, today) if born else None
    if born and (day is None or day > today or str(day.year) not in born):
        return Lacking(3)
    letter = sex.casefold()[:1]
    if sex and not (letter in SEXES and SEXES[letter].startswith(sex.casefold())):
        return Lacking(4)
    same = before if before and before.number == number else None
    return patient_of(
        Known(
            number=number,
            family=family,
            given=given,
            born=day,
            sex=SEXES.get(letter, ""),
            authority=same.authority if same else "",
            encounter=same.encounter if same else "",
            reference=same.reference if same else "",
        )
    )


def patient_of(known: Known) -> Patient:
    """Return the patient whom the record knows so: a name and a second identifier."""
    name = " ".join(part for part in (known.given, known.family) if part)
    second = known.born.isoformat() if known.born else known.number
    return Patient(name=name, second=second, known=known)


def again(now: Patient, first: str, second: str, today: date) -> Patient:
    """Return whom two lines mean that name the patient of a visit once more.

    Whom the record knows may be named family name first, and by number or birth date.
    """
    meant = Patient(name=first, second=second) if second else Patient(label=first)
    known = now.known
    if known is None:
        return meant
    names = (f"{known.given}{known.family}", f"{known.family}{known.given}")
    is_second = second == known.number
    if known.born is not None:
        is_second = is_second or parse_past_day(second, today) == known.born
    is_named = _folded(first) in [_folded(name) for name in names]
    return Patient(name=now.name, second=now.second) if is_named and is_second else meant


def _folded(text: str) -> str:
    return "".join(text.casefold().replace(",", "").split())
