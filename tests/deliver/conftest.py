"""A FHIR server in this process for the tests of this room, and senders that let go of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Peer, serving
from tests.deliver.going import to


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
