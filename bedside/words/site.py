"""What is said while a shared workstation is set up and kept: the clinic, its people, recovery."""

from __future__ import annotations

ABOUT = (
    "This makes bedside on this machine a shared workstation: clinicians sign in by name and"
    " passphrase, each to their own visits, and whoever copies the files reads nothing.\n\n"
    "You need ten minutes, two sheets of paper, a pen, and a memory stick or another folder that"
    " does not stay on this machine. Nobody else should see the screen. Nothing is changed before"
    " the end: Ctrl+C leaves everything as it is.\n"
)
CLINIC = "1. What is the clinic or ward called?"
NAME = "2. Who are you? Your name, as it stands under notes"
ROLE = "   Your role, such as nurse or physician"
LOCK = "3. Seconds without a key until the screen locks, {least} to {most}"
ABOUT_LOCK = (
    "   In an emergency, with nobody signed in, a talk is only hidden then, and any key shows it;"
    " after a quarter of an hour only its own code does, or somebody who claims it."
)
NO_LOCK = "A number of seconds from {least} to {most}."
FOLDER = "4. The folder for the records key, such as a memory stick's"
NO_FOLDER = "{path} is no folder that can be written to. Name one that is there."
OWN_FOLDER = "{path} is where bedside keeps its own files. The key has to leave this machine."

SHEETS = (
    "\nNow the recovery key. It is two sheets of letters. Both together give a new passphrase to"
    " a clinician who forgot theirs, and open a visit in an emergency; one alone opens nothing. So:"
    " copy each by hand onto a sheet of its own, for two people, each in a closed envelope. No"
    " photograph, no printer. They are shown once and kept nowhere on this machine."
)
SHEET = "SHEET {number} OF 2    {clinic}    {fingerprint}"
ROW = "  row {number}    {groups}"
NO_ODD_LETTERS = "Copy the first line too. The rows have letters only, and no I, no L and no O."
WRITTEN = "Enter when all of it is on paper (the screen is then cleared)"
CHECK = "From the paper: in row {row}, the last letter of each group, four letters"
CHECK_WRONG = "That is not what stands in row {row}. Here is the sheet once more."
CHECK_RIGHT = "Right. Put sheet {number} away."

PHRASE = "Last, your own passphrase. It protects all you write here, and nobody can look it up."
DONE = (
    "\n{clinic} is set up. Its fingerprint stands on both sheets; keep it with your own papers too:"
    " {fingerprint}\n\nThe records key is in {path}. Take it to whoever keeps the records: finished"
    " notes open with it and nothing else does. bedside note VISIT --records-key FILE\n"
)
TAKEN = "What this account kept before opens for you now: {count}."
NOT_FILED_NOW = "What was signed before could not be filed for the records: {why}."
NEXT = "Next: bedside clinician add, once for each colleague. bedside site show tells all of this."
ALREADY = "a clinic is set up here already: bedside site show."
INIT_TERMINAL = "setting up asks questions and shows letters once: run it in a terminal window."
INTERRUPTED_WRITE = "the records key could not be written to {path}: {why}. Nothing was changed."

SHOWN = """\
clinic       {clinic}
fingerprint  {fingerprint}
set up       {founded}
locks after  {lock} s without a key
authors read until {grace} h after the note has left
sheets open  until {days} days after that
clinicians   {people}
file         {path}
"""
WITH_SET = "--lock-after, --grace-hours and --keep-days go with: bedside site set."
NOTHING_TO_SET = (
    "name what to change: bedside site set --lock-after SECONDS, --grace-hours HOURS or"
    " --keep-days DAYS. bedside site show tells what holds now."
)
NO_NUMBER = "--{option} takes a whole number from {least} to {most}, not '{typed}'."
SET_ALREADY = "That is what holds already; nothing was changed."
SET = (
    "Changed and signed. It holds from the next start of each window on; for visits whose note has"
    " left already, too. bedside site show tells what holds now."
)
RESTORED = "The clinic's file is as it was signed again: {path}"
NOT_RESTORED = "The clinic's file is as it was signed; there is nothing to put back."
NOTHING_REMEMBERED = "the key book remembers no clinic, so its file cannot be put back."

WHO = "Who is to be added? The name, as it stands under notes"
WHOSE_ROLE = "Their role, such as nurse or physician"
BADGE = "Scan their badge now, or Enter for none"
ADDED = (
    "{who} is registered. For the first sign-in only, tell them alone:\n\n    {phrase}\n\n"
    "They then choose a passphrase of their own."
)
TOLD = "Enter when they know it (the screen is then cleared)"
SAME_NAME = "{name} is registered already. Two people of one name need a letter to tell them apart."
RETIRE = "Retire {who}? Their keys are destroyed, for good."
ALONE = "Nobody else opens {count} of theirs: have them handed over first, or only the sheets do."
RETIRED = "{who} is retired."
NOT_RETIRED = "nobody was retired."
RESET_ABOUT = (
    "{who} gets a new passphrase and opens the same visits as before. Both recovery sheets are"
    " needed. Type each row as it stands; what is typed is cleared from the screen at the end."
)
RESET = (
    "{who} has a new key; it opens {count}. For the first sign-in only, tell them alone:\n\n"
    "    {phrase}\n\n"
    "They then choose a passphrase of their own."
)
PUT_BACK = "Put both sheets back in closed envelopes."
NOBODY = "there is no clinician '{name}'.{hint}"
WHICH = "name the clinician: bedside clinician {what} NAME"

SHEET_ROW = "Sheet {sheet}, row {row}"
SLIP = "In row {row}, look at {groups} once more: not as printed."
SLIPS_OF_SHEET = "There is a slip in this sheet that no group shows. Type all of it once more."
WRONG_SHEET = "That is sheet {number} again. Take the other one."
DIFFERENT = "these two sheets do not belong together, or to another clinic than {fingerprint}."
SHEETS_TERMINAL = "both recovery sheets are typed in on a terminal: run it in a terminal window."

REASON = "Why does it have to be read now? Its author is told your words"
OPEN_ABOUT = (
    "This reads visit {visit} ({whose}) without its author. Both recovery sheets are needed. It is"
    " written down, its author is told at the next sign-in, and this workstation says so for a day."
)
OPENED = "It is written down that visit {visit} was read now. Put both sheets back in envelopes."
NO_SUCH_VISIT = "there is no visit '{name}' here. bedside emergency list shows all of them."
SEVERAL_VISITS = "{count} visits end in '{name}'; type more of the id."
KEY_GONE = "the keys of visit {visit} were destroyed after its time; nobody can open it any more."
NOT_FILED = "nothing that was signed is filed of a visit '{name}'."
NO_REASON = "A reason is needed, of a few words."
