"""Lines out and lines in. Nothing is ever repainted."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, TextIO

from bedside.core.text import clean, safe
from bedside.words import plain

if TYPE_CHECKING:
    from bedside.plain.keyboard import Keyboard


class EndOfInput(Exception):
    """There are no more lines to read; the visit is kept."""


class Talk:
    """A dialogue over two streams."""

    def __init__(
        self, lines_in: TextIO, lines_out: TextIO, keyboard: Keyboard | None = None
    ) -> None:
        """Read from one stream, or a keyboard that notices absence, and write to the other."""
        self._in, self._out, self._keyboard = lines_in, lines_out, keyboard

    def say(self, *lines: str) -> None:
        """Write lines; what could act on a terminal is taken out of them."""
        for line in lines:
            self._out.write(clean(line) + "\n")
        self._out.flush()

    def text(self, text: str) -> None:
        """Write a text of several lines as it is, line by line."""
        for line in text.splitlines():
            self._out.write(safe(line) + "\n")
        self._out.flush()

    def ask(self, question: str = "") -> str:
        """Ask and return the line that was typed, trimmed; may raise EndOfInput."""
        if question:
            self.say(question)
        return clean(self._line())

    def hidden(self, question: str) -> str:
        """Ask and return what was typed without showing it; may raise EndOfInput."""
        self.say(question)
        return self._line(shown=False).strip("\r\n")

    def _line(self, shown: bool = True) -> str:
        line = self._keyboard.line(shown) if self._keyboard else self._in.readline()
        if not line:
            raise EndOfInput
        return line

    def choose(self, question: str, rows: Iterable[tuple[str, str]]) -> str:
        """Ask for one of the numbered rows; return its key, or "" for an empty line."""
        keyed = dict(rows)
        self.say(question, *(f"{key} {label}" for key, label in keyed.items()))
        return self.among(keyed)

    def among(self, keys: Collection[str]) -> str:
        """Ask until one of the keys is typed and return it, or "" for an empty line."""
        while True:
            typed = self.ask()
            if not typed or typed in keys:
                return typed
            self.say(plain.ONE_OF.format(keys=", ".join(keys)))


def offering(question: str, offered: str) -> str:
    """Return a question that says what an empty line stands for."""
    question = question.rstrip(".:")
    return plain.ENTER_FOR.format(question=question, offered=offered) if offered else f"{question}:"
