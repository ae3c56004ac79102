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
        name, second, answer, jotted, typed = words = [_word(chance) for _ in range(5)]
        home = self._home / str(number)
        store = Store(places_in(home))
        session = Session.begin(store, checklist_for(home))
        session.do(m.Identify(Patient(name=name, second=second)))
        session.do(m.Write(STEP, answer))
        session.do(m.Jot(jotted))
        session.draft(Draft(step=STEP, field="words", words=typed, cursor=len(typed)))
        session.close()
        store.close()
        found = [path for path in home.rglob("*") if path.is_file() and _holds(path, words)]
        shutil.rmtree(home, ignore_errors=True)
        return f"a recorded word can be read in {found[0].name}" if found else ""

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._home, ignore_errors=True)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(string.ascii_uppercase) for _ in range(16))


def _holds(path: Path, words: list[str]) -> bool:
    """Whether one of the words stands in a file, or in its name."""
    content = path.read_bytes()
    coded = (word.encode(code) for word in words for code in ("utf-8", "utf-16-le"))
    return any(one in content for one in coded) or any(word in str(path) for word in words)
