"""Arguments of a command, read by argparse, and what is said where they make no sense."""

from __future__ import annotations

import re
from argparse import Action, ArgumentParser, Namespace
from typing import NoReturn

from bedside.core.text import listed

_ABOUT_ONE = re.compile(r"argument ([^:]+): (.*)", re.DOTALL)
_MISSING = "the following arguments are required: "


class Parser(ArgumentParser):
    """A parser that says what is wrong the way the rest of bedside does."""

    def read(self, arguments: list[str]) -> Namespace:
        """Return the arguments; SystemExit after help was given or something made no sense."""
        self._positionals.title = "arguments"
        found, more = self.parse_known_args(arguments)
        if more:
            self.error(self._unexpected(more))
        return found

    def error(self, message: str) -> NoReturn:
        """Say what is wrong and how to get help; exit 2."""
        from bedside.cli.window import complain

        complain(f"{self.prog}: {self._plain(message)}\n{self.prog} --help explains it.")
        self.exit(2)

    def _plain(self, message: str) -> str:
        """Return what argparse found wrong, as people say it."""
        if message.startswith(_MISSING):
            return self._missing(message.removeprefix(_MISSING).split(", "))
        found = _ABOUT_ONE.fullmatch(message)
        if found is None:
            return message
        name, wrong = found[1].partition("/")[0], found[2]
        action = self._named(found[1])
        value = re.match(r"invalid (?:choice|int value): '(.*?)'", wrong)
        if value and action and action.choices:
            return f"{name} cannot be {value[1]}; it is {listed([*action.choices], 'or')}."
        if value:
            return f"{name} takes a whole number, and {value[1]} is none."
        if wrong.startswith("expected"):
            wanted = action.metavar if action else ""
            return f"something has to stand after {name}" + (f": {wanted}." if wanted else ".")
        return f"{name}: {wrong}"

    def _missing(self, names: list[str]) -> str:
        """Return what to say of arguments that have to be given, and of what each of them is."""
        told = []
        for name in names:
            action = self._named(name)
            told.append(f"{name} ({action.help})" if action and action.help else name)
        return f"something is missing: {listed(told)}."

    def _named(self, name: str) -> Action | None:
        """Return the argument that argparse speaks of by this name."""
        for action in self._actions:
            if name in ("/".join(action.option_strings), action.metavar, action.dest):
                return action
        return None

    def _unexpected(self, more: list[str]) -> str:
        """Return what to say of arguments that the command does not take."""
        from difflib import get_close_matches

        option = next((arg.partition("=")[0] for arg in more if arg.startswith("-")), "")
        if not option:
            hint = ' Words that belong together stand in quotation marks: "two words".'
            return f"there is no use for '{more[0]}' here." + (hint if self._takes_one() else "")
        known = [name for action in self._actions for name in action.option_strings]
        near = get_close_matches(option, known, n=1)
        return f"there is no option {option}." + (f" Did you mean {near[0]}?" if near else "")

    def _takes_one(self) -> bool:
        """Whether the command takes a word of its own, so that it may have been split."""
        return any(not action.option_strings for action in self._actions)
