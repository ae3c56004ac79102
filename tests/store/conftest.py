"""A store of the test's own."""

from __future__ import annotations

import os

import pytest

from bedside.store.paths import Places, find_places
from bedside.store.store import Store


@pytest.fixture
def places() -> Places:
    """The test's own folders."""
    return find_places(os.environ)


@pytest.fixture
def store(places: Places) -> Store:
    """A store in those folders."""
    return Store(places)
