"""One FHIR server as we ask it: under its base, with the token it wants, by single requests.

FHIR R4, 3.1.0 (RESTful API): conditional create, search, read, and update of one version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Literal
from urllib.parse import quote

from bedside.core.destinations import Fhir
from bedside.core.parcels import Reply
from bedside.deliver.fhir.shapes import Json
from bedside.deliver.fhir.tokens import Tokens
from bedside.deliver.fhir.wire import MOST, Answered, Request, Wire, closed, is_same_place

_JSON = "application/fhir+json"


class FhirClient:
    """Asks one server; everything that goes wrong comes back as a Reply or as its answer."""

    def __init__(self, destination: Fhir, environ: Mapping[str, str]) -> None:
        """Be ready to ask the server of a destination; nothing is opened yet."""
        self._base = destination.base.rstrip("/")
        self._wire = Wire(destination)
        self._tokens = Tokens(destination, environ, self._wire.send)

    def close(self) -> None:
        """Let go of the connection, and of the token."""
        self._wire.close()
        self._tokens.forget()

    def create(self, resource: Json, parameter: str, name: str) -> Answered | Reply:
        """Make a resource unless there is one that goes by this name already."""
        headers = {"If-None-Exist": f"{parameter}={in_query(name)}"}
        return self._with_body("POST", str(resource["resourceType"]), headers, resource)

    def update(self, place: str, version: str, resource: Json) -> Answered | Reply:
        """Put a resource in the place of this version of itself, and of no other."""
        headers = {"If-Match": f'W/"{version}"'} if version else {}
        return self._with_body("PUT", place, headers, resource)

    def read(self, place: str, most: int = MOST) -> Answered | Reply:
        """Read what is in a place under the base; an answer longer than `most` comes back empty."""
        return self._ask(Request(method="GET", address=self._at(place), most=most))

    def search(self, kind: str, parameter: str, name: str, most: int = MOST) -> Answered | Reply:
        """Search for what goes by a name; nothing of a patient stands in the address."""
        query = f"{kind}?{parameter}={in_query(name)}&_count=5"
        return self._ask(Request(method="GET", address=self._at(query), most=most))

    def search_unseen(self, kind: str, fields: Mapping[str, str]) -> Answered | Reply:
        """Search by fields that stand in no address, and so in nobody's log."""
        return self._ask(Request(method="POST", address=self._at(f"{kind}/_search"), form=fields))

    def validate(self, resource: Json) -> Answered | Reply:
        """Ask what the server would say to a resource; nothing is kept of it."""
        return self._with_body("POST", f"{resource['resourceType']}/$validate", {}, resource)

    def is_here(self, address: str) -> bool:
        """Whether an address is at this server, so that it may be asked there with our token."""
        return "://" not in address or is_same_place(address, self._base)

    def _with_body(
        self, method: Literal["POST", "PUT"], place: str, headers: Mapping[str, str], resource: Json
    ) -> Answered | Reply:
        body = json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
        named = {"Content-Type": _JSON, **headers}
        address = self._at(place)
        return self._ask(Request(method=method, address=address, headers=named, body=body))

    def _at(self, place: str) -> str:
        return place if "://" in place else f"{self._base}/{place}"

    def _ask(self, request: Request) -> Answered | Reply:
        """Return what the server answers; a token that it refuses is renewed once."""
        answered: Answered | Reply = closed("")
        for is_again in (False, True):
            token = self._tokens.bearer(is_again)
            if isinstance(token, Reply):
                return token
            answered = self._wire.send(_signed(request, token))
            if isinstance(answered, Reply) or answered.status != 401 or not token:
                break
        if isinstance(answered, Reply) or answered.status != 401:
            return answered
        theirs = bool(answered.said)
        return closed(answered.said or "the server does not take our token", "401", theirs)


def in_query(name: str) -> str:
    """Return a name as it may stand in a query: `|` is `%7C`, and so with all but letters."""
    return quote(name, safe="")


def _signed(request: Request, token: str) -> Request:
    named = {"Accept": _JSON, **({"Authorization": f"Bearer {token}"} if token else {})}
    return Request(
        method=request.method,
        address=request.address,
        headers={**named, **request.headers},
        body=request.body,
        form=request.form,
        most=request.most,
    )
