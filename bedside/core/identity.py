"""Who somebody is in the record: from typed lines to a patient, and the same person once more."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from bedside.core.answers import Known, Patient
from bedside.core.days import parse_past_day

SEXES = {"f": "female", "m": "male", "o": "other", "u": "unknown"}
"""The sexes of FHIR R4's Patient.gender, each by the letter that stands for it."""


class Lacking(NamedTuple):
    """Which of the typed lines cannot stand, counted from 0 as in `typed`."""

    line: int


def typed(lines: Sequence[str], today: date, before: Known | None = None) -> Patient | Lacking:
    """Return the patient of number, family and given name, birth date, sex, visit, and a label.

    With neither number, name nor visit there is only the label. What was looked up `before` keeps
    who gave the number out and where that stands, as long as it is the same; and so the visit.
    """
    number, family, given, born, sex, visit, label = (line.strip() for line in lines)
    if not (number or family or given or visit):
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
            encounter=visit,
            reference=same.reference if same else "",
            stay=same.stay if same and same.encounter == visit else "",
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


def is_place(encounter: str) -> bool:
    """Whether what is known of a stay is its place on a FHIR server, and no number."""
    return encounter.rpartition("/")[0].rpartition("/")[2] == "Encounter"


def is_of_family(name: str, family: str) -> bool:
    """Whether a name written on one line has this family name, whole: Li is not in Oliver.

    The family name stands before a comma, or else is any words that follow each other: a title
    may come before it, and a second family name or Jr after it. Capitals, accents, hyphens and
    spaces make no difference within it, so that Smith-Jones is Smith Jones, but never Jones.
    """
    wanted = _bare(family)
    before, comma, _ = name.partition(",")
    if comma:
        return _bare(before) == wanted
    words = name.split()
    runs = (words[at:end] for at in range(len(words)) for end in range(at + 1, len(words) + 1))
    return any(_bare("".join(run)) == wanted for run in runs)


def _bare(text: str) -> str:
    """Return the letters and digits of a name, without capitals and European accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in letters if letter.isalnum() or _is_mark(letter))
    return bare or text.strip()


def _is_mark(letter: str) -> bool:
    return letter > _LAST_ACCENT and unicodedata.category(letter).startswith("M")


_LAST_ACCENT = "\N{COMBINING LATIN SMALL LETTER X}"
"""The end of the accents of European letters; the marks of other scripts tell names apart."""
