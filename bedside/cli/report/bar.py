"""A bar on a terminal that says how far a batch is, and goes away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def bar(
    stream: TextIO, total: int, what: str, environ: Mapping[str, str]
) -> Iterator[Callable[[], None]]:
    """Give what counts one more of so many done; a bar shows it where somebody watches.

    Nothing is drawn into a file or a pipe, for a single one, or for somebody who listens.
    """
    if total < 2 or not stream.isatty() or environ.get("ACCESSIBLE"):
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
