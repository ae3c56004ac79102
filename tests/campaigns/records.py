"""Notes signed and delivered to a FHIR server that fails, by processes killed at any statement.

`python -m tests.campaigns.records --one SEED HOME BASE KILL NUMBER HOW` is one of them.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from joserfc.jwk import ECKey

from bedside.core.destinations import Destination, Fhir
from bedside.core.parcels import Fate, Parcel, Reply, Sender
from bedside.deliver.fhir.found import is_named
from bedside.deliver.fhir.sender import FhirSender
from bedside.deliver.fhir.shapes import URI, urn
from bedside.store.outbox.rows import Row
from tests.campaigns.deliveries import die_at, is_first, sat, sittings
from tests.deliver.fhir_peer import Fault, Json, Peer, Seen, serving
from tests.deliver.posting import Office

WHAT = "no note is lost, none is called delivered that is not there, and none is there twice"
AMISS = 0.4
"""How often a request goes wrong."""
KEY = ECKey.generate_key("P-384", private=True).as_dict(private=True)


def told(seed: int) -> str:
    """Return what is wrong after some notes went to a server that fails."""
    return _delivered(seed, "")


def twin(seed: int) -> str:
    """Return the same where a note is called delivered whatever the server says."""
    return _delivered(seed, "early")


def _delivered(seed: int, how: str) -> str:
    os.environ["RECORDS_KEY"] = json.dumps(KEY)
    with tempfile.TemporaryDirectory() as home, serving() as peer:
        server = _Unruly(peer, random.Random(seed))
        signed = sittings(__name__, seed, (home, peer.base), how)
        return _wrong(Path(home), server, signed)


class _Unruly:
    """What a server does wrong, by chance, and what it refused for good."""

    def __init__(self, peer: Peer, chance: random.Random) -> None:
        """Make this server fail from now on."""
        self.peer, self._chance = peer, chance
        self.refused: set[str] = set()
        self._is_new = False
        peer.fails, peer.grants, peer.tokens = self._fault, self._granted, set()

    def _granted(self, _: dict[str, str]) -> tuple[int, Json]:
        """Let in whoever asks, by a token that ends at some time."""
        given = f"token-{self._chance.random()}"
        self.peer.tokens, self._is_new = {f"Bearer {given}"}, True
        return 200, {"access_token": given, "token_type": "bearer", "expires_in": 300}

    def _fault(self, seen: Seen) -> Fault | None:
        is_new, self._is_new = self._is_new, False
        if self._chance.random() > AMISS:
            return None
        is_done, way = self._chance.random() < 0.5, self._chance.randrange(8)
        if way == 0 and not is_new:
            self.peer.tokens = set()  # it ends now, so that the next one is refused
            return None
        if way == 1:
            return Fault(seen.method, 429, {"Retry-After": "30"})
        if way == 2:
            return Fault(seen.method, seconds=1.3, is_done=is_done)  # nobody waits so long
        if way == 3 and seen.method != "GET" and self._chance.random() < 0.2:
            self.refused.add(_name(seen.body))
            return Fault(seen.method, 422)
        if way in (4, 5):
            return Fault(seen.method, is_done=is_done)
        return Fault(seen.method, self._chance.choice((500, 502, 503, 504)), is_done=is_done)


def _name(body: bytes) -> str:
    """Return the name of the document in a request; "" where there is none."""
    made = json.loads(body)
    return str(made.get("masterIdentifier", {}).get("value", ""))


def _wrong(home: Path, server: _Unruly, signed: list[str]) -> str:
    """Hold what the store says of every note against what its receiver has."""
    office = _Office(home, server.peer.base, 0, "")
    rows, there = office.rows(), server.peer.now("DocumentReference")
    wrong = [
        f"visit {one} was signed and is in no row" for one in {*signed} - {r.visit for r in rows}
    ]
    for row in rows:
        wrong += _amiss(row, rows, there, server)
    names = Counter(str(one["masterIdentifier"]["value"]) for one in there)
    wrong += [f"{name} is there {count} times" for name, count in names.items() if count > 1]
    known = {urn(row.document) for row in rows}
    wrong += [f"{name} is there, and in no row" for name in names.keys() - known]
    office.store.close()
    return "; ".join(wrong[:3])


def _amiss(row: Row, rows: list[Row], there: list[Json], server: _Unruly) -> list[str]:
    """Return what is wrong with one row."""
    name = urn(row.document if row.turn != "retraction" else row.document.partition(".")[0])
    found = [one for one in there if is_named(one, f"{URI}|{name}")]
    is_gone = any(one["status"] == "entered-in-error" for one in found)
    if row.state == "delivered" and not (is_gone if row.turn == "retraction" else found):
        return [f"{row.control} is called delivered, and its receiver has not got it"]
    was_refused = name in server.refused or row.why == "tries"
    if row.state == "held" and not was_refused:
        return [f"{row.control} is held, {row.why}, and was never refused"]
    if row.state in ("queued", "sending", "unknown") and is_first(row.control, rows):
        return [f"{row.control} is still {row.state}"]
    return []


class _Office(Office):
    """A workstation whose notes go to a real server on this machine."""

    def __init__(self, home: Path, base: str, number: int, how: str) -> None:
        """Be the process of this number, each an hour after the one before."""
        token = base.replace("/fhir", "/token")
        chart = Fhir(
            name="chart",
            base=base,
            auth="backend",
            token_url=token,
            client_id="us",
            key="env:RECORDS_KEY",
            subject="contained",
            timeout=1,
        )
        self._sender = (_Early if how else FhirSender)(chart)
        super().__init__(home, replace(chart, tries=1000))
        self.wait(3600 * number)

    def sender(self, to: Destination) -> Sender:  # noqa: ARG002  # there is one
        """Return what sends."""
        return self._sender


class _Early(FhirSender):
    """A sender that does not look at the answer."""

    def send(self, parcel: Parcel, parent: str) -> Reply:
        """Send, and call it delivered whatever comes of it."""
        super().send(parcel, parent)
        return Reply(fate=Fate.DELIVERED)


def _one(given: list[str]) -> int:
    """Be one process: sign what is still to be signed, then deliver for a while."""
    seed, kill, number = (int(given[at]) for at in (0, 3, 4))
    die_at(kill)
    office = _Office(Path(given[1]), given[2], number, "".join(given[5:]))
    return sat(office, random.Random(seed * 100 + number), number)


if __name__ == "__main__" and sys.argv[1:2] == ["--one"]:
    sys.exit(_one(sys.argv[2:]))
