"""Conditions that compare with a sign or a word, as a spreadsheet or a sentence does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bedside.content.advice.quotes import straightened
from bedside.content.advice.slip import Slip, Stuck, comment_at, mended, shown, slip

_TESTS: Mapping[str, tuple[str, int]] = {
    **dict.fromkeys((">=", "=>", "≥", "at least", "at_least"), ("at_least", 0)),
    **dict.fromkeys(("<=", "=<", "≤", "at most", "at_most"), ("at_most", 0)),
    **dict.fromkeys((">", "more than", "greater than"), ("at_least", 1)),
    **dict.fromkeys(("<", "less than", "fewer than"), ("at_most", -1)),
    **dict.fromkeys(("<>", "!=", "!==", "=!", "=!=", "=/=", "≠", "not"), ("not", 0)),
}
"""What each sign is called in a checklist, and how much more or less the number is then."""
_SIGN = "|".join(
    re.escape(sign).replace(r"\ ", "[ \t]+") + (r"\b" if sign[0].isalpha() else "")
    for sign in sorted(_TESTS, key=len, reverse=True)
)
_COMPARED = re.compile(
    r"[ \t]*(?P<group>when|or)(?P<dot>[ \t]*\.[ \t]*|[ \t]+)(?P<step>[\w-]+)"
    rf"(?:\.(?:not|at_least|at_most))?[ \t]*(?:=[ \t]+)?(?:is[ \t]+)?(?P<sign>{_SIGN})"
    r"[ \t]*(?=[^\s=])"
)
_WHOLE = re.compile(r"[\"']?(\d{1,9})[\"']?\Z")
_TWO = re.compile(
    r"(?P<indent>[ \t]*)(?P<name>(?:when|or)\.[\w.-]+)[ \t]*=[ \t]*(?P<said>\"[^\"]*\"|'[^']*'|\d+)"
    r"(?P<gap>[ \t,]*)(?P<joint>and|or|&&?|\|\|?)[ \t]+"
    r"(?:(?P<other>(?:(?:when|or)\.)?[\w.-]+)[ \t]*=[ \t]*)?"
    r"(?P<also>\"[^\"]*\"|'[^']*'|\d+)[ \t]*\Z"
)


_BETWEEN = re.compile(
    r"([ \t]*)(when\.[\w-]+)[ \t]+(?:is[ \t]+)?(between)[ \t]+(\d+)[ \t]+and[ \t]+(\d+)[ \t]*\Z"
)


def within(stuck: Stuck) -> Slip | None:
    """A condition names the two ends of what it allows."""
    found = _BETWEEN.match(stuck.line)
    if found is None:
        return None
    indent, name, _, least, most = found.groups()
    lines = (f"{name}.at_least = {least}", f"{name}.at_most = {most}")
    said = ("A condition is not written with between.", f"write two lines: {' and '.join(lines)}")
    one = slip(stuck, "T112", said, found.span(3))
    return mended(one, "write two lines", *(f"{indent}{line}" for line in lines))


def two_conditions(stuck: Stuck) -> Slip | None:
    """Two conditions stand on one line, with a word between them."""
    found = _TWO.match(stuck.line)
    if found is None:
        return None
    is_or = found["joint"][0] in "o|"
    first = found["name"].partition(".")[2]
    second = re.sub(r"\A(?:when|or)\.", "", found["other"] or first)
    where = found.span("joint")
    if first == second:
        said = (
            "Two answers stand on one line.",
            f"write a list, which means any of them: [{found['said']}, {found['also']}]",
        )
        one = slip(stuck, "T129", said, where)
        if not is_or:
            return one._replace(rows=("",), is_sure=False)
        line = f"{found['indent']}{found['name']} = [{found['said']}, {found['also']}]"
        return mended(one, "write a list", line)
    key = "or" if is_or else found["name"].partition(".")[0]
    means = "or. where any one is enough" if is_or else "when. where all have to hold"
    said = ("Two conditions stand on one line.", f"give each a line of its own, {means}")
    lines = (f"{key}.{first} = {found['said']}", f"{key}.{second} = {found['also']}")
    one = slip(stuck, "T129", said, where)
    return mended(one, "write them on two lines", *(f"{found['indent']}{line}" for line in lines))


def compared(stuck: Stuck) -> Slip | None:
    """A condition compares with a sign or a word."""
    found = _COMPARED.match(stuck.line)
    if found is None or (found["sign"][0].isalpha() and "." not in found["dot"]):
        return None
    sign = " ".join(found["sign"].split())
    test, more = _TESTS[sign]
    stop = comment_at(stuck.line, found.end())
    said = straightened(stuck.line[found.end() : stop].rstrip())
    number = _WHOLE.match(said)
    before = f"{found['group']}.{found['step']}"
    message = f"A condition is not written with {sign}."
    where = found.span("sign")
    if test[:2] == "at" and number:
        said = str(int(number[1]) + more)
    elif test[:2] == "at":
        if sign == "=>":
            return None
        help_ = f"write {before}.at_least = 5, .at_most = 5 or .not, with a whole number"
        one = slip(stuck, "T112", (message, help_), where)
        return one._replace(rows=("",), is_sure=False)
    elif said[:1] not in ('"', "'", "[") and not number:
        said = f'"{said}"'
    meant = f"{before}.{test} = {said}"
    one = slip(stuck, "T112", (message, f"write {shown(meant)}"), where)
    rest = f"  {stuck.line[stop:]}" if stop < len(stuck.line) else ""
    indent = stuck.line[: found.start("group")]
    return mended(one, f"write {shown(meant)}", f"{indent}{meant}{rest}")
