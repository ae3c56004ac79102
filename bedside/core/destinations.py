"""Destinations: where signed notes go, as a site sets them up, and what each of them takes.

Secrets are never among these settings: they are named by the file, the variable or the keyring
entry that holds them. Codes and events are those of HL7 v2.5.1 chapter 9 and FHIR R4.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, get_args

from bedside.core.checklist import STRICT
from bedside.core.value import Value, value

Turn = Literal["original", "addendum", "correction", "retraction"]
TURNS: tuple[Turn, ...] = get_args(Turn)
"""What a signed thing is to whoever has the note already: it, more of it, in its place, or gone."""

Instead = Literal["addendum", "hold"]
"""What becomes of a turn that a receiver lacks: it goes as an addendum, or waits for a person."""

Media = Literal["text", "ascii", "rtf", "xhtml", "pdf"]
"""As what the note is carried."""

Charset = Literal["utf-8", "iso-8859-1", "ascii"]

Identity = Literal["none", "label", "record"]
"""How surely the patient has to be known: not at all, by the note, or as the record knows them."""


Readers = Literal["owner", "group", "group-writes"]
"""Who may read the files of a folder: who wrote them, or also their group, or it may write too."""


@value
class Practitioner(Value):
    """A clinician as a receiver knows them; `family` "" where only the whole name is known."""

    __pydantic_config__ = STRICT
    number: str = ""
    family: str = ""
    given: str = ""
    reference: str = ""
    """Their place on a FHIR server, such as Practitioner/17."""


@value
class Destination(Value):
    """What every kind of destination has."""

    __pydantic_config__ = STRICT
    name: str
    """What it is called in the settings and on commands."""
    kind: str
    title: str = ""
    """What people call it; its name where nothing is said."""
    profile: str = ""
    """The shipped profile its settings begin from."""
    when: Literal["signing", "asked"] = "signing"
    """Whether every signed note goes there, or those a clinician sends."""
    identity: Identity = "record"
    media: Media = "text"
    charset: Charset = "utf-8"
    width: int = 72
    """Columns of a line of text; 0 for lines that are not wrapped."""
    max_chars: int = 0
    """The most characters it takes; 0 for any number. A longer note is held, never cut."""
    takes: tuple[Turn, ...] = TURNS
    instead: Mapping[str, Instead] = field(default_factory=dict)
    """What becomes of each turn that it does not take; it is held where nothing is said."""
    tries: int = 12
    """How often what failed for a while is tried before a person is asked."""
    timeout: int = 20
    """Seconds to wait for an answer."""
    clinicians: Mapping[str, Practitioner] = field(default_factory=dict)
    """Who signs, by the name they sign with, each as this receiver knows them."""
    numbered: bool = False
    """Whether it takes nothing by clinicians whose number there is not known."""


@value
class Hl7Fields(Value):
    """What stands in the fields of a message: HL7 v2.5.1, 2.15.9 (MSH) and 9.6 (TXA)."""

    __pydantic_config__ = STRICT
    version: Literal["2.3", "2.4", "2.5", "2.5.1"] = "2.5.1"
    message: Literal["mdm", "oru"] = "mdm"
    sending_application: str = "BEDSIDE"
    sending_facility: str = ""
    receiving_application: str = ""
    receiving_facility: str = ""
    processing: Literal["P", "T", "D"] = "T"
    authority: str = ""
    """Who gives out the patients' numbers (PID-3.4), as this receiver calls them."""
    patient_class: str = "O"
    document_type: str = "PR"
    """TXA-2, table 0270; PN is a procedure note."""
    presentation: Literal["TEXT", "TX", "FT"] = "TEXT"
    """TXA-3; TX is what version 2.2 called it."""
    lines: Literal["TX", "FT"] = "TX"
    """A line an OBX, or one OBX of formatted text."""
    code: str = "11506-3"
    code_text: str = "Progress note"
    code_system: str = "LN"
    completion: Literal["LA", "AU", "DO"] = "LA"
    correction: Literal["T08", "T10"] = "T10"
    co_signature: Literal["T06", "T04"] = "T06"
    """A co-signature goes as an addendum, or with the whole note as a change of its status."""
    author: str = ""
    """One number at the receiver for all who sign (TXA-5), where it has none for each."""
    author_authority: str = ""
    """Who gives out the numbers of clinicians (XCN.9), such as NPI."""
    confided: Literal["U", "R", "V"] = "U"
    """TXA-18 of a note that tells what its checklist marks as sensitive; every other is U."""
    edit_parent: bool = False
    """Whether an edit (T08) also names its document as the parent of itself (TXA-13)."""
    charset_name: str = ""
    """MSH-18 where the receiver has its own name for the character set."""


