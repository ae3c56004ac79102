"""What a clinic adds to the words that are looked for in a note before it is signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field

from bedside.core.checklist import STRICT
from bedside.core.value import Value, value


@value
class ClinicWords(Value):
    """A clinic's own words for the checks of a note.

    What is `allowed` is never pointed at. The others say what stands better in place of a word;
    "" where there are no ready words, so that it is pointed at and nothing is offered.
    """

    __pydantic_config__ = STRICT
    allowed: tuple[str, ...] = ()
    """Words, letters and phrases that everybody here knows."""
    judging: Mapping[str, str] = field(default_factory=dict)
    """Words that judge or doubt."""
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """Short forms, and what each stands for."""
    jargon: Mapping[str, str] = field(default_factory=dict)
    """Words of the trade, on the patient page."""

    def doubtful(self) -> Iterator[tuple[str, str, str]]:
        """Yield each entry that cannot be looked for, or never settles: its list, itself, why."""
        yield from (("allowed", word, "empty") for word in self.allowed if not _is_word(word))
        for name in ("judging", "abbreviations", "jargon"):
            table: Mapping[str, str] = getattr(self, name)
            for word, better in table.items():
                if not _is_word(word):
                    yield name, word, "empty"
                elif any(_holds(better, other) for other in table):
                    yield name, word, "again"


def _is_word(text: str) -> bool:
    """Whether a text has one of the letters a to z, and neither begins nor ends with a space."""
    has_letter = any(letter.isascii() and letter.isalpha() for letter in text)
    return has_letter and text == " ".join(text.split())


def _holds(better: str, word: str) -> bool:
    """Whether the better words hold a word of the same list, so that they are pointed at again."""
    within = f" {' '.join(''.join(_spaced(better)).lower().split())} "
    return f" {word.lower()} " in within


def _spaced(text: str) -> Iterator[str]:
    return (letter if letter.isalnum() or letter in "-'/&" else " " for letter in text)
