"""How long ago, for how long: no number where a clock makes no sense, and what is open long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bedside import words
from tests.cli.conftest import Run
from tests.cli.visits import left_open, signed

NOW = datetime(2031, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(seconds=-30), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(hours=-5), "some time ago"),
        (timedelta(days=-400), "some time ago"),
    ],
)
def test_how_long_ago_is_no_number_where_the_clock_went_back(passed: timedelta, told: str) -> None:
    assert words.ago(NOW - passed, NOW) == told


def test_what_is_open_for_three_days_is_pointed_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, done = left_open(), signed()

    class Later(datetime):
        """Four days from now."""

        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            """Return that moment."""
            _ = tz
            return datetime.now(UTC) + timedelta(days=4)

    monkeypatch.setattr("bedside.cli.visits.datetime", Later)
    rows = {line[:20]: line for line in run("visits").out.splitlines()}
    assert "open for 4 days: sign it or remove it" in rows[visit]
    assert "open for" not in rows[done]
