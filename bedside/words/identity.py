"""What both faces ask where a record has to know the patient: number, names, birth date, sex."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bedside.core.answers import Known

NUMBER = "Their number in the record"
FAMILY = "Family name"
GIVEN = "Given name"
BORN = "Birth date, such as 1950-02-03 or 3.2.1950"
SEX = "Sex in the record: female, male, other, unknown; or the first letter"
ENCOUNTER = "Number of this visit or stay in the record; may stay empty"
LABEL = "Without a number: a label of your own"
FIELDS = (NUMBER, FAMILY, GIVEN, BORN, SEX, ENCOUNTER, LABEL)
"""What is asked for, in the order in which it is typed."""

LACKING = (
    "A number is needed with a name. Leave both out to use a label alone.",
    "The family name is needed with a number. Leave both out to use a label alone.",
    "",
    "That is no day in the past with its year. Such as 1950-02-03 or 3.2.1950.",
    "Type female, male, other or unknown, or leave it out.",
)
"""What is wrong with each of them."""

BY_HAND = "Who is this visit with, as the record knows them? Enter twice leaves it out."
ASK_NUMBER = "Who is this visit with? Enter without a number goes on without looking up."
LOOKING = "looking up; Esc goes on by hand..."
LEFT = "It was not looked up."
NOT_FOUND = "Not looked up: {why}. What you type here goes with the note all the same."
CONFIRM = "Is this who is with you? Ask for the name and the birth date."
OTHER_NUMBER = "No: another number"
TYPE_IT = "No: type it by hand"
ABOUT = (
    "A note only gets into the record with the number, the name and the birth date that the record"
    " has. Without them it can be signed all the same, and is then held for you to file by hand."
)

PLAIN_NUMBER = "{asks}. Enter goes on without it."
PLAIN_CONFIRM = "{confirm} Type its number, or Enter for none of these."


def told(known: Known) -> str:
    """Return who somebody is in the record, in one line, with what to confirm them by."""
    name = ", ".join(part for part in (known.family, known.given) if part)
    born = BORN_ON.format(day=known.born.isoformat()) if known.born else NO_BIRTH_DATE
    stay = IN_STAY.format(number=known.encounter) if known.encounter else ""
    unnumbered = IN_A_STAY if known.stay and not stay else ""
    parts = (name, born, known.sex, NUMBERED.format(number=known.number), stay or unnumbered)
    return ", ".join(part for part in parts if part)


BORN_ON = "born {day}"
NO_BIRTH_DATE = "NO BIRTH DATE THERE"
NUMBERED = "number {number}"
IN_STAY = "visit {number}"
IN_A_STAY = "the visit that is going on"
