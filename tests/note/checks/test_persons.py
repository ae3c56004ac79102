"""Third persons: pointed at where only a relation says who they are."""

from __future__ import annotations

import pytest

from bedside.core import moves as m
from bedside.core.answers import Person
from bedside.core.concerns import Check
from bedside.core.visit import Visit
from tests.note.checks.drafts import abouts, found, said, typed
from tests.worlds import checklist, do, opened, step

POINTED_AT = {
    "The daughter will call.": "The daughter",
    "Lives with her older sister.": "her older sister",
    "His wife's car.": "His wife",
    "The patient's son-in-law is angry.": "patient's son-in-law",
    "Daughter will call. Told wife.": "Daughter, wife",
    "Known: husband will come": "husband",
}
NOBODY = (
    "A daughter in the north, and two sons.",
    "Mother of two, a friend of cats.",
    "Wants to be there for her grandchildren.",
    "Her family and the relatives agree.",
    "R.T. (daughter) will call; J. Doe, her friend, too.",
    "The daughter R.T. will call, the wife (J.D.) as well.",
    "Her mother tongue is another.",
    "The partner practice knows. Her mother died of it.",
    "A sisterly word. Sonar was used.",
)


def with_people(text: str, *people: Person) -> Visit:
    """Return a visit with these people in which the clinician typed this."""
    who = step("who", "people", place="present")
    asked = step("typed", "text", place="shared", note={"": "{answer}"})
    visit = do(opened(checklist(who, asked)), m.Write("typed", text))
    return do(visit, *(m.Add("who", person) for person in people))


@pytest.mark.parametrize("text", POINTED_AT)
def test_somebody_by_relation_alone_is_pointed_at(text: str) -> None:
    (only,) = found(with_people(text), Check.UNNAMED)
    assert (only.about, only.rewrite) == (POINTED_AT[text], "")


@pytest.mark.parametrize("text", NOBODY)
def test_who_is_named_or_nobody_in_particular_is_let_be(text: str) -> None:
    assert abouts(with_people(text), Check.UNNAMED) == []


def test_where_one_person_is_named_so_their_name_is_offered() -> None:
    daughter = Person(who="R.T.", relation="daughter")
    visit = with_people("The daughter will call.", daughter)
    (only,) = found(visit, Check.UNNAMED)
    assert only.rewrite == "R.T. (daughter) will call."
    after = do(visit, m.Reword(only.text, only.rewrite))
    assert abouts(after, Check.UNNAMED) == []
    (only,) = found(with_people("We tell daughter today.", daughter), Check.UNNAMED)
    assert only.rewrite == "We tell R.T. (daughter) today."


def test_no_name_is_guessed() -> None:
    """Not of another relation, not of two alike, not of one of several, not of one unnamed."""
    rt, jd = (Person(who=who, relation="daughter") for who in ("R.T.", "J.D."))
    asked: dict[str, tuple[Person, ...]] = {
        "The son will call.": (rt,),
        "The daughter will call.": (rt, jd),
        "The older daughter will call.": (rt,),
        "The daughter's car.": (rt,),
        "Her partner will call.": (Person(relation="partner"),),
    }
    for text, people in asked.items():
        (only,) = found(with_people(text, *people), Check.UNNAMED)
        assert only.rewrite == ""


def test_those_who_take_part_and_the_patients_own_words_are_let_be() -> None:
    visit = with_people(
        "All is well.", Person(who="", relation="partner"), Person(who="the wife", relation="wife")
    )
    assert abouts(visit, Check.UNNAMED) == []
    assert abouts(said("my daughter, and the wife of my son"), Check.UNNAMED) == []


def test_the_patient_knows_who_is_meant() -> None:
    told = step("told", "text", place="shared", note={"": "Told."}, patient={"": "{answer}"})
    visit = do(opened(checklist(told)), m.Write("told", "We will call the daughter."))
    assert abouts(visit, Check.UNNAMED) == []
    assert abouts(typed("We will call the daughter."), Check.UNNAMED) != []
