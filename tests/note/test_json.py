"""The note as JSON, and the schema that says what it looks like."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.core import moves as m
from bedside.core.note import READERS, Note, Reader
from bedside.note.compose import compose
from bedside.note.render.json import FORMAT, freeze, render_json, schema, thaw
from bedside.note.shown import shown
from bedside.note.texts import composed
from tests.note.reading import sentences
from tests.note.signing import Signing, random_signed
from tests.people import WORDS
from tests.worlds import SHIPPED, checklist, do, opened, random_events, shipped_checklist, step

jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not installed")

SCHEMA = json.loads(schema())
GOOD = jsonschema.Draft202012Validator(SCHEMA)

talks = st.tuples(st.sampled_from(SHIPPED), st.integers(0, 10_000), st.integers(0, 90))


def made() -> Note:
    """Return a note with the patient's own words in it."""
    visit = do(opened(checklist(step("a", kind="words", place="matters"))), m.Write("a", WORDS))
    return compose(visit, visit.checklist)


def test_the_schema_is_a_schema_and_named_as_the_format() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["format"]["const"] == FORMAT
    assert SCHEMA["$id"] == f"{FORMAT}.json"


@given(talks, st.sampled_from(READERS))
def test_every_text_of_a_random_visit_fits_the_schema(
    talk: tuple[str, int, int], reader: Reader
) -> None:
    """A draft, and signed with what came later; every sentence with its events."""
    name, seed, length = talk
    wording = shipped_checklist(name)
    draft = Signing(wording, random_events(wording, seed, length)).visit
    signed = random_signed(wording, seed, length).visit
    for note in (
        composed(draft, reader),
        shown(signed, reader),
        shown(signed, reader, True, False),
    ):
        plain = json.loads(render_json(note))
        GOOD.validate(plain)
        told = [
            (one["text"], tuple(one["events"]))
            for part in plain["passages"]
            for one in part["sentences"]
        ]
        assert told == list(sentences(note))


def _with(**other: object) -> Callable[[dict[str, Any]], None]:
    return lambda plain: plain.update(other)


def _without(name: str) -> Callable[[dict[str, Any]], None]:
    return lambda plain: plain.pop(name)


def _stamped(plain: dict[str, Any]) -> None:
    plain["passages"][0]["group"] = "stamp"


def _signed(plain: dict[str, Any]) -> None:
    plain["passages"][0]["place"] = "signed"


def _unheard(plain: dict[str, Any]) -> None:
    plain["passages"][0]["sentences"][0]["events"] = []


def _silent(plain: dict[str, Any]) -> None:
    plain["passages"][0]["sentences"] = []


def _elsewhere(plain: dict[str, Any]) -> None:
    plain["passages"][0]["sentences"][0]["events"] = [0]


@pytest.mark.parametrize(
    "spoil",
    [
        _with(format="bedside-note-1"),
        _with(reader="somebody"),
        _with(draft="no"),
        _with(passages=[]),
        _with(more=1),
        _with(wording="much too long a seal"),
        *map(_without, SCHEMA["required"]),
        *(_stamped, _signed, _unheard, _silent, _elsewhere),
    ],
)
def test_what_is_no_note_does_not_fit(spoil: Callable[[dict[str, Any]], None]) -> None:
    """A draft with a stamp or a signature neither, nor a sentence without an event."""
    plain = json.loads(render_json(made()))
    GOOD.validate(plain)
    spoil(plain)
    assert not GOOD.is_valid(plain)


def test_every_field_of_a_note_is_in_the_schema_and_in_the_text() -> None:
    fields = {entry.name for entry in Note._fields}
    assert set(SCHEMA["properties"]) == fields | {"format"} == set(SCHEMA["required"])
    assert json.loads(render_json(made())).keys() == fields | {"format"}


@given(st.text(max_size=60))
def test_a_frozen_note_thaws_to_itself(words: str) -> None:
    """Whatever was typed, what was signed can be read again."""
    visit = opened(checklist(step("a", kind="words", place="matters")))
    note = compose(do(visit, m.Write("a", words)), visit.checklist) if words.split() else made()
    assert thaw(freeze(note)) == note
    assert "\n" not in freeze(note)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda plain: plain["passages"][0]["sentences"][0].update(text=1),
        lambda plain: plain["passages"][0]["sentences"][0].update(events=["1"]),
        lambda plain: plain["passages"][0].update(label=None),
        lambda plain: plain.update(visit=1),
        lambda plain: plain.update(passages=[1]),
        lambda plain: plain.pop("visit"),
        lambda plain: plain.update(more=1),
    ],
)
def test_what_is_no_frozen_note_does_not_thaw(spoil: Callable[[dict[str, Any]], None]) -> None:
    plain = json.loads(freeze(made()))
    spoil(plain)
    with pytest.raises((AttributeError, LookupError, TypeError, ValueError)):
        thaw(json.dumps(plain))
