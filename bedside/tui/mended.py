"""Mended parts of Textual: a page that was closed is let go of, and with it what it showed.

Textual keeps two mixed colours for each of a widget's own caches of drawn lines, up to 1,024 of
them, and with each such cache the lines themselves: after 340 sheets 85 MiB, patients' words
among them. The colours depend on no widget, so they are kept once for all. A test watches this.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from textual._styles_cache import StylesCache
from textual.color import Color
from textual.screen import Screen
from textual.style import Style

_mix: Callable[[None, Color, Color], tuple[Style, Style]] = StylesCache.get_inner_outer.__wrapped__


@lru_cache(1024)
def _inner_outer(base_background: Color, background: Color) -> tuple[Style, Style]:
    """Return the styles inside and outside of a border."""
    return _mix(None, base_background, background)


def mend() -> None:
    """Keep colours without the widgets they were mixed for; again makes no difference."""
    StylesCache.get_inner_outer = staticmethod(_inner_outer)  # type: ignore[assignment,method-assign]


def let_be_replaced(first: Screen[object]) -> None:
    """Let another page take the place of the first one: Textual forgets that it was ever opened."""
    first._push_result_callback(first, None)
