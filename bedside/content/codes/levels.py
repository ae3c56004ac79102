"""How much each code matters: its family's level, but for the few that are named here."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.core.problems import Level

_FAMILIES: Mapping[str, Level] = {
    **dict.fromkeys("TCLNXK", Level.ERROR),
    **dict.fromkeys("PSMF", Level.WARNING),
}
_OTHERWISE: Mapping[str, Level] = {
    "T150": Level.WARNING,
    **dict.fromkeys(
        ("C224", "C225", "C226", "C227", "C228", "C229", "C232", "C234", "C236", "C237"),
        Level.WARNING,
    ),
    **dict.fromkeys(("C238", "C239", "C240"), Level.WARNING),
    **dict.fromkeys(("L314", "L315", "L316", "L320", "L321"), Level.WARNING),
    "L329": Level.NOTE,
    **dict.fromkeys(("X901", "X902", "X903", "X906", "X914", "X931"), Level.WARNING),
    **dict.fromkeys(("X923", "X924", "X925", "X930"), Level.WARNING),
    "X926": Level.NOTE,
    **dict.fromkeys(("N403", "N404", "N405", "N406", "N410", "N411", "N412"), Level.WARNING),
    "M702": Level.NOTE,
    **dict.fromkeys(("M705", "M714"), Level.ERROR),
}
"""Codes whose level is not their family's."""


def level_of(code: str) -> Level:
    """Return the level of a code; KeyError for one of no family."""
    return _OTHERWISE.get(code) or _FAMILIES[code[0]]
