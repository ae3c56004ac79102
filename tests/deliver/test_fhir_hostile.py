"""Answers of a FHIR server that are anything at all: nothing breaks, and nothing is believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.core.parcels import Fate, Reply
from bedside.core.text import harmful
from bedside.deliver.fhir.asks import Ask, asks_in
from bedside.deliver.fhir.client import FhirClient
from bedside.deliver.fhir.found import There, fate_of, is_same_patient, made_at, ours, text_at
from bedside.deliver.fhir.lookup import _patients
from bedside.deliver.fhir.sender import FhirSender
from bedside.deliver.fhir.trial import tried
from bedside.deliver.fhir.wire import Answered
from tests.deliver.going import going, parcel, talk, to

NOTE = parcel(going(talk(), to()))
ASK = asks_in(NOTE.body)[0]

_NAMES = (
    *("resourceType", "id", "meta", "versionId", "tag", "entry", "resource", "identifier"),
    *("masterIdentifier", "system", "value", "code", "content", "attachment", "data", "url"),
    *("subject", "reference", "status", "issue", "details", "text", "expression", "severity"),
    *("rest", "interaction", "operation", "software", "fhirVersion", "name", "family", "given"),
    *("link", "type", "error", "active", "birthDate"),
)
_WORDS = st.sampled_from(
    (
        *("DocumentReference", "Bundle", "Patient", "Binary", "OperationOutcome"),
        *("current", "1", "../1", "#a", "a/b", "\x1b[2J", "\u202e", "\ud800", "aGk=", "="),
        *("1950-01-01", "entered-in-error", *ASK.name.rpartition("|")[::2]),
    )
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORDS | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)
KINDS = st.sampled_from(("DocumentReference", "Bundle", "OperationOutcome", "CapabilityStatement"))
BODIES = st.binary(max_size=40) | ANYTHING.map(lambda one: json.dumps(one).encode())
NAMED = st.tuples(st.dictionaries(st.sampled_from(_NAMES), ANYTHING, max_size=8), KINDS).map(
    lambda one: json.dumps({**one[0], "resourceType": one[1]}).encode()
)
PARTS = st.dictionaries(st.sampled_from(_NAMES), ANYTHING, max_size=3)
LIKE_OURS = st.builds(
    lambda more, id_: {**ASK.resource, "id": id_, **more},
    st.just({}) | PARTS,
    st.sampled_from(("1", "a-b", "../1", "")),
)
FOUND = st.lists(LIKE_OURS, max_size=3).map(
    lambda all_: {"resourceType": "Bundle", "entry": [{"resource": one} for one in all_]}
)
LIKELY = (LIKE_OURS | FOUND).map(lambda one: json.dumps(one).encode())
HEADERS = st.dictionaries(
    st.sampled_from(("location", "content-location", "etag", "retry-after")),
    _WORDS | st.text(max_size=30) | st.just("/DocumentReference/5/_history/2"),
    max_size=3,
)
STATUSES = st.sampled_from((200, 201)) | st.integers(100, 599)
ANSWERS = st.builds(Answered, STATUSES, HEADERS, BODIES | NAMED | LIKELY | LIKELY)


@settings(max_examples=150)
@given(ANSWERS)
def test_whatever_is_answered_is_told_safely_and_at_most_in_a_few_words(answered: Answered) -> None:
    reply = fate_of(answered)
    assert reply.fate is not Fate.DELIVERED
    assert harmful(reply.said) is None
    assert len(reply.said) <= 500
    assert 0 <= reply.after <= 86_400
    there = made_at(answered, ASK.kind)
    assert there is None or harmful(there.receipt) is None
    found = ours(answered, ASK)
    assert not found or all(_carries(one) for one in found)
    assert isinstance(text_at(answered.values), bytes | str)
    assert isinstance(is_same_patient(ASK.resource, answered.values), bool)
    assert all(harmful(one.family + one.given) is None for one in _people(answered))


@settings(max_examples=100)
@given(PARTS, st.sampled_from(("4.0.1", "5", "\x1b[2J")), NAMED.map(json.loads))
def test_what_a_server_says_it_can_do_is_told_safely(
    parts: dict[str, object], version: str, rest: dict[str, object]
) -> None:
    told = {**parts, "resourceType": "CapabilityStatement", "fhirVersion": version}
    told |= {
        "software": {"name": version},
        "rest": [rest, {"resource": [rest, {"type": ASK.kind}]}],
    }
    lines = tried(_Saying([Answered(200, {}, json.dumps(told).encode())]), to()).lines
    assert len(lines) > 1
    assert all(harmful(line) is None for line in lines)


def _carries(there: There) -> bool:
    return ASK.name.rpartition("|")[2] in json.dumps(there.resource)


def _people(answered: Answered) -> list[Any]:
    return [*_patients(answered.values, to(), "1")]


class _Saying(FhirClient):
    """A client whose server says these things, one after the other."""

    def __init__(self, answers: list[Answered]) -> None:
        """Say these."""
        super().__init__(to(), {})
        self._answers = answers

    def _ask(self, request: object) -> Answered | Reply:
        _ = request
        empty: Mapping[str, str] = {}
        return self._answers.pop(0) if self._answers else Answered(500, empty, b"")


def _sender(answers: list[Answered]) -> FhirSender:
    made = FhirSender(to())
    made._client = _Saying(answers)
    return made


@settings(max_examples=150)
@given(st.lists(ANSWERS, max_size=4))
def test_nothing_a_server_says_breaks_a_try_or_makes_a_note_delivered_without_a_place(
    answers: list[Answered],
) -> None:
    reply = _sender(list(answers)).send(NOTE, "")
    if reply.fate is Fate.DELIVERED:
        assert answers[0].status in (200, 201)
        assert reply.receipt.startswith("DocumentReference/")
    found = _sender(list(answers)).find(NOTE)
    if found is not None and found.fate is Fate.DELIVERED:
        assert _names(answers[0])
    assert all(harmful(line) is None for line in tried(_Saying(list(answers)), to()).lines)


def _names(answered: Answered) -> bool:
    one = Ask(ASK.does, ASK.parameter, ASK.name, ASK.resource)
    return bool(ours(answered, one))


@settings(max_examples=100)
@given(st.lists(ANSWERS, max_size=5))
def test_nothing_a_server_says_has_us_change_what_is_not_ours(answers: list[Answered]) -> None:
    retraction = Ask("PUT", ASK.parameter, ASK.name, {**ASK.resource, "status": "entered-in-error"})
    sender = _sender(list(answers))
    reply = sender._put(retraction, "DocumentReference/7/_history/1")
    asked = answers[:2]
    if reply.fate is Fate.DELIVERED and reply.receipt:
        assert any(_names(one) or made_at(one, ASK.kind) for one in asked)
