"""`bedside publish ID`: make a checklist the one that is used, with its version and its seal."""

from __future__ import annotations

import errno
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.asked import agreed, asked, can_ask, worded
from bedside.cli.desk import Desk
from bedside.cli.draft import Draft, folder_of, read_draft, today, write_draft
from bedside.cli.exits import Ended, Exit
from bedside.cli.faces import checklists_argument, use_utf8
from bedside.cli.named import checklist_path
from bedside.cli.window import columns, tell
from bedside.core.problems import Finding
from bedside.core.reasons import reason
from bedside.core.text import safe

if TYPE_CHECKING:
    from bedside.content.history import Version
    from bedside.content.publish import Next
    from bedside.core.checklist import Checklist


def arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("checklist", help="its id, or its file")
    parser.add_argument(
        "--by", type=worded, metavar="NAME", help="who has read it and agrees: the second person"
    )
    parser.add_argument(
        "--next-review", type=_day, metavar="DATE", help="2032-03-04; twelve months on by default"
    )
    parser.add_argument(
        "--summary", type=worded, metavar="TEXT", help="what changed, for the history"
    )
    parser.add_argument("--dry-run", action="store_true", help="only show what would be done")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    checklists_argument(parser)


def run(args: Namespace) -> Exit:
    """Look the checklist over, work its version out, ask, and write file and history."""
    use_utf8()
    desk = Desk(args.checklists)
    draft = read_draft(desk, _own(desk, args.checklist))
    now, lines = _readable(draft), _history(draft)
    if _cut_off(now, lines):
        lines = _completed(draft, now, lines, is_dry=args.dry_run)
    return _Publication(args, desk, draft, lines).run(now)


def _own(desk: Desk, name: str) -> Path:
    """Return the file meant; Ended for one that came with bedside, which an update replaces."""
    path = checklist_path(desk, name)
    folder = folder_of(desk, path)
    if path.name == f"{name}.toml" and folder is not None and folder.origin == "shipped":
        message = f"{name} came with bedside, so it is not yours to publish."
        way = (
            f"bedside edit {name} makes a copy of your own; bedside new --from {name} another one."
        )
        raise Ended(Exit.NOT_ALLOWED, f"{message} {way}")
    return path


def _readable(draft: Draft) -> Checklist:
    """Return the checklist in a file; Ended, with every finding, where it has errors."""
    from bedside.cli.findings import broken
    from bedside.core.problems import Problems

    now = draft.checklist()
    if now is None:
        raise broken(draft.path.stem, None, Problems(tuple(draft.findings())))
    if now.status == "retired":
        message = f'{draft.path} is retired. Write status = "draft" first if it is to come back.'
        raise Ended(Exit.NOT_ALLOWED, message)
    return now


def _history(draft: Draft) -> tuple[Version, ...]:
    from bedside.content.history import Damaged, history_beside, read_history

    try:
        return read_history(draft.path)
    except Damaged as error:
        message = f"{history_beside(draft.path)} cannot be read, so the next version is not known."
        raise Ended(
            Exit.UNAVAILABLE, f"{message} Bring it back from a copy, or move it away to begin anew."
        ) from error
    except OSError as error:
        message = f"{history_beside(draft.path)} cannot be opened: {reason(error)}."
        raise Ended(Exit.UNAVAILABLE, message) from error


def _cut_off(now: Checklist, lines: tuple[Version, ...]) -> bool:
    """Whether the file is published and its history does not know: a cut came between the two."""
    from bedside.content.publish import is_recorded
    from bedside.content.seal import is_sealed

    return is_sealed(now) and not is_recorded(now, lines)


def _completed(
    draft: Draft, now: Checklist, lines: tuple[Version, ...], *, is_dry: bool
) -> tuple[Version, ...]:
    """Return the history with the line that is missing, written unless this is only a look."""
    from bedside.content.history import version_of
    from bedside.content.publish import next_version

    line = version_of(now, draft.text, next_version(now, lines[-1] if lines else None).summary)
    if not is_dry:
        _keep(draft.path, line)
        print(f"Version {now.version} was published already; its line in the history is written.")
    return (*lines, line)


