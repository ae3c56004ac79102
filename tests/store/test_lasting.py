"""The campaigns against losing anything, in short: each well, and its twin found out."""

from __future__ import annotations

import sys
from importlib import import_module

import pytest

from tests.campaigns.running import outcome

SHORT = {
    "kills": (12, 40),
    "powercuts": (200, 60),
    "faults": (48, 40),
    "smalldisk": (2, 2),
    "slowdisk": (1, 1),
    "takeovers": (12, 20),
    "exports": (40, 60),
    "flips": (400, 200),
    "upgrades": (12, 20),
    "soak": (1, 1),
}
"""How many inputs of each, and of its twin, are enough to say something in a few seconds."""

_BY_POSIX = ("kills", "exports", "upgrades")
"""Those whose processes are forked and killed by a signal."""


@pytest.mark.parametrize("name", SHORT)
def test_what_a_campaign_says_holds_in_short(name: str) -> None:
    if name in _BY_POSIX and sys.platform == "win32":
        pytest.skip("its processes are killed by POSIX signals")
    came = outcome(import_module(f"tests.campaigns.{name}").told, range(SHORT[name][0]))
    assert not came.failures, "\n".join(f"number {one.seed}: {one.what}" for one in came.failures)


@pytest.mark.parametrize("name", SHORT)
def test_its_twin_is_found_out(name: str) -> None:
    if name in _BY_POSIX and sys.platform == "win32":
        pytest.skip("its processes are killed by POSIX signals")
    campaign = import_module(f"tests.campaigns.{name}")
    assert any(campaign.twin(number) for number in range(SHORT[name][1]))
