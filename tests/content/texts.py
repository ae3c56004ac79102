"""Checklist texts that tests read: one that uses every kind and key, and parts of others."""

from __future__ import annotations

HEAD = """format = 1
id = "made-up"
title = "Made up"
"""

WHOLE = (
    HEAD
    + """
summary = "s"
version = "1.0"
status = "review"
audience = "a"
roles = ["nurse"]
minutes = 12
reading_grade = 6
tags = ["t"]
next = ["other"]
sources.book = "A book"

[review]
owner = "o"
reviewed = 2031-01-01
next_review = 2032-01-01
approved_by = "b"

[[steps]]
id = "part"
kind = "section"
title = "Part"
place = "shared"

[[steps]]
id = "say"
kind = "say"
title = "Say"
aim = "a"
say.direct = "one"
say.gentle = "two"
why = "w"
tips = "t"
instead."x" = "y"
required = true
source = "book"
note.done = "Said."
note.not-done = "Not said."
patient.done = "p"
handover.done = "h"
locked = true

[[steps]]
id = "do"
kind = "do"
title = "Do"
say = "only"
note = "Done."
roles = ["nurse", "physician"]

[[steps]]
id = "choose"
kind = "choose"
title = "Choose"
say = ["a", "b"]
options.everything = "Every detail"
options.some = "Some"
other = true
note.everything = "All."
record_as = "treatment-preference"

[[steps]]
id = "many"
kind = "choose-many"
title = "Many"
options.x = "X"
note = "Chose {answer}."
when.choose = ["everything", "other"]

[[steps]]
id = "yes"
kind = "yes-no"
title = "Yes"
when.choose.not = "some"
or.say = "done"

[[steps]]
id = "own"
kind = "words"
title = "Own"
sensitive = true
note = "Said: “{answer}”"

[[steps]]
id = "text"
kind = "text"
title = "Text"

[[steps]]
id = "people"
kind = "people"
title = "People"

[[steps]]
id = "scale"
kind = "scale"
title = "Scale"
min = 0
max = 10
labels.0 = "none"
labels.10 = "all"

[[steps]]
id = "date"
kind = "date"
title = "Date"
when.scale.at_least = 3
when.scale.at_most = 7

[[steps]]
id = "pause"
kind = "pause"
title = "Pause"

[[steps]]
id = "teach"
kind = "teach-back"
title = "Teach"
points = ["one", "two"]
note.said-back = "{answer}."

[[steps]]
id = "read"
kind = "read-back"
title = "Read"
note.confirmed = "c"

[[tasks]]
id = "task"
text = "Do it"
who = "Somebody"
due = "2 days"
when.yes = "yes"

[note]
heading = "{title}"
closing = "{title}, {version}, {today}."

[[accepted]]
code = "P501"
step = "say"
because = "b"
by = "c"
until = 2032-01-01
"""
)

A = '\n[[steps]]\nid = "a"\n'
STEP = A + 'kind = "say"\ntitle = "A"\n'
