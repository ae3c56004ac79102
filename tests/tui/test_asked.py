"""What is asked of the outbox away from the keys, where the store cannot be read now."""

from __future__ import annotations

import asyncio

from bedside.session import StoreError
from bedside.tui.screens.sending import asked


def test_a_store_that_cannot_be_read_now_is_said_and_ends_no_talk() -> None:
    def busy() -> tuple[str]:
        raise StoreError("another program has it open")

    assert asyncio.run(asked(busy)) == "another program has it open"
