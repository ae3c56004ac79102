"""Frames: every page that matters as plain text, compared letter by letter with what is kept.

A frame is what a person without colours sees, and the frames of 80 columns are taken without any:
nothing may be lost there (WCAG 2.2, 1.4.1). They are kept in `frames/<page>-<W>x<H>.txt`. After
a change that is meant, write them anew and read every one of them before committing:

    BEDSIDE_FRAMES=write pytest tests/tui/test_frames.py
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bedside.cli.desk import Desk
from bedside.tui.widgets.board import Board
from tests.conftest import Clock
from tests.tui.scenes import NAMES, scene
from tests.tui.seen import drawn, is_colourless

FRAMES = Path(__file__).parent / "frames"
SIZES = ((40, 12), (80, 24), (120, 40), (200, 50))
GREY = (80, 24)
"""The size at which a page is drawn without colours."""
WRITES = os.environ.get("BEDSIDE_FRAMES") == "write"


def frame_file(name: str, size: tuple[int, int]) -> Path:
    """Return where a frame is kept."""
    return FRAMES / f"{name}-{size[0]}x{size[1]}.txt"


@pytest.mark.parametrize("size", SIZES, ids=[f"{w}x{h}" for w, h in SIZES])
@pytest.mark.parametrize("name", NAMES)
async def test_a_page_looks_as_it_did(
    desk: Desk,
    standing_still: Clock,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    size: tuple[int, int],
) -> None:
    is_grey = size == GREY
    if is_grey:
        monkeypatch.setenv("NO_COLOR", "1")
    async with scene(desk, standing_still, name, size) as walk:
        await walk.saved()
        shown = walk.text.rstrip("\n") + "\n"
        lines = walk.lines
        shown_boards = [one for one in walk.app.screen.query(Board) if one.size.width]
        for board in shown_boards:
            wide = [line for line in board._lines if line.width > board.room]
            assert not wide, f"cut off without a mark in #{board.id}: {wide}"
        assert not is_grey or all(map(is_colourless, drawn(walk)))
    if name != "too-small":
        assert len(lines) == size[1]
    file = frame_file(name, size)
    if WRITES:
        FRAMES.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == shown, f"{file.name} is not what is shown now"


def test_every_frame_that_is_kept_belongs_to_a_page() -> None:
    wanted = {frame_file(name, size) for name in NAMES for size in SIZES}
    assert set(FRAMES.glob("*")) == wanted
