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

EXAMPLE_NAME = "a-bed-by-the-window.toml"
EXAMPLE = """format   = 1
id       = "a-bed-by-the-window"
title    = "A bed by the window"
summary  = "When a bed is to be moved: ask, listen, offer, and agree on a day to look again."
version  = "0.1"
status   = "draft"
language = "en"
audience = "Adults on an invented ward"
roles    = ["nurse", "physician"]
minutes  = 5
reading_grade = 6
tags     = ["beds", "windows"]
sources.light-2031 = "An invented study of light and sleep, 2031 (public domain)"

[review]
owner       = "Night team"
reviewed    = 2031-01-15
next_review = 2032-01-15

# ------------------------------------------------------------------ open

[[steps]]
id    = "open"
kind  = "section"
title = "Open"
place = "agreed"

[[steps]]
id    = "good-time"
kind  = "choose"
title = "A good time to talk"
required = true
aim   = "The person has said if now is right."
say.plain  = "I would like to talk about your bed. Is now a good time?"
say.gentle = "There is a free bed by the window. Shall we talk about it now?"
why   = "Being asked gives back a little control."
tips  = ["Sit down first."]
options.now   = "Now is fine"
options.later = "Later"
options.no    = "Would rather not"
source = "light-2031"
note.now   = "Agreed to talk now."
note.later = "Asked to talk later."
note.no    = "Chose not to talk about it today."
note.not-asked = "Was not asked if this was a good time."
patient.now = "You said this was a good time to talk."

# ---------------------------------------------------------------- listen

[[steps]]
id    = "listen"
kind  = "section"
title = "Listen"
place = "matters"
when.good-time = "now"

[[steps]]
id    = "what-helps"
kind  = "words"
title = "What helps them rest"
required = true
aim   = "You have heard what a good night is for them."
say.plain  = "Tell me what helps you rest."
say.gentle = "Think of a good night. What was it like?"
why   = "The best place is the one they would choose."
note.answered  = "Rests best like this: {answer}"
note.not-asked = "Was not asked what helps them rest."

[[steps]]
id    = "light"
kind  = "choose-many"
title = "The light they like"
say.plain  = "What light do you like in your room?"
say.gentle = "Some like a bright room. What do you like?"
options.morning = "Morning sun"
options.evening = "Evening sun"
options.shade   = "Shade"
other = true
note = "Likes this light: {answer}."

[[steps]]
id    = "noise"
kind  = "scale"
title = "How much the noise wakes them"
place = "worries"
say.plain = "From nought to ten, how much does the noise wake you?"
min = 0
max = 10
labels.0  = "Not at all"
labels.10 = "All night"
note = "Noise wakes them: {answer} of 10."

[[steps]]
id    = "earplugs"
kind  = "yes-no"
title = "Would like ear plugs"
place = "decided"
say.plain = "Would you like ear plugs for the night?"
note.yes = "Would like ear plugs."
note.no  = "Does not want ear plugs."
when.noise.at_least = 6

# ----------------------------------------------------------------- offer

[[steps]]
id    = "offer"
kind  = "section"
title = "Offer"
place = "decided"
when.good-time = "now"

[[steps]]
id    = "window"
kind  = "say"
title = "The bed by the window"
required = true
aim   = "They know what is free, and that they may say no."
say.plain  = "The bed by the window is free. It is yours if you like it."
say.gentle = "There is a bed with more light. You may say no to it."
why   = "An offer that can be turned down is a real one."
instead."You have to move." = "You can move, if you like."
note.done      = "Was offered the bed by the window."
note.partly    = "Heard a part of the offer."
note.not-done  = "The bed by the window was not offered."
patient.done   = "We offered you the bed by the window."
handover.done  = "Was offered the bed by the window."

[[steps]]
id    = "look-together"
kind  = "do"
title = "Look at the bed together"
aim   = "They have seen the bed."
note.done     = "Saw the bed by the window."
note.partly   = "Saw a part of the room."
note.not-done = "Did not see the bed."

# ----------------------------------------------------------------- check

[[steps]]
id    = "check"
kind  = "section"
title = "Check"
place = "checked"

[[steps]]
id    = "say-back"
kind  = "teach-back"
title = "In their own words"
required = true
aim   = "They can say what happens next."
say.plain  = "I want to be sure I was clear. What will you tell your family?"
say.gentle = "We said a lot. Which parts have stayed with you?"
points = ["The bed is free", "They may say no"]
note.said-back = "Said back: {answer}."
note.after-another-try = "Said back after another try: {answer}."
note.not-yet   = "Not yet clear: {answer}."
note.not-asked = "Was not asked to say it back."

[[steps]]
id    = "look-again"
kind  = "date"
title = "The day we look again"
place = "next"
say.plain = "Which day suits you to look again?"
note = "We look again on {answer}."

[[tasks]]
id   = "tell-the-ward"
text = "Tell the ward which bed was chosen"
who  = "Ward clerk"
due  = "1 day"
when.window = "done"

[note]
heading = "Talk: a bed by the window"
closing = "Guided by “{title}”, version {version}."
"""
"""A whole checklist of an invented talk that no rule has anything to say of."""
