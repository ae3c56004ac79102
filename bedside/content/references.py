"""References within a checklist: names that must exist and stand above. One finding a cause.

What several lines name and nothing is called is one mistake: told once, where it was made if that
can be known, with the other lines beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bedside.content import fixes
from bedside.content.contents import misfilled
from bedside.content.entries import Entry, Known
from bedside.content.lacking import Lacking
from bedside.content.misplaced import quoted, short
from bedside.content.naming import bad_id, misnamed
from bedside.content.places import Here, Spot, lines_at
from bedside.content.several import advice, by_themselves, nearest_one, several
from bedside.content.wordings import miscalled, unfilled, unknown_answers
from bedside.core.checklist import Checklist, Condition, Scale, Step
from bedside.core.problems import Finding, Fix, Related, nearest


class _Look(NamedTuple):
    """One condition: whose it is, under which key, and what it says."""

    entry: Entry
    key: str
    line: Condition

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers it names."""
        return (*self.line.any_of, *self.line.none_of)

    def spot(self) -> Spot:
        """Return where it names its step."""
        return self.entry.here.key(self.key, self.line.step)

    def renamed(self, name: str) -> Fix | None:
        """Return the mend that lets it look at another step."""
        if any(key == self.key and line.step == name for key, line in self.entry.lines):
            return None
        return fixes.renamed(self.entry.here, (self.key, self.line.step), name)

    def finding(self, code: str, message: str, help_: str, fix: Fix | None = None) -> Finding:
        """Return a finding at the step it names."""
        return self.entry.here.finding(code, message, help_, self.spot(), fix)

    def related(self) -> Related:
        """Return it as another place that a finding is about."""
        return self.entry.here.related("named here too", self.key, self.line.step)


def checked(known: Known, head: Here, checklist: Checklist, unsure: bool) -> Iterator[Finding]:
    """Return every broken reference among entries, and in the head as far as it could be read.

    Where it is `unsure` which sources there are, nothing is said of them.
    """
    yield from bad_id(head, checklist.id)
    yield from misnamed(known)
    yield from _conditions(known)
    for entry in known.entries:
        if entry.made is not None:
            yield from misfilled(entry)
    yield from unfilled(known, head, checklist)
    if not unsure:
        yield from _sources(known, head, checklist.sources)


def _conditions(known: Known) -> Iterator[Finding]:
    """Return what is wrong with conditions, those of one cause together."""
    missing: dict[str, list[_Look]] = {}
    ahead: dict[str, list[_Look]] = {}
    sections: dict[str, list[_Look]] = {}
    lacking: list[Lacking] = list(miscalled(known))
    for at, look in _looks(known):
        name, stands = look.line.step, known.order.get(look.line.step)
        if stands is None:
            if not known.is_meant(name):
                missing.setdefault(name, []).append(look)
        elif stands == at:
            yield _at_itself(look)
        elif stands > at:
            if name not in known.doubled:
                ahead.setdefault(name, []).append(look)
        elif _kind(known, name) == "section":
            sections.setdefault(name, []).append(look)
        else:
            yield from _limits(look, known)
            lacking += _lacking(look, known)
    named = {look.line.step for _, look in _looks(known)}
    yield from (_missing(known, name, looks, named) for name, looks in missing.items())
    yield from (_ahead(known, name, looks) for name, looks in ahead.items())
    yield from (_section(name, looks) for name, looks in sections.items())
    yield from unknown_answers(known, lacking)


def _looks(known: Known) -> Iterator[tuple[int, _Look]]:
    for at, entry in enumerate(known.entries):
        yield from ((at, _Look(entry, key, line)) for key, line in entry.lines)


def _kind(known: Known, name: str) -> str:
    entry = known.step(name)
    return str(entry.raw.get("kind", "")) if entry and "kind" not in entry.lost else ""


def _others(looks: Sequence[_Look]) -> tuple[Related, ...]:
    return tuple(look.related() for look in looks)


