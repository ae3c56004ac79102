"""What only the plain face says."""

from __future__ import annotations

from collections.abc import Mapping

from bedside.core.note import Reader
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
LINE = "Line {number}: {text}"
LINE_NEW = "{line} (new since it was read back)"
LINE_DROPPED = "No more in the note: {line}"
READ_AGAIN = "Changed since it was read back. Read again what is new, then choose again."
LINE_RIGHT = "Line {number}: {text} (put right: {words})"
LINE_WRONG = (
    "Where a line is wrong, type its number and what it should say: 2 the garden, not the dog"
)
LINES_GIVEN_UP = "What was put right before is in the note no more. /undo takes that back."
READING = "Reading the note back, then back to where you were."
NO_LINE = "There is no line {number}. There are {count}."
LINE_PUT_RIGHT = "Line {number} is put right: {words}. Another line, or Enter to go on."
LINE_AS_IT_WAS = "Line {number} stands as it was."
WHICH_LINE = "Its number and what it should say; without a number, what is wrong with all of it."
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
HELPS: Mapping[str, str] = {
    "check.take": "Take a better wording that the check page offers under a number: /take 3.",
    "check.keep": "Keep the note as it is and say why: /keep 3, or /keep for all of it.",
    "check.read": "Read the note back line by line, and put right what the patient says is wrong.",
    "check.text": "Say the patient page, then the handover; or one of them: /text patient.",
    "check.afterwards": "Say that this is written down later than the talk: /afterwards 24.11.",
    "check.trace": "Say when and how each sentence was recorded; of one by its number: /trace 3.",
    "app.help": "List every command.",
}
"""What a command does, where the registry speaks of a cursor or a key."""
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
TEXT_SO_FAR = "The {name} as it stands:"
TEXTS: Mapping[str, Reader] = {
    "note": "chart",
    "chart": "chart",
    "patient": "patient",
    "handover": "handover",
}
"""What can be typed after a command to say whose text is meant."""
WHICH_TEXT = "Type patient, handover or note after it, or nothing for the first two."
CHECK_HINT = "A number changes that answer. /sign signs. /rest closes the rest."
CHECK_HINT_SETTLE = (
    "/take and a number takes its better wording. /keep and a number keeps it and asks why;"
    " /keep alone keeps all."
)
CHECK_HINT_TEXTS = "/read reads the note back. /text shows the patient page and the handover."
CHECK_OFFER = "Type a number from the list, /sign, /rest, /back or /leave."
STOPPED = "The talk was stopped for today. /stop takes it up again."
DURING = "Written down during the talk."
AFTERWARDS = "Written down afterwards; the talk was on {day}."
STILL_OPEN = "Still open:"
LOOK_AGAIN = "Look again before you sign:"
KEPT_SO = "Kept as it is:"
FOUND_IN = "{what} In the {reader}: {text}"
FOUND_AT = "{what} At: {title}."
BETTER = "Better (/take {number}): {text}"
KEPT_BECAUSE = "{what} Kept: {why}"
ABOUT_THE_WHOLE = "That is about no one step. /take {number} or /keep {number} settles it."
AT_CHECK_ONLY = "That is for the check page: /check goes there."
TAKE_WHICH = "Which better wording? A number, or Enter for none."
NO_WORDING = "There is no better wording to take there. /keep keeps it as it is and asks why."
NO_WORDINGS = "There is no better wording to take."
TAKEN = "Taken: {text}"
NOTHING_TO_KEEP = "There is nothing left to look at."
NOT_TO_LOOK_AT = "{number} is nothing to look at. Type one of {keys} after the command."
KEEP_WHY = "Why does it stay as it is? A number or words; the reason never leaves."
KEEP_ALL_WHY = "Why do all {count} stay as they are? A number or words; the reason never leaves."
KEPT_NOW = "Kept as it is: {count}."
READ_FIRST = "/read reads the note back."
NOTHING_TO_READ = "Nothing has been said yet that could be read back."
NO_READING = "This checklist has no step by which the note is read back."
AFTERWARDS_ASK = (
    "On which day was the talk, as year-month-day or day.month.? Enter for today; a dash if you"
    " write during the talk."
)
DAY_TO_COME = "That day is still to come."
NO_SENTENCE = "No sentence of it has that number or those words. There are {count}."
YOUR_ANSWERS = "Your answers, in the order of the note:"
FOLLOW_UPS = "Follow-ups:"
FOLLOW_UP = "{text}: {who}, {day}"
NOBODY_YET = "nobody yet"
NO_DAY_YET = "no day yet"

MINUTES = "Minutes of the talk; a dash leaves them out"
MINUTES_ABOUT = "Minutes of the talk, measured only roughly; a dash leaves them out"
WHOLE_MINUTES = "Type whole minutes, or a dash to leave them out."
ONCE_MORE = "Once more, so that the note is not signed for somebody else:"
NOTHING_SIGNED = "Nothing was signed. Type {command} once more if that is what you want now."
SIGNED = "Signed. This is the note:"
SIGNED_THEN: tuple[str, ...] = (
    "Print it: bedside note {visit}",
    "For the patient: bedside note {visit} --for patient",
    "Keep it as a file: bedside export {visit} -o FOLDER",
    "Add to it later: bedside add {visit} addendum",
)
SIGNED_TASKS = "Say what is done: bedside tasks"

EMERGENCY = "Emergency visit: nobody is signed in. Somebody who signs in has to claim it."
CLAIM_LATER = "Somebody who signs in claims it with: bedside take"
SIGNED_AS = "You sign as {who}."
PASSPHRASE_AGAIN = "Your passphrase once more; it is not shown."
NOT_SIGNED = "Nothing was signed."
NOBODY_SIGNS_IN = "Nobody signs in on this workstation, so there is nobody to hand on to."
NO_COLLEAGUE = "Nobody else can sign in here to whom it could be handed on."
NO_COLLEAGUE_SO = "No colleague here is called {name}. {hint}"
HAND_WITHOUT_NAME = "/hand lists them."
HAND_TO = "Hand this visit on to whom? A number, or Enter for nobody."
HANDED = "Offered to {who}. It stays yours until they take it with: bedside take"
OFFERED_NOW = "Offered to {who}, who has not answered yet. Enter leaves it so."
KEEP_BACK = "Take the offer back"
LOCKED = "Locked. All is kept, an unfinished line too."
HIDDEN = "Hidden. All is kept, an unfinished line too. Enter shows it again."
NOT_CLEARED = "This terminal cannot be cleared. Close its window: what was said still stands there."
