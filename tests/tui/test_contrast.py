"""Contrast and meaning without colour: WCAG 2.2, 1.4.3 and 1.4.1, by tokens and by drawn cells."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rich.color import ColorType

from bedside.cli.desk import Desk
from bedside.tui.theme import STYLES, TOKENS
from tests.conftest import Clock
from tests.tui.scenes import scene
from tests.tui.seen import drawn

ENOUGH = 4.5


def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour (WCAG 2.2, definitions)."""
    shares = [part / 255 for part in colour]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rgb(token: str) -> tuple[int, int, int]:
    """Return the parts of a colour written as #rrggbb."""
    red, green, blue = (int(token[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def test_the_measure_itself_is_right() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast(rgb("#777777"), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", TOKENS)
def test_every_style_is_readable_on_its_ground(theme: str) -> None:
    tokens = TOKENS[theme]
    for name, (ink, ground, _) in STYLES.items():
        ratio = contrast(rgb(tokens[ink]), rgb(tokens[ground]))
        assert ratio >= ENOUGH, (name, ratio)


@pytest.mark.parametrize("theme", TOKENS)
def test_the_high_contrast_theme_is_above_seven_and_the_others_above_four_and_a_half(
    theme: str,
) -> None:
    tokens = TOKENS[theme]
    lowest = min(contrast(rgb(tokens[i]), rgb(tokens[g])) for i, g, _ in STYLES.values())
    assert lowest >= (7 if theme == "contrast" else ENOUGH)


def test_every_theme_has_every_token() -> None:
    assert len({frozenset(tokens) for tokens in TOKENS.values()}) == 1


SEEN = (
    *("library", "step-answered", "step-writing", "step-refused", "step-scale", "feelings"),
    *("outline", "patient", "sign-refused", "check-open", "signed", "palette", "curtain"),
)


@pytest.mark.parametrize("theme", TOKENS)
async def test_every_cell_that_is_drawn_is_readable(
    desk: Desk,
    standing_still: Clock,
    settings_file: Callable[[str], Path],
    theme: str,
) -> None:
    """Cells, not tokens: fields, cursors and whatever a widget mixes by itself are in here."""
    settings_file(f'theme = "{theme}"\n')
    for name in SEEN:
        async with scene(desk, standing_still, name, (200, 30)) as walk:
            for text, style in drawn(walk):
                ink, ground = style.color, style.bgcolor
                if style.reverse:
                    ink, ground = ground, ink
                assert ink is not None, (name, text)
                assert ground is not None, (name, text)
                assert ColorType.TRUECOLOR is ink.type is ground.type, (name, text)
                ratio = contrast(ink.get_truecolor(), ground.get_truecolor())
                assert ratio >= ENOUGH, (name, text, ratio)


PAIRS = {
    "chosen or not": ("step-choose", "step-answered"),
    "open or answered": ("check-open", "check"),
    "signed or not": ("check", "signed"),
    "delivered or not": ("signed", "delivered"),
    "writing or walking": ("step-words", "step-writing"),
    "refused or not": ("step-choose", "step-refused"),
    "wrong patient or not": ("sign", "sign-refused"),
    "paused or not": ("step-text", "pause"),
    "hidden or paused": ("curtain", "pause"),
}


@pytest.mark.parametrize("told", PAIRS)
def test_every_state_can_be_told_by_text_alone(told: str) -> None:
    frames = Path(__file__).parent / "frames"
    one, other = (frames / f"{name}-80x24.txt" for name in PAIRS[told])
    assert one.read_text(encoding="utf-8") != other.read_text(encoding="utf-8")


async def test_the_marks_of_every_state_differ(desk: Desk, standing_still: Clock) -> None:
    """Done, open, required, left, in hand and under the cursor: each has a sign of its own."""
    async with scene(desk, standing_still, "outline", (80, 40)) as walk:
        for mark in ("[x] ", "[ ] ", "[!] ", "> "):
            assert mark in walk.text
        await walk.do("sheet.close")
        await walk.do("walk.skip")
        await walk.choose(5)
        await walk.do("visit.outline")
        assert "[-] What is known" in walk.text
        await walk.do("sheet.close")
        assert "[Say it plainly]" in walk.lines[1]
        assert "x Listen" in walk.lines[1]
