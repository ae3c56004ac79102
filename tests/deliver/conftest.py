"""What the tests of this room talk to: a FHIR server in this process, and a clinic's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from bedside.deliver.fhir.sender import FhirSender
from bedside.store.outbox.clinic.line import Line
from tests.databases import Server
from tests.deliver.fhir_peer import Peer, serving
from tests.deliver.going import to
from tests.deliver.posting import Office


@pytest.fixture
def peer() -> Iterator[Peer]:
    """A server that works."""
    with serving() as made:
        yield made


@pytest.fixture
def made_sender() -> Iterator[Callable[..., FhirSender]]:
    """Make senders, which let go of their lines at the end."""
    with ExitStack() as ends:

        def make(base: str, **more: object) -> FhirSender:
            made = FhirSender(to(base, **more), {"TOKEN": "sweet"})
            ends.callback(made.close)
            return made

        yield make


@pytest.fixture
def sender(peer: Peer, made_sender: Callable[..., FhirSender]) -> FhirSender:
    """Sends to the server."""
    return made_sender(peer.base)


@pytest.fixture
def clinic(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Have every office use the clinic's database, which is empty."""
    server.empty()
    monkeypatch.setattr(Office, "address", server.address)
    lines: list[Line] = []
    monkeypatch.setattr(Office, "lines", lines)
    yield server
    for line in lines:
        line.close()


@pytest.fixture(params=["alone", "many"])
def over_both(request: pytest.FixtureRequest) -> None:
    """Run a test over the workstation's own store, and once more over the clinic's database."""
    if request.param == "many":
        request.getfixturevalue("clinic")
