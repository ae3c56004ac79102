"""The file that `bedside adapt` begins with: a change of nothing yet, each way explained."""

from __future__ import annotations

from bedside.content.fixes import written, written_key
from bedside.core.checklist import Checklist, Step

_BEGINNING = """\
# What is different at our clinic in {title}.
# Whatever you do not mention here follows the original, its later corrections with it.
# Take the "# " away in front of the lines you want, change the words, then run:
#
#     bedside check --fix {id}
#
# It finds what does not fit, and writes a line "was" that notices when the original moves.

format  = 1
id      = {quoted}
extends = {extends}
version = "0.1"

# ------------------------------------------------- leave a step out
# Steps are named by their id. A step that others ask for goes together with them.
#
# remove = [{removable}]

# ------------------------------------------------- who keeps this change
#
# [review]
# owner       = "Who answers for it"
# reviewed    = 2031-01-15
# next_review = 2032-01-15

# ------------------------------------------------- other words for a step
# Only the lines you write are different; these are the words as they are now.
#
# [change.{changed}]
{words}
# ------------------------------------------------- a step of your own
# It stands after the step you name.
#
# [[add]]
# after = {after}
# id    = "a-name-of-its-own"
# kind  = "do"
# title = "What is to be done"
# note.done     = "What the note says when it was done."
# note.not-done = "What it says when it was not."
"""


def overlay_of(checklist: Checklist) -> str:
    """Return an overlay of this checklist that changes nothing yet, one idea at a time."""
    stops = [step for step in checklist.steps if step.kind not in ("section", "pause")]
    spoken = next((step for step in stops if step.say), stops[0])
    conditions = [(*one.when, *one.or_) for one in checklist.steps]
    conditions += [(*one.when, *one.or_) for one in checklist.tasks]
    asked = {line.step for lines in conditions for line in lines}
    free = [s.id for s in stops if s.id not in asked and not s.locked and not s.required]
    return _BEGINNING.format(
        title=checklist.title,
        id=checklist.id,
        quoted=written(checklist.id),
        extends=written(f"{checklist.id} {checklist.version}"),
        removable=written(free[0] if free else stops[-1].id),
        changed=written_key(spoken.id),
        words=_words(spoken),
        after=written(stops[-1].id),
    )


def _words(step: Step) -> str:
    """Return what a step says now, as lines to take up."""
    if not step.say:
        return f"# title = {written(step.title)}\n"
    first = step.say[0]
    key = f"say.{written_key(first.tone)}" if first.tone else "say"
    return f"# {key} = {written(first.text)}\n"
