"""The bar of a batch: only where somebody watches it, and gone again at the end."""

from __future__ import annotations

import pytest

from bedside.cli.report.bar import bar


class _Stream:
    """A stream that is a terminal or is none, and keeps what was drawn on it."""

    encoding = "utf-8"

    def __init__(self, is_terminal: bool) -> None:
        """Draw nothing yet."""
        self.drawn = ""
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        """Say whether it is one."""
        return self._is_terminal

    def write(self, text: str) -> int:
        """Keep what is drawn."""
        self.drawn += text
        return len(text)

    def flush(self) -> None:
        """There is nothing to wait for."""

    def fileno(self) -> int:
        """Say which terminal it is: none that has a size."""
        raise OSError


@pytest.mark.parametrize(
    ("is_terminal", "total", "environ", "draws"),
    [
        (True, 3, {}, True),
        (True, 1, {}, False),
        (False, 3, {}, False),
        (True, 3, {"ACCESSIBLE": "1"}, False),
    ],
)
def test_a_bar_is_drawn_only_where_somebody_watches_it(
    is_terminal: bool, total: int, environ: dict[str, str], draws: bool
) -> None:
    stream = _Stream(is_terminal)
    with bar(stream, total, "Exporting", environ) as one_more:  # type: ignore[arg-type]
        for _ in range(total):
            one_more()
    assert bool(stream.drawn) is draws
    assert ("3/3" in stream.drawn) is draws