def _missing(known: Known, name: str, looks: Sequence[_Look], named: set[str]) -> Finding:
    """Return the one finding for a name that no step has."""
    first = looks[0]
    limit = known.order.get(first.entry.name, len(known.steps))
    above = [one for one in known.order if one and known.order[one] < limit]
    blamed = nearest(name, [one for one in above if one not in named]) if looks[1:] else ""
    if blamed and _suits(known, blamed, looks):
        return _misnamed_step(known, name, blamed, looks)
    near = _by_title(known, name) or nearest(name, above)
    message = f"There is no step called {quoted(name)}."
    help_ = "name the id of a step above this one"
    fix = None
    if near:
        help_ = f"did you mean {short(near)}?"
        renames = [look.renamed(near) for look in looks]
        is_sure = near in above and _suits(known, near, looks)
        file = first.spot().file
        is_one_file = all(look.spot().file == file for look in looks)
        if is_sure and is_one_file:
            fix = fixes.together(f"write {near}", file, renames)
    return replace(first.finding("L302", message, help_, fix), related=_others(looks[1:]))


def _by_title(known: Known, name: str) -> str:
    """Return the id of the step that has this title; "" where none has."""
    plain = name.casefold().strip()
    steps = (entry for entry in known.steps if isinstance(entry.made, Step))
    titles = ((str(entry.raw.get("title", "")).casefold().strip(), entry.name) for entry in steps)
    return next((found for title, found in titles if title == plain), "")


def _suits(known: Known, name: str, looks: Sequence[_Look]) -> bool:
    """Whether a step can be meant by conditions: it has every answer they name."""
    answers = known.answers(name)
    if answers is None or _kind(known, name) == "section":
        return False
    entry = known.step(name)
    is_scale = bool(entry) and isinstance(entry.made, Scale) if entry else False
    return all(
        set(look.answers) <= set(answers) and (is_scale or not _has_limits(look.line))
        for look in looks
    )


def _misnamed_step(known: Known, name: str, blamed: str, looks: Sequence[_Look]) -> Finding:
    here = known.steps[known.order[blamed]].here
    message = f"{len(looks)} conditions look at {quoted(name)}; this step is {quoted(blamed)}."
    fix = fixes.instead_of(here.value("id"), fixes.written(name))
    there = lines_at(look.spot() for look in looks)
    help_ = f'write id = "{name}", or write {short(blamed)} in {there}'
    found = here.finding("L302", message, help_, here.value("id"), fix)
    return replace(found, related=_others(looks))


def _at_itself(look: _Look) -> Finding:
    message = f"{look.key}.{short(look.line.step)} looks at the step it stands in, at itself."
    return look.finding("L304", message, "name a step above this one")


def _ahead(known: Known, name: str, looks: Sequence[_Look]) -> Finding:
    first, asked = looks[0], known.steps[known.order[name]]
    message = f"{first.key}.{short(name)} looks at a step that comes later."
    found = first.finding("L304", message, f"move {short(name)} up, or this step down")
    there = asked.here.related(f"{short(name)} stands here", "id")
    return replace(found, related=(there, *_others(looks[1:])))


def _section(name: str, looks: Sequence[_Look]) -> Finding:
    message = f"{quoted(name)} is a section; a section has no answer."
    found = looks[0].finding("L305", message, "name a step in it")
    return replace(found, related=_others(looks[1:]))


def _has_limits(line: Condition) -> bool:
    return line.at_least is not None or line.at_most is not None


def _limits(look: _Look, known: Known) -> Iterator[Finding]:
    name = look.line.step
    if known.answers(name) is None:
        return
    entry = known.step(name)
    if _has_limits(look.line) and entry and not isinstance(entry.made, Scale):
        message = f"{quoted(name)} is not a scale, so it cannot be at least or at most anything."
        word = "at_least" if look.line.at_least is not None else "at_most"
        spot = look.entry.here.key(look.key, name, word)
        yield look.entry.here.finding("L306", message, "test one of its answers", spot)
    if not (_has_limits(look.line) or look.answers) and not _is_mended(look):
        message = f"{look.key}.{short(name)} tests nothing."
        yield look.finding("L307", message, f'name an answer: {look.key}.{short(name)} = "…"')


