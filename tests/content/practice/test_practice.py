"""Made-up patients walk a checklist; whatever is otherwise than was written down is asked about."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bedside.content.edit.mend import mend
from bedside.content.load import read
from bedside.content.outcomes import PracticePatient
from bedside.content.practice import NOON, walk
from bedside.content.replies import Wrong, moves_of
from bedside.core.checklist import Checklist
from bedside.core.problems import Finding, Level
from tests.content.beside import CHECKLIST, ID, found_beside, mend_of, note_of, only_beside

SOUP = read(CHECKLIST.encode(), f"{ID}.toml", {})

WHOLE = """[[patients]]
id = "hungry"
name = "Avery"
story = "Has not eaten since noon."
replies.hungry = "now"
replies.taste = "of home"
replies.hot = 4
replies.again = "2 days"
replies.who = ["partner", "R.T., daughter"]
replies.extras = ["bread", "salt"]
replies.told = ["said-back", "not-yet"]
replies.tidy = "done"
shown = ["hungry", "quiet", "taste", "hot", "again", "who", "extras", "told", "tidy"]
tasks = ["spoon"]
note = '''
TALKED ABOUT: The plan.
  Permission: Wanted soup.
Said: of home. Hot: 4. Again on 6 Mar 2031. Partner; R.T., daughter.
'''
"""

MISTAKES = {
    "a misspelt step": ("replies.hot ", "replies.hat ", "X920", "hat", True),
    "a misspelt step in a list": ('"taste", "hot"', '"tsate", "hot"', "X920", '"tsate"', True),
    "a misspelt task in a list": ('["spoon"]', '["spon"]', "X920", '"spon"', True),
    "a reply to a step that is gone": ("replies.hot ", "replies.warmth ", "X920", "warmth", False),
    "a reply to a pause": ("replies.hot ", "replies.quiet ", "X920", "quiet", False),
    "a misspelt answer": ('hungry = "now"', 'hungry = "nwo"', "X921", '"nwo"', True),
    "a label for an answer": ('hungry = "now"', 'hungry = "Later"', "X921", '"Later"', True),
    "a misspelt answer of several": ('"bread",', '"braed",', "X921", '"braed"', True),
    "two answers in one pair of marks": ('["bread", "salt"]', '"bread, salt"', "X921", None, True),
    "two answers as one of a list": ('"bread", "salt"', '"bread; salt"', "X921", None, True),
    "two answers in one pair beside words": (
        'replies.extras = ["bread", "salt"]',
        'replies.extras = {answer = "bread or salt"}',
        "X921",
        '"bread or salt"',
        True,
    ),
    "two reasons in one pair of marks": (
        'replies.extras = ["bread", "salt"]',
        'replies.extras.left = "prefers-not, no-time"',
        "X921",
        '"prefers-not, no-time"',
        False,
    ),
    "two answers where one fits": ('"now"', '["now", "later"]', "X921", '["now", "later"]', False),
    "a number off the scale": ("hot = 4", "hot = 11", "X921", "11", False),
    "words for a number": ("hot = 4", 'hot = "four"', "X921", '"four"', False),
    "a number for words": ('"of home"', "3", "X921", "3", False),
    "a day that means none": ('"2 days"', '"soon"', "X921", '"soon"', False),
    "an outcome too few": ('["said-back", "not-yet"]', '["said-back"]', "X921", None, False),
    "a misspelt outcome": ('"not-yet"]', '"not-yte"]', "X921", '"not-yte"', True),
    "an unknown reason": ("taste = ", "taste.left = ", "X921", '"of home"', False),
    "a misspelt part of a reply": ("taste = ", "taste.wrods = ", "X921", '"of home"', True),
    "an empty reply": ('"of home"', '""', "X928", '""', True),
    "a step without a reply": ("replies.hot = 4\n", "", "X923", "id", False),
    "a reply nobody asks for": (
        "replies.hungry = \"now\"\nreplies.taste = \"of home\"\n",
        "replies.hungry = \"later\"\nreplies.taste = \"of home\"\n",
        "X924",
        None,
        True,
    ),
    "no name": ('name = "Avery"\n', "", "X929", None, False),
    "a misspelt name": ("story = ", "stroy = ", "X929", "stroy", True),
    "a number for a story": ('"Has not eaten since noon."', "3", "X929", "3", False),
    "another list of tasks": ('["spoon"]', '["fork"]', "X924", '["fork"]', True),
    "one bracket": ("[[patients]]", "[patients]", "X929", "patients", False),
    "a step of a checklist": ("[[patients]]", "[[patient]]", "X929", "patient", True),
}  # fmt: skip


def settled(folder: Path) -> str:
    """Return a file of practice patients whose note is as the checklist makes it."""
    text = WHOLE
    for finding in found_beside(folder, "practice", text):
        assert finding.code == "X925"
        text = mend_of(finding, text)
    return text


def test_a_patient_who_comes_to_what_was_written_down_gives_no_finding(tmp_path: Path) -> None:
    text = settled(tmp_path)
    assert found_beside(tmp_path, "practice", text) == []
    assert "Said: of home" in text
    assert "R.T." in text


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda name: name.replace(" ", "-"))
def test_a_mistake_gives_one_finding_at_its_word(tmp_path: Path, mistake: str) -> None:
    before, after, code, word, mends = MISTAKES[mistake]
    whole = settled(tmp_path)
    assert before in whole
    text = whole.replace(before, after, 1)
    found = only_beside(tmp_path, "practice", text)
    assert found.code == code
    assert found.span is not None
    (line, start), (_, end) = found.span
    if word is not None:
        assert text.splitlines()[line - 1][start - 1 : end - 1] == word
    if mends:
        left = found_beside(tmp_path, "practice", mend_of(found, text))
        assert found not in left
    else:
        assert found.fix is None


def test_a_step_that_nobody_can_come_to_is_told_of_the_checklist_alone(tmp_path: Path) -> None:
    """That patients no longer reach it follows from it, and is settled with it."""
    text = settled(tmp_path)
    never = 'when.hungry.not = ["now", "later", "declined", "unsure", "not-asked"]'
    cut_off = CHECKLIST.replace('sensitive = true\nwhen.hungry = "now"', never)
    assert found_beside(tmp_path, "practice", text, cut_off) == []
    seldom = CHECKLIST.replace('sensitive = true\nwhen.hungry = "now"', 'when.hungry = "later"')
    assert only_beside(tmp_path, "practice", text, seldom).code == "X924"


def test_a_step_that_is_reached_otherwise_is_asked_about_by_name(tmp_path: Path) -> None:
    text = settled(tmp_path)
    later = CHECKLIST.replace('id = "taste"', 'id = "flavour"')
    assert only_beside(tmp_path, "practice", text, later).code == "X920"
    gone = CHECKLIST.replace('sensitive = true\nwhen.hungry = "now"', 'when.hungry = "later"')
    found = only_beside(tmp_path, "practice", text, gone)
    assert found.message == "Avery no longer reaches 'taste'. Was that meant?"
    mended = mend_of(found, text)
    unasked = only_beside(tmp_path, "practice", mended, gone)
    assert unasked.code == "X922"
    last = [one.code for one in found_beside(tmp_path, "practice", mend_of(unasked, mended), gone)]
    assert set(last) <= {"X925", "X926"}


def test_a_note_that_differs_shows_the_first_line_that_does(tmp_path: Path) -> None:
    text = settled(tmp_path)
    found = only_beside(tmp_path, "practice", text, CHECKLIST.replace("Wanted soup.", "Had soup."))
    assert (found.code, found.level) == ("X925", Level.WARNING)
    assert "Had soup." in found.message
    assert "Wanted soup." in found.message


@pytest.mark.parametrize("left", ['"?"', '["?"]'])
def test_what_is_left_open_is_written_without_a_look(tmp_path: Path, left: str) -> None:
    """Nothing has changed: nobody has written down yet what is to come of it."""
    whole = settled(tmp_path)
    start = whole.index("shown = ")
    text = f'{whole[:start]}shown = {left}\ntasks = {left}\nnote = "?"\n'
    codes = []
    while found := found_beside(tmp_path, "practice", text):
        (one,) = found
        assert one.is_ready
        assert "not written down yet" in one.message
        assert "bedside check --fix" in one.help
        codes.append(one.code)
        text = mend_of(one, text)
    assert codes == ["X924", "X924", "X925"]
    assert text == whole


def test_all_that_is_left_open_is_written_in_one_run(tmp_path: Path) -> None:
    whole = settled(tmp_path)
    text = f'{whole[: whole.index("shown = ")]}shown = "?"\ntasks = "?"\nnote = "?"\n'

    def look(now: str) -> list[Finding]:
        return found_beside(tmp_path, "practice", now)

    ended = mend(text, look(text)[0].file, look)
    assert ended.refused == ()
    assert ended.text == whole


def test_what_nobody_is_ever_shown_is_a_note(tmp_path: Path) -> None:
    text = "\n".join(line for line in settled(tmp_path).splitlines() if "taste" not in line)
    text = text.replace('"now"', '"later"')
    head = text.partition("tasks =")[0]
    found = only_beside(tmp_path, "practice", head)
    assert (found.code, found.level) == ("X926", Level.NOTE)
    assert found.message == "No practice patient is ever shown: quiet, taste."


def test_a_step_under_a_new_name_is_asked_about(tmp_path: Path) -> None:
    """The name most like the old one has a reply already, and could not be written again."""
    later = CHECKLIST.replace('"again"', '"day"').replace("when.again", "when.day")
    (told,) = found_beside(tmp_path, "practice", WHOLE, later)
    assert (told.code, told.fix) == ("X920", None)
    assert "was it renamed (day)?" in told.help


def test_two_patients_have_two_ids(tmp_path: Path) -> None:
    text = settled(tmp_path)
    found = only_beside(tmp_path, "practice", text + "\n" + text)
    assert found.code == "X927"
    assert found_beside(tmp_path, "practice", mend_of(found, text + "\n" + text)) == []


def test_a_permission_that_is_not_replied_to_is_all_that_is_told(tmp_path: Path) -> None:
    text = settled(tmp_path).replace('replies.hungry = "now"\n', "")
    found = only_beside(tmp_path, "practice", text)
    assert (found.code, "hungry" in found.message) == ("X923", True)


def test_another_role_is_asked_for_no_reply_to_what_it_may_not_do(tmp_path: Path) -> None:
    text = settled(tmp_path).replace('replies.tidy = "done"\n', 'role = "physician"\n')
    text = text.replace('tasks = ["spoon"]', 'tasks = ["spoon", "tidy"]')
    assert {one.code for one in found_beside(tmp_path, "practice", text)} <= {"X925"}


def test_a_reply_may_hold_words_a_reason_and_what_may_be_written() -> None:
    assert isinstance(SOUP, Checklist)
    patient = PracticePatient(
        id="p",
        name="Rowan",
        replies={
            "hungry": "now",
            "taste": {"words": "of home", "may_write": False},
            "extras": {"answer": ["bread", "other"], "words": "a pickle"},
            "hot": {"left": "no-time"},
            "who": "alone",
            "told": "said-back",
        },
    )
    visit = walk(SOUP, patient).visit
    told = note_of(visit)
    assert "of home" not in told
    assert "pickle" in told
    hot = visit.answer("hot")
    assert hot is not None
    assert (hot.picks, hot.reason) == (("not-asked",), "no-time")


def test_without_what_makes_notes_they_are_not_compared() -> None:
    assert isinstance(SOUP, Checklist)
    assert walk(SOUP, PracticePatient(id="p", name="Rowan")).silent == ("hungry",)


replies = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("answer", "words", "left", "because", "may_write", "x")),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(replies, st.integers(0, 7))
def test_whatever_is_replied_it_is_moves_or_why_not(reply: object, at: int) -> None:
    assert isinstance(SOUP, Checklist)
    step = [one for one in SOUP.steps if one.kind not in ("section", "pause")][at]
    made = moves_of(step, reply, NOON)
    assert isinstance(made, Wrong) or all(
        getattr(move, "step", step.id) == step.id for move in made
    )
    walk(SOUP, PracticePatient(id="p", name="Rowan", replies={step.id: reply}))


@pytest.mark.parametrize("sign", ["'''", '"""'])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_note_that_nothing_closes_is_told_where_it_begins_and_closed_there(
    tmp_path: Path, sign: str, number: int
) -> None:
    """The marks of the next note would end it, and the words of that one stand bare."""
    one = settled(tmp_path).replace("'''", sign)
    rowan, robin = (
        one.replace('"hungry"\nname = "Avery"', f'"{name}"\nname = "{name.title()}"')
        for name in ("rowan", "robin")
    )
    every = [one, rowan, robin]
    text = "\n".join(every)
    broken = [*every]
    broken[number] = broken[number].removesuffix(f"{sign}\n")
    wrong = "\n".join(broken)
    only = only_beside(tmp_path, "practice", wrong)
    begins = [row for row, line in enumerate(wrong.split("\n"), 1) if line == f"note = {sign}"]
    assert only.code == "T117"
    assert only.span is not None
    assert only.span.start.line == begins[number]
    assert f"{('Avery', 'Rowan', 'Robin')[number]}'s note" in only.message
    assert ("[[patients]]" in only.message) is (number < 2)
    assert "on a line of its own below 'Also done: Tidy up.'" in only.help
    (there,) = only.related
    assert Path(there.file) == Path(only.file) == tmp_path / f"{ID}.practice.toml"
    assert mend_of(only, wrong) == text
