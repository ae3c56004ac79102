"""A checklist in the language of the patient: its translation found, and put in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bedside.content.files import read_file
from bedside.content.library import Library
from bedside.content.opening import about_file, open_table
from bedside.content.sides import PARTS
from bedside.content.translations import translated
from bedside.core.checklist import Checklist
from bedside.core.languages import is_tag
from bedside.core.problems import Finding, Problems


def translation_of(library: Library, id_: str, language: str) -> Path | None:
    """Return the nearest translation into a language, or into it as it is spoken anywhere."""
    main = language.partition("-")[0]
    for tag in dict.fromkeys((language, main)):
        for folder in library.folders:
            path = folder.path / f"{id_}.{tag}.toml"
            if path.is_file():
                return path
    return None


def languages_of(library: Library, id_: str) -> list[str]:
    """Return the languages that a checklist has been translated into."""
    return sorted(set(_tags(library, id_)))


def _tags(library: Library, id_: str) -> Iterator[str]:
    for folder in library.folders:
        for path in folder.path.glob(f"{id_}.*.toml"):
            tag = path.name.removeprefix(f"{id_}.").removesuffix(".toml")
            if tag not in PARTS and is_tag(tag):
                yield tag


def spoken(checklist: Checklist, path: Path) -> Checklist | Problems:
    """Return the checklist with what is said aloud as this file says it.

    What the file lacks stays in the checklist's own language, and is marked; so is all that no
    qualified translator has read. OSError where the file cannot be opened; what keeps it from
    being read at all is told.
    """
    opened = open_table(read_file(path))
    if isinstance(opened, Finding):
        return Problems((about_file(opened, str(path)),))
    return translated(checklist, opened.table, path.name.split(".")[-2])
