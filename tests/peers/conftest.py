"""Which peers are here, and a word at the end of the run about those that are not."""

from __future__ import annotations

import pytest

from tests.peers.asking import lacking_browser, lacking_node

_LACKING = {"peer": lacking_node, "browser": lacking_browser}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose peer is not here, and say why."""
    for name, lacking in _LACKING.items():
        if item.get_closest_marker(name) and (why := lacking()):
            pytest.skip(why)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud, once for each reason, that some peers were not asked.

    The reports say why, wherever the tests ran.
    """
    skipped = [one for one in terminalreporter.stats.get("skipped", []) if _asks(one)]
    for why in sorted({one.longrepr[2].removeprefix("Skipped: ") for one in skipped}):
        terminalreporter.write_line(f"SKIPPED: tests that ask a peer, for {why}", yellow=True)


def _asks(report: pytest.TestReport) -> bool:
    return isinstance(report.longrepr, tuple) and not _LACKING.keys().isdisjoint(report.keywords)