def _is_mended(look: _Look) -> bool:
    """Whether what it tests was left out because it could not be read."""
    return look.key in look.entry.lost


def _lacking(look: _Look, known: Known) -> Iterator[Lacking]:
    """Return the answers a condition names that its step does not have."""
    answers = known.answers(look.line.step)
    for answer in look.answers if answers is not None else ():
        if answer not in (answers or ()):
            place = (look.key, look.line.step)
            spot = fixes.answer_spot(look.entry.here, place, answer)
            yield Lacking(look.line.step, answer, look.entry.here, place, spot)


def _sources(known: Known, head: Here, sources: Mapping[str, str]) -> Iterator[Finding]:
    """Return the sources that steps name and the head does not."""
    cited: dict[str, list[Entry]] = {}
    for entry in known.steps:
        for source in entry.made.source if isinstance(entry.made, Step) else ():
            cited.setdefault(source, []).append(entry)
    uncited = [one for one in sources if one not in cited]
    for source, entries in cited.items():
        if source not in sources and source.strip():
            spots = [fixes.item_spot(entry.here, "source", source) for entry in entries]
            if names := several(source, by_themselves(sources)):
                yield _several_sources(source, names, entries, spots)
                continue
            blamed = nearest(source, uncited) if len(spots) > 1 else ""
            if blamed:
                yield _misnamed_source(source, blamed, head, spots)
            else:
                yield _no_source(source, entries[0].here, sources, spots)


def _several_sources(
    source: str, names: Sequence[str], entries: Sequence[Entry], spots: Sequence[Spot]
) -> Finding:
    """Return the finding for sources that steps cite in one pair of quotation marks."""
    cited = [(entry.here, spot) for entry, spot in zip(entries, spots, strict=True)]
    mine = [(here, spot) for here, spot in cited if spot.file == spots[0].file]
    each = [fixes.items_instead(here, ("source",), spot, names) for here, spot in mine]
    fix = fixes.together(f"write {fixes.written_list(names)}", spots[0].file, each)
    message = f"There is no source called {quoted(source)}."
    help_ = advice(names, "sources")
    found = entries[0].here.finding("L308", message, help_, spots[0], fix)
    return replace(found, related=_cited(spots[1:]))


def _misnamed_source(source: str, blamed: str, head: Here, spots: Sequence[Spot]) -> Finding:
    message = f"{len(spots)} steps cite {quoted(source)}; this source is {quoted(blamed)}."
    fix = fixes.renamed(head, ("sources", blamed), source)
    spot = head.key("sources", blamed)
    found = head.finding("L308", message, f"write sources.{short(source)}", spot, fix)
    return replace(found, related=_cited(spots))


def _cited(spots: Sequence[Spot]) -> tuple[Related, ...]:
    return tuple(Related("cited here too", spot.file, spot.span) for spot in spots)


def _no_source(
    source: str, here: Here, sources: Mapping[str, str], spots: Sequence[Spot]
) -> Finding:
    by_text = next((name for name, text in sources.items() if _is_citation(source, text)), "")
    near = by_text or nearest_one(source, list(sources))
    fix = None
    help_ = f'add sources.{short(source)} = "…" at the top'
    if " " in source.strip():
        help_ = "give it a short name at the top, sources.name = …, and cite that name"
    if near:
        help_ = f"did you mean {short(near)}?"
        fix = fixes.together(
            f"write {near}",
            spots[0].file,
            [fixes.instead_of(s, fixes.written(near)) for s in spots if s.file == spots[0].file],
        )
    message = f"There is no source called {quoted(source)}."
    found = here.finding("L308", message, help_, spots[0], fix)
    return replace(found, related=_cited(spots[1:]))


def _is_citation(said: str, text: str) -> bool:
    """Whether somebody wrote the citation itself, or most of it, where its name belongs."""
    plain = said.casefold().strip()
    return len(plain) > 8 and (plain in text.casefold() or text.casefold() in plain)
