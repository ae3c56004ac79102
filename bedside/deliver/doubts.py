"""What makes it doubtful that notes reach a destination from this machine: nothing is sent to see.

What is wrong with the settings themselves is refused when they are read (`store/receivers.py`);
this is what only shows here, and what may be meant though it seldom is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from bedside.core.destinations import Destination, Fhir, Folder, Hl7
from bedside.deliver.secrets import NoSecret, read_secret

_NO_FOLDER = "{path} is not there, or is no folder: make it, or let bedside's account see it"
_NO_TRUST = "ca holds no certificates that can be read here ({path}: {why})"
_NO_CERTIFICATE = "certificate is none that can be used here ({path}: {why})"
_PROCEDURE = (
    "document_type PN is Procedure note in HL7's own table 0270, where PR is Progress note:"
    " leave it only where the receiver's table says otherwise"
)


def doubts_in(destination: Destination, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return what is doubtful, each in a sentence without a full stop; no secret is in one."""
    return (*_missing(destination), *_locked_out(destination, environ), *_coded(destination))


def _missing(destination: Destination) -> Iterator[str]:
    """Yield what should be on this machine's disk and is not."""
    if isinstance(destination, Folder):
        if not Path(destination.path).expanduser().is_dir():
            yield _NO_FOLDER.format(path=destination.path)
        return
    ca, certificate = (str(getattr(destination, one, "")) for one in ("ca", "certificate"))
    if not (ca or certificate):
        return
    import ssl

    try:
        context = ssl.create_default_context(cafile=ca or None)
    except (OSError, ValueError) as error:
        yield _NO_TRUST.format(path=ca, why=_why(error))
        return
    try:
        if certificate:
            context.load_cert_chain(certificate)
    except (OSError, ValueError) as error:
        yield _NO_CERTIFICATE.format(path=certificate, why=_why(error))


def _locked_out(destination: Destination, environ: Mapping[str, str]) -> Iterator[str]:
    """Yield why the secret that lets us in cannot be had, or is no key."""
    if not isinstance(destination, Fhir):
        return
    from bedside.deliver.fhir.tokens import NoKey, signing_key

    try:
        if destination.auth == "token":
            read_secret(destination.token, environ)
        elif destination.auth == "backend":
            signing_key(destination, environ)
    except (NoSecret, NoKey) as error:
        yield str(error)


def _coded(destination: Destination) -> Iterator[str]:
    fields = destination.hl7 if isinstance(destination, Hl7 | Folder) else None
    if fields is not None and fields.document_type == "PN":
        yield _PROCEDURE


def _why(error: Exception) -> str:
    """Return the system's own words for a file that it cannot use."""
    return getattr(error, "strerror", None) or str(error)
