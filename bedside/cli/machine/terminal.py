"""The terminal: its size, and what tmux does with a copied text and with a screen that is left."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping

from bedside.cli.machine.report import Report

_SECONDS = 2.0


def looked_at(environ: Mapping[str, str]) -> Iterator[Report]:
    """Report on the terminal this was asked from."""
    size = shutil.get_terminal_size()
    small = size.columns < 40 or size.lines < 12
    todo = "make the window at least 40 columns by 12 lines" if small else ""
    term = environ.get("TERM", "not set")
    yield Report(
        "terminal", not small, f"{size.columns} columns, {size.lines} lines, TERM={term}", todo
    )
    yield _clipboard(environ)
    if "TMUX" in environ:
        yield from _tmux()


def _clipboard(environ: Mapping[str, str]) -> Report:
    from bedside.deliver.clipboard import native_tool

    tool = native_tool(environ)
    if tool:
        return Report("clipboard", True, f"a note is copied by {tool[0]}")
    if os.name == "nt":
        return Report("clipboard", True, "a note is copied by Windows itself")
    found = "a note is sent to the terminal, which may or may not copy it"
    return Report("clipboard", True, found, "paste once to see; otherwise save the note as a file")


def _tmux() -> Iterator[Report]:
    """Report on tmux: what it keeps of a screen that is left, and what it lets through."""
    keeps = _tmux_says("-gwv", "alternate-screen")
    if keeps == "off":
        found = "tmux keeps on its screen what bedside showed, even after bedside is left"
        yield Report("tmux screen", False, found, "set in tmux: set -g alternate-screen on")
    passes = _tmux_says("-gwv", "allow-passthrough")
    shut = passes == "off"
    found = "tmux lets nothing through to the terminal" if shut else "copying goes through tmux"
    todo = "for copying, tmux needs: set -g allow-passthrough on" if passes != "on" else ""
    yield Report("tmux", True, found, todo)


def _tmux_says(*asked: str) -> str:
    """Return a setting of tmux; "" where it does not say."""
    tool = shutil.which("tmux")
    if tool is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  # tmux, asked for one of its own settings
            [tool, "show-options", *asked],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
