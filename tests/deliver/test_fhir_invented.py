"""The note that a server is tried with is one as it would get: only whom it is about differs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import pytest

from bedside.core.parcels import Unmade
from bedside.deliver.fhir.asks import asks_in
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.invented import invented
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Json, Peer
from tests.deliver.going import going, parcel, talk, to

CANVAS = {"extension": '[{"url": "urn:review-mode", "valueCode": "RR"}]'}
"""What a server may ask for beside ours."""


def _tried(peer: Peer, sender: FhirSender) -> Json:
    """Return what a server was asked to judge."""
    sender.test()
    asked = [one for one in peer.of("POST") if one.path.endswith("/$validate")]
    return cast("Json", json.loads(asked[-1].body))


@pytest.mark.parametrize("media", ["text", "ascii", "rtf", "xhtml", "pdf"])
@pytest.mark.parametrize("more", [{}, {"extra": CANVAS, "author": "display", "category": ""}])
def test_it_has_all_that_a_real_note_has(
    peer: Peer, made_sender: Callable[..., FhirSender], media: str, more: dict[str, Any]
) -> None:
    made = _tried(peer, made_sender(peer.base, media=media, **more))
    real = asks_in(parcel(going(talk(), to(media=media, subject="contained", **more))).body)
    kinds = [
        one["content"][0]["attachment"]["contentType"] for one in _both(made, real[0].resource)
    ]
    assert kinds[0] == kinds[1]
    assert made.keys() - {"meta"} == real[0].resource.keys()
    assert made.get("extension") == real[0].resource.get("extension")
    assert made["author"] != []
    assert words_of(made)[:4] == words_of(real[0].resource)[:4] or media in ("text", "ascii")
    assert peer.kept == {}


def _both(*given: object) -> list[Json]:
    return [cast("Json", one) for one in given]


def test_it_is_marked_as_a_test_and_about_nobody_who_is(peer: Peer, sender: FhirSender) -> None:
    made = _tried(peer, sender)
    assert made["meta"]["security"][0]["code"] == "HTEST"
    assert words_of(made).decode().startswith("TEST, NOT A NOTE")
    assert made["subject"]["reference"] == "#patient"
    assert "Patient/" not in json.dumps(made)
    numbered = invented(to(subject="identifier"))
    assert not isinstance(numbered, Unmade)
    assert cast("Json", numbered["subject"])["identifier"]["value"] == "000-TEST"


def test_what_no_note_can_be_made_for_is_said(
    peer: Peer, made_sender: Callable[..., FhirSender]
) -> None:
    trial = made_sender(peer.base, extra={"status": '"final"'}).test()
    assert not trial.is_well
    assert "No note can be made for it: extra.status" in trial.lines[-1]
