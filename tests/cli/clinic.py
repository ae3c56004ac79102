"""The clean example under a name of its own, and mistakes to put into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from bedside.cli.draft import today
from tests.content.texts import EXAMPLE, EXAMPLE_NAME

CLEAN = "made-up"
MISSPELT = ('required = true\naim   = "The person', 'requird = true\naim   = "The person')
LOOSE = ("when.noise.at_least = 6", 'when.nois = "answered"')
Example = Callable[..., Path]


def current(text: str = EXAMPLE) -> str:
    """Return the clean example, or a text made of it, as one reviewed in time on any day."""
    dates = (("2031-01-15", today() - timedelta(10)), ("2032-01-15", today() + timedelta(300)))
    for old, new in dates:
        text = text.replace(old, new.isoformat())
    return text


def example_in(folder: Path) -> Path:
    """Write the checklist without a finding into a folder; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / EXAMPLE_NAME
    path.write_bytes(current().encode())
    return path


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if text in row)


def told(out: str) -> dict[str, Any]:
    """Return what a run said as JSON."""
    return cast("dict[str, Any]", json.loads(out))
