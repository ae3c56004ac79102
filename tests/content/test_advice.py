"""What slipped in a text: one finding each, the caret at the slip, the line as it was meant."""

from __future__ import annotations

import re
import tomllib
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content import opening
from bedside.content.advice.newer import newer
from bedside.content.edit.mend import mended
from bedside.content.load import open_checklist
from bedside.core.problems import Finding
from tests.campaigns.documents import document
from tests.content.texts import EXAMPLE, HEAD, STEP
from tests.core.test_spans import CASES as CORNERS

NAME = "made-up.toml"
BEFORE = HEAD + STEP
AFTER = '\nwhy = "w"\n\n[[steps]]\nid = "b"\nkind = "say"\ntitle = "B"\n'
FIRST = BEFORE.count("\n") + 1

CASES = tomllib.loads((Path(__file__).parent / "slips.toml").read_text(encoding="utf-8"))["slips"]
"""Each slip as it is written between two lines of a step: `at` is what the caret stands under,
`on` the line of it, counted from the slip's first; `meant` is the same mended, "" where no mend is
offered."""


def found(text: str) -> tuple[Finding, ...]:
    """Return everything wrong with a text."""
    return open_checklist(text.encode(), NAME, {}).findings


def around(slip: str) -> str:
    """Return a checklist in which a slip stands in the middle of a step; "" is no line."""
    return BEFORE + (slip + AFTER if slip else AFTER[1:])


def pointed(text: str, finding: Finding) -> str:
    """Return what a finding points at."""
    assert finding.span is not None
    start, end = finding.span
    lines = text.split("\n")[start.line - 1 : end.line]
    lines[-1] = lines[-1][: end.column - 1]
    return "\n".join([lines[0][start.column - 1 :], *lines[1:]])


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}-{case['slip'][:20]}")
def test_a_slip_is_known_and_pointed_at(case: dict[str, str]) -> None:
    text = around(case["slip"])
    told = [one for one in found(text) if one.code[0] == "T"]
    assert [one.code for one in told] == [case["code"]], told
    assert pointed(text, told[0]) == case["at"]
    assert told[0].span is not None
    assert told[0].span.start.line == FIRST + int(case.get("on", 1)) - 1
    assert told[0].help


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}-{case['slip'][:20]}")
def test_a_mend_that_is_offered_writes_what_was_meant(case: dict[str, str]) -> None:
    text = around(case["slip"])
    (told,) = (one for one in found(text) if one.code[0] == "T")
    assert (told.fix is not None) is ("meant" in case)
    if told.fix is None:
        return
    new = mended(text, [told]).text
    assert new == around(case["meant"])
    assert not [one for one in found(new) if one.code[0] == "T"]


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
def test_a_mend_keeps_the_line_ends_of_windows(ends: str) -> None:
    for case in CASES:
        if "meant" not in case:
            continue
        text = around(case["slip"]).replace("\n", ends)
        (told,) = (one for one in found(text) if one.code[0] == "T")
        assert mended(text, [told]).text == around(case["meant"]).replace("\n", ends)


ALONE = [case for case in CASES if "meant" in case and case["slip"][:1] not in tuple('["')]
"""Slips that open nothing which another could close."""


@pytest.mark.parametrize("number", range(0, len(ALONE), 3))
def test_slips_in_several_steps_are_all_told_in_one_run(number: int) -> None:
    chosen = [ALONE[(number + more) % len(ALONE)] for more in (0, 7, 19)]
    steps = (
        f'\n[[steps]]\nid = "s{at}"\nkind = "say"\ntitle = "S"\n{case["slip"]}\n'
        for at, case in enumerate(chosen)
    )
    told = [one for one in found(HEAD + "".join(steps)) if one.code[0] == "T"]
    assert [one.code for one in told] == [case["code"] for case in chosen]
    assert [one.step for one in told if one.step] == [
        f"s{at}" for at, _ in enumerate(chosen) if told[at].step
    ]


def test_what_else_is_wrong_is_told_beside_what_slipped() -> None:
    """Where every slip could be read as it was meant; not on its own line."""
    text = HEAD + STEP + 'why = “w”\nrequird = true\nplace = "sharing"\n'
    assert [one.code for one in found(text)] == ["T111", "C201", "C204"]
    assert [one.span.start.line for one in found(text) if one.span] == [9, 10, 11]


def test_what_is_left_out_makes_nothing_else_wrong() -> None:
    """Without its words the title would be missing, which nobody needs to be told."""
    for line in ("title =", 'title = "x" "y"', "title = &"):
        assert len(found(HEAD + STEP.replace('title = "A"', line))) == 1, line


def test_a_line_put_in_moves_no_finding_below_it() -> None:
    text = HEAD + STEP + 'id = "b"\nkind = "say"\ntitle = "B"\n\n' + "requird = true\n"
    codes = [(one.code, one.span.start.line) for one in found(text) if one.span]
    assert codes == [("T127", 9), ("C201", 13)]


