"""The window a command speaks into: how wide it is, and sentences laid out to fit it.

Words are kept whole, paths and commands above all: they are copied. Into a file or a pipe a
sentence goes as one line, so that it can be searched for.
"""

from __future__ import annotations

import os
import sys
from typing import TextIO

from bedside.core.text import cells, safe

_LEAST = 20
"""A window narrower than this is not laid out for; the terminal breaks lines as it can."""


def columns(stream: TextIO) -> int:
    """Return the columns of the terminal a stream goes to; 0 where it is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream.isatty() else 0
    except (OSError, ValueError):
        return 0


def fitted(text: str, width: int, indent: str = "") -> str:
    """Return the text with lines that are too long broken at spaces; 0 is for any width.

    What goes on stands as far in as its line began, and `indent` more.
    """
    if width < _LEAST:
        return text
    return "\n".join(part for line in text.split("\n") for part in _broken(line, width, indent))


def tell(text: str, indent: str = "") -> None:
    """Print a text to standard output, safe for a terminal and fitted to its window."""
    print(fitted(safe(text), columns(sys.stdout), indent))


def complain(text: str) -> None:
    """Write a text to standard error, fitted to its window, after all that was printed."""
    sys.stdout.flush()
    sys.stderr.write(fitted(safe(text), columns(sys.stderr)) + "\n")


def _broken(line: str, width: int, indent: str) -> list[str]:
    """Return a line as the lines it takes; a word wider than the window stands alone."""
    if cells(line) <= width:
        return [line]
    bare = line.lstrip(" ")
    lead = line[: len(line) - len(bare)]
    lines: list[str] = []
    now = lead
    for word in bare.split(" "):
        if now.strip() and cells(now) + 1 + cells(word) > width:
            lines.append(now.rstrip())
            now = lead + indent
        now += word if now.strip() == "" else f" {word}"
    return [*lines, now]