_TRIES = 50
"""So often is a line added again to a history in which others write."""


class _Publication:
    """One publication: what is asked for, by whom, and what it is compared with."""

    def __init__(
        self, args: Namespace, desk: Desk, draft: Draft, lines: tuple[Version, ...]
    ) -> None:
        self.args, self.desk, self.draft, self.lines = args, desk, draft, lines

    def run(self, now: Checklist) -> Exit:
        """Show what is to be published; write it once that is wanted."""
        from bedside.content.publish import next_version

        coming = next_version(now, self.lines[-1] if self.lines else None)
        if self._is_done(now, coming):
            print(f"Version {now.version} is published, and nothing has changed since.")
            print("To say that it was looked over again, name the day: --next-review DATE.")
            return Exit.FINE
        self._refuse_the_past()
        text, made = self._written(now, coming)
        if found := self._in_the_way(text):
            return self._refused(found, text)
        self._tell(made, coming)
        if self.args.dry_run:
            from bedside.cli.report.changes import lines_changed

            print("".join(lines_changed(self.draft.text, text)), end="")
            return Exit.FINE
        way = "look at it with --dry-run, then add --yes to publish without being asked."
        if not self.args.yes and not agreed(f"Publish version {made.version}?", way):
            print("Nothing was published.")
            return Exit.FINE
        return self._publish(text, made, coming)

    def _is_done(self, now: Checklist, coming: Next) -> bool:
        """Whether there is nothing to publish, and nobody says that it was looked over again."""
        from bedside.content.changes import heaviest
        from bedside.content.seal import is_sealed

        is_asked = self.args.next_review is not None or self.args.by is not None
        due = now.review.next_review
        is_due = due is None or due <= today()
        same = bool(self.lines) and coming.version == now.version and not heaviest(coming.found)
        return is_sealed(now) and same and not is_asked and not is_due

    def _refuse_the_past(self) -> None:
        """End where the clock stands before the day of the last version: days would be wrong."""
        last = max((line.on for line in self.lines), default=date.min)
        if today() < last:
            message = f"the clock here says {today()}, but a version was published on {last}."
            raise Ended(Exit.UNAVAILABLE, f"{message} Set the clock, then publish.")

    def _written(self, now: Checklist, coming: Next) -> tuple[str, Checklist]:
        """Return the text as it would be published; Ended where somebody or something is amiss."""
        from bedside.content.edit.text import Refused
        from bedside.content.publish import Stamp, published

        stamp = Stamp(coming.version, today(), self._next_review(), self._second_person(now))
        made = published(self.draft.text, now, stamp)
        if isinstance(made, Refused):
            message = f"{self.draft.path} cannot be written by itself: {made.reason}."
            raise Ended(Exit.UNAVAILABLE, message)
        return made

    def _second_person(self, now: Checklist) -> str:
        """Return who agrees; Ended where the site wants a second person and there is none."""
        from bedside.content.publish import unfit_reviewer

        settings = self.desk.loaded.settings
        wanted = settings.publish.second_person
        name = str(self.args.by or "").strip()
        if not name and self.args.by is None and can_ask() and not self.args.yes:
            rest = "name or role" if wanted else "name or role; Enter for nobody"
            name = asked(f"Who else has read it and agrees ({rest})")
        if wanted and not name:
            message = "this site wants a second person to agree before a checklist is published."
            raise Ended(Exit.NOT_ALLOWED, f"{message} Name them: --by NAME.")
        if why := unfit_reviewer(name, now.review, settings.clinician.name):
            raise Ended(Exit.NOT_ALLOWED, f"{why}. Name somebody else with --by.")
        return name

    def _next_review(self) -> date:
        """Return the day of the next review, asked for where somebody can say."""
        from bedside.content.publish import next_year

        chosen = self.args.next_review
        if chosen is None and can_ask() and not self.args.yes:
            typed = asked("Next review", next_year(today()).isoformat())
            try:
                chosen = date.fromisoformat(typed)
            except ValueError as error:
                message = f"{typed} is no day. Write year-month-day: 2032-03-04."
                raise Ended(Exit.USAGE, message) from error
        day: date = chosen or next_year(today())
        if day <= today():
            raise Ended(Exit.USAGE, f"the next review has to be a day to come; {day} is not.")
        return day

    def _in_the_way(self, text: str) -> list[Finding]:
        """Return what is still to mend once this text is published: errors and warnings."""
        return self.draft.findings(text)

    def _refused(self, found: list[Finding], text: str) -> Exit:
        """Tell what is in the way: where it stands in the file, or would stand in the new text."""
        from bedside.cli.findings import Texts, shown

        named = {(one.code, one.step, one.message) for one in found}
        known = [o for o in self.draft.findings() if (o.code, o.step, o.message) in named]
        told = {(one.code, one.step, one.message) for one in known}
        fresh = [one for one in found if (one.code, one.step, one.message) not in told]
        held = {str(self.draft.path): text.encode()}
        width = columns(sys.stdout)
        print(shown(known, width=width) + shown(fresh, Texts(held=held), width=width))
        noun = "this is" if len(found) == 1 else f"these {len(found)} are"
        tell(f"Nothing was published: {noun} to be mended first, or accepted with a reason.")
        tell(f"bedside explain {found[0].code} says more, with an example.")
        return Exit.FINDINGS

    def _tell(self, made: Checklist, coming: Next) -> None:
        from bedside.content.changes import in_lines
        from bedside.content.parts import Weight

        last = f" (now {self.lines[-1].version})" if self.lines else ""
        tell(f"{made.title}: version {made.version}{last}.")
        tell(f"{coming.why[:1].upper()}{coming.why[1:]}.")
        for line in in_lines([one for one in coming.found if one.weight is not Weight.UPKEEP]):
            tell(line)
        print(f"Next review: {made.review.next_review}.")
        print(f"Agreed to by: {safe(made.review.approved_by) or 'nobody named'}.")

    def _publish(self, text: str, made: Checklist, coming: Next) -> Exit:
        """Write the file, then the line in its history: a cut between the two can be told."""
        from bedside.content.history import version_of

        summary = self._summary(coming)
        write_draft(self.draft, text)
        try:  # the line before anything is said: whoever listens may be gone
            _keep(self.draft.path, version_of(made, text, summary))
        finally:
            seal = made.review.seal[:8]
            tell(f"Published {self.draft.path}, version {made.version}, seal {seal}.")
        return Exit.FINE

    def _summary(self, coming: Next) -> str:
        if self.args.summary is not None:
            return str(self.args.summary).strip() or coming.summary
        if self.args.yes or not can_ask():
            return coming.summary
        return asked("What changed, in a line", coming.summary)


def _keep(path: Path, line: Version) -> None:
    """Add a line to the history; Ended, saying how it is completed, where that cannot be done.

    Two may publish at once: what the other one wrote meanwhile is kept.
    """
    from bedside.content.files import Changed, write_text
    from bedside.content.history import Damaged, history_beside, read_history, written_history

    target = history_beside(path)
    try:
        for _ in range(_TRIES):
            held = target.read_bytes() if os.path.lexists(target) else b""
            with suppress(Changed):
                return write_text(target, written_history((*read_history(path), line)), was=held)
        raise Changed(errno.EBUSY, "another program keeps writing in it", str(target))
    except Damaged as error:
        raise Ended(
            Exit.UNAVAILABLE, f"its line could not be written: {target} is torn."
        ) from error
    except OSError as error:
        message = f"its line could not be written in {target}: {reason(error)}."
        again = "Run the same command again once that is mended; it adds the line."
        raise Ended(Exit.UNAVAILABLE, f"{message} {again}") from error


def _day(text: str) -> date:
    """Return a day as it is written in a checklist; ArgumentTypeError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is no day; write year-month-day: 2032-03-04") from error
