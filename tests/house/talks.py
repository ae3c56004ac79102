"""The list of the talks that are shipped: whom each is for, how long, what it leaves, its sources.

`tests/house/generated.py` writes it from the checklists themselves into `checklists/TALKS.md`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator

from bedside.content.library import shipped
from bedside.core.answers import is_recorded
from bedside.core.checklist import PLACES, Checklist
from bedside.core.languages import language_name
from bedside.note.wording import LABELS
from tests.worlds import SHIPPED, shipped_checklist

HEAD = (
    "# The talks that come with bedside",
    "",
    "All of them are in review: no clinician has approved them yet, and no clinical trial of",
    "bedside exists. The evidence is that of the sources named here, for talks of this kind and",
    "not for these checklists. Read a talk with those who will use it before anybody does, and",
    "change it: [README.md](README.md) says how. `bedside walk` and its id begins one; beside",
    "each lie made-up people to practise with, and what they would answer.",
    "",
)
"""What stands above the list."""


def talks() -> str:
    """Return the list: a table to find a talk in, and a short part about each."""
    return "\n".join((*HEAD, *_table(""), "", *(line for one in _every() for line in _part(one))))


def index() -> str:
    """Return the table to find a talk in, as it stands in the guide: a row for each page."""
    return "\n".join(_table("TALKS.md")) + "\n"


def _table(page: str) -> Iterator[str]:
    yield "| talk | minutes | for |"
    yield "|---|---|---|"
    for one in _every():
        yield f"| [{one.title}]({page}#{one.id}) | {one.minutes} | {one.audience} |"


def _every() -> list[Checklist]:
    return sorted(map(shipped_checklist, SHIPPED), key=lambda made: made.title)


def _part(made: Checklist) -> Iterator[str]:
    yield f'<a id="{made.id}"></a>'
    yield ""
    yield f"## [{made.title}]({made.id}.toml)"
    yield ""
    yield made.summary
    yield ""
    yield f"- **For**: {made.audience}."
    yield f"- **Led by**: {_listed(made.roles)}. **Takes** about {made.minutes} minutes."
    yield f"- **Leaves in the note**: {'; '.join(_places(made))}."
    if made.tasks:
        yield f"- **May leave to do**: {'; '.join(task.text for task in made.tasks)}."
    if made.next:
        links = [f"[{shipped_checklist(id_).title}](#{id_})" for id_ in made.next]
        yield f"- **Often goes on with**: {_listed(links)}."
    if languages := [_language(made.id, tag) for tag in _tags(made.id)]:
        yield f"- **Can be said in**: {_listed(languages)}."
    yield "- **Sources**:"
    yield from (f"  - {source}" for source in made.sources.values())
    yield ""


def _places(made: Checklist) -> Iterator[str]:
    """Yield each line of the note that the talk fills, and with what, in the order of the note."""
    section = ""
    filled: dict[str, list[str]] = {place: [] for place in PLACES}
    for step in made.steps:
        section = step.place if step.kind == "section" else section
        place = step.place or section
        if is_recorded(step) and place:
            filled[place].append(_inside(step.title))
    for place, titles in filled.items():
        if titles:
            yield f"*{LABELS[place]}* ({' · '.join(titles)})"


def _inside(title: str) -> str:
    """Return a title as it stands among others, without a number or a full stop of its own."""
    return re.sub(r"^\d+\. ", "", title).rstrip(".")


def _tags(id_: str) -> list[str]:
    """Return the languages into which the words to say are translated."""
    names = (path.name.split(".") for path in shipped().path.glob(f"{id_}.*.toml"))
    return sorted(parts[1] for parts in names if parts[1] not in ("practice", "codes", "history"))


def _language(id_: str, tag: str) -> str:
    """Return what a language is called, and that nobody qualified has read it where so marked."""
    table = tomllib.loads((shipped().path / f"{id_}.{tag}.toml").read_text(encoding="utf-8"))
    is_unread = table.get("unread", False)
    return language_name(tag) + (", not yet read by a qualified translator" if is_unread else "")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
