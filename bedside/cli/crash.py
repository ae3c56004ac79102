"""What is said after a fault of our own: an apology, no locals, no message, and the way back."""

from __future__ import annotations

import traceback
from pathlib import Path

from bedside import words


def fault(error: BaseException) -> str:
    """Return where an error came from, without its message: that could hold a patient's words."""
    frames = traceback.extract_tb(error.__traceback__)
    place = frames[-1] if frames else None
    at = f"{Path(place.filename).name}:{place.lineno} {place.name}" if place else "unknown place"
    return f"{type(error).__name__} at {at}"


def apology(error: BaseException) -> str:
    """Return what to tell the clinician: sorry, nothing is lost, how to go on."""
    return words.APOLOGY.format(what=fault(error)) + "\n"
