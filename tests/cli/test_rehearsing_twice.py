"""What a rehearsal shows of a receiver's memory: the same message twice, and one refused."""

from __future__ import annotations

import os
from collections.abc import Sequence

import pytest

from bedside.cli.rehearsing import Rung, knows_again, proposed
from bedside.core.destinations import Fhir, Hl7
from bedside.core.parcels import Fate
from bedside.store.paths import find_places
from bedside.words import outbox as said
from tests.cli.conftest import Run
from tests.deliver.peers import Peer

ENGINE = Hl7(name="engine")


def rungs(*receipts: str, code: str = "AA", fate: Fate = Fate.DELIVERED) -> list[Rung]:
    """Return a ladder: a note, the same once more with this code and fate, and another note."""
    first, second, other = receipts
    return [
        Rung("plain", Fate.DELIVERED, "AA", receipt=first),
        Rung("twice", fate, code, receipt=second),
        Rung("letters", Fate.DELIVERED, "AA", receipt=other),
    ]


@pytest.mark.parametrize(
    ("ladder", "knows"),
    [
        (rungs("AA 1", "AR 2", "AA 3", code="AR"), True),
        (rungs("AA 1", "AE 2", "AA 3", code="AE"), True),
        (rungs("AA 1", "AA 1", "AA 3"), False),
        (rungs("AA 1", "AA 2", "AA 3"), False),
        (rungs("AA 1", "AA 1", "AA 1"), False),
        (rungs("AA", "AA", "AA 3"), False),
        (rungs("AA 1", "", "AA 3", code="AE", fate=Fate.HELD), False),
        (rungs("AA 1", "", "AA 3", code="AR", fate=Fate.AGAIN), False),
        (rungs("AA 1", "AR 2", "AA 3", code="AR")[:1], False),
        ([], False),
    ],
)
def test_it_knows_a_message_again_only_where_the_second_sending_was_refused(
    ladder: Sequence[Rung], knows: bool
) -> None:
    assert knows_again(ladder) is knows
    assert ("dedupes = true" in proposed(ENGINE, ladder)) is knows


def test_it_is_proposed_where_it_is_not_set_and_there_is_such_a_setting() -> None:
    ladder = rungs("AA 1", "AR 2", "AA 3", code="AR")
    assert "dedupes = true" not in proposed(Hl7(name="engine", dedupes=True), ladder)
    assert "dedupes = true" not in proposed(Fhir(name="record"), ladder)


@pytest.mark.parametrize(
    ("script", "proposes", "asks"),
    [
        (("AA", "duplicate", "AA"), True, False),
        (("AA",), False, True),
        (("derived",), False, True),
    ],
)
def test_a_rehearsal_with_a_receiver_says_what_it_showed(
    run: Run, script: tuple[str, ...], proposes: bool, asks: bool
) -> None:
    path = find_places(os.environ).site_settings
    path.parent.mkdir(parents=True, exist_ok=True)
    with Peer(*script) as peer:
        text = f'[destinations.engine]\nkind = "hl7"\ntls = false\nport = {peer.port}\n'
        path.write_text(text, encoding="utf-8")
        ran = run("destination", "rehearse", "engine", "--yes")
    assert len(set(peer.received[:2])) == 1, "the same message, by the same id"
    assert ("dedupes = true" in ran.out) is proposes
    assert (said.TAKEN_TWICE in " ".join(ran.err.split())) is asks
    assert ran.code == int(proposes)
