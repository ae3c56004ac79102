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
