"""The one door for text from a checklist or a person on its way to a widget.

Textual's markup eats "[she]" and fails on "[/foo]", so text is never handed over as markup; and
what could act on a terminal is taken out here, once more at the line filter.
"""

from __future__ import annotations

from bedside.core.text import safe


def literal(text: str) -> str:
    """Return the text as what it is: one line of letters that nothing will interpret."""
    return safe(text.replace("\n", " ").replace("\t", " "))
