"""What a Questionnaire says of the whole, as the head of a checklist file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from bedside.content.entries import ID
from bedside.content.files import MAX_BYTES
from bedside.content.questionnaire.authored import head_table
from bedside.content.questionnaire.element import Element, Json
from bedside.content.questionnaire.extensions import MODIFIER
from bedside.content.questionnaire.marks import marks_of
from bedside.content.questionnaire.named import slug
from bedside.content.questionnaire.ours import DAMAGED, carried
from bedside.content.questionnaire.told import Told, shortened
from bedside.content.shape import Table
from bedside.core.checklist import FORMAT, Checklist
from bedside.core.codec import from_plain
from bedside.core.form import names
from bedside.core.languages import is_tag

MOST_BYTES = MAX_BYTES
SOURCE = "questionnaire"
"""The short name under which the form itself is cited."""

_TITLE, _SUMMARY, _CITED = 38, 120, 400
_ADDRESS = "its address: answers name the form that this checklist is, not its publisher's"
_RETIRED = "its status, retired: its publisher wants it used no more"
_EXPERIMENTAL = "its mark as experimental: it was made for trying only"
_SILENT = ("resourceType", "id", "meta", "text", "status", "experimental", "language", "contained")
_CITING = ("publisher", "copyright")


class Head(NamedTuple):
    """The head of a checklist file, its title, what the form holds besides, and whose it is."""

    table: Table
    title: str
    contained: dict[str, Json]
    overlay: str = ""
    is_ours: bool = False


def head_of(root: Element, told: Told, stem: str) -> Head | None:
    """Take what a form says of the whole; None where it is no form that is read here, told."""
    kind = root.text("resourceType")
    if kind != "Questionnaire":
        what = f"it is a {kind}" if kind else "it is no FHIR resource"
        told.refuse("", "T161", f"{what}, not a Questionnaire", "convert the Questionnaire itself")
        return None
    if root.has("implicitRules"):
        told.refuse("", MODIFIER.code, f"{MODIFIER.what} (implicitRules)", MODIFIER.way_out)
    is_ours = carried(root, names.CHECKLIST) is not None
    contained = _contained(root)
    head = _ours(root, told) if is_ours else _theirs(root, told, stem)
    root.pass_over(*_SILENT)
    marks_of(root, "", told)
    return head._replace(contained=contained) if head is not None else None


def _contained(root: Element) -> dict[str, Json]:
    """Return the value sets that a form holds, by their ids."""
    rows = root.peek("contained")
    found = [one for one in rows if isinstance(one, dict)] if isinstance(rows, list) else []
    return {str(one.get("id")): one for one in found if one.get("resourceType") == "ValueSet"}


def _ours(root: Element, told: Told) -> Head | None:
    """Take the head of a form that was a checklist: what people can read comes from the form."""
    values = carried(root, names.CHECKLIST) or {}
    overlay = str(values.pop("overlay", ""))
    plain: Json = {**values, "format": FORMAT, "title": root.text("title")}
    seen = {"version": "version", "language": "language", "summary": "description"}
    plain |= {key: root.text(name) for key, name in seen.items() if root.has(name)}
    review = dict(cast("Mapping[str, object]", values.get("review") or {}))
    review |= {key: root.text(name) for key, name in (("owner", "publisher"),) if root.has(name)}
    if root.has("lastReviewDate"):
        review["reviewed"] = root.text("lastReviewDate")
    root.pass_over("url", "name", "subjectType", "date")
    try:
        made = from_plain(Checklist, plain | ({"review": review} if review else {}))
        table = head_table(made)
    except (KeyError, TypeError, ValueError, AttributeError):
        told.refuse("", "T168", *DAMAGED)
        return None
    return Head(table, made.title, {}, overlay, True)


def _tell(root: Element, url: str, told: Told) -> None:
    """Tell what of the whole is not kept, though who answers or gets the answers has to know."""
    if url:
        told.leave(f"{_ADDRESS} ({url})", "")
    if root.peek("status") == "retired":
        told.leave(_RETIRED, "")
    if root.peek("experimental") is True:
        told.leave(_EXPERIMENTAL, "")


def _theirs(root: Element, told: Told, stem: str) -> Head | None:
    """Take the head of a form of others: it begins here as a draft, with its source named."""
    name, title = root.text("name"), root.text("title")
    title = " ".join((title or name or root.text("id") or "Questionnaire").split())
    url, version = root.text("url"), root.text("version")
    _tell(root, url, told)
    wanted = stem if ID.match(stem) else ""
    language = root.text("language")
    if root.peek("subjectType") == ["Patient"]:
        root.pass_over("subjectType")
    table: Table = {
        "format": FORMAT,
        "id": wanted or slug(root.text("id") or name or title)[:60].strip("-") or "form",
        "title": shortened(title, _TITLE),
        "version": "0.1",
        "status": "draft",
        "language": language if is_tag(language) else "en",
    }
    summary = " ".join(root.text("description").split())
    if summary:
        table["summary"] = shortened(summary, _SUMMARY)
        if table["summary"] != summary:
            told.leave("description, but for its beginning", "")
    cited = [title, "|".join(filter(None, (url, version))), *map(root.text, _CITING)]
    line = " ".join(". ".join(filter(None, cited)).split())
    table["sources"] = {SOURCE: shortened(line, _CITED)}
    if table["sources"] != {SOURCE: line}:
        told.leave("copyright, but for its beginning", "")
    return Head(table, title, {})
