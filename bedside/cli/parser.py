"""Arguments of a command, read by argparse, and what is said where they make no sense."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import NoReturn


class Parser(ArgumentParser):
    """A parser that says what is wrong the way the rest of bedside does."""

    def read(self, arguments: list[str]) -> Namespace:
        """Return the arguments; SystemExit after help was given or something made no sense."""
        found, more = self.parse_known_args(arguments)
        if more:
            self.error(self._unexpected(more))
        return found

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help; exit 2."""
        self.exit(2, f"{self.prog}: {message}\n{self.prog} --help explains it.\n")

    def _unexpected(self, more: list[str]) -> str:
        """Return what to say of arguments that the command does not take."""
        from difflib import get_close_matches

        option = next((arg.partition("=")[0] for arg in more if arg.startswith("-")), "")
        if not option:
            return f"there is no use for {more[0]!r} here."
        known = [name for action in self._actions for name in action.option_strings]
        near = get_close_matches(option, known, n=1)
        return f"there is no option {option}." + (f" Did you mean {near[0]}?" if near else "")