def test_the_second_of_two_names_points_at_the_first() -> None:
    (told,) = found(HEAD + STEP + 'why = "x"\nwhy = "y"\n')
    (first,) = told.related
    assert first.file == NAME
    assert first.span is not None
    assert (told.code, first.span.start.line) == ("T127", 9)


def test_of_many_slips_as_many_are_told_as_anybody_reads() -> None:
    text = HEAD + "".join(f'\n[[steps]]\nid = "s{n}"\nkind: "say"\n' for n in range(300))
    told = found(text)
    assert 30 <= len(told) <= 51
    assert {one.code for one in told[:-1]} == {"T112"}
    assert (told[-1].code, told[-1].fix) == ("T110", None)
    assert "nothing was looked at" in told[-1].message


@pytest.mark.parametrize("marks", ["“”", "„“", "«»", "&quot;", "&#34;"])
def test_marks_turned_in_a_whole_file_are_one_slip_and_one_mend(marks: str) -> None:
    before, after = (marks, marks) if marks[0] == "&" else (marks[0], marks[1])
    block = '\n[[steps]]\nid = "s{}"\nkind = "say"\ntitle = "S"\ntips = ["a, b", "c"]\n'
    text = HEAD + "".join(block.format(n) for n in range(60))
    (told,) = found(re.sub('"([^"]*)"', rf"{before}\1{after}", text))
    assert (told.code, told.span and told.span.start.line) == ("T111", 2)
    assert "241 more lines" in told.message
    assert mended(re.sub('"([^"]*)"', rf"{before}\1{after}", text), [told]).text == text


def test_a_few_turned_marks_are_told_line_by_line() -> None:
    text = HEAD + STEP.replace('"', "“")
    assert [one.code for one in found(text) if one.code[0] == "T"] == ["T111"] * 3


HEADERS = ("[[step]]", "[step]", "[[Steps]]", "[Steps]", "[[STEP]]", "[[say]]", "[ Step ]")


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("first", [True, False])
def test_a_block_under_another_name_is_told_once_and_mended(header: str, first: bool) -> None:
    step = '\n[[steps]]\nid = "b"\nkind = "say"\ntitle = "B"\nsource = "book"\n'
    head = HEAD + 'sources.book = "A book"\n'
    whole = head + STEP + step + 'when.a = "done"\n' + step.replace('id = "b"', 'id = "c"')
    wrong = whole.replace("[[steps]]", header, 1) if first else whole
    wrong = wrong if first else header.join(whole.rsplit("[[steps]]", 1))
    (told,) = found(wrong)
    assert (told.code, pointed(wrong, told)) == ("C201", header)
    assert "[[steps]]" in told.message
    assert mended(wrong, [told]).text == whole


@pytest.mark.parametrize("header", ["[[step]]", "[[Steps]]", "[step]", "[Steps]"])
def test_blocks_that_are_all_under_another_name_are_told_once(header: str) -> None:
    whole = HEAD + "".join(STEP.replace('"a"', f'"a{n}"') for n in range(9))
    wrong = whole.replace("[[steps]]", header)
    (told,) = found(wrong)
    assert pointed(wrong, told) == header
    assert "[[steps]]" in f"{told.message} {told.help}"
    assert mended(wrong, [told]).text == whole


def test_what_is_wrong_in_a_block_under_another_name_is_told_too() -> None:
    text = HEAD + STEP + '\n[[task]]\nid = "t"\ntext = "x"\n\n[task.when]\nz = "done"\n'
    told = found(text)
    assert [one.code for one in told] == ["C201", "L302"]
    new = mended(text, told[:1]).text
    assert "[[tasks]]" in new
    assert "[tasks.when]" in new


@pytest.mark.parametrize(("sign", "word"), [(",", "comma"), (";", "semicolon"), (".", "full stop")])
def test_a_sign_too_many_is_named_in_words(sign: str, word: str) -> None:
    (told,) = found(HEAD + STEP + f'why = "w"{sign}\n')
    assert word in told.message
    assert sign not in told.message.rstrip(".")


@pytest.mark.parametrize(
    ("written", "meant"), [("True", "true"), ("FALSE", "false"), ("Yes", "true")]
)
def test_a_switch_is_shown_as_it_is_written(written: str, meant: str) -> None:
    (told,) = found(HEAD + STEP + f"required = {written}\n")
    assert f"required = {meant}" in told.help
    assert ("small letters" in told.help) is (written.lower() == meant)


WHOLES = {
    "{\\rtf1\\ansi A talk}": "T137",
    "<!DOCTYPE html>\n<html><body>x = 1</body></html>": "T137",
    '{\n  "title": "x",\n  "steps": []\n}': "T137",
    "title: x\nsteps:\n  - id: a\n    kind: say\n": "T137",
    "---\ntitle: x\n---\n": "T137",
    "# A talk\n\n## First\n\n- ask\n- listen\n- **say**\n": "T137",
    "kind\tid\ttitle\nsay\ta\tA\n": "T137",
    "kind;id;title\nsay;a;A\n": "T137",
    "From: somebody\nSubject: A talk\n\nHello\n": "T137",
    "Dear all,\nhere is the talk.\nWe begin by asking.\nThen we listen.\n": "T137",
    "": "T138",
    "\n\n  \n": "T138",
    "# only a note\n# and another\n": "T138",
}


