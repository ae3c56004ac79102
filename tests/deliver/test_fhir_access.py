"""How a server knows us, and how we know it: tokens, claims, keys, lines that are not private."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, KeySet, RSAKey

from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate
from bedside.deliver.fhir.lookup import look_up
from bedside.deliver.fhir.sender import FhirSender
from bedside.deliver.fhir.tokens import NoKey, public_keys, signing_key
from bedside.deliver.fhir.wire import is_private, is_same_place
from tests.deliver.fhir_peer import Fault, Peer, serving
from tests.deliver.going import NUMBERS, added, going, parcel, talk, to
from tests.house.source import ROOT

EC = ECKey.generate_key("P-384", {"kid": "ours"}, private=True)
HERE = "localhost"
NOTE = parcel(going(talk(), to()))


def _to(peer: Peer, **more: Any) -> Fhir:
    where = peer.base.replace("/fhir", "/token")
    given = {"auth": "backend", "token_url": where, "client_id": "us", "key": "env:KEY", **more}
    return to(peer.base, **given)


class Grants:
    """A token endpoint that checks each claim as SMART says, and gives a new token for it."""

    def __init__(self, peer: Peer, key: ECKey | RSAKey, lasts: int | None = 300) -> None:
        """Grant tokens for a server to whoever holds this key."""
        self.peer, self.key, self.lasts = peer, key, lasts
        self.claims: list[dict[str, Any]] = []
        peer.tokens = set()
        peer.grants = self

    def __call__(self, fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Grant one."""
        assert fields["grant_type"] == "client_credentials"
        assert fields["client_assertion_type"].endswith("jwt-bearer")
        kind = "ES384" if isinstance(self.key, ECKey) else "RS384"
        token = jwt.decode(fields["client_assertion"], self.key, algorithms=[kind])
        assert token.header["alg"] == kind
        assert token.header["kid"]
        self.claims.append({**token.claims, "scope": fields["scope"]})
        assert self.peer.tokens is not None
        self.peer.scopes = fields["scope"]
        given = f"token-{len(self.claims)}"
        self.peer.tokens = {f"Bearer {given}"}
        lasts = {} if self.lasts is None else {"expires_in": self.lasts}
        return 200, {"access_token": given, "token_type": "bearer", **lasts}


def _environ(key: ECKey | RSAKey) -> dict[str, str]:
    return {"KEY": json.dumps(key.as_dict(private=True))}


def test_a_token_is_asked_for_by_a_signed_claim_and_used_until_it_ends(peer: Peer) -> None:
    grants = Grants(peer, EC)
    sender = FhirSender(_to(peer), _environ(EC))
    for _ in range(2):
        assert sender.send(NOTE, "").fate is Fate.DELIVERED
    (claim,) = grants.claims
    assert claim["iss"] == claim["sub"] == "us"
    assert claim["aud"] == peer.base.replace("/fhir", "/token")
    assert 0 < claim["exp"] - claim["iat"] <= 300
    assert claim["scope"] == "system/DocumentReference.crus"
    sender.close()


EVERYTHING = {"provenance": True, "response": True, "preferences": True}


def test_a_token_is_asked_for_all_that_is_switched_on_and_for_no_more(peer: Peer) -> None:
    Grants(peer, EC)
    whole = talk()
    for kind in ("addendum", "correction", "retraction"):
        added(whole, kind)
    way = _to(peer, **EVERYTHING)
    sender = FhirSender(way, _environ(EC))
    for number in range(4):
        one = parcel(going(whole, way, number))
        assert sender.send(one, "").fate is Fate.DELIVERED
        found = sender.find(one)
        assert found is not None
        assert found.fate is Fate.DELIVERED
    sender.close()
    assert peer.scopes is not None
    assert [one.partition(".")[0] for one in peer.scopes.split()] == [
        "system/DocumentReference",
        "system/Provenance",
        "system/QuestionnaireResponse",
        "system/Observation",
    ]
    assert "d" not in "".join(one.partition(".")[2] for one in peer.scopes.split())
    peer.put({"resourceType": "Patient", "identifier": [{"system": NUMBERS, "value": "000-TEST"}]})
    look_up(_to(peer, lookup=True), "000-TEST", _environ(EC))
    assert peer.scopes.endswith(" system/Patient.rs system/Encounter.rs")
    assert peer.of("POST")[-1].path.endswith("Patient/_search")
    assert peer.is_allowed(peer.of("POST")[-1])