@value
class Folder(Destination):
    """A folder that a receiver looks into: a note with a sidecar, or a message, a file each."""

    kind: Literal["folder"] = "folder"
    path: str = ""
    form: Literal["note", "hl7"] = "note"
    """A note with a JSON file beside it, or an HL7 v2 message as the `hl7` settings say."""
    receipt: Literal["written", "taken"] = "written"
    """What ends the job: the file is there, or the receiver has moved or renamed it."""
    readers: Readers = "owner"
    """Who may read them where files have a mode; on Windows that is as the folder hands down."""
    hl7: Hl7Fields | None = None


@value
class Hl7(Destination):
    """A receiver of HL7 v2 messages over MLLP (HL7 v2.5.1 appendix C; release 1)."""

    kind: Literal["hl7"] = "hl7"
    host: str = "127.0.0.1"
    port: int = 2575
    hl7: Hl7Fields = Hl7Fields()
    connection: Literal["keep", "each"] = "each"
    ends: Literal["AA", "CA"] = "AA"
    """The acknowledgement that ends the job; with AA, CA says only that it arrived."""
    error: Literal["hold", "again"] = "hold"
    """What AE means here: the content is at fault, or it is to be tried again."""
    reject: Literal["again", "hold"] = "again"
    """What AR means here."""
    dedupes: bool = False
    """Whether the receiver knows a message it has had already by its control id (MSH-10)."""
    tls: bool = True
    allow_plaintext: bool = False
    """Whether notes may go in clear; needed where tls is off and the host is not this one."""
    ca: str = ""
    """The file of the certificates that are trusted, in place of the system's."""
    certificate: str = ""
    """The file of our own certificate with its key, where the receiver asks for one."""


@value
class Fhir(Destination):
    """A FHIR R4 server that takes clinical notes as DocumentReference."""

    kind: Literal["fhir"] = "fhir"
    base: str = ""
    """The address that resources stand under."""
    auth: Literal["none", "token", "backend"] = "backend"
    """How it is asked: openly, with a token, or by SMART backend services (private_key_jwt)."""
    token: str = ""
    """Where the token is: `file:PATH`, `env:NAME` or `keyring:SERVICE/NAME`."""
    token_url: str = ""
    client_id: str = ""
    key: str = ""
    """Where the private key is, a JWK: `file:PATH`, `env:NAME` or `keyring:SERVICE/NAME`."""
    scope: str = ""
    """What a token is asked for (SMART 2.2); "" for what is switched on here, and no more."""
    type_code: str = "11506-3"
    type_text: str = "Progress note"
    category: str = "clinical-note"
    """The US Core document category; "" for none."""
    subject: Literal["reference", "identifier", "contained"] = "reference"
    author: Literal["display", "contained"] = "contained"
    clinician_system: str = ""
    """The system of clinicians' numbers (Identifier.system)."""
    authenticator: bool = True
    provenance: bool = False
    """Whether who wrote it, for whom and with what also goes, as a Provenance."""
    organisation: str = ""
    """For whom clinicians write (Provenance.agent.onBehalfOf), as the receiver calls it."""
    preferences: bool = False
    """Whether steps marked `record_as` also go as Observations of their own."""
    response: bool = False
    """Whether the answers also go, as a QuestionnaireResponse."""
    own_extensions: bool = True
    """Whether those answers keep extensions of ours; else FHIR's own say why a step was left."""
    forms_base: str = ""
    """The base of the addresses of forms in it; the site's own where this is empty."""
    retract: Literal["entered-in-error", "hold"] = "entered-in-error"
    compare: bool = True
    """Whether the note is read back and compared, word for word."""
    lookup: bool = False
    """Whether patients are looked up here by their number."""
    number_system: str = ""
    """The system of patients' numbers (Identifier.system)."""
    encounters: bool = False
    """Whether a stay that is written as a place (Encounter/…) is always one on this server."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """Elements this server asks for beside ours, by path, as JSON."""
    ca: str = ""
    allow_plaintext: bool = False
    """Whether http is allowed to a host that is not this one."""
