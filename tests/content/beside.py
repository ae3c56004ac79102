"""Side files of an invented checklist, looked at in a folder as the command does."""

from __future__ import annotations

from pathlib import Path

from bedside.content.check import Checker
from bedside.content.edit.mend import mended
from bedside.content.library import Folder, Library
from bedside.core.problems import Finding
from bedside.core.visit import Visit
from bedside.note.compose import compose
from bedside.note.render.text import render_told
from tests.worlds import TODAY, Forgetful

ID = "soup-today"
CHECKLIST = f"""format = 1
id = "{ID}"
title = "Soup today"

[[steps]]
id = "open"
kind = "section"
title = "Open"
place = "agreed"

[[steps]]
id = "hungry"
kind = "choose"
title = "If they are hungry"
required = true
say.plain = "Would you like some soup?"
say.gentle = "There is soup. Shall I bring some?"
instead."Eat!" = "There is some, if you like."
options.now = "Now"
options.later = "Later"
note.now = "Wanted soup."
note.later = "Wanted soup later."
patient.now = "You had {{answer}}."

[[steps]]
id = "quiet"
kind = "pause"
title = "Wait"
when.hungry = "now"

[[steps]]
id = "taste"
kind = "words"
title = "How it tastes"
say = "How does it taste?"
tips = ["Sit down.", "Wait."]
note = "Said: {{answer}}"
sensitive = true
when.hungry = "now"

[[steps]]
id = "hot"
kind = "scale"
title = "How hot"
min = 0
max = 10
note = "Hot: {{answer}}."

[[steps]]
id = "again"
kind = "date"
title = "When again"
note = "Again on {{answer}}."

[[steps]]
id = "who"
kind = "people"
title = "Who eats along"

[[steps]]
id = "extras"
kind = "choose-many"
title = "With it"
options.bread = "Bread"
options.salt = "Salt"
other = true
note = "With {{answer}}."

[[steps]]
id = "told"
kind = "teach-back"
title = "Said back"
points = ["It is hot", "It is soup"]

[[steps]]
id = "tidy"
kind = "do"
title = "Tidy up"
roles = ["nurse"]

[[tasks]]
id = "spoon"
text = "Bring a spoon"
when.hungry = "now"
"""


def note_of(visit: Visit) -> str:
    """Return what a note tells of the talk."""
    return render_told(compose(visit, visit.checklist))


def found_beside(folder: Path, part: str, text: str, checklist: str = CHECKLIST) -> list[Finding]:
    """Write a checklist and a side file of it; return everything wrong with the side file."""
    (folder / f"{ID}.toml").write_text(checklist, encoding="utf-8", newline="")
    path = folder / f"{ID}.{part}.toml"
    path.write_text(text, encoding="utf-8", newline="")
    library = Library([Folder(folder, "given")], Forgetful())
    return list(Checker(library, TODAY, note_of).findings(path))


def only_beside(folder: Path, part: str, text: str, checklist: str = CHECKLIST) -> Finding:
    """Return the one finding of a side file."""
    found = found_beside(folder, part, text, checklist)
    assert len(found) == 1, [(one.code, one.message) for one in found]
    (one,) = found
    assert one.message.endswith((".", "?"))
    assert one.help
    assert one.span is not None
    return one


def mend_of(finding: Finding, text: str) -> str:
    """Return a text with the mend of a finding made."""
    assert finding.fix is not None, finding
    done = mended(text, [finding])
    assert done.made == (finding,)
    return done.text
