"""The clean example under a name of its own, and mistakes to put into it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

CLEAN = "made-up"
MISSPELT = ('required = true\naim   = "The person', 'requird = true\naim   = "The person')
LOOSE = ("when.noise.at_least = 6", 'when.nois = "answered"')
Example = Callable[..., Path]


def line_of(path: Path, text: str) -> int:
    """Return the number of the first line that holds a text."""
    rows = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, row in enumerate(rows, 1) if text in row)


def told(out: str) -> dict[str, Any]:
    """Return what a run said as JSON."""
    return cast("dict[str, Any]", json.loads(out))
