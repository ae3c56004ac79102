"""The writer: the one thread that saves. Jobs go in from anywhere and are committed in order.

Whatever waits when a commit begins is committed together, with one sync. After a failure the
same jobs are tried again on a new connection, never as if a retried sync were proof (the Linux
kernel drops pages after a failed one). A file that was removed or replaced is noticed before a
commit, for what goes into it then is gone. Only a writer that has to stop drops what was handed in,
and says so.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bedside.core.value import Value, placed
from bedside.store.database import connect

RETRY_SECONDS = 0.5


class Fenced(Exception):
    """The visit was taken over: another process holds a later epoch of it."""


@placed
class Job(Value):
    """Something to commit: what to run, and what to say once it is durable or was fenced off.

    `saved` is called after the commit; `fenced` where `run` raised Fenced; `failing` with the
    reason each time a commit did not succeed. All are called on the writer's thread.
    """

    run: Callable[[sqlite3.Connection], None]
    saved: Callable[[], None]
    fenced: Callable[[], None]
    failing: Callable[[str], None]


class Writer:
    """Commits jobs on a thread of its own, as many at a time as are waiting."""

    def __init__(self, path: Path) -> None:
        """Write to the database at this path; the thread starts with the first job."""
        self._path = path
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection: sqlite3.Connection | None = None
        self._file = (0, 0)
        self._gave_up = False

    def submit(self, job: Job) -> None:
        """Hand in a job; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="bedside-writer", daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def close(self, seconds: float = 5.0) -> bool:
        """Commit what waits and stop; say whether all of it was saved in that time."""
        if self._thread is None:
            return True
        self._closing.set()
        self._jobs.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive() and not self._gave_up

    def _run(self) -> None:
        going = True
        while going or not self._jobs.empty():  # one that was fenced off hands in another
            batch = [self._jobs.get()]
            while not self._jobs.empty():
                batch.append(self._jobs.get())
            going = going and None not in batch
            self._save([job for job in batch if job is not None])
        if self._connection is not None:
            self._connection.close()

    def _save(self, jobs: list[Job]) -> None:
        """Commit the jobs, however often it takes; only a closing writer gives up."""
        while jobs:
            try:
                kept = self._commit(jobs)
            except (sqlite3.Error, OSError) as error:
                self._reopen()
                for job in jobs:
                    job.failing(str(error))
                if self._closing.wait(RETRY_SECONDS):
                    self._gave_up = True
                    return
                continue
            for job in kept:
                job.saved()
            return

    def _commit(self, jobs: list[Job]) -> list[Job]:
        """Commit the jobs in one transaction; return those that were not fenced off."""
        if self._connection is not None and self._file != _identity(self._path):
            self._reopen()
        if self._connection is None:
            self._connection = connect(self._path)
            self._file = _identity(self._path)
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        kept: list[Job] = []
        fenced: list[Job] = []
        for job in jobs:
            try:
                job.run(connection)
                kept.append(job)
            except Fenced:
                fenced.append(job)
        connection.execute("COMMIT")
        for job in fenced:
            job.fenced()
        return kept

    def _reopen(self) -> None:
        """Let the connection go; the next try makes a new one, which reads what really lasted."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _identity(path: Path) -> tuple[int, int]:
    """Return what makes a file this one and no other of its name; zeros where none is there."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino
