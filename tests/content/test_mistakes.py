"""What is said of mistakes: each is found at its line, with a way out, and none stops reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bedside.content.load import read
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Problems
from tests.content.texts import HEAD, STEP, WHOLE, A


def found(text: str, name: str = "made-up.toml") -> list[Finding]:
    """Return what is wrong with a text; it must be something."""
    result = read(text.encode(), name, {})
    assert isinstance(result, Problems), result
    return list(result.findings)


CHOOSE = A + 'kind = "choose"\ntitle = "A"\n'
SCALE = A + 'kind = "scale"\ntitle = "A"\n'
TEACH = A + 'kind = "teach-back"\ntitle = "A"\n'
WORDS = A + 'kind = "words"\ntitle = "A"\n'
SECTION = '\n[[steps]]\nid = "s"\nkind = "section"\ntitle = "S"\n'
TASK = '\n[[tasks]]\nid = "t"\ntext = "x"\n'
ASK = '\n[[steps]]\nid = "ask"\nkind = "choose"\ntitle = "Ask"\noptions.yes = "Yes, now"\n'

MISTAKES = {
    "an unknown key, near a known one": (STEP + 'requird = true\n', "C201", 9, "required"),
    "a key of another kind": (STEP + "min = 3\n", "C206", 9, "scale"),
    "an unknown key at the top": ('\nminuts = 3\n' + STEP, "C201", 5, "minutes"),
    "a missing title": (A + 'kind = "say"\n', "C202", 6, "title"),
    "a misspelt title is told once": (A + 'kind = "say"\ntitel = "A"\n', "C201", 8, "title"),
    "true in quotation marks": (STEP + 'required = "true"\n', "C203", 9, "small letters"),
    "a number for words": (STEP + "why = 3\n", "C203", 9, "quotation marks"),
    "words for a number": ('\nminutes = "twelve"\n' + STEP, "C203", 5, "digits"),
    "a day first": ('\n[review]\nreviewed = "12/3/2031"\n' + STEP, "C203", 6, "year-month-day"),
    "a number in a list of words": (STEP + 'tips = ["x", 3]\n', "C203", 9, "quotation marks"),
    "an unknown place": (STEP + 'place = "sharing"\n', "C204", 9, "shared"),
    "an unknown status": ('\nstatus = "final"\n' + STEP, "C204", 5, "published"),
    "an unknown kind": (A + 'kind = "sayy"\ntitle = "A"\n', "C205", 7, "say"),
    "no kind": (A + 'title = "A"\n', "C205", 6, "one of"),
    "a capital in an id": (STEP.replace('"a"', '"A b"', 1), "C208", 6, '"a-b"'),
    "a capital in an option": (ASK + 'options.No = "No"\n', "C208", 10, '"no"'),
    "an option with a built-in name": (ASK + 'options.unsure = "Hm"\n', "C209", 10, "another"),
    "a question without answers": (CHOOSE + 'options = {}\n', "C210", 9, "options"),
    "a scale upside down": (SCALE + 'min = 3\nmax = 1\n', "C211", 10, "larger"),
    "no point to say back": (TEACH + 'points = []\n', "C212", 9, "points"),
    "a due that means no day": (STEP + TASK + 'due = "soon"\n', "C213", 13, "2 days"),
    "a due that is a number": (STEP + TASK + 'due = 2\n', "C203", 13, '"2 days" or "2 weeks"'),
    "no steps": ("", "C215", 0, "[[steps]]"),
    "a later format": (STEP, "C216", 1, "newer"),
    "steps as one table": ('\n[steps]\nid = "a"\n', "C217", 5, "two brackets"),
    "two steps of one name": (STEP + STEP, "L301", 11, "another id"),
    "a condition on no step": (STEP + 'when.ak = "done"\n', "L302", 9, "above"),
    "a condition on a misspelt step": (ASK + STEP + 'when.aks = "yes"\n', "L302", 15, "ask"),
    "a label typed for a short name": (ASK + STEP + 'when.ask = "Yes, now"\n', "L303", 15, "yes"),
    "a misspelt answer": (ASK + STEP + 'when.ask = "yess"\n', "L303", 15, "yes"),
    "a look ahead": (STEP + 'when.ask = "yes"\n' + ASK, "L304", 9, "up"),
    "a look at itself": (STEP + 'when.a = "done"\n', "L304", 9, "itself"),
    "a look at a section": (SECTION + STEP + 'when.s = "done"\n', "L305", 14, "section"),
    "a limit on no scale": (ASK + STEP + "when.ask.at_least = 3\n", "L306", 15, "scale"),
    "a condition that tests nothing": (ASK + STEP + "when.ask = []\n", "L307", 15, "nothing"),
    "a source that is not there": (STEP + 'source = "book"\n', "L308", 9, "sources.book"),
    "a bank that is not there": (A + 'use = "feelngs/x"\ntitle = "A"\n', "L309", 7, "bank/step"),
    "wording for no answer": (STEP + 'note.yes = "x"\n', "N401", 9, "not have"),
    "done asked of words": (WORDS + 'note.done = "x"\n', "N401", 9, "answered"),
    "a blank that cannot be filled": (STEP + 'note.done = "{anser}"\n', "N402", 9, "{answer}"),
    "a blank in the closing": (STEP + '\n[note]\nclosing = "{titel}"\n', "N402", 11, "{title}"),
    "a condition of the note": (STEP + '\n[note]\n[note.when]\na = "b"\n', "C207", 11, "[[tasks]]"),
    "an invisible character, written out": (STEP + 'why = "a\\u202Eb"\n', "T105", 9, "delete"),
    "unclosed words": (STEP + 'why = "x\n', "T117", 9, "words end"),
    "a colon for the equals sign": (STEP + 'why: "x"\n', "T112", 9, "equals"),
    "the file and the id differ": (STEP, "M705", 2, "made-up"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_single_mistake_gives_one_finding_at_its_line_with_a_way_out(mistake: str) -> None:
    """Each is found, pointed at, and explained in the author's words."""
    body, code, line, says = MISTAKES[mistake]
    head = HEAD.replace("format = 1", "format = 2") if code == "C216" else HEAD
    name = "other.toml" if code == "M705" else "made-up.toml"
    (only,) = found(head + body, name)
    assert only.code == code
    assert (only.span.start.line if only.span else 0) == line
    assert says in f"{only.message} {only.help}"
    assert only.help


def test_everything_wrong_is_found_in_one_run() -> None:
    """Three mistakes, three findings, each with its step."""
    text = HEAD + STEP + "why = 3\n" + ASK + 'place = "x"\nwhen.b = "done"\n'
    assert [(f.code, f.step) for f in found(text)] == [
        ("C203", "a"),
        ("C204", "ask"),
        ("L302", "ask"),
    ]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("title".encode("utf-16"), "T102"),
        (b"PK\x03\x04 a document", "T103"),
        ('title = "é"'.encode("latin-1"), "T104"),
        (b'a = "\x1b[2J"', "T105"),
        ('a = "b\u202ec"'.encode(), "T105"),
        (b'a = "' + b"x" * 6000 + b'"', "T106"),
        (b".".join([b"a"] * 80) + b" = 1", "T107"),
        (b"a = " + b"[" * 3000, "T108"),
        (b"x" * (1024 * 1024 + 1), "T101"),
    ],
)
def test_a_file_that_is_no_checklist_text_is_told_what_it_is(raw: bytes, code: str) -> None:
    """Nothing of it reaches the reader, and the way out is a menu the author knows."""
    result = read(raw, "made-up.toml", {})
    assert isinstance(result, Problems)
    assert [finding.code for finding in result.findings] == [code]


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_reading_fail(raw: bytes) -> None:
    """Whatever a file holds, it ends as a checklist or as findings."""
    assert isinstance(read(raw, "made-up.toml", {}), Checklist | Problems)


@given(st.data())
def test_no_damage_to_a_real_checklist_makes_reading_fail(data: st.DataObject) -> None:
    """A line taken out, doubled or cut anywhere ends as a checklist or as findings with a line."""
    lines = WHOLE.split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    line = lines[at]
    cut = data.draw(st.integers(0, len(line)))
    lines[at : at + 1] = data.draw(
        st.sampled_from([[], [line, line], [line[:cut]], [line[:cut] + "“" + line[cut:]]])
    )
    result = read("\n".join(lines).encode(), "made-up.toml", {})
    assert isinstance(result, Checklist | Problems)


def test_tables_may_stand_eight_deep_and_no_deeper() -> None:
    """The whole file is the first level; each bracket opens one more."""
    for brackets, codes in ((7, set()), (8, {"T108"})):
        text = f"x = {'[' * brackets}{']' * brackets}\n"
        assert {f.code for f in found(HEAD + text + STEP)} & {"T108"} == codes


def test_a_name_that_ends_in_txt_is_told_as_it_is_hidden() -> None:
    (told,) = found(HEAD + STEP, "made-up.toml.txt")
    assert (told.code, told.fix) == ("M705", None)
    assert ".txt" in told.message
    assert "made-up.toml" in told.help


@pytest.mark.parametrize("sign", [",", ";"])
def test_a_sheet_under_the_name_of_a_checklist_is_told_as_one(sign: str) -> None:
    rows = [["kind", "id", "title", "when"], ["say", "a", "A", "x = 1"], ["say", "b", "B", ""]]
    text = "\n".join(sign.join(f'"{cell}"' for cell in row) for row in rows)
    (told,) = found(text)
    assert told.code == "T137"
    assert "bedside convert" in told.help
