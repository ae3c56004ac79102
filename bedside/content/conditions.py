"""Conditions that are written in no way that can be read, and what was probably meant.

A condition is one line: `when`, a step, an answer. People write formulas, ticks and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from bedside.content import fixes
from bedside.content.misplaced import Where, quoted, short
from bedside.content.places import Spot
from bedside.content.shape import TESTS, Table
from bedside.core.problems import Finding, Fix, nearest

_LINE = 'write one line for each: when.step = "answer"'
_TEST = re.compile(
    r"""\s*\$?\{?(?P<step>[\w-]+)\}?\s*
    (?P<sign>==|=|!=|<>|>=|<=|>|<|\bis\s+not\b|\bis\b|\bequals\b)\s*
    (?:'(?P<one>[^']*)'|"(?P<two>[^"]*)"|(?P<bare>[\w-]+))\s*\Z""",
    re.VERBOSE,
)
_AND = re.compile(r"\s+and\s+|\s*&&\s*", re.IGNORECASE)
_SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("is", "equals", "eq", "answer", "in", "any", "any_of", "one_of", "value"), ""),
    **dict.fromkeys(
        ("isnt", "is_not", "none_of", "except", "but", "other_than", "ne", "unless"), "not"
    ),
    **dict.fromkeys(("min", "minimum", "greater", "gte", "ge", "from", "least"), "at_least"),
    **dict.fromkeys(("max", "maximum", "less", "lte", "le", "to", "most"), "at_most"),
}
_YES = ("yes", "done", "confirmed")
_NO = ("no", "not-done")


class Asked(NamedTuple):
    """What is known of a step that a condition looks at: its kind, and its answers."""

    kind: str
    answers: frozenset[str]


class _Line(NamedTuple):
    """One condition as it stands in a table."""

    where: Where
    key: str
    step: str
    asked: Asked | None


def odd_conditions(where: Where, asked: Mapping[str, Asked]) -> tuple[Table, list[Finding]]:
    """Return a step or task without the conditions that cannot be read, and what to say of them."""
    table, found = dict(where.raw), []
    for key in ("when", "or"):
        lines = where.raw.get(key)
        if lines is None:
            continue
        if not isinstance(lines, dict):
            found.append(_formula(where, key, asked))
            del table[key]
            continue
        kept: Table = {}
        for step, test in cast("Table", lines).items():
            told = _odd(_Line(where, key, step, asked.get(step)), test)
            found += told
            if not told:
                kept[step] = test
        table[key] = kept
    return table, found


def _formula(where: Where, key: str, asked: Mapping[str, Asked]) -> Finding:
    here, text = where.here, where.raw[key]
    message = f"{key} is not followed by the step it looks at."
    if isinstance(text, str) and text in asked:
        help_ = f'name the answer too: {key}.{text} = "…"'
        return here.finding("C221", message, help_, here.value(key))
    fix = None
    tests = [_TEST.match(part) for part in _AND.split(text)] if isinstance(text, str) else []
    lines = [_as_line(key, test) for test in tests if test and test["step"] in asked]
    if tests and len(lines) == len(tests):
        origin = fixes.holding(here, (key,))
        mark = origin.spans.marks.get((*origin.path, key))
        if mark and mark.keys and where.here.origins[0].path:
            spot = Spot(origin.file, origin.spans.stretch(mark.keys[0][0], mark.value[1]))
            fix = fixes.instead_of(spot, "\n".join(lines), f"write {lines[0]}")
    help_ = f"write {' and '.join(lines)}" if fix else _LINE.replace("when", key)
    return here.finding("C221", message, help_, here.value(key), fix)


def _as_line(key: str, test: re.Match[str]) -> str:
    answer = test["one"] or test["two"] or test["bare"] or ""
    sign, step = test["sign"], fixes.written_key(test["step"])
    if sign in (">", ">=", "<", "<=") and answer.isdigit():
        number = int(answer) + {">": 1, "<": -1}.get(sign, 0)
        return f"{key}.{step}.{'at_least' if '>' in sign else 'at_most'} = {number}"
    no = ".not" if sign in ("!=", "<>") or "not" in sign else ""
    return f"{key}.{step}{no} = {fixes.written(answer)}"


