"""Notes sent to Medplum's FHIR router, which fails when told to, with oidc-provider at its door."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, NamedTuple

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey

from bedside.core import moves as m
from bedside.core.answers import Known
from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate
from bedside.deliver.fhir.lookup import look_up
from bedside.deliver.fhir.sender import FhirSender
from bedside.deliver.fhir.tokens import public_keys
from tests.deliver.going import NUMBERS, added, going, parcel, talk, to
from tests.peers.asking import NODE, lacking_node

pytestmark = pytest.mark.peer


class Server(NamedTuple):
    """A server that runs: where resources and tokens are."""

    fhir: str
    token: str

    def fail(self, *faults: dict[str, object]) -> None:
        """Let the next requests go wrong so."""
        httpx.post(f"{self.fhir.removesuffix('/fhir')}/faults", json=faults).raise_for_status()

    def keep(self, resource: dict[str, object]) -> None:
        """Keep a resource of somebody else's making."""
        httpx.post(f"{self.fhir}/{resource['resourceType']}", json=resource).raise_for_status()

    def count(self, kind: str) -> int:
        """Return how many of a kind are there."""
        return len(httpx.get(f"{self.fhir}/{kind}").json().get("entry", []))


@contextmanager
def running(**given: object) -> Iterator[Server]:
    """Give a server, which ends with the block."""
    command = ["node", str(NODE / "fhir_server.mjs")]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(
        command, stderr=subprocess.DEVNULL, text=True, encoding="utf-8", **pipes
    ) as process:
        assert process.stdin
        assert process.stdout
        try:
            process.stdin.write(json.dumps(given))
            process.stdin.close()
            yield Server(**json.loads(process.stdout.readline()))
        finally:
            process.kill()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server that lets everybody in."""
    if why := lacking_node():
        pytest.skip(why)
    with running() as made:
        yield made


@pytest.fixture
def sender(server: Server) -> Iterator[FhirSender]:
    """Sends there."""
    made = FhirSender(to(server.fhir))
    yield made
    made.close()


def test_a_note_and_all_that_follows_it_goes_and_is_taken_back_whole(
    server: Server, sender: FhirSender
) -> None:
    made = talk(m.Write("stay", "a window"))
    for kind in ("addendum", "correction", "late-entry", "retraction"):
        added(made, kind)
    way = to(server.fhir, provenance=True, preferences=True, response=True)
    receipts = [""]
    for number in range(5):
        one = parcel(going(made, way, number))
        for _ in range(2):
            reply = sender.send(one, receipts[-1])
            assert (reply.fate, reply.compared) == (Fate.DELIVERED, True), reply
        found = sender.find(one)
        assert found is not None
        assert (found.fate, found.compared) == (Fate.DELIVERED, True)
        receipts.append(reply.receipt)
    assert receipts[1].split("/_history/")[0] == receipts[5].split("/_history/")[0]
    counts = {"DocumentReference": 4, "Provenance": 5, "Observation": 4, "QuestionnaireResponse": 2}
    assert {kind: server.count(kind) for kind in counts} == counts
    states = httpx.get(f"{server.fhir}/DocumentReference").json()["entry"]
    assert {one["resource"]["status"] for one in states} == {"entered-in-error"}


@pytest.mark.parametrize(
    ("fault", "fate"),
    [
        ({"status": 503}, Fate.AGAIN),
        ({"status": 429, "headers": {"Retry-After": "3"}}, Fate.AGAIN),
        ({"status": 500, "late": True}, Fate.AGAIN),
        ({"status": 504, "late": True}, Fate.UNKNOWN),
        ({"status": 200, "late": True}, Fate.UNKNOWN),
        ({"cut": True, "late": True}, Fate.UNKNOWN),
        ({"cut": True}, Fate.UNKNOWN),
        ({"status": 422}, Fate.HELD),
    ],
)
def test_whatever_fails_the_note_is_there_once_in_the_end(
    server: Server, sender: FhirSender, fault: dict[str, object], fate: Fate
) -> None:
    one = parcel(going(talk(), to(server.fhir)))
    before = server.count("DocumentReference")
    server.fail({"method": "POST", **fault})
    reply = sender.send(one, "")
    assert (reply.fate, reply.after) == (fate, 3.0 if fault.get("status") == 429 else 0.0)
    found = sender.find(one)
    assert found is not None
    assert found.fate is (Fate.DELIVERED if fault.get("late") else Fate.AGAIN)
    assert sender.send(one, "").fate is Fate.DELIVERED
    assert server.count("DocumentReference") == before + 1


def test_a_patient_is_looked_up_by_number_and_their_note_stands_under_them(
    server: Server, sender: FhirSender
) -> None:
    server.keep(
        {
            "resourceType": "Patient",
            "identifier": [{"system": NUMBERS, "value": "000-TEST"}],
            "name": [{"family": "Test", "given": ["Avery"]}],
            "birthDate": "1950-02-03",
        }
    )
    alone = look_up(to(server.fhir, lookup=True), "000-TEST")
    assert isinstance(alone, Known)
    assert (alone.encounter, alone.stay) == ("", "")
    server.keep(
        {
            "resourceType": "Encounter",
            "identifier": [{"system": "urn:oid:2.999.7", "value": "V-7"}],
            "status": "in-progress",
            "class": {"code": "AMB"},
            "subject": {"reference": alone.reference.removeprefix(f"{server.fhir}/")},
        }
    )
    found = look_up(to(server.fhir, lookup=True), "000-TEST")
    assert isinstance(found, Known)
    assert found.encounter == "V-7"
    assert (found.family, str(found.born)) == ("Test", "1950-02-03")
    from tests.deliver.going import known

    made = parcel(going(talk(patient=known(found)), to(server.fhir)))
    assert sender.send(made, "").compared is True
    subject = json.loads(made.body)[0]["resource"]["subject"]["reference"]
    assert f"{server.fhir}/{subject}" == found.reference
    (stay,) = json.loads(made.body)[0]["resource"]["context"]["encounter"]
    assert f"{server.fhir}/{stay['reference']}" == found.stay


@pytest.mark.parametrize("kind", ["EC", "RSA"])
def test_a_backend_service_is_let_in_by_its_key_and_renews_what_has_ended(kind: str) -> None:
    if why := lacking_node():
        pytest.skip(why)
    environ = {"KEY": _key(kind)}
    told = json.loads(public_keys(to(key="env:KEY"), environ))
    with running(keys=told, seconds=1) as server:
        way = replace(_backend(server), provenance=True, response=True, preferences=True)
        sender = FhirSender(way, environ)
        first, second = (parcel(going(talk(), way)) for _ in range(2))
        assert sender.send(first, "").fate is Fate.DELIVERED
        _wait_for_the_end_of(server, sender)
        assert sender.send(second, "").fate is Fate.DELIVERED
        sender.close()
        narrow = FhirSender(replace(way, scope="system/DocumentReference.crus"), environ)
        reply = narrow.send(parcel(going(talk(), way)), "")
        assert (reply.fate, reply.code, "No scope" in reply.said) == (Fate.HELD, "403", True)
        narrow.close()
        stranger = FhirSender(way, {"KEY": _key(kind)})
        reply = stranger.send(first, "")
        assert (reply.fate, "invalid_client" in reply.said) == (Fate.CLOSED, True)
        stranger.close()


def _key(kind: str) -> str:
    made: ECKey | RSAKey = RSAKey.generate_key(2048, private=True)
    if kind == "EC":
        made = ECKey.generate_key("P-384", private=True)
    return json.dumps(made.as_dict(private=True))


def _backend(server: Server) -> Fhir:
    given = {"auth": "backend", "token_url": server.token, "client_id": "bedside"}
    return to(server.fhir, key="env:KEY", **given)


def _wait_for_the_end_of(server: Server, sender: FhirSender) -> None:
    """Ask with the token that the sender has until the server takes it no longer."""
    token = sender._client._tokens.bearer()
    for _ in range(2000):
        asked = httpx.get(
            f"{server.fhir}/DocumentReference", headers={"Authorization": f"Bearer {token}"}
        )
        if asked.status_code == 401:
            return
    raise AssertionError("the token never ended")