@pytest.mark.parametrize("text", WHOLES, ids=lambda text: text[:12])
def test_a_file_of_another_kind_gives_one_finding_that_says_which(text: str) -> None:
    (only,) = found(text)
    assert only.code == WHOLES[text]
    assert only.help


# What tomllib of 3.11, 3.12 and 3.13 says; the rules look for these beginnings.
SAID = {
    'a = "x\n"': "Illegal character '\\n'",
    'a = "x': "Unterminated string",
    "a = 'x": 'Expected "\'"',
    "a = [1": "Unclosed array",
    "a = {b = 1": "Unclosed inline table",
    "a = {b = 1, b = 2}": "Duplicate inline table key 'b'",
    'a = "\\%"': "Unescaped '\\' in a string",
    'a = "\\u12"': "Invalid hex value",
    'a = "\\uD800"': "Escaped character is not a Unicode scalar value",
    "a = x": "Invalid value",
    "a = 2031-02-30": "Invalid date or datetime",
    "a b": "Expected '=' after a key in a key/value pair",
    "a = 1 b": "Expected newline or end of document after a statement",
    "a = 1\na = 2": "Cannot overwrite a value",
    "[a]\n[a]": "Cannot declare ('a',) twice",
    "a = {}\na.b = 1": "Cannot mutate immutable namespace ('a',)",
    "[a.b]\nc = 1\n[a]\nb.d = 1": "Cannot redefine namespace ('a', 'b')",
}


@pytest.mark.parametrize("text", SAID)
def test_the_reader_of_toml_says_what_the_rules_look_for(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    assert str(caught.value).startswith(SAID[text])


NEWER = {
    "a = {b = 1,}": ",",
    "a = {\n b = 1}": "{",
    "a = {b = 1, # note\n}": "{",
    'a = "x\\e"': "\\e",
    'a = "\\x41"': "\\x",
    "a = 10:30": "10:30",
    "a = 2031-03-12 10:30Z": "10:30",
}


@pytest.mark.parametrize("text", NEWER)
def test_what_only_newer_programs_read_is_found_where_they_read_it(text: str) -> None:
    """Python 3.15 reads it, and the next workstation has another one."""
    first = next(newer(text))
    assert first.code == "T139"
    assert pointed(text, first) == NEWER[text]


@pytest.mark.parametrize("text", CORNERS.values(), ids=CORNERS)
def test_what_every_program_reads_is_none_of_it(text: str) -> None:
    assert not list(newer(text))


@given(st.integers(0, 2**32))
def test_no_document_of_the_older_form_is_taken_for_the_newer(seed: int) -> None:
    assert not list(newer(document(seed)))


def test_what_is_read_by_some_is_told_beside_everything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opening, "READS_NEWER", True)
    assert not found(BEFORE)
    text = BEFORE + 'why = "a\\\\e"\nrequird = true\n'
    assert [one.code for one in found(text)] == ["C201"]


LINES = EXAMPLE.split("\n")
SIGNS = st.sampled_from(
    [*"\"'“”‘’=:[]{}(),;#.\\-–•<>/|`", "\u00a0", "\t", "\u200b", " x ", '"""', ""]
)


@given(st.integers(0, len(LINES) - 1), st.data())
def test_every_finding_stands_in_the_file_and_every_mend_can_be_made(
    row: int, data: st.DataObject
) -> None:
    """Whatever one sign too many or too few does to a line of a real checklist."""
    line = LINES[row]
    at = data.draw(st.integers(0, len(line)))
    over = data.draw(st.integers(0, 2))
    changed = line[:at] + data.draw(SIGNS) + line[at + over :]
    text = "\n".join([*LINES[:row], changed, *LINES[row + 1 :]])
    rows = text.split("\n")
    for one in open_checklist(text.encode(), "a-bed-by-the-window.toml", {}).findings:
        if one.code[0] != "T":
            continue
        assert one.help
        assert one.span is not None
        assert one.span.start < one.span.end
        assert 1 <= one.span.start.line <= len(rows)
        assert one.span.start.column <= len(rows[one.span.start.line - 1]) + 1
        if one.fix is not None:
            assert mended(text, [one]).text != text


@pytest.mark.parametrize("pair", list(combinations(("a = “x”", "b: 1", "c = yes"), 2)))
def test_two_slips_in_one_file_of_two_lines_are_two_findings(pair: tuple[str, str]) -> None:
    told = [one for one in found("format = 1\n" + "\n".join(pair)) if one.code[0] == "T"]
    assert [one.span.start.line for one in told if one.span] == [2, 3]
