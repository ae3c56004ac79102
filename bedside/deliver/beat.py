"""A heartbeat: what is done now and then while one thing lasts, however long that takes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from bedside.store.locks import StoreError

BEAT_SECONDS = 10.0
"""Between two beats: three of them may fail before a lease of the shortest kind has run out."""


@contextmanager
def beating(beat: Callable[[], None], seconds: float = BEAT_SECONDS) -> Iterator[None]:
    """Call this every so many seconds, on a thread of its own, while the block runs.

    None is called any more once the block has ended. One that the store does not take is tried
    again at the next.
    """
    ended = threading.Event()

    def beats() -> None:
        while not ended.wait(seconds):
            with suppress(StoreError):
                beat()

    thread = threading.Thread(target=beats, name="bedside-beat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
