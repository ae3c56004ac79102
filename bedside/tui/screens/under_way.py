"""What is under way with a visit that is passed on: it is left once that is told in it."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING

from bedside.words import screen

if TYPE_CHECKING:
    from textual.worker import Worker

    from bedside.tui.screens.visit import VisitPage

Passing = Coroutine[None, None, bool]
"""Passes a visit on, or keeps it back; says whether that could be done."""


class UnderWay:
    """Runs one passing on at a time, away from the keys."""

    def __init__(self, page: VisitPage) -> None:
        """Nothing is under way on this page yet."""
        self._page = page
        self._worker: Worker[bool] | None = None
        self._leaves = False

    @property
    def is_under_way(self) -> bool:
        """Whether the visit is just being passed on, or kept back."""
        return self._worker is not None and not self._worker.is_finished

    def start(self, passing: Passing) -> None:
        """Pass the visit on, or keep it back."""
        self._worker = self._page.run_worker(self._run(passing))

    def leave(self) -> None:
        """Leave the visit once that is done; stay where it cannot be, and why is said."""
        self._leaves = True
        self._page.say(screen.HANDING_ON)

    async def _run(self, passing: Passing) -> bool:
        done = await passing
        if done and self._leaves:
            self._page.home.close_visit(self._page, self._page.insists)
        self._leaves = False
        return done
