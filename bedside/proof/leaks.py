"""Leaks: words of chance, recorded in every way, looked for in every file that was written."""

from __future__ import annotations

import random
import shutil
import string
import tempfile
from pathlib import Path

from bedside.core import moves as m
from bedside.core.answers import Patient
from bedside.proof.acting import STEP, checklist_for, places_in
from bedside.session import Draft, Session
from bedside.store.store import Store


class Leaks:
    """Records words, and looks for them on the disk."""

    def __init__(self, folder: Path) -> None:
        """Work in a new folder within this one."""
        self._home = Path(tempfile.mkdtemp(prefix="proof-", dir=folder))

    def told(self, number: int) -> str:
        """Return in which file a word of the try of this number stands to be read."""
        chance = random.Random(number)  # noqa: S311  # chance that can be had again, not a secret
        words = words_of(chance)
        home = self._home / str(number)
        store = Store(places_in(home))
        record(Session.begin(store, checklist_for(home)), words)
        store.close()
        found = readable(home, words)
        shutil.rmtree(home, ignore_errors=True)
        return f"a recorded word can be read in {found[0].name}" if found else ""

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)


def words_of(chance: random.Random) -> list[str]:
    """Return five words of chance, for the five ways in which words are recorded."""
    return ["".join(chance.choice(string.ascii_uppercase) for _ in range(16)) for _ in range(5)]


def record(session: Session, words: list[str]) -> None:
    """Record the words, each in its way, and leave the visit."""
    name, second, answer, jotted, typed = words
    session.do(m.Identify(Patient(name=name, second=second)))
    session.do(m.Write(STEP, answer))
    session.do(m.Jot(jotted))
    session.draft(Draft(step=STEP, field="words", words=typed, cursor=len(typed)))
    session.close()


def readable(home: Path, words: list[str]) -> list[Path]:
    """Return the files of a folder in which, or in whose name, one of the words stands."""
    return [path for path in home.rglob("*") if path.is_file() and _holds(path, words)]


def _holds(path: Path, words: list[str]) -> bool:
    """Whether one of the words stands in a file, or in its name."""
    content = path.read_bytes()
    coded = (word.encode(code) for word in words for code in ("utf-8", "utf-16-le"))
    return any(one in content for one in coded) or any(word in str(path) for word in words)
