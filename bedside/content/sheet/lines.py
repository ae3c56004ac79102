r"""Several things in one cell: one a line, a name in front of each where it has one.

A name is a short word or stands in quotation marks, then a colon: `plain: Is now a good time?`.
Within a line `\n` is a line break and `\` makes the next character ordinary, so that everything
that is written can be read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from bedside.core.text import clean, cut

_QUOTED = r'(?:"(?:[^"\\]|\\.)*"|[“„][^“”„]*[“”])'
_MARKS = ('"', "“", "„")
_SHORT = re.compile(rf"({_QUOTED}|[a-z0-9][a-z0-9_-]*):[ ]?(.*)\Z", re.DOTALL)
_WIDE = re.compile(rf'({_QUOTED}|[^\s:"]+)[ ]?:[ ]?(.*)\Z', re.DOTALL)
_TEST = re.compile(rf"[ ]*({_QUOTED}|[\w/-]+)(?:\.([a-z_]+))?[ ]*[:=][ ]*(.*)\Z", re.DOTALL)
_ANSWER = re.compile(rf"[ ]*({_QUOTED}|[^,]*?)[ ]*(?:,|\Z)")
_BARE = re.compile(r"[a-z0-9][a-z0-9_-]*\Z")
_PLAIN_ANSWER = re.compile(r"[\w-]+\Z")
_ESCAPED = re.compile(r"\\(.)?", re.DOTALL)
_LIMITS = ("at_least", "at_most")

Named = dict[str, str]


class Unclear(Exception):
    """A cell cannot be understood: what stands there, and what to write instead."""

    def __init__(self, message: str, way_out: str, is_mangled: bool = False) -> None:
        """Say both; `is_mangled` where the spreadsheet program made it of something else."""
        super().__init__(message)
        self.message, self.way_out, self.is_mangled = message, way_out, is_mangled


class Line(NamedTuple):
    """One line of a cell: the name in front, where there is one, and the words."""

    name: str | None
    text: str


def written_list(items: Iterable[str]) -> str:
    """Return texts as a cell, one a line; none of them can be taken for one with a name."""
    return "\n".join(map(_unnamed, items))


def written_named(named: Mapping[str, str]) -> str:
    """Return names and texts as a cell, one pair a line."""
    return "\n".join(f"{_name(name)}: {_escaped(text)}" for name, text in named.items())


def written_tests(tests: Mapping[str, object]) -> str:
    """Return the lines of a `when` as a cell: the step, the manner of the test, the answers."""
    return "\n".join(_written_tests(tests))


def _written_tests(tests: Mapping[str, object]) -> Iterator[str]:
    for step, test in tests.items():
        parts = test if isinstance(test, dict) else {"": test}
        for manner, wanted in parts.items():
            answers = wanted if isinstance(wanted, list) else [wanted]
            dotted = f"{_name(step)}.{manner}" if manner else _name(step)
            yield f"{dotted}: {', '.join(map(written_word, answers))}"


def read_lines(cell: str) -> list[Line]:
    """Return the lines of a cell that are not empty, each with its name if it has one."""
    return [_line(line, _SHORT) for line in cell.split("\n") if line.strip()]


def read_list(cell: str) -> list[str]:
    """Return the lines of a cell as texts, whether or not they look as if they had names."""
    return [_ordinary(line) for line in cell.split("\n") if line.strip()]


def read_phrases(cell: str) -> str | list[str] | Named:
    """Return words to say: one text, several, or one a tone. Unclear where it is a mixture."""
    lines = read_lines(cell)
    if all(line.name is None for line in lines):
        return lines[0].text if len(lines) == 1 else [line.text for line in lines]
    return _all_named(lines, "a tone", "plain")


def read_wording(cell: str) -> str | Named:
    """Return wording: one text for every answer, or one an answer. Unclear where it is mixed."""
    lines = read_lines(cell)
    if all(line.name is None for line in lines):
        return "\n".join(line.text for line in lines)
    return _all_named(lines, "an answer", "done")


def read_named(cell: str) -> Named:
    """Return names and texts. Unclear where a line has no name."""
    lines = [_line(line, _WIDE) for line in cell.split("\n") if line.strip()]
    return _all_named(lines, "a short name", _suggested(lines))


def read_tests(cell: str) -> dict[str, object]:
    """Return the lines of a condition. Unclear where a line is none."""
    tests: dict[str, dict[str, object]] = {}
    for line in cell.split("\n"):
        found = _TEST.match(line)
        if found is None and line.strip():
            way_out = "name a step above, a colon and an answer of it: good-time: now"
            raise Unclear(f"{told(line)} is no condition", way_out)
        if found is None:
            continue
        step, manner = read_word(found[1]), found[2] or ""
        if manner in tests.setdefault(step, {}):
            way_out = "write one line a step, its answers with commas between them"
            raise Unclear(f"two lines look at {told(step)} in the same manner", way_out)
        tests[step][manner] = _answers(found[3], manner)
    return {step: _test(parts) for step, parts in tests.items()}


def _test(parts: dict[str, object]) -> object:
    if list(parts) == [""]:
        return parts[""]
    return {manner or "is": wanted for manner, wanted in parts.items()}


def _answers(text: str, manner: str) -> object:
    found = [one[1] for one in _ANSWER.finditer(text) if one[0]]
    if manner in _LIMITS and len(found) == 1 and re.fullmatch(r"-?\d{1,9}", found[0]):
        return int(found[0])
    answers = [read_word(one) for one in found]
    return answers[0] if len(answers) == 1 else answers


def written_word(word: object) -> str:
    """Return a name or an answer as it stands in a cell: in quotation marks where it has to."""
    text = str(word)
    return text if _PLAIN_ANSWER.match(text) else _in_quotes(text)


def _all_named(lines: list[Line], name: str, example: str) -> Named:
    found: Named = {}
    for line in lines:
        if line.name is None:
            way_out = f"write {name} and a colon in front of every line: {example}: …"
            raise Unclear(f"{told(line.text)} has no {name.split(' ', 1)[1]} in front", way_out)
        if line.name in found:
            way_out = "give one of them another name"
            raise Unclear(f"{told(line.name)} stands in front of two lines", way_out)
        found[line.name] = line.text
    return found


def _suggested(lines: list[Line]) -> str:
    """Return a short name made of the first line that has none."""
    text = next((line.text for line in lines if line.name is None), "")
    return re.sub(r"[^a-z0-9]+", "-", text.lower()[:24]).strip("-") or "name"


def _line(line: str, pattern: re.Pattern[str]) -> Line:
    found = pattern.match(line)
    return Line(read_word(found[1]), _ordinary(found[2])) if found else Line(None, _ordinary(line))


def _unnamed(text: str) -> str:
    line = _escaped(text)
    if not line.strip():
        return "\\" + line
    return line.replace(":", "\\:") if _SHORT.match(line) else line


def _name(name: str) -> str:
    return name if _BARE.match(name) else _in_quotes(name)


def _in_quotes(text: str) -> str:
    return '"' + _escaped(text).replace('"', '\\"') + '"'


def read_word(word: str) -> str:
    """Return a name or an answer without the quotation marks it may stand in."""
    return _ordinary(word[1:-1]) if word[:1] in _MARKS and len(word) > 1 else word


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _ordinary(line: str) -> str:
    """Return a line with what a backslash makes of the character after it."""
    if "\\" not in line:
        return line
    return _ESCAPED.sub(lambda found: "\n" if found[1] == "n" else found[1] or "", line)


def told(text: str) -> str:
    """Return words as they are told again, long ones cut."""
    return f"“{cut(clean(text), 40)}”"
