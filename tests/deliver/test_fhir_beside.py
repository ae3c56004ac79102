"""What goes beside a note: what the patient prefers, in their own words; where it comes from."""

from __future__ import annotations

from typing import Any, cast

from bedside.core import moves as m
from bedside.core.parcels import Made
from bedside.deliver.fhir.asks import asks_in, made_of
from bedside.note.shown import shown
from tests.deliver.going import WORDS, added, going, talk, to
from tests.note.signing import signed
from tests.tangles import too_tangled
from tests.worlds import opened

Json = dict[str, Any]


def test_a_preference_stands_in_the_patients_own_words_where_the_note_says_them() -> None:
    whole = talk(m.Write("stay", "a window"), m.Write("written", "what we wrote"))
    made = made_of(going(whole, to(preferences=True)))
    assert isinstance(made, Made)
    wish, stay = [one.resource for one in asks_in(made.body)[1:]]
    assert (wish["valueString"], stay["valueString"]) == (WORDS, "a window")
    codes = [cast("Json", one["code"])["coding"][0]["code"] for one in (wish, stay)]
    assert codes == ["75773-2", "95541-9"]
    assert wish["subject"] == _first(made)["subject"]
    assert wish["performer"] == [wish["subject"]]
    assert wish["effectiveDateTime"] == "2031-03-04T13:00:28.000+01:00"
    derived = cast("list[Json]", wish["derivedFrom"])
    assert derived[0]["identifier"] == _first(made)["masterIdentifier"]


def _first(made: Made) -> Json:
    """Return the document of a parcel."""
    return cast("Json", asks_in(made.body)[0].resource)


def test_words_that_the_note_does_not_say_are_no_preference() -> None:
    whole = talk()
    said = next(
        one.text
        for part in shown(whole.visit).passages
        for one in part.sentences
        if "Wish" in one.text
    )
    other = talk(m.Reword(said, "Wish: to be at home."))
    made = made_of(going(other, to(preferences=True)))
    assert isinstance(made, Made)
    assert [one.kind for one in asks_in(made.body)] == ["DocumentReference"]


def test_where_it_comes_from_points_to_the_document_by_name() -> None:
    whole = added(talk(), "correction")
    destination = to(provenance=True, organisation="Northwing")
    for number, done in ((0, "CREATE"), (1, "UPDATE")):
        made = made_of(going(whole, destination, number))
        assert isinstance(made, Made)
        one = cast("Json", asks_in(made.body)[1].resource)
        assert one["target"][0]["identifier"] == _first(made)["masterIdentifier"]
        assert one["activity"]["coding"][0]["code"] == done
        assert one["entity"][0]["what"]["identifier"]["value"].startswith("urn:uuid:")
        author, sent = one["agent"]
        assert author["onBehalfOf"] == {"display": "Northwing"}
        assert sent["who"]["display"].startswith("bedside ")


def test_the_answers_go_for_the_same_patient_with_the_words_of_the_note() -> None:
    made = made_of(going(talk(), to(response=True, forms_base="https://north.example/f")))
    assert isinstance(made, Made)
    given = cast("Json", asks_in(made.body)[1].resource)
    assert given["questionnaire"] == "https://north.example/f/Questionnaire/made-up|3"
    assert given["subject"] == _first(made)["subject"]
    assert given["author"] == _first(made)["author"][0]
    assert given["encounter"] == _first(made)["context"]["encounter"][0]
    assert "Not being there for my dog" in given["text"]["div"]
    links = {one["linkId"] for one in given["item"][0]["item"]}
    assert ("wish" in links, "secret" in links) == (True, False)


def test_a_note_goes_without_its_answers_where_they_cannot_be_told_as_a_form() -> None:
    whole = signed(opened(too_tangled()))
    made = made_of(going(whole, to(response=True, subject="identifier", identity="label")))
    assert isinstance(made, Made)
    assert [one.kind for one in asks_in(made.body)] == ["DocumentReference"]
