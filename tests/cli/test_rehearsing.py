"""Rehearsing a FHIR server: what is sent is marked and taken back, and what came of it is said."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import cast

import pytest

from bedside.cli.main import main
from tests.deliver.fhir_peer import Fault, Json, Peer, serving
from tests.worlds import site_settings


@pytest.fixture
def record() -> Iterator[Peer]:
    """A FHIR server, and a site that sends notes there as it is shipped."""
    with serving() as peer:
        _site(peer)
        yield peer


def _site(peer: Peer, *lines: str) -> None:
    own = ["[destinations.chart]", 'kind = "fhir"', f'base = "{peer.base}"', 'auth = "none"']
    site_settings("\n".join((*own, *lines)))


def _rehearsed(*more: str) -> int:
    return main(["destination", "rehearse", "chart", "--yes", *more])


def _refused(peer: Peer, number: int) -> None:
    """Have the server refuse the next requests that would make something."""
    peer.faults += [Fault("POST", 422, body=b"{}")] * number


def _words(document: Json) -> str:
    data = document["content"][0]["attachment"]["data"]
    return base64.b64decode(data).decode()


def test_a_server_that_takes_everything_is_said_to_and_keeps_nothing_that_counts(
    record: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _rehearsed() == 0
    said = capsys.readouterr().err
    assert "A plain note: delivered" in said
    assert "A retraction: delivered" in said
    assert "as it is set up" in said
    kept = record.now("DocumentReference")
    assert len(kept) == 7
    assert {one["status"] for one in kept} == {"entered-in-error"}


def test_every_note_says_that_it_is_a_test(record: Peer) -> None:
    _site(record, "provenance = true", "response = true", "forms_base = 'https://a.example'")
    _rehearsed()
    sent = [json.loads(one.body) for one in (*record.of("POST"), *record.of("PUT"))]
    assert {one["resourceType"] for one in sent} > {"DocumentReference", "Provenance"}
    for one in sent:
        (mark,) = one["meta"]["security"]
        assert mark["code"] == "HTEST"


def test_a_server_that_refuses_the_first_note_is_never_said_to_have_taken_everything(
    record: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    _refused(record, 1)
    assert _rehearsed() == 3
    said = capsys.readouterr().err
    assert "A plain note: refused" in said
    assert "as it is set up" not in said


def test_a_rehearsal_that_broke_off_says_so_and_takes_back_what_it_left(
    record: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    record.fails = lambda seen: Fault("POST", is_done=True) if "ïê, ß" in _said(seen.body) else None
    assert _rehearsed() == 3
    said = capsys.readouterr().err
    assert "as it is set up" not in said
    assert "broke off" in said
    kept = record.now("DocumentReference")
    assert [one["status"] for one in kept] == ["entered-in-error"] * 3


def _said(body: bytes) -> str:
    made = cast("Json", json.loads(body)) if body else {}
    return _words(made) if made.get("resourceType") == "DocumentReference" else ""


def test_a_very_long_line_is_one_and_a_server_that_garbles_it_gets_shorter_ones(
    record: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    def cut(made: Json) -> Json:
        for one in made.get("content", []):
            lines = _words(made).split("\n")
            text = "\n".join(line[:300] for line in lines)
            one["attachment"]["data"] = base64.b64encode(text.encode()).decode()
        return made

    record.keeps = cut
    _site(record, "width = 0")
    assert _rehearsed() == 1
    printed = capsys.readouterr()
    assert "width = 72" in printed.out
    assert "reads otherwise" in printed.err
    _site(record)
    assert _rehearsed() == 0
    assert "width" not in capsys.readouterr().out
    posted = [_said(one.body) for one in record.of("POST")]
    assert max(len(line) for text in posted for line in text.split("\n")) > 500


def test_a_server_that_garbles_every_text_does_not_pass(
    record: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    def garbled(made: Json) -> Json:
        for one in made.get("content", []):
            one["attachment"]["data"] = base64.b64encode(b"something else").decode()
        return made

    record.keeps = garbled
    assert _rehearsed() == 1
    said = capsys.readouterr().err
    assert "as it is set up" not in said
    assert "reads otherwise" in said


def test_a_server_that_takes_no_patient_within_a_note_is_rehearsed_with_its_own_test_patient(
    record: Peer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _rehearsed() == 0
    assert "--patient" in capsys.readouterr().err
    assert _rehearsed("--patient", "Patient/test-1") == 0
    assert "--patient" not in capsys.readouterr().err
    subjects = [json.loads(one.body)["subject"] for one in record.of("POST")]
    assert [one["reference"] for one in subjects][:1] == ["#patient"]
    assert subjects[-1]["reference"] == "Patient/test-1"
    assert _rehearsed("--patient", "TEST-77") == 0
    last = json.loads(record.of("POST")[-1].body)["subject"]
    assert last["identifier"]["value"] == "TEST-77"
