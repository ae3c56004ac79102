"""What only the full-screen face says."""

from __future__ import annotations

from collections.abc import Mapping

LIBRARY = "Which conversation?"
OPEN_VISITS = "   {key}: {count} open"
SEARCH = "Search"
TYPE_TO_SEARCH = "type a few letters"
NOTHING_FOUND = "Nothing matches. Esc clears the search."
NO_VISITS = "There is no visit yet."
VISITS = "Visits"
LEFT_AGO = "left {ago}"
REVIEW_BY = "review by {day}"
CHANGING = ", changing {whose}"
INSTEAD_OF = ", instead of {whose}"
MENDS = "cannot be used: {count} to mend"
BROKEN = "{id} cannot be used until it is mended"
OUTLINE = "Outline: choose a step to go there"
FEELINGS = "Something to say or do. What you choose is recorded; then back to the step."
RECORDED = "Recorded: {title}. {undo} takes it back."
REST_TITLE = "The rest was not discussed. Why?"
PAUSED_TITLE = "Paused"
PAUSED = "The clock stands still. Nothing is lost. Enter goes on."
PATIENT = "Who is this visit with?"
PATIENT_BEGIN = "Who is this visit with? Enter twice leaves it out."
PATIENT_LABEL = "A label of your own, or the name"
PATIENT_SECOND = "A second identifier, such as birth date or record number; leave out after a label"
PATIENT_AGAIN = "Once more, whose note is this? The label or name, as you began"
PATIENT_SECOND_AGAIN = "The second identifier, if you gave one"
SIGN_TITLE = "Sign: the note is then frozen"
MINUTES = "Minutes of the talk, confirmed by you; empty leaves them out"
HELP_TITLE = "Help"
PALETTE = "All actions"
HIDDEN = "bedside is hidden. Press {key} to bring it back. Everything is kept."
HIDDEN_IDLE = "bedside hid itself. Press any key to bring it back. Everything is kept."
TOO_SMALL = "This window is too small. Make it at least 40 by 10. Everything is kept."
RESUME_TITLE = "Is this the visit you mean?"
RESUME_WITH = "Visit with: {patient}"
RESUME_LEFT = "{title}, left {ago}"
RESUME_OPEN = "Enter opens it"
HELD_TITLE = "This visit is open elsewhere"
HELD = "Another window has it{where} (process {process}, since {since})."
HELD_TAKE = "Take it over: the other window can then no longer write"
HELD_LEAVE = "Leave it there"
CHECK_PAGE = "Check"
CHECK_TITLE = "Check before you sign"
CHECK_HINT = "Nothing is open. {sign} signs; the arrow keys choose an answer to change."
STILL_OPEN = "Still open"
YOUR_ANSWERS = "Your answers, in the order of the note (Enter changes one)"
NOTE_SO_FAR = "The note as it will be"
POINT_WENT = "{point}: how did it go?"
ANOTHER = "another way ({shown} of {count})"
TYPE_WORDS = "{key} types:"
SOURCE = "Source: {source}"
SAVED = "saved"
SAVING = "saving"
NOT_SAVED_LEAVE = (
    "Not everything is saved yet. Stay, or press the same key again to leave without it."
)
NOT_SAVED_SHORT = "NOT SAVED"
NOT_WRITTEN = "It could not be written: {why}. Nothing was replaced."
PROGRESS = "{number} of {about}{total}"
WRITING = "WRITE"
MINUTES_SHORT = "{count} min"
AT_LINE = "{file}, line {line}"
AT_STEP = ", step {step}"
ON_TERMINAL = " on {terminal}"
WITH_PATIENT = "Patient"
HERE = "Here"
BECAUSE = "Why not"
SENT = "Sent to the terminal: {count} characters. If nothing can be pasted, save it as a file."
COPIED = "Given to the clipboard: {count} characters."
SAVED_AS = "Saved as {path}"
SIGNED = "Signed. This note is frozen."
ABOUT_LIBRARY = "Type a few letters of a title or topic. Enter opens what the mark > stands before."
ABOUT_CHECK = (
    "All that will be signed. Enter changes the line marked with >; the note stands below."
)
ABOUT_SIGNED = "The note is frozen. Copy it, save it, or leave: bedside note prints it at any time."
ABOUT_WRITING = "Letters are typed here, and each is kept. Enter or Esc finishes."
ABOUT_KINDS: Mapping[str, str] = {
    "say": "Words to offer. Say them your own way, then mark how it went.",
    "do": "Something to do. Mark it when it is done.",
    "choose": "A question with one answer. Press its number; another number changes it.",
    "choose-many": "A question with any number of answers. A number adds one; again, it goes.",
    "yes-no": "A question. Press the number of the answer.",
    "words": "The patient's own words. Listen first; then {words} lets you type a few of them.",
    "text": "Your own words, short: {words} lets you type them. The note takes them as typed.",
    "people": "Who takes part. Press a number, or {words} and type a name and how they relate.",
    "scale": "A number from the patient. Type it; digits typed one after another are joined.",
    "date": "A day you agree on. Press a number, or {words} and type another day.",
    "pause": "Nothing to record. Wait for the patient.",
    "teach-back": "The patient says each point back. Mark each; the next one comes by itself.",
    "read-back": "Read the lines aloud, and record what the patient says to them.",
}
"""How each kind of step is answered; {words} is the key that opens the field."""

NO_MINUTES = "Type whole minutes, or leave it empty."
TRACE = "Where each sentence comes from"
