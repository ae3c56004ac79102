"""The themes: dark, light and high contrast. Every colour on screen is one of these tokens.

All text has at least 4.5:1 against what it stands on (WCAG 2.2, 1.4.3); a test measures it.
"""

from __future__ import annotations

from collections.abc import Mapping

from rich.style import Style
from textual.theme import Theme

TOKENS: dict[str, dict[str, str]] = {
    "dark": {
        "ground": "#14181d",
        "ink": "#e6e8ea",
        "soft": "#a3adb8",
        "say": "#f4dfa8",
        "key": "#8cc4f2",
        "mark": "#9ddc9d",
        "warn": "#f0c060",
        "alert": "#ff9d94",
        "bar": "#262d36",
        "bar-ink": "#d5dbe1",
        "cursor": "#2f4a66",
        "cursor-ink": "#ffffff",
    },
    "light": {
        "ground": "#fbfaf7",
        "ink": "#1b1f24",
        "soft": "#565f69",
        "say": "#5d3c00",
        "key": "#0b4f87",
        "mark": "#1c5e20",
        "warn": "#7a4b00",
        "alert": "#a1221a",
        "bar": "#e4e2dc",
        "bar-ink": "#2a2f35",
        "cursor": "#cfe2f5",
        "cursor-ink": "#0c1116",
    },
    "contrast": {
        "ground": "#000000",
        "ink": "#ffffff",
        "soft": "#e0e0e0",
        "say": "#ffff66",
        "key": "#7fdfff",
        "mark": "#7fff7f",
        "warn": "#ffd24d",
        "alert": "#ff9f9f",
        "bar": "#303030",
        "bar-ink": "#ffffff",
        "cursor": "#ffff00",
        "cursor-ink": "#000000",
    },
}
"""The colours of each theme, by what they are for."""


def themes() -> list[Theme]:
    """Return the themes as the app registers them."""
    return [
        Theme(
            name=f"bedside-{name}",
            primary=tokens["key"],
            foreground=tokens["ink"],
            background=tokens["ground"],
            surface=tokens["ground"],
            panel=tokens["bar"],
            warning=tokens["warn"],
            error=tokens["alert"],
            success=tokens["mark"],
            accent=tokens["say"],
            dark=name != "light",
            variables={f"bedside-{token}": colour for token, colour in tokens.items()},
        )
        for name, tokens in TOKENS.items()
    ]


STYLES: Mapping[str, tuple[str, str, bool]] = {
    "text": ("ink", "ground", False),
    "soft": ("soft", "ground", False),
    "title": ("ink", "ground", True),
    "say": ("say", "ground", False),
    "key": ("key", "ground", True),
    "mark": ("mark", "ground", True),
    "good": ("mark", "ground", False),
    "warn": ("warn", "ground", False),
    "alert": ("alert", "ground", True),
    "bar": ("bar-ink", "bar", False),
    "bar-key": ("key", "bar", True),
    "here": ("bar-ink", "bar", True),
    "cursor": ("cursor-ink", "cursor", False),
}
"""Every style a span can name: the tokens of its letters and of its ground, and whether bold."""


def board_styles(theme: str) -> dict[str, Style]:
    """Return the styles that boards draw with.

    They come from the tokens and not through the style sheet: every board would work out every
    one of them anew, which costs more than all else that a start does after its imports.
    """
    tokens = TOKENS[theme]
    return {
        name: Style(color=tokens[ink], bgcolor=tokens[ground], bold=bold or None)
        for name, (ink, ground, bold) in STYLES.items()
    }
