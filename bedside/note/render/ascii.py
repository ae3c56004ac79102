"""The note in ASCII, for record fields that take nothing else: visible substitutes, no silent loss.

Typographic marks become plain ones. A Latin letter becomes its base letter and a visible accent;
the last line says which letter each of these stands for. Whatever else there is stands as its
number in Unicode, such as [U+4E2D].
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

from bedside.core.note import Note, Passage, Sentence
from bedside.core.text import wrap
from bedside.note.render.text import WIDTH, render_text

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛‹›′", "'"),
        **dict.fromkeys("‐‑‒–−", "-"),
        **dict.fromkeys("—―", "--"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f\u2002\u2003\u3000", " "),
        "…": "...",
        "•": "*",
        "×": "x",
        "→": "->",
        "≥": ">=",
        "≤": "<=",
        "°": "deg",
        "€": "EUR",
        "\n": " ",
        "\t": " ",
    }
)
"""Marks that mean the same in their plain form."""

_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "(",
    "\u0307": ".",
    "\u0308": ":",
    "\u030a": "*",
    "\u030b": "''",
    "\u030c": "<",
    "\u0323": "!",
    "\u0327": ",",
    "\u0328": "_",
}
"""The visible mark for each accent that Unicode takes off a letter."""

_STROKES = {"ø": "o/", "Ø": "O/", "ł": "l/", "Ł": "L/", "đ": "d/", "Đ": "D/", "ħ": "h/", "Ħ": "H/"}
"""Letters with a stroke, which Unicode takes as one."""

_SAID = "Some letters are shown by substitutes: {which}."


def render_ascii(note: Note, width: int = WIDTH) -> str:
    """Return the note as text of ASCII letters only, and what stands for which letter."""
    used: dict[str, str] = {}
    text = render_text(_changed(note, lambda text: substituted(text, used)), width)
    if not used:
        return text
    which = "; ".join(f"{shown} is {number(letter)}" for letter, shown in sorted(used.items()))
    return text + "\n".join(wrap(_SAID.format(which=which), width)) + "\n"


def in_letters_of(note: Note, charset: str) -> Note:
    """Return the note with those marks plain that a character set lacks; letters stay as typed."""
    lacking = {mark: plain for mark, plain in _PLAIN.items() if not _holds(charset, chr(mark))}
    return _changed(note, lambda text: text.translate(lacking))


def substituted(text: str, used: dict[str, str]) -> str:
    """Return a text in ASCII; each letter with an accent that was met is added to `used`."""
    found = []
    for letter in unicodedata.normalize("NFC", text).translate(_PLAIN):
        if letter.isascii():
            found.append(letter if letter.isprintable() else number(letter))
            continue
        shown = _accented(letter)
        if shown:
            used[letter] = shown
        found.append(shown or number(letter))
    return "".join(found)


def number(letter: str) -> str:
    """Return a character as its number in Unicode."""
    return f"[U+{ord(letter):04X}]"


def _accented(letter: str) -> str:
    """Return base letter and marks of an accented Latin letter; "" for anything else."""
    if letter in _STROKES:
        return _STROKES[letter]
    apart = unicodedata.normalize("NFD", letter)
    base, accents = apart[:1], apart[1:]
    marks = [_ACCENTS.get(accent, "") for accent in accents]
    is_known = base.isascii() and base.isalpha() and all(marks)
    return base + "".join(marks) if is_known else ""


def _cased(passage: Passage, sentence: Sentence) -> str:
    """Return a sentence with the capitals it is shown in, so that the last line names those."""
    return sentence.text.upper() if passage.place == "heading" else sentence.text


def _holds(charset: str, letter: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _changed(note: Note, change: Callable[[str], str]) -> Note:
    """Return the note with all that it says changed in the same way."""
    passages = tuple(
        Passage(
            group=one.group,
            place=one.place,
            label=change(one.label),
            sentences=tuple(
                Sentence(text=change(_cased(one, each)), events=each.events)
                for each in one.sentences
            ),
        )
        for one in note.passages
    )
    named = {
        name: change(str(getattr(note, name)))
        for name in ("visit", "checklist", "version", "wording", "anchor")
    }
    return replace(note, passages=passages, **named)  # type: ignore[arg-type]
