"""What is drawn on screen, with the colours that it is drawn in."""

from __future__ import annotations

from collections.abc import Iterator

from rich.style import Style

from tests.tui.driving import Walk


def drawn(walk: Walk) -> Iterator[tuple[str, Style]]:
    """Yield every stretch of letters on screen with the style it is drawn in."""
    for strip in walk.app.screen._compositor.render_strips():
        for text, style, _ in strip:
            if text.strip() and style is not None:
                yield text, style


def is_colourless(seen: tuple[str, Style]) -> bool:
    """Whether a stretch is drawn in black, white and what lies between them."""
    colours = [one.get_truecolor() for one in (seen[1].color, seen[1].bgcolor) if one is not None]
    return all(red == green == blue for red, green, blue in colours)
