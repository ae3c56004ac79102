"""PID, PV1, TXA and OBR: whose note it is, of which stay, and what document it is."""

from __future__ import annotations

from bedside.core.answers import Known
from bedside.core.destinations import Destination, Hl7Fields, Practitioner
from bedside.core.identity import is_place
from bedside.deliver.hl7.contents import Contents, fields_of
from bedside.deliver.hl7.escape import escape
from bedside.deliver.hl7.fields import components, day, instant, segment
from bedside.deliver.hl7.observations import code, status

NAMESPACE = "BEDSIDE"
"""Who gives out the numbers of our documents."""

_SEXES = {"male": "M", "female": "F", "other": "O", "unknown": "U"}
"""Table 0001, by the words of FHIR."""

_TITLE = _REASON = 30
"""Letters that TXA-16 and TXA-21 hold."""

_OID = "urn:oid:"


def patient(said: Contents, fields: Hl7Fields) -> str:
    """Return PID: the number by which the patient is found, and their name as it is known."""
    known, kind = said.known, "MR" if said.is_record else "U"
    return segment(
        "PID",
        {
            1: "1",
            3: components(escape(known.number), "", "", _authority(known, fields), kind),
            5: components(escape(known.family), escape(known.given)),
            7: day(known.born),
            8: _SEXES.get(known.sex, ""),
        },
    )


def visit(said: Contents, fields: Hl7Fields) -> str:
    """Return PV1: the class of the stay, and its number where that is known.

    A place on a FHIR server is no number: a receiver would look for a stay that is called so.
    """
    stay = said.known.encounter
    number = "" if is_place(stay) else stay
    return segment("PV1", {1: "1", 2: escape(fields.patient_class), 19: escape(number)})


def document(said: Contents, destination: Destination) -> str:
    """Return TXA: what the document is, who wrote it and when, and how it stands.

    An edit, a change of status and a cancel name the document they are about, and are none of
    their own; an addendum and a replacement are, and name the one they belong to. Where corrections
    are edits, the first document is the only one that there ever is.
    """
    fields = fields_of(destination)
    author = _person(said.author, fields)
    is_about = said.trigger in ("T04", "T08", "T11")
    parent = said.root if said.parent and fields.correction == "T08" else said.parent
    number = parent or said.root if is_about else said.document
    follows = said.trigger in ("T06", "T10")
    names_itself = said.trigger == "T08" and fields.edit_parent
    return segment(
        "TXA",
        {
            1: "1",
            2: escape(fields.document_type),
            3: "AP" if destination.media == "pdf" else fields.presentation,
            4: said.began,
            5: author,
            6: instant(said.at),
            8: instant(said.at) if said.trigger == "T08" else "",
            9: author,
            12: _entity(number),
            13: _entity(number if names_itself else parent) if names_itself or follows else "",
            16: escape(said.title[:_TITLE]),
            17: "AU" if said.trigger == "T04" else fields.completion,
            18: fields.confided if said.is_confided else "U",
            19: "CA" if said.trigger == "T11" else "AV",
            21: escape(_short(said.why)) if said.trigger in ("T08", "T10", "T11") else "",
            22: _signer(said, fields),
        },
    )


def request(said: Contents, fields: Hl7Fields) -> str:
    """Return OBR, for a note that goes as a result.

    Results are put right under their own number (OBR-3), so that of the first note stays for all
    that stands in its place.
    """
    is_addendum = said.turn == "addendum"
    parent = components("", escape(said.parent) + "&" + NAMESPACE) if said.parent else ""
    return segment(
        "OBR",
        {
            1: "1",
            3: _entity(said.document if is_addendum else said.root),
            4: code(fields),
            7: said.began,
            16: _person(said.author, fields),
            22: instant(said.at),
            25: "F" if status(said, fields) == "F" else "C",
            29: parent if is_addendum else "",
        },
    )


def _short(why: str) -> str:
    """Return a reason as TXA-21 holds it, its end shown as cut; all of it stands in the text."""
    return why if len(why) <= _REASON else f"{why[: _REASON - 3].rstrip()}..."


def _entity(number: str) -> str:
    return components(escape(number), NAMESPACE) if number else ""


def _authority(known: Known, fields: Hl7Fields) -> str:
    """Return who gives out a patient's number (HD), as this receiver calls them.

    Where it has no name for them, the address of a FHIR look-up is no name either: it stands as
    what is unique in the world, with its kind (table 0301).
    """
    if fields.authority or ":" not in known.authority:
        return escape(fields.authority or known.authority)
    oid = known.authority.removeprefix(_OID)
    kind = "URI" if oid == known.authority else "ISO"
    return f"&{escape(oid)}&{kind}"


def _person(who: Practitioner, fields: Hl7Fields, *more: str) -> str:
    """Return a clinician (XCN, or PPN with `more` behind): their number, if any, and their name."""
    named = (escape(one) for one in (who.number, who.family, who.given))
    authority = escape(fields.author_authority) if who.number else ""
    return components(*named, *[""] * 5, authority, *more)


def _signer(said: Contents, fields: Hl7Fields) -> str:
    """Return who signed it, and when, in the fifteenth component (PPN)."""
    if fields.completion == "DO":
        return ""
    return _person(said.signer, fields, *[""] * 5, instant(said.at))
