"""Seams shared by every test: a home of its own, a clock that stands still, real data."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bedside.cli.desk import Desk
from bedside.core.checklist import Checklist
from bedside.core.events import Moment
from bedside.store.keys import passphrase
from bedside.store.paths import find_places
from tests.clinics import SharedSite
from tests.databases import LACKS, Server, lacking
from tests.worlds import NOON, shipped_checklist

settings.register_profile(
    "bedside", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("bedside")

for name in ("COLUMNS", "LINES"):
    os.environ.pop(name, None)  # pytest-xdist's own, which would stand for every terminal's size


def pytest_collection_finish() -> None:
    """Keep what was collected, which stays to the end, out of every collection of garbage.

    And collect less often: what a page leaves behind is small beside what it costs to look for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Use every processor, but no more than four: the files to share out are uneven."""
    return min(4, len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud, once, that what runs over PostgreSQL was not tried, and what it needs."""
    skipped = [one.longrepr for one in terminalreporter.stats.get("skipped", [])]
    why = {str(one[2]).removeprefix("Skipped: ") for one in skipped if isinstance(one, tuple)}
    for told in sorted(one for one in why if one.startswith(LACKS)):
        terminalreporter.write_line(f"SKIPPED: {told}", yellow=True)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server of this run; skipped, and said so, where none can be had."""
    if why := lacking():
        pytest.skip(f"{LACKS} {why}")
    made = Server()
    yield made
    made.remove()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, so that nobody's settings or visits are met."""
    for name in [name for name in os.environ if name.startswith(("BEDSIDE", "TEXTUAL"))]:
        monkeypatch.delenv(name)
    for name in ("ACCESSIBLE", "NO_COLOR", "TMUX", "SSH_TTY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("BEDSIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("BEDSIDE_SITE", str(tmp_path / "site"))
    return tmp_path / "home"


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    """A desk over the test's own home; its writer is stopped at the end."""
    made = Desk()
    yield made
    if "store" in vars(made):
        made.store.close()


@pytest.fixture
def settings_file(home: Path) -> Callable[[str], Path]:
    """Write the clinician's settings."""

    def write(text: str) -> Path:
        path = home / "config" / "settings.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(autouse=True)
def cheap_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a passphrase cost a thousandth of what it does; each sealed body says its own cost."""
    cheap = passphrase.Strength(memory=64, passes=1, lanes=1)
    monkeypatch.setattr(passphrase, "STRENGTH", cheap)


@pytest.fixture
def site(home: Path, tmp_path: Path) -> SharedSite:
    """A shared workstation with three clinicians, in the test's own home."""
    return SharedSite(find_places(os.environ), tmp_path / "stick")


@pytest.fixture(autouse=True)
def patient_with_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Call no save slow that a busy machine makes wait; what happens then has tests of its own."""
    monkeypatch.setattr("bedside.store.saving.SLOW_SECONDS", 60.0)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock that moves only when it is told to; every session of the test goes by it."""
    standing = Clock()
    monkeypatch.setattr("bedside.session.now", standing)
    return standing


@pytest.fixture
def uncertainty() -> Checklist:
    """The shipped checklist that most stories walk."""
    return shipped_checklist("acknowledging-uncertainty")


class Clock:
    """Gives the same moment until it is moved on."""

    def __init__(self) -> None:
        """Begin at noon on an invented day."""
        self.moment = NOON

    def __call__(self) -> Moment:
        """Return the moment it stands at."""
        return self.moment

    def forward(self, minutes: float) -> None:
        """Let time pass on both clocks."""
        span = round(minutes * 60_000)
        self.by(utc=span, ns=span * 1_000_000)

    def by(self, utc: int = 0, ns: int = 0) -> None:
        """Move the wall clock by milliseconds and the boot clock by nanoseconds."""
        then = self.moment
        self.moment = replace(then, utc=then.utc + utc, ns=then.ns + ns)
