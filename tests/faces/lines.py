"""A story as lines: each is made when it is asked for, as what to type depends on the visit."""

from __future__ import annotations

import io
from collections.abc import Iterator

from bedside.core.review import review
from bedside.core.view import view_of
from bedside.plain.show import CONCERN, review_lines
from bedside.session import Session
from tests.clinics import PHRASE
from tests.conftest import Clock
from tests.faces import stories as s
from tests.people import CLINICIAN


class Lines(io.StringIO):
    """An input that makes each line when it is asked for: what to type depends on the visit."""

    def __init__(self, beats: tuple[s.Beat, ...], session: Session, clock: Clock) -> None:
        """Type these beats."""
        super().__init__()
        self._session, self._clock = session, clock
        self.is_shared = False
        """Whether who signs is known, and proves it by a passphrase."""
        self._lines = self._typed(beats)

    def readline(self, _: int | None = -1, /) -> str:  # type: ignore[override]
        """Return the next line; nothing after the last."""
        return next(self._lines, "")

    def _typed(self, beats: tuple[s.Beat, ...]) -> Iterator[str]:
        for beat in beats:
            for line in self._of(beat):
                yield f"{line}\n"

    def _of(self, beat: s.Beat) -> Iterator[str]:  # noqa: C901, PLR0912  # one branch a beat
        match beat:
            case s.Name(first, second):
                if self._session.visit.seq > 1:
                    yield "/patient"
                yield from ((first, second) if first else ("",))
            case s.At(answers):
                yield from self._answers(answers)
            case s.Aside(words):
                yield f"/words {words}"
            case s.Skip(reason, words):
                yield from ("/skip", reason, *([words] if words else []))
            case s.Retract():
                yield from ("/skip", "0")
            case s.Feel(number):
                yield from ("/feelings", str(number))
            case s.Jot(words):
                yield from ("/note", words)
            case s.Pause(minutes):
                yield "/pause"
                self._clock.forward(minutes)
                yield ""
            case s.Wait(minutes):
                self._clock.forward(minutes)
            case s.Jump(step):
                yield from ("/outline", str(self._session.visit.visible().index(step) + 1))
            case s.Change(step):
                yield self._number(f"step:{step}")
            case s.Assign(task, who, day):
                yield from (self._number(f"task:{task}"), who, day)
            case s.Stop(number) | s.Rest(number):
                yield from (f"/{type(beat).__name__.lower()}", str(number))
            case s.Continue():
                yield "/stop"
            case s.Sign(first, second):
                again = (first, second) if first else ()
                proof = (PHRASE,) if self.is_shared else ()
                yield from ("/sign", *(() if self.is_shared else CLINICIAN), "", *again, *proof)
            case s.Hand(to):
                yield f"/hand {to}"
            case _:
                yield from self._of_the_note(beat)

    def _of_the_note(self, beat: s.Beat) -> Iterator[str]:
        """Type what puts the note right before signing; else the command of the beat's name."""
        match (type(beat).__name__, *beat):
            case ("Correct", int(line), str(words)):
                yield f"{line} {words or '-'}"
            case ("Take", str(check)):
                yield f"/take {self._concern(check)}"
            case ("Keep", str(check), int(reason), str(words)):
                yield f"/keep {self._concern(check)}" if check else "/keep"
                yield from (str(reason), *([words] if words else []))
            case ("Afterwards", str(day)):
                yield f"/afterwards {day or '-'}"
            case (name, *_):
                yield f"/{str(name).lower()}"

    def _concern(self, check: str) -> str:
        """Return the number under which the first open concern of a check stands."""
        concerns = self._session.concerns()
        name = next(one.name for one in concerns if one.check == check and not one.settled)
        return self._number(f"{CONCERN}:{name}")

    def _answers(self, answers: tuple[str, ...]) -> Iterator[str]:
        """Type numbers of a step that takes several in one line; Enter where it did not go on."""
        visit = self._session.visit
        many = view_of(visit, visit.step, self._session.today()).many
        numbers = [answer for answer in answers if answer.isdecimal()] if many else []
        if numbers:
            yield " ".join(numbers)
        yield from answers[len(numbers) :]
        if self._session.visit.step == visit.step:
            yield ""

    def _number(self, target: str) -> str:
        """Return the number of a line of the check page."""
        _, targets = review_lines(review(self._session.visit), self._session.concerns())
        return next(number for number, found in targets.items() if found == target)
