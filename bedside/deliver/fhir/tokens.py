"""How a server knows us: not at all, by a token, or by SMART backend services.

SMART App Launch 2.2, "Backend Services": a claim signed with our private key (RFC 7523) is given
for a token that lasts minutes. joserfc is loaded when the first claim is signed.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from bedside.core.destinations import Fhir
from bedside.core.parcels import Fate, Reply
from bedside.deliver.fhir.wire import Answered, Request, closed
from bedside.deliver.secrets import NoSecret, read_secret
from bedside.store.moments import new_id

if TYPE_CHECKING:
    from joserfc.jwk import ECKey, RSAKey

LASTS = 240
"""Seconds that a claim is good for; SMART allows 300, and clocks differ."""
_EARLY = 30
"""Seconds before its end at which a token is not used again."""
_USUAL = 300
"""Seconds a token is taken to last where the server does not say; SMART's own advice."""
_CLAIM = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

_NO_JOSERFC = "this bedside cannot sign for a token yet: pip install 'bedside[fhir]'"
_NO_KEY = "{where} holds no private key that SMART takes: an EC key on P-384, or RSA of 2048 bits"
_NO_TOKEN = "{where} gave no token"  # noqa: S105  # says so, and is none


class NoKey(Exception):
    """What is kept as the key cannot be used as one; the message says where, why, and what is."""


class Tokens:
    """The token of one destination, renewed when it ends or is refused."""

    def __init__(
        self,
        destination: Fhir,
        environ: Mapping[str, str],
        send: Callable[[Request], Answered | Reply],
    ) -> None:
        """Be ready to ask for one, by these means."""
        self._to, self._environ, self._send = destination, environ, send
        self._token, self._ends = "", 0.0

    def forget(self) -> None:
        """Keep no token any longer."""
        self._token, self._ends = "", 0.0

    def bearer(self, is_again: bool = False) -> str | Reply:
        """Return the token, "" where none is wanted; a Reply where there is none to be had.

        `is_again` says that the last one was refused.
        """
        if self._to.auth == "none":
            return ""
        try:
            if self._to.auth == "token":
                return read_secret(self._to.token, self._environ)
            if not is_again and self._token and time.monotonic() < self._ends:
                return self._token
            return self._renewed()
        except (NoSecret, NoKey) as error:
            return closed(str(error))

    def _renewed(self) -> str | Reply:
        self.forget()
        form = {
            "grant_type": "client_credentials",
            "scope": scope_of(self._to),
            "client_assertion_type": _CLAIM,
            "client_assertion": self._claim(),
        }
        headers = {"Accept": "application/json"}
        asked = Request(method="POST", address=self._to.token_url, headers=headers, form=form)
        answered = self._send(asked)
        if isinstance(answered, Reply):
            return _not_sent(answered)
        if answered.status in (408, 429) or answered.status >= 500:
            later = Reply(fate=Fate.AGAIN, code=str(answered.status), after=answered.after)
            said = answered.said or f"HTTP {answered.status}"
            return replace(later, said=said, theirs=bool(answered.said))
        token, lasts = answered.values.get("access_token"), answered.values.get("expires_in")
        if answered.status != 200 or not isinstance(token, str) or not token:
            where = _NO_TOKEN.format(where=self._to.token_url)
            return closed(answered.said or where, str(answered.status), bool(answered.said))
        seconds = lasts if isinstance(lasts, int) and lasts > 0 else _USUAL
        self._token, self._ends = token, time.monotonic() + seconds - min(_EARLY, seconds / 2)
        return token

    def _claim(self) -> str:
        """Return who we are, signed; each has an id of its own and is good for minutes."""
        key = signing_key(self._to, self._environ)
        from joserfc import jwt

        now, kind = int(time.time()), algorithm(key)
        claims = {
            "iss": self._to.client_id,
            "sub": self._to.client_id,
            "aud": self._to.token_url,
            "exp": now + LASTS,
            "iat": now,
            "jti": new_id(now * 1000),
        }
        header = {"alg": kind, "typ": "JWT", "kid": key_id(key)}
        return jwt.encode(header, claims, key, algorithms=[kind])


def scope_of(destination: Fhir) -> str:
    """Return what a token is asked for: as set, else what we do with each resource there.

    SMART App Launch 2.2: c create, r read, u update, s search. What is made under a condition is
    searched for as well (If-None-Exist), and only what is taken back is updated.
    """
    if destination.scope:
        return destination.scope
    does = {
        "DocumentReference": "crus",
        "Provenance": "cs" if destination.provenance else "",
        "QuestionnaireResponse": "crus" if destination.response else "",
        "Observation": "crus" if destination.preferences else "",
        "Patient": "rs" if destination.lookup else "",
        "Encounter": "rs" if destination.lookup else "",
    }
    return " ".join(f"system/{kind}.{letters}" for kind, letters in does.items() if letters)


def signing_key(destination: Fhir, environ: Mapping[str, str]) -> ECKey | RSAKey:
    """Return the private key of a destination, a JWK or a PEM. NoSecret, or NoKey, with why."""
    text = read_secret(destination.key, environ)
    try:
        from joserfc.errors import JoseError
        from joserfc.jwk import ECKey, RSAKey, import_key
    except ImportError:
        raise NoKey(_NO_JOSERFC) from None
    why = _NO_KEY.format(where=destination.key)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a weak key: it is refused below, in our words
            is_jwk = text.lstrip().startswith("{")
            key = import_key(json.loads(text)) if is_jwk else _from_pem(text)
    except (JoseError, ValueError, TypeError, KeyError):
        raise NoKey(why) from None
    if not isinstance(key, ECKey | RSAKey) or not key.is_private or not algorithm(key):
        raise NoKey(why)
    return key


def public_keys(destination: Fhir, environ: Mapping[str, str]) -> str:
    """Return what a server is told of our key: a JWK set (RFC 7517, 5), as JSON.

    NoSecret, or NoKey, with why there is none.
    """
    key = signing_key(destination, environ)
    public = cast("dict[str, Any]", key.as_dict(private=False))
    told = {"use": "sig", "alg": algorithm(key), "kid": key_id(key)}
    shown = {**public, **told, "key_ops": ["verify"]}
    return json.dumps({"keys": [shown]}, indent=2)


def key_id(key: ECKey | RSAKey) -> str:
    """Return what a key is called: the name it has, else its thumbprint (RFC 7638)."""
    named = key.kid
    return named or key.thumbprint()


def algorithm(key: ECKey | RSAKey) -> str:
    """Return the one of SMART's two algorithms that a key is for; "" where it is for neither."""
    plain = cast("dict[str, Any]", key.as_dict(private=False))
    if plain.get("kty") == "EC":
        return "ES384" if plain.get("crv") == "P-384" else ""
    return "RS384" if len(str(plain.get("n", ""))) * 6 >= 2048 else ""


def _from_pem(text: str) -> ECKey | RSAKey:
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    try:
        return ECKey.import_key(text)
    except (JoseError, ValueError, TypeError):
        return RSAKey.import_key(text)


def _not_sent(reply: Reply) -> Reply:
    """Return what a failure to get a token means for the note: it has surely not been sent."""
    unsure = reply.fate is Fate.UNKNOWN
    return Reply(fate=Fate.AGAIN if unsure else reply.fate, said=reply.said, code=reply.code)
