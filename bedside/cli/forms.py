"""FHIR forms of the command line: a checklist as a Questionnaire, one taken in, and the address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bedside.cli.desk import Desk
from bedside.cli.exits import Ended, Exit
from bedside.cli.window import complain

if TYPE_CHECKING:
    from bedside.content.edit.text import Refused
    from bedside.content.overlays import Original
    from bedside.content.questionnaire.beside import Tongue
    from bedside.content.questionnaire.codes import Codes
    from bedside.content.sheet.convert import Made
    from bedside.core.checklist import Checklist


RESPONSE = "questionnaire-response"
"""The format of `bedside note` that is a visit's answers, and no text."""


def base_of(desk: Desk, given: str | None = None) -> str:
    """Return the base of the addresses of forms: what is given, else set, else the usual one.

    Ended, exit 2, where it can be no address.
    """
    from bedside.core.form.names import BASE, is_address

    base = given or desk.loaded.settings.forms_base or BASE
    if is_address(base):
        return base
    where = "--base" if given else f"forms_base ({desk.loaded.origin('forms_base')})"
    way = "Write an absolute address, like https://forms.example.org/fhir"
    raise Ended(Exit.USAGE, f"{where} is no address: {base}. {way}")


def form_of(desk: Desk, checklist: Checklist, path: Path, given: str | None) -> bytes | Refused:
    """Return a checklist as the bytes of a Questionnaire, or why it cannot be one."""
    from bedside.content.files import read_file
    from bedside.content.questionnaire.beside import Beside
    from bedside.content.questionnaire.convert import questionnaire_of

    base = base_of(desk, given)
    overlay = read_file(path).decode("utf-8-sig") if checklist.extends else ""
    beside = Beside(_codes(checklist, path), dict(_tongues(checklist, path)))
    return questionnaire_of(checklist, base, overlay, beside)


def _tongues(checklist: Checklist, path: Path) -> Iterator[tuple[str, Tongue]]:
    """Yield each language of the files beside a checklist; one that is not read is told."""
    from bedside.content.files import read_file
    from bedside.content.questionnaire.beside import tongue_of
    from bedside.content.sides import PARTS, side_of
    from bedside.core.languages import is_tag

    for beside in sorted(path.parent.glob(f"{path.stem}.*.toml")):
        side = side_of(beside.name)
        if side is None or side.part in PARTS or not is_tag(side.part):
            continue
        try:
            found = tongue_of(read_file(beside), checklist)
        except OSError:
            found = None
        if found is None:
            complain(f"bedside: {beside} was left out. bedside check says what is wrong.")
        elif found:
            yield side.part, found


def _codes(checklist: Checklist, path: Path) -> Codes:
    """Return the codes in the file beside a checklist; none, which is said, where one is wrong."""
    from bedside.content.files import read_file
    from bedside.content.questionnaire.codes import codes_of

    beside = path.with_name(f"{path.stem}.codes.toml")
    try:
        found = codes_of(read_file(beside), checklist) if beside.is_file() else {}
    except OSError:
        found = None
    if found is None:
        complain(f"bedside: the codes in {beside} were left out. bedside check says what is wrong.")
    return found or {}


def made_of(desk: Desk, raw: bytes, source: Path, target: Path | None) -> Made:
    """Return what a Questionnaire says as a checklist."""
    from bedside.content.questionnaire.convert import checklist_of

    folder = target.parent if target else Path()

    def original(id_: str, overlay: bytes) -> Original | None:
        try:
            return desk.library.original(folder / f"{id_}.toml", overlay)
        except OSError:
            return None

    banks, _ = desk.library.banks()
    return checklist_of(raw, str(source), target.name if target else "", banks, original)


def response_of(desk: Desk, visit: str, original: bool) -> str:
    """Return a visit as a QuestionnaireResponse; NoteChanged where a signed note was changed.

    Ended where its checklist can be no form.
    """
    from bedside.core.form.gates import tangled
    from bedside.core.jsontext import json_text
    from bedside.core.walk import replay
    from bedside.deliver.fhir.response import response
    from bedside.session import note_text

    text = note_text(desk.store, visit, "text", "chart", original)
    kept = desk.store.read(visit, None)
    whole = replay(kept.checklist, kept.events)
    if step := tangled(kept.checklist.steps):
        message = f"the rule of {step} has more parts than a form can tell, so there is none."
        raise Ended(Exit.UNAVAILABLE, message)
    return json_text(response(whole, base_of(desk), text), indent=2) + "\n"
