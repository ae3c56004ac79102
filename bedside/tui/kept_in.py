"""What Textual would do by itself and must not here: copy, and take pictures.

Its copying sends words to whatever clipboard the terminal has, over SSH too, and keeps them; its
pictures are files with everything on screen.
"""

from __future__ import annotations

from typing import ClassVar


class KeptIn:
    """An app, if it stands before Textual's own, from which words go only by our own ways."""

    ENABLE_COMMAND_PALETTE = False  # it offers a picture of the screen
    ALLOW_SELECT: ClassVar[bool] = False  # no drag marks what a key could copy

    def copy_to_clipboard(self, *_: object, **__: object) -> None:
        """Copy nothing: only a signed note is copied, by its own action."""

    def action_screenshot(self, *_: object, **__: object) -> None:
        """Take no picture."""

    def save_screenshot(self, *_: object, **__: object) -> str:
        """Write no picture: PermissionError."""
        raise PermissionError

    def deliver_screenshot(self, *_: object, **__: object) -> str | None:
        """Write no picture."""
        return None


class KeepsWords:
    """A field in which no key copies, and none cuts words away to where they could be copied.

    Textual's key for cutting takes the whole paragraph where nothing is marked.
    """

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Leave the words where they are."""

    def action_paste(self) -> None:
        """Put nothing in the place of what is marked; the terminal's own pasting comes as text."""
