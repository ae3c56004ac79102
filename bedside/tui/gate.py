"""The last gate before the terminal: every painted line, of whatever widget, goes through."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from bedside.core.text import harmful, safe


class TerminalGate(LineFilter):
    """Takes out of every segment what could act on a terminal; Textual's own controls pass."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with harmful characters gone; nearly always the same list."""
        del background
        if not any(harmful(text) for text, _, control in segments if not control):
            return segments
        return [
            segment if segment.control else Segment(safe(segment.text), segment.style)
            for segment in segments
        ]