def _odd(line: _Line, test: object) -> list[Finding]:
    if isinstance(test, str):
        return []
    if isinstance(test, dict) and line.step in ("when", "or") and not line.asked:
        return [_doubled(line, cast("Table", test))]
    if isinstance(test, dict):
        return list(_odd_tests(line, cast("Table", test)))
    if isinstance(test, list):
        return list(_odd_items(line, test, ()))
    return [_tick_or_number(line, test)]


def _doubled(line: _Line, inner: Table) -> Finding:
    """Return the finding for `or.when.step`, where `or.step` is meant."""
    here, key, table = line.where.here, line.key, line.where.raw
    word = "or" if "or" in (key, line.step) else "when"
    origin = fixes.holding(here, (key, line.step))
    marks = [origin.spans.marks.get((*origin.path, key, line.step, name)) for name in inner]
    stretches = {(m.keys[-3][0], m.keys[-2][1]) for m in marks if m and len(m.keys) > 2}
    spots = [Spot(origin.file, origin.spans.stretch(*one)) for one in sorted(stretches)]
    named = table.get(word)
    is_free = not isinstance(named, dict) or named.keys().isdisjoint(inner)
    is_whole = all(mark and len(mark.keys) > 2 for mark in marks) and is_free
    step = short(next(iter(inner), "step"))
    edits = [fixes.instead_of(spot, word) for spot in spots if is_whole]
    fix = fixes.together(f"write {word}.{step}", origin.file, edits)
    message = f"{key}.{line.step} names no step."
    help_ = f"write {word}.{step}"
    if key != line.step:
        help_ += "; or stands in place of when"
    return here.finding("C222", message, help_, here.key(key, line.step), fix)


def _tick_or_number(line: _Line, test: object) -> Finding:
    """Return the finding for `= true` and `= 7`, where an answer belongs."""
    here, key, step = line.where.here, line.key, line.step
    spot, asked = here.value(key, step), line.asked
    message = f"{key}.{short(step)} has to be followed by an answer in quotation marks."
    if isinstance(test, bool) and asked:
        answer = next((a for a in (_YES if test else _NO) if a in asked.answers), "")
        fix = fixes.instead_of(spot, fixes.written(answer)) if answer else None
        help_ = f'write "{answer}"' if answer else f"name one of: {_some(asked.answers)}"
        return here.finding("C221", message, help_, spot, fix)
    if isinstance(test, int) and asked and asked.kind == "scale":
        message = f"{key}.{short(step)} does not say which side of {test} is meant."
        help_ = f"write {key}.{step}.at_least = {test}, or at_most"
        return here.finding("C221", message, help_, spot, _with_word(line, "at_least"))
    if isinstance(test, int) and asked and str(test) in asked.answers:
        help_, fix = f'write "{test}"', fixes.instead_of(spot, fixes.written(str(test)))
        return here.finding("C221", message, help_, spot, fix)
    return here.finding("C221", message, f'write {key}.{step} = "…"', spot)


def _with_word(line: _Line, word: str) -> Fix | None:
    """Return the mend that puts a test word behind the step."""
    origin = fixes.holding(line.where.here, (line.key, line.step))
    mark = origin.spans.marks.get((*origin.path, line.key, line.step))
    if mark is None or not mark.keys:
        return None
    end = mark.keys[-1][1]
    return fixes.instead_of(
        Spot(origin.file, origin.spans.stretch(end, end)), f".{word}", f"add .{word}"
    )


