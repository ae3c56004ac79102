"""The Node project itself: versions are fixed, no host is named, and the validators do judge."""

from __future__ import annotations

import json
import re

import pytest

from tests.peers.asking import NODE, ask

_EXACT = re.compile(r"\d+\.\d+\.\d+[\w.-]*\Z")


def test_every_version_is_fixed() -> None:
    named = json.loads((NODE / "package.json").read_text(encoding="utf-8"))["dependencies"]
    packs = json.loads((NODE / "packs.json").read_text(encoding="utf-8"))
    versions = [*named.values(), *(pack["version"] for pack in packs.values())]
    assert all(_EXACT.match(version) for version in versions), versions
    assert all(pack["integrity"].startswith("sha512-") for pack in packs.values())


def test_the_lock_names_no_host_and_has_a_digest_for_everything() -> None:
    lock = json.loads((NODE / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert not [name for name, entry in lock.items() if "resolved" in entry]
    fetched = {name: entry for name, entry in lock.items() if name and not entry.get("inBundle")}
    assert not [name for name, entry in fetched.items() if "integrity" not in entry]


@pytest.mark.peer
def test_the_validators_take_what_is_right_and_refuse_what_is_wrong() -> None:
    right = {"resourceType": "Questionnaire", "status": "draft"}
    wrong = {
        "no status": {"resourceType": "Questionnaire"},
        "no such status": {"resourceType": "Questionnaire", "status": "ready"},
        "display is required": {
            **right,
            "item": [{"linkId": "a", "type": "display", "text": "A", "required": True}],
        },
    }
    said = ask(
        "fhir_check.mjs",
        given=[{"name": name, "resource": one} for name, one in {"right": right, **wrong}.items()],
    )
    assert isinstance(said, dict)
    assert said["right"] == []
    assert all(said[name] for name in wrong), said
