"""A signed thing as a message of HL7 v2: MDM, or ORU^R01 where only results are taken.

The same thing gives the same bytes. What stands in which field: HL7 v2.5.1 chapters 2, 3, 7 and 9.
"""

from __future__ import annotations

from bedside.core.destinations import Charset, Destination, Hl7
from bedside.core.directives import directive_in
from bedside.core.parcels import Made, Outgoing, Unmade
from bedside.deliver.attachment import encoded, named
from bedside.deliver.hl7.contents import Contents, contents, fields_of
from bedside.deliver.hl7.escape import escape
from bedside.deliver.hl7.fields import END, components, header, instant, segment
from bedside.deliver.hl7.observations import observations
from bedside.deliver.hl7.segments import document, patient, request, visit

MEDIA = "x-application/hl7-v2+er7"
"""The media type of a message (HL7's own name for this encoding)."""

_DIRECTIVE = "code {code} files a talk as an advance directive: choose that of a note"
_CHARSETS: dict[Charset, str] = {
    "utf-8": "UNICODE UTF-8",
    "iso-8859-1": "8859/1",
    "ascii": "ASCII",
}
"""Character sets by their names in table 0211."""

_WITH_STRUCTURE = ("2.4", "2.5", "2.5.1")
"""The versions in which MSH-9 also names the structure."""


def message(outgoing: Outgoing) -> Made | Unmade:
    """Return the message for a signed thing; Unmade where it cannot be made, with the reason."""
    said = contents(outgoing)
    if isinstance(said, Unmade):
        return said
    return composed(said, outgoing.destination)


def composed(said: Contents, destination: Destination) -> Made | Unmade:
    """Return a message with these contents; Unmade where its text or a letter does not fit."""
    fields = fields_of(destination)
    if code := directive_in(fields.code):
        return Unmade(why=_DIRECTIVE.format(code=code))
    is_result = fields.message == "oru"
    is_bare = said.trigger == "T11" and not is_result
    shown = [] if is_bare else observations(said, destination)
    if isinstance(shown, Unmade):
        return shown
    event = segment("EVN", {1: said.trigger, 2: instant(said.made)})
    what = request(said, fields) if is_result else document(said, destination)
    about = [patient(said, fields), visit(said, fields), what]
    segments = [_header(said, destination), *([] if is_result else [event]), *about, *shown]
    body = encoded("".join(f"{one}{END}" for one in segments), destination.charset)
    if isinstance(body, Unmade):
        return body
    return Made(body=body, media=f"{MEDIA}; charset={named(destination.charset)}")


def _header(said: Contents, destination: Destination) -> str:
    """Return MSH. Where receipt alone ends the job, it asks for that and for nothing else."""
    fields = fields_of(destination)
    is_enhanced = isinstance(destination, Hl7) and destination.ends == "CA"
    return header(
        {
            3: escape(fields.sending_application),
            4: escape(fields.sending_facility),
            5: escape(fields.receiving_application),
            6: escape(fields.receiving_facility),
            7: instant(said.made),
            9: _kind(said, destination),
            10: escape(said.control),
            11: fields.processing,
            12: fields.version,
            15: "AL" if is_enhanced else "",
            16: "NE" if is_enhanced else "",
            18: escape(fields.charset_name) or _CHARSETS[destination.charset],
        }
    )


def _kind(said: Contents, destination: Destination) -> str:
    fields = fields_of(destination)
    if fields.message == "oru":
        kind, structure = ("ORU", "R01"), "ORU_R01"
    else:
        kind = ("MDM", said.trigger)
        structure = "MDM_T01" if said.trigger == "T11" else "MDM_T02"
    return components(*kind, structure if fields.version in _WITH_STRUCTURE else "")
