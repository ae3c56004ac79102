"""Runs async tests in a loop of their own, and makes days and visit ids stand still on request."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo
from inspect import iscoroutinefunction
from itertools import count
from pathlib import Path
from typing import ClassVar

import pytest

from bedside.cli.desk import Desk
from bedside.core.events import Moment
from bedside.store.hold import Hold
from tests.conftest import Clock
from tests.note.signing import ANCHOR
from tests.worlds import site_settings


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine to its end."""
    if not iscoroutinefunction(pyfuncitem.obj):
        return None
    names = pyfuncitem._fixtureinfo.argnames
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
    return True


class _Day(date):
    """The day of the first page: before any shipped checklist is due for review."""

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return date(2027, 3, 4)


class _Noon(datetime):
    """The moment at which the clock of the test stands."""

    clock: ClassVar[Callable[[], Moment]]

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(cls.clock().utc / 1000, tz)


@pytest.fixture
def standing_still(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Clock:
    """Let every page tell the same day, hour and visit ids whenever the test runs."""
    monkeypatch.setattr("bedside.tui.screens.library.date", _Day)
    monkeypatch.setattr(_Noon, "clock", clock, raising=False)
    monkeypatch.setattr("bedside.tui.screens.visits.datetime", _Noon)
    monkeypatch.setattr(Hold, "anchor", ANCHOR)  # a head is another one with each log
    monkeypatch.setattr("bedside.session.new_id", _numbered())
    return clock


@pytest.fixture
def site_file() -> Callable[[str], Path]:
    """Write the site's settings."""
    return site_settings


@pytest.fixture
def delivering(desk: Desk) -> Iterator[None]:
    """Stop delivering before the desk's store is closed."""
    yield
    desk.stop_delivering()


def _numbered() -> Callable[[int], str]:
    numbers = count(1)
    return lambda _: f"{next(numbers):020d}"
