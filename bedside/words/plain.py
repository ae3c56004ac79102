"""What only the plain face says."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.core.rows import Field

OPENING = "{title}, version {version}{minutes}."
ABOUT_MINUTES = ", about {count} minutes"
HOW_TO = "Type a number or words to answer, Enter to go on, /help for every command."
KEPT = "All is kept. {way}"
WAY_BACK = "Go on with: bedside resume {visit}"
WAS_WRITING = "You were writing: {words}"
KEPT_FOR_YOU = "It is kept for you alone."

WHO = "Who is this visit with? Type a label of your own, or the name."
WHO_LEAVE_OUT = f"{WHO} Enter leaves it out."
WHO_KEEP = f"{WHO} Enter keeps {{now}}; a dash takes it away."
SECOND = "A second identifier, such as the birth date or record number. Enter if that was a label."
PATIENT = "Patient: {patient}"

STEP = "Step {number} of {about}{total}.{section}"
SAY = "Say{way}: {phrase}"
WAY = " ({shown} of {count}{tone})"
POINT = "Point {number}: {label}{state}"
POINT_WENT = "How did point {number} go?"
RECORDED = "Recorded: {answer}"
ENTER_GOES_ON = "Recorded: {answer}. Enter goes on."
TYPED: Mapping[Field, str] = {
    Field.WORDS: "Type their words, or one of these:",
    Field.TEXT: "Type your words, or one of these:",
    Field.PERSON: "Type a name or initials, then how they relate; or one of these:",
}

OFFER_NUMBER = "Type a number from {low} to {high}, {keys}, or Enter to go on."
OFFER_DAY = "{day} Or type {keys}, or Enter to go on."
OFFER_NOTHING = "Press Enter to go on. /words writes something down."
OFFER_REASONS = "Type {keys}, or Enter to go on. /help lists more."
OFFER = "Type {keys}, or Enter to go on. /words writes words down; /help lists more."
ONE_OF = "Type one of the numbers {keys}, or Enter for none."
ENTER_FOR = "{question} (Enter for {offered}):"

NO_COMMAND = "There is no command {word}. {hint}"
DID_YOU_MEAN = "Did you mean {near}?"
HELP_LISTS = "/help lists every command."
HELP = "Type a number to answer, Enter to go on, or one of these:"
NOT_NOW = " (not now: {why})"
NO_STEP_TO_SKIP = "There is no step to skip here."
STEP_FIRST = "Go to a step first: words belong to one."
NOTHING_TO_WRITE = "There is nothing to write down at this step."
WRITTEN = "Written down."
DONE = " (done)"
ANSWERED = " (answered)"
WHICH_DONE = "Which did you do? A number, or Enter for none."
NOTE_TO_SELF = "A private note to yourself. It never leaves."
KEPT_ALONE = "Kept for you alone."
WHERE_TO = "A number goes there; Enter stays."
REST = "Say of all that is open that it was not discussed. Why?"
PAUSED = "Paused. Press Enter to go on."

CHECK_PAGE = "Check page."
NOTE_SO_FAR = "The note as it stands:"
CHECK_HINT = "A number changes that answer. /sign signs. /rest closes the rest."
CHECK_OFFER = "Type a number from the list, /sign, /rest, /back or /leave."
STOPPED = "The talk was stopped for today. /stop takes it up again."
STILL_OPEN = "Still open:"
LOOK_AGAIN = "Look again: {what}"
YOUR_ANSWERS = "Your answers, in the order of the note:"
FOLLOW_UPS = "Follow-ups:"
FOLLOW_UP = "{text}: {who}, {day}"
NOBODY_YET = "nobody yet"
NO_DAY_YET = "no day yet"

MINUTES = "Minutes of the talk; a dash leaves them out"
WHOLE_MINUTES = "Type whole minutes, or a dash to leave them out."
ONCE_MORE = "Once more, so that the note is not signed for somebody else:"
SIGNED = "Signed. This is the note:"
PRINT_IT = "Print or save it with: bedside note {visit}"
