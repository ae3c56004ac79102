"""Whole sittings at a terminal, ended badly; `tests/campaigns` does the same for long."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals and these signals are POSIX's own", allow_module_level=True)

from tests.campaigns import hangups, lock, surroundings, uikills
from tests.campaigns.running import outcome

SHORT = {"uikills": 1, "hangups": 3, "surroundings": 2}
"""How many sittings of each; every hang-up has a test of its own besides."""
MODULES: dict[str, ModuleType] = {
    "uikills": uikills,
    "hangups": hangups,
    "surroundings": surroundings,
}


@pytest.mark.parametrize("name", SHORT)
def test_a_sitting_that_ends_badly_costs_and_leaves_nothing(name: str) -> None:
    assert outcome(MODULES[name].told, range(5, 5 + SHORT[name])).failures == ()


@pytest.mark.parametrize("name", SHORT)
def test_what_holds_it_together_taken_away_is_found_out(name: str) -> None:
    assert outcome(MODULES[name].twin, range(2)).failures


@pytest.mark.skipif(sys.platform != "linux", reason="reads another process's /proc")
def test_after_a_lock_no_process_holds_a_word_and_a_mere_cover_is_found_out() -> None:
    try:
        found = lock.twin(0)
    except PermissionError:
        pytest.skip("this system lets not even a parent read a process's memory (ptrace_scope)")
    assert "the visit process holds" in found
    assert "launcher" not in found
    assert lock.told(0) == ""
