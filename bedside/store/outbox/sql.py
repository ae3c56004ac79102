"""The little of a database that the outbox asks for, so that its SQL runs over SQLite and others.

The dialect is what SQLite 3.40 and PostgreSQL 15 both take: `?` for what is given, `ON CONFLICT`,
`count(*) FILTER`, truth as 0 and 1, and `length(x) > 0` for bytes that are there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Found(Protocol):
    """What a statement came to."""

    @property
    def rowcount(self) -> int:
        """How many rows it wrote."""

    def fetchone(self) -> Any:
        """Return the next row; nothing where there is none."""

    def fetchall(self) -> list[Any]:
        """Return every row that is left."""


class Sql(Protocol):
    """A connection in which a transaction is open."""

    def execute(self, query: str, given: Sequence[Any] = ..., /) -> Found:
        """Run one statement. The error of the database where it cannot be."""
