"""The action registry: every keyable thing, once.

Bindings, key bar, command palette, help, the plain face's commands and the README's key table
all come from here. An id is `scope.name`; a screen offers the actions of its scopes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bedside.core import moves as m
from bedside.core.value import Value, placed


class Posture(StrEnum):
    """Whether letters act (walk), type (write), or the action works in both."""

    WALK = "walk"
    WRITE = "write"
    BOTH = "both"


@placed
class Action(Value):
    """A keyable thing.

    `title` is what the key bar and the palette say, `help` one sentence for the help page.
    `keys` are Textual key names; where an action has a row of them (the digits), the place of
    the key says which one. `move` is the move whose availability it shares, if any.
    """

    id: str
    title: str
    help: str
    keys: tuple[str, ...]
    posture: Posture = Posture.WALK
    move: type[m.Move] | None = None

    @property
    def scope(self) -> str:
        """The first part of the id: where the action can be used."""
        return self.id.partition(".")[0]

    @property
    def command(self) -> str:
        """The plain face's word for it."""
        return "/" + self.id.partition(".")[2]


_BOTH = Posture.BOTH

_REGISTRY = (
    Action("walk.next", "Next", "Go to the next step; after the last, to the check page.",
           ("enter",), move=m.Next),
    Action("walk.back", "Back", "Go to the step before.", ("left", "backspace"), move=m.Back),
    Action("walk.done", "Done", "Mark the step done, or choose the row under the cursor.",
           ("space",), move=m.Pick),
    Action("walk.choose", "Choose", "Choose the answer with this number.",
           ("1", "2", "3", "4", "5", "6", "7"), move=m.Pick),
    Action("walk.declined", "Declined", "The patient did not want to say.", ("8",), move=m.Pick),
    Action("walk.unsure", "Unsure", "The patient was not sure.", ("9",), move=m.Pick),
    Action("walk.not-asked", "Not asked", "This was not asked.", ("0",), move=m.Pick),
    Action("walk.another", "Another way", "Show another way to say it.", ("a",), move=m.Rephrase),
    Action("walk.words", "Words", "Write down words: the patient's, or your own where asked.",
           ("t",), move=m.Write),
    Action("walk.skip", "Skip", "Leave this step and say why.", ("s",), move=m.Skip),
    Action("walk.why", "Why and tips", "Show why this step matters, tips and what to avoid.",
           ("question_mark",)),
    Action("walk.up", "Up", "Move the cursor up.", ("up",)),
    Action("walk.down", "Down", "Move the cursor down.", ("down",)),
    Action("visit.check", "Check", "Open the check page: every answer, what is open, the note.",
           ("c",), move=m.Go),
    Action("visit.feelings", "Feelings", "Words for strong feelings; comes back to this step.",
           ("f",)),
    Action("visit.outline", "Outline", "See every step and jump to one.", ("o",), move=m.Go),
    Action("visit.note", "Note to self", "Write a private note; it never leaves.",
           ("n",), move=m.Jot),
    Action("visit.who", "Who is here", "Say who takes part, and about an interpreter.", ("w",)),
    Action("visit.patient", "Patient", "Say who the visit is with.", ("i",), move=m.Identify),
    Action("visit.pause", "Pause", "Stop the clock, or let it go on.", ("p",), move=m.Pause),
    Action("visit.stop", "Stop for today", "End the talk for today and say why; all is kept.",
           ("e",), move=m.Stop),
    Action("visit.undo", "Undo", "Take the latest change back.", ("u",), move=m.Undo),
    Action("visit.redo", "Redo", "Make the change again that was taken back.",
           ("ctrl+r",), move=m.Redo),
    Action("visit.leave", "Leave", "Leave the visit; all is kept.", ("q",), move=m.Leave),
    Action("visit.hand", "Hand on", "Hand the visit on to a colleague, who takes it on.",
           ("h",), move=m.HandOn),
    Action("check.change", "Change", "Go to the step of this answer.", ("enter",), move=m.Go),
    Action("check.sign", "Sign", "Sign the note and freeze it.", ("g",), move=m.Sign),
    Action("check.rest", "Rest not discussed", "Say of all that is open that it was not discussed.",
           ("r",), move=m.SkipRest),
    Action("check.take", "Take wording", "Take the better wording for the line under the cursor.",
           ("t",), move=m.Reword),
    Action("check.keep", "Keep as it is", "Keep the note as it is, and say why.",
           ("k",), move=m.Overrule),
    Action("check.read", "Read back", "Read the note's lines aloud, and put them right.", ("b",),
           move=m.Go),
    Action("check.text", "Other text", "Show the patient page, the handover, or the note again.",
           ("v",)),
    Action("check.afterwards", "Afterwards", "Say that this is written down after the talk.",
           ("l",), move=m.RecordAfterwards),
    Action("check.trace", "Where from", "Show when, by whom and how a sentence was recorded.",
           ("question_mark",)),
    Action("check.back", "Back", "Go back to the steps.", ("left", "backspace"), move=m.Back),
    Action("check.up", "Up", "Move the cursor up.", ("up",)),
    Action("check.down", "Down", "Move the cursor down.", ("down",)),
    Action("signed.copy", "Copy", "Send the note to the clipboard.", ("c",), move=m.Deliver),
    Action("signed.save", "Save", "Save the note as a file.", ("s",), move=m.Deliver),
    Action("signed.print", "Print", "Open the note as a page that can be printed.",
           ("p",), move=m.Deliver),
    Action("signed.send", "To the record",
           "Send the note to where it has not gone, and see how it stands with each receiver.",
           ("r",)),
    Action("signed.show", "Show", "Show the note from its first line.", ("v",)),
    Action("signed.text", "Other text", "Show the patient page, the handover, or the note again.",
           ("t",)),
    Action("signed.original", "Original", "Show what was signed, without what was added later.",
           ("o",)),
    Action("signed.add", "Add an entry",
           "Add to the signed note: an addendum, a correction, a retraction.",
           ("a",), move=m.Append),
    Action("signed.tasks", "Follow-ups", "Say which follow-ups are done, and by whom.",
           ("f",), move=m.Finish),
    Action("signed.trace", "Where from", "Show when, by whom and how a sentence was recorded.",
           ("question_mark",)),
    Action("signed.up", "Up", "Scroll up.", ("up",)),
    Action("signed.down", "Down", "Scroll down.", ("down",)),
    Action("signed.finish", "Finish", "Go back to the checklists.", ("q",), move=m.Leave),
    Action("library.visits", "Visits", "See every visit: to go on with it, or to copy its note.",
           ("f2",), _BOTH),
    Action("library.tasks", "Follow-ups", "See what is still to be done after every visit.",
           ("f3",), _BOTH),
    Action("library.outbox", "Held notes",
           "See the notes that are held or wait for their receiver, and the ways out.",
           ("f5",), _BOTH),
    Action("library.me", "Signed in", "Who is signed in: passphrase, PIN, and signing out.",
           ("f4",), _BOTH),
    Action("signin.people", "Names", "Choose your name from the list.", ("f2", "down"), _BOTH),
    Action("signin.other", "Passphrase", "Give your passphrase instead, or sign in as another.",
           ("f3",), _BOTH),
    Action("signin.emergency", "Emergency", "Begin an emergency visit without signing in.",
           ("f9",), _BOTH),
    Action("sheet.choose", "Choose", "Choose the row under the cursor.", ("enter", "space")),
    Action("sheet.number", "Number", "Choose the row with this number.",
           ("1", "2", "3", "4", "5", "6", "7", "8", "9")),
    Action("sheet.close", "Close", "Close this and go back.",
           ("escape", "left", "backspace", "q")),
    Action("sheet.up", "Up", "Move the cursor up, or scroll.", ("up",)),
    Action("sheet.down", "Down", "Move the cursor down, or scroll.", ("down",)),
    Action("find.open", "Choose", "Choose the row under the cursor.",
           ("enter",), Posture.WRITE),
    Action("find.close", "Close", "Clear the search; with nothing to clear, go back.",
           ("escape",), Posture.WRITE),
    Action("find.up", "Up", "Move the cursor up.", ("up",), _BOTH),
    Action("find.down", "Down", "Move the cursor down.", ("down",), _BOTH),
    Action("form.submit", "Next field", "Go to the next field; after the last, send the form.",
           ("enter",), Posture.WRITE),
    Action("form.cancel", "Go back", "Go back without sending.", ("escape",), Posture.WRITE),
    Action("write.finish", "Finish", "Finish writing; every letter is already kept.",
           ("enter", "escape"), Posture.WRITE),
    Action("app.help", "Help", "Explain what has the focus, and list the keys that work here.",
           ("f1",), _BOTH),
    Action("app.curtain", "Hide", "Hide everything at once; the same key brings it back.",
           ("f12",), _BOTH),
    Action("app.lock", "Lock", "Save everything and lock at once.", ("ctrl+l",), _BOTH),
    Action("app.palette", "All actions", "Find any action by its name.", ("ctrl+p",), _BOTH),
)  # fmt: skip

ACTIONS: Mapping[str, Action] = {action.id: action for action in _REGISTRY}
"""Every action by its id, in the order help and the README list them."""

SENDING: frozenset[str] = frozenset(("signed.send", "library.outbox"))
"""The actions that are there only where the site sends notes somewhere."""

SCREENS: Mapping[str, tuple[str, ...]] = {
    "library": ("library", "find", "app"),
    "walk": ("walk", "visit", "app"),
    "check": ("check", "visit", "app"),
    "signed": ("signed", "app"),
    "sheet": ("sheet", "app"),
    "find": ("find", "app"),
    "form": ("form", "app"),
    "signin": ("signin", "form", "app"),
    "write": ("write", "app"),
}
"""Which scopes each screen offers; two actions of one screen may not share a key."""


def actions_of(screen: str) -> list[Action]:
    """Return the actions a screen offers, its own first."""
    return [a for scope in SCREENS[screen] for a in ACTIONS.values() if a.scope == scope]