def test_a_scope_that_is_set_is_asked_for_as_it_stands(peer: Peer) -> None:
    grants = Grants(peer, EC)
    way = _to(peer, scope="system/DocumentReference.crus", **EVERYTHING)
    sender = FhirSender(way, _environ(EC))
    reply = sender.send(parcel(going(talk(), way)), "")
    assert (reply.fate, "No scope for" in reply.said) == (Fate.HELD, True)
    assert grants.claims[0]["scope"] == way.scope
    sender.close()


def test_no_claim_is_made_twice(peer: Peer) -> None:
    grants = Grants(peer, EC)
    for _ in range(3):
        sender = FhirSender(_to(peer), _environ(EC))
        sender.send(NOTE, "")
        sender.close()
    assert len({claim["jti"] for claim in grants.claims}) == 3


def test_a_token_that_ended_half_way_is_renewed_once_and_the_note_goes(peer: Peer) -> None:
    grants = Grants(peer, EC)
    sender = FhirSender(_to(peer), _environ(EC))
    assert sender.send(NOTE, "").fate is Fate.DELIVERED
    peer.tokens = {"Bearer another"}
    assert sender.send(NOTE, "").fate is Fate.DELIVERED
    assert len(grants.claims) == 2
    sender.close()


def test_a_token_near_its_end_is_not_used_again(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    grants, now = Grants(peer, EC, None), [1000.0]
    monkeypatch.setattr("bedside.deliver.fhir.tokens.time.monotonic", lambda: now[0])
    sender = FhirSender(_to(peer, compare=False), _environ(EC))
    for at, claims in ((1000.0, 1), (1269.0, 1), (1271.0, 2)):
        now[0] = at
        assert sender.send(NOTE, "").fate is Fate.DELIVERED
        assert len(grants.claims) == claims
    sender.close()


def test_a_server_that_takes_no_token_of_ours_is_closed_after_one_renewal(peer: Peer) -> None:
    grants = Grants(peer, EC)
    sender = FhirSender(_to(peer), _environ(EC))
    give = grants.__call__

    def refuse(fields: dict[str, str]) -> tuple[int, dict[str, Any]]:
        granted = give(fields)
        peer.tokens = set()
        return granted

    peer.grants = refuse
    reply = sender.send(NOTE, "")
    assert (reply.fate, reply.code, reply.said) == (Fate.CLOSED, "401", "The token has expired")
    assert len(grants.claims) == 2
    sender.close()


def test_a_claim_that_is_refused_closes_the_door_in_the_servers_own_words(peer: Peer) -> None:
    peer.grants = lambda _: (401, {"error": "invalid_client", "error_description": "Who are you"})
    sender = FhirSender(_to(peer), _environ(EC))
    reply = sender.send(NOTE, "")
    assert (reply.fate, reply.said) == (Fate.CLOSED, "invalid_client; Who are you")
    peer.grants = lambda _: (503, {})
    reply = sender.send(NOTE, "")
    assert (reply.fate, reply.code) == (Fate.AGAIN, "503")
    peer.grants = lambda _: (200, {"token_type": "bearer"})
    assert sender.send(NOTE, "").fate is Fate.CLOSED
    assert peer.seen == []
    sender.close()


def test_a_token_endpoint_that_is_not_there_leaves_the_note_surely_unsent(peer: Peer) -> None:
    sender = FhirSender(_to(peer, token_url="http://127.0.0.1:1/token"), _environ(EC))
    assert sender.send(NOTE, "").fate is Fate.AGAIN
    sender.close()


@pytest.mark.parametrize("form", ["jwk", "pem"])
def test_a_key_may_be_rsa_and_may_be_a_pem(peer: Peer, form: str) -> None:
    key = RSAKey.generate_key(2048, private=True)
    grants = Grants(peer, key)
    environ = _environ(key) if form == "jwk" else {"KEY": key.as_pem(private=True).decode()}
    sender = FhirSender(_to(peer), environ)
    assert sender.send(NOTE, "").fate is Fate.DELIVERED
    assert len(grants.claims) == 1
    sender.close()


def test_what_is_no_key_of_smart_is_refused_and_never_shown() -> None:
    with pytest.warns(SecurityWarning):
        small = RSAKey.generate_key(1024, private=True)
    other = ECKey.generate_key("P-256", private=True)
    public = EC.as_dict(private=False)
    for text in (
        json.dumps(small.as_dict(private=True)),
        json.dumps(other.as_dict(private=True)),
        json.dumps(public),
        '{"kty": "oct", "k": "c2VjcmV0"}',
        "{",
        "sweet-and-secret",
    ):
        with pytest.raises(NoKey, match="no private key") as told:
            signing_key(to(key="env:KEY"), {"KEY": text})
        assert text not in str(told.value)


def test_what_a_server_is_told_of_our_key_verifies_our_claims_and_holds_no_secret() -> None:
    told = json.loads(public_keys(to(key="env:KEY"), _environ(EC)))
    (shown,) = told["keys"]
    assert (shown["kid"], shown["alg"], shown["use"]) == ("ours", "ES384", "sig")
    assert "d" not in shown
    signed = jwt.encode({"alg": "ES384", "kid": "ours"}, {"iss": "us"}, EC, algorithms=["ES384"])
    known = KeySet.import_key_set(told)
    assert jwt.decode(signed, known, algorithms=["ES384"]).claims == {"iss": "us"}


def test_a_token_of_a_file_is_read_anew_when_it_is_refused(
    peer: Peer, made_sender: Callable[..., FhirSender]
) -> None:
    peer.tokens = {"Bearer sweet"}
    good = made_sender(peer.base, auth="token", token="env:TOKEN")
    assert good.send(NOTE, "").fate is Fate.DELIVERED
    reply = made_sender(peer.base, auth="token", token="env:NONE").send(NOTE, "")
    assert (reply.fate, "env:NONE holds nothing" in reply.said) == (Fate.CLOSED, True)
    peer.tokens = {"Bearer sour"}
    reply = good.send(NOTE, "")
    assert (reply.fate, reply.code) == (Fate.CLOSED, "401")
    assert "sweet" not in repr(reply)


def test_a_token_never_goes_along_to_another_place(
    peer: Peer, made_sender: Callable[..., FhirSender]
) -> None:
    peer.tokens = {"Bearer sweet"}
    with serving() as other:
        peer.faults = [Fault("GET", 302, {"Location": f"{other.base}/metadata"})]
        made_sender(peer.base, auth="token", token="env:TOKEN").test()
        assert other.seen == []


def test_notes_go_in_clear_to_this_machine_alone_unless_that_is_allowed(
    made_sender: Callable[..., FhirSender],
) -> None:
    reply = made_sender("http://record.example/fhir").send(NOTE, "")
    assert (reply.fate, "in clear" in reply.said) == (Fate.CLOSED, True)
    assert [is_private(one) for one in ("https://a.example", f"http://{HERE}:1", "http://[::1]")]
    assert not any(map(is_private, ("http://127.0.0.1.example", "ftp://a.example", "http://")))


def test_places_are_the_same_by_scheme_host_and_port() -> None:
    assert is_same_place("https://a.example/x", "https://A.example:443/y")
    others = (
        "http://a.example",
        "https://b.example",
        "https://a.example:8443",
        "/x",
        "https://a:b",
    )
    assert not any(is_same_place("https://a.example", one) for one in others)
    assert not is_same_place("/x", "/y")


def test_a_bad_address_and_bad_certificates_close_the_door_with_the_reason(
    made_sender: Callable[..., FhirSender], tmp_path: Any
) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
    for base, more, why in (
        ("https://", {}, "no address"),
        ("https://[", {}, "not https"),
        ("https://a.example", {"ca": str(tmp_path / "ca.pem")}, "certificates"),
        ("https://a.example", {"ca": str(tmp_path / "none.pem")}, "certificates"),
    ):
        reply = made_sender(base, **more).send(NOTE, "")
        assert (reply.fate, why in reply.said) == (Fate.CLOSED, True), reply


def test_without_its_extra_the_way_to_get_it_is_said(
    made_sender: Callable[..., FhirSender], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    reply = made_sender("https://a.example").send(NOTE, "")
    assert (reply.fate, "pip install" in reply.said) == (Fate.CLOSED, True)
    monkeypatch.setitem(sys.modules, "joserfc.jwk", None)
    with pytest.raises(NoKey, match="pip install"):
        signing_key(to(key="env:KEY"), _environ(EC))


def test_signing_loads_nothing_of_the_network() -> None:
    tried = """
import sys
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.going import added, going, talk, to
way = to(response=True, preferences=True, provenance=True)
made = FhirSender(way).make(going(added(talk(), "correction"), way, 0))
print(type(made).__name__, *{"ssl", "httpx", "joserfc", "email"} & set(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", tried], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.split() == ["Made"], done
