"""What a server says is there: where a resource is, whether it is ours, and whether it reads back.

A server may pass over a search that it does not know and answer with everything it has: nothing
counts as ours unless it carries our name.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import cast

from bedside.core.parcels import Fate, Reply
from bedside.core.value import Value, placed
from bedside.deliver.fhir.asks import Ask
from bedside.deliver.fhir.document import words_of
from bedside.deliver.fhir.shapes import Json
from bedside.deliver.fhir.wire import Answered

_PLACE = r"(?:^|/){kind}/([A-Za-z0-9\-.]{{1,64}})(?:/_history/([A-Za-z0-9\-.]{{1,64}}))?/?\Z"
_ETAG = re.compile(r'(?:W/)?"?([A-Za-z0-9\-.]{1,64})"?\Z')
_LATER = frozenset((408, 429, 500, 501, 503, 505, 507))
_GATE = frozenset((502, 504))
"""Said by what stands before the server, which may have done it all the same."""


@placed
class There(Value):
    """A resource at the server: its place under the base, its version, what it is."""

    place: str
    version: str
    resource: Json

    @property
    def receipt(self) -> str:
        """Its place with the version, as it is kept."""
        return f"{self.place}/_history/{self.version}" if self.version else self.place

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is marked as one that should never have been there."""
        return self.resource.get("status") == "entered-in-error"


def made_at(answered: Answered, kind: str) -> There | None:
    """Return where the server says that a resource was made, or was already; None: it does not."""
    for header in ("location", "content-location"):
        found = re.search(_PLACE.format(kind=kind), answered.headers.get(header, ""))
        if found:
            return There(f"{kind}/{found[1]}", found[2] or _version(answered), {})
    resource = answered.values
    return _there(resource) if resource.get("resourceType") == kind else None


def ours(answered: Answered, ask: Ask) -> list[There] | None:
    """Return what a search found that carries our name; None where it shows nothing surely.

    That is so where it is no search result, or one of other things only.
    """
    bundle = answered.values
    if bundle.get("resourceType") != "Bundle":
        return None
    found = [one for one in _entries(bundle) if one.get("resourceType") == ask.kind]
    named = [there for one in found if is_named(one, ask.name) and (there := _there(one))]
    return named if named or not found else None


def is_named(resource: Json, name: str) -> bool:
    """Whether a resource carries a name: as an identifier or, where it has none, as a tag."""
    system, _, value = name.rpartition("|")
    listed = resource.get("identifier")
    identifiers = listed if isinstance(listed, list) else [listed]
    meta = resource.get("meta")
    tags = meta.get("tag") if isinstance(meta, dict) else None
    tokens = [
        *((one, "value") for one in (*identifiers, resource.get("masterIdentifier"))),
        *((one, "code") for one in (tags if isinstance(tags, list) else ())),
    ]
    return any(
        isinstance(one, dict) and one.get("system") == system and one.get(key) == value
        for one, key in tokens
    )


def text_at(resource: Json) -> bytes | str:
    """Return the text in a document; its address where the server keeps it elsewhere.

    Empty where there is none.
    """
    try:
        if inline := words_of(resource):
            return inline
        content = cast("list[dict[str, dict[str, str]]]", resource.get("content") or [{}])
        return str(content[0].get("attachment", {}).get("url", ""))
    except (AttributeError, KeyError, TypeError, ValueError):
        return b""


def text_in(answered: Answered) -> bytes:
    """Return what was read from such an address: as it is, or inside a Binary."""
    if answered.values.get("resourceType") != "Binary":
        return answered.body
    try:
        return base64.b64decode(str(answered.values.get("data", "")), validate=True)
    except binascii.Error:
        return b""


def is_same_text(ours: bytes, theirs: bytes, media: str) -> bool:
    """Whether two texts are the same, word for word; of what is no text, byte for byte."""
    if ours == theirs or not media.startswith("text/"):
        return ours == theirs
    charset = media.rpartition("charset=")[2] if "charset=" in media else "utf-8"
    try:
        return ours.decode(charset).split() == theirs.decode(charset).split()
    except (LookupError, UnicodeDecodeError):
        return False


def is_same_patient(ours: Json, theirs: Json) -> bool:
    """Whether a document reads back under the patient it was sent for, as far as it says so."""
    mine, there = (one.get("subject") for one in (ours, theirs))
    if not isinstance(mine, dict) or not isinstance(there, dict):
        return False
    places = [str(one.get("reference", "")) for one in (mine, there)]
    if not all(places) or any(one.startswith("#") for one in places):
        return True
    return places[0].split("/")[-2:] == places[1].split("/")[-2:]


def fate_of(answered: Answered) -> Reply:
    """Return what an answer means that is no success: again, unsure, or for a person to look at."""
    said = answered.said or f"HTTP {answered.status}"
    fate = Fate.HELD
    if answered.status in _LATER:
        fate = Fate.AGAIN
    elif answered.status in _GATE or 200 <= answered.status < 300:
        fate = Fate.UNKNOWN
    elif answered.status >= 500:
        fate = Fate.AGAIN
    theirs, code = bool(answered.said), str(answered.status)
    return Reply(fate=fate, said=said, code=code, after=answered.after, theirs=theirs)


def _entries(bundle: Json) -> Iterator[Json]:
    listed = bundle.get("entry")
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("resource"), dict):
            yield entry["resource"]


def _there(resource: Json) -> There | None:
    id_, meta = resource.get("id"), resource.get("meta")
    version = meta.get("versionId") if isinstance(meta, dict) else ""
    if not isinstance(id_, str) or not re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", id_):
        return None
    return There(f"{resource['resourceType']}/{id_}", str(version or ""), resource)


def _version(answered: Answered) -> str:
    found = _ETAG.match(answered.headers.get("etag", ""))
    return found[1] if found else ""
