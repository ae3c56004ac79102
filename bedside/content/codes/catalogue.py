"""The pages of all codes: what each means, why it matters, and an example before and after.

A page is data (`<family>.toml` beside this file). A snippet is a whole checklist where it begins
with `format`; else it stands in a checklist without a finding, which the tests have.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast

from bedside.content.codes.levels import level_of
from bedside.core.problems import Level

_FOLDER = Path(__file__).parent

FAMILIES: Mapping[str, str] = {
    "T": "text: whether the file can be read at all",
    "C": "shape: names, kinds, and what is written for them",
    "L": "logic: steps that conditions look at, and ways through",
    "N": "the wording of the note",
    "P": "plain language in what is said",
    "S": "safety",
    "M": "upkeep: review, owner, sources, publishing",
    "F": "fit on the screen",
    "X": "overlays, translations and practice patients",
    "K": "settings",
}
"""Every family of codes by its letter, in the order a checklist is looked at."""


class Page(NamedTuple):
    """What is said of one code.

    `before` has the mistake and `after` has it mended; `name` is what the file is called, and
    `beside` are further files by name, where the mistake needs them. `before_bytes` says how the
    bytes are made where no text can hold the mistake, in words.
    """

    code: str
    title: str
    says: str
    before: str = ""
    after: str = ""
    name: str = ""
    beside: Mapping[str, str] = {}
    before_bytes: str = ""

    @property
    def level(self) -> Level:
        """How much it matters."""
        return level_of(self.code)


@cache
def pages() -> Mapping[str, Page]:
    """Return every page by its code, in order."""
    found: dict[str, Page] = {}
    for path in sorted(_FOLDER.glob("*.toml")):
        for code, page in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[code] = Page(code=code, **cast("Mapping[str, str]", page))  # type: ignore[arg-type]
    return dict(sorted(found.items()))
