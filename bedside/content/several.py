"""Several names in one pair of quotation marks, as people write them: "yes, no", "yes or no"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bedside.content import fixes
from bedside.content.places import Here, Spot
from bedside.core.problems import Fix

_BETWEEN = re.compile(r"\s*[,;/|]\s*(?:(?:or|and)\s+)?|\s+(?:or|and|&)\s+", re.IGNORECASE)
_COUNTED = {2: "two", 3: "three"}


def apart(text: str) -> list[str]:
    """Return the parts of a text that reads like several names; none where it is one."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    return parts if len(parts) > 1 else []


def several(text: str, known: Mapping[str, str]) -> list[str]:
    """Return the names that a text is made of; none unless each of its parts stands for one.

    What stands for one as a whole is not taken apart. `known` leads from what people write, in
    small letters, to the names.
    """
    parts = apart(text) or text.split()
    names = [known.get(part.casefold(), "") for part in parts if len(parts) > 1]
    is_one = text.casefold().strip() in known
    return list(dict.fromkeys(names)) if all(names) and not is_one else []


def by_themselves(names: Sequence[str]) -> dict[str, str]:
    """Return names as what people write for them."""
    return {name.casefold(): name for name in names}


def as_list(names: Sequence[str]) -> str:
    """Return names as a list is written, each in quotation marks of its own."""
    return f"[{', '.join(map(fixes.written, names))}]"


def advice(names: Sequence[str], what: str) -> str:
    """Return what to do about these names in one pair of marks; `what` they are, as of several."""
    count = _COUNTED.get(len(names), "several")
    return f"{count} {what} stand in one pair of quotation marks: write {as_list(names)}"


def parted(here: Here, place: tuple[str, ...], spot: Spot, names: Sequence[str]) -> Fix | None:
    """Return the mend that writes the names one by one where a text stands at a place.

    The text may be all that is said there, or an item of a list.
    """
    written = as_list(names)
    is_whole = spot in (here.value(*place), here.value(*place, "not"))
    return fixes.instead_of(spot, written if is_whole else written[1:-1], f"write {written}")
