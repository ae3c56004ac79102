"""What people read of the answers that every checklist has, in a form of another program."""

from __future__ import annotations

from collections.abc import Mapping

ANSWERS: Mapping[str, str] = {
    "done": "Done",
    "partly": "Partly",
    "not-done": "Not done",
    "yes": "Yes",
    "no": "No",
    "confirmed": "Confirmed",
    "corrected": "Corrected",
    "said-back": "Said back",
    "after-another-try": "Said back after another try",
    "not-yet": "Not yet",
    "other": "Something else",
    "declined": "Preferred not to say",
    "unsure": "Not sure",
    "not-asked": "Not asked",
}
"""Every built-in answer that can be chosen."""

INSTEAD = "Or else"
"""Above the answers that stand in for a free one."""

IN_WORDS = "In words"
CORRECTED = "What was put right"
"""Above the words that go with an answer."""