def _odd_items(line: _Line, items: list[object], test: tuple[str, ...]) -> Iterator[Finding]:
    here = line.where.here
    for number, item in enumerate(items):
        if isinstance(item, str):
            continue
        spot = here.value(line.key, line.step, *test, number)
        message = f"{line.key}.{short(line.step)} lists something that is no answer."
        answer = next((a for a in (_YES if item else _NO) if isinstance(item, bool)), str(item))
        known = line.asked.answers if line.asked else frozenset()
        fix = fixes.instead_of(spot, fixes.written(answer)) if answer in known else None
        yield here.finding("C221", message, "put each answer in quotation marks", spot, fix)
        return


def _odd_tests(line: _Line, tests: Table) -> Iterator[Finding]:
    here = line.where.here
    for word, given in tests.items():
        place = (line.key, line.step, word)
        if word not in TESTS:
            yield _unknown_test(line, word, given)
        elif word == "not" and isinstance(given, list):
            yield from _odd_items(line, given, ("not",))
        elif word == "not" and not isinstance(given, str):
            told = _tick_or_number(line, given)
            message = f"{line.key}.{short(line.step)}.not has to be followed by an answer."
            yield here.finding("C221", message, 'write "…"', here.value(*place), told.fix)
        elif word != "not" and (isinstance(given, bool) or not isinstance(given, int)):
            yield _no_limit(line, word, given)


def _no_limit(line: _Line, word: str, given: object) -> Finding:
    here, spot = line.where.here, line.where.here.value(line.key, line.step, word)
    if line.asked and line.asked.kind and line.asked.kind != "scale":
        name = f"{line.key}.{short(line.step)}"
        message = (
            f"{quoted(line.step)} is not a scale, so it cannot be at least or at most anything."
        )
        help_ = f'name an answer: {name} = "…", or {name}.not = "…" for any other'
        return here.finding("L306", message, help_, here.key(line.key, line.step, word))
    number = str(given).strip().removesuffix(".0")
    is_number = number.lstrip("-").isdigit() and len(number) < 7
    fix = fixes.instead_of(spot, number) if is_number else None
    message = f"{line.key}.{short(line.step)}.{word} has to be a whole number."
    return here.finding("C221", message, "write digits only, without quotation marks", spot, fix)


def _unknown_test(line: _Line, word: str, given: object) -> Finding:
    here, place = line.where.here, (line.key, line.step, word)
    message = f"{line.key}.{short(line.step)} has no test called {quoted(word)}."
    plain = word.lower().replace("-", "_").replace(" ", "_")
    meant = _SYNONYMS.get(plain, nearest(plain, TESTS) or None)
    if meant == "":
        fix = _without_word(line, word)
        help_ = f'leave .{short(word)} out: {line.key}.{short(line.step)} = "…"'
        return here.finding("C222", message, help_, here.key(*place), fix)
    if line.step in TESTS and not line.asked:
        help_ = f"name the step first: {line.key}.{short(word)}.{line.step}"
        message = f"{line.key}.{line.step} names no step."
        return here.finding("C222", message, help_, here.key(*place))
    is_limit = meant in ("at_least", "at_most")
    if meant and (isinstance(given, int) if is_limit else isinstance(given, str | list)):
        fix = fixes.renamed(here, place, meant)
        return here.finding("C222", message, f"did you mean .{meant}?", here.key(*place), fix)
    help_ = 'it is one of: .not, and on a scale .at_least, .at_most; or no test, only = "answer"'
    return here.finding("C222", message, help_, here.key(*place))


def _without_word(line: _Line, word: str) -> Fix | None:
    """Return the mend that takes a needless word out from behind the step."""
    origin = fixes.holding(line.where.here, (line.key, line.step, word))
    mark = origin.spans.marks.get((*origin.path, line.key, line.step, word))
    if mark is None or len(mark.keys) < 2 or len(cast("Table", line.where.raw[line.key])) < 1:
        return None
    spot = Spot(origin.file, origin.spans.stretch(mark.keys[-2][1], mark.keys[-1][1]))
    return fixes.instead_of(spot, "", f"leave .{short(word)} out")


def _some(answers: frozenset[str]) -> str:
    return ", ".join(sorted(answers)[:20])
