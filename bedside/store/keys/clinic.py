"""The clinic's file: its name, its public keys and its choices, signed with its own key.

`state/clinic/clinic.toml` makes a workstation a shared one. Anybody may read it; a change by hand
breaks the signature (Ed25519, RFC 8032), and the file of another clinic has another fingerprint
than the key book remembers. The fingerprint is 80 bits of SHA-256 over all three public halves.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bedside.core.value import Value, placed
from bedside.store.keys.pairs import HALF, is_signed, sign
from bedside.store.locks import StoreError
from bedside.store.paths import Places, make_private, sync_folder

FORMAT = 1
LOCK_AFTER = 120
"""Seconds until the lock where the clinic says nothing else; 30 s to an hour may be chosen."""
LEAST_LOCK, MOST_LOCK = 30, 3600
GRACE_HOURS = 24
"""Hours after delivery in which its author can still open a visit here."""
KEEP_DAYS = 30
MOST_GRACE, MOST_DAYS = 14 * 24, 3650

_HEAD = """\
# This workstation is shared. bedside wrote this file and signed it with the clinic's key: a change
# by hand is noticed, and nobody can sign in until the file is as it was.
"""


class ClinicChanged(StoreError):
    """The clinic's file is not what this clinic signed; the message says how, and the way out."""


@placed
class Clinic(Value):
    """A clinic: its name, when it was set up (UTC ms), what it chose, and its public halves."""

    name: str
    founded: int
    records: bytes
    """Finished notes are locked for it; the private half is with the records service."""
    recovery: bytes
    """Every visit's key is locked for it; the private half is on paper."""
    signing: bytes
    """Checks what the clinic signed: this file and the list of clinicians."""
    lock_after: int = LOCK_AFTER
    grace_hours: int = GRACE_HOURS
    keep_days: int = KEEP_DAYS

    @property
    def fingerprint(self) -> str:
        """Sixteen letters in groups of four that stand for the clinic's keys, for people."""
        whole = b"bedside clinic 1" + self.records + self.recovery + self.signing
        text = base64.b32encode(hashlib.sha256(whole).digest()[:10]).decode()
        return "-".join(text[at : at + 4] for at in range(0, 16, 4))


def is_shared(places: Places) -> bool:
    """Whether this workstation is a shared one: its folder for the clinic is there."""
    return places.is_shared


def signed_file(clinic: Clinic, signing: bytes) -> bytes:
    """Return the clinic's file, signed with this private half."""
    plain = _plain(clinic)
    signature = sign(signing, _signed(plain))
    lines = [_HEAD]
    for name, value in plain.items():
        lines.append(f"{name} = {json.dumps(value, ensure_ascii=False)}\n")
    lines.append(f'fingerprint = "{clinic.fingerprint}"\n')
    lines.append(f'signature = "{_text(signature)}"\n')
    return "".join(lines).encode()


def put_back(path: Path, fingerprint: str, content: bytes) -> bool:
    """Write a clinic's file again as it was signed, where it is not; say whether that was needed.

    ClinicChanged where there is no such content to write.
    """
    try:
        read_clinic(path, fingerprint)
    except ClinicChanged:
        if not content:
            raise
        write_clinic(path, content)
        return True
    return False


def write_clinic(path: Path, content: bytes) -> None:
    """Write the clinic's file in place of the one before, durably, whole or not at all.

    StoreError where it cannot be written.
    """
    try:
        _replace(path, content)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error


def read_clinic(path: Path, known: str = "") -> Clinic:
    """Return the clinic of this file; ClinicChanged where it is not as the clinic signed it.

    `known` is the fingerprint that this workstation remembers; with none, any clinic's file will
    do that its own key has signed. StoreError where it cannot be opened.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _changed(path, "it is not there") from None
    except OSError as error:
        raise StoreError(f"{path} cannot be opened: {error.strerror}") from error
    return clinic_in(content, path, known)


def clinic_in(content: bytes, path: Path, known: str = "") -> Clinic:
    """Return the clinic that a file holds; ClinicChanged, naming its path, if not whole."""
    table = _table(content, path)
    given = {name: table[name] for name in _KINDS if name in table}
    for name, kind in _KINDS.items():
        if type(given.get(name)) is not kind:
            raise _changed(path, f"the line “{name}” is missing or holds something else")
    if given["format"] != FORMAT:
        raise _changed(path, f"its format is {given['format']}, and this version reads {FORMAT}")
    halves = {name: _half(path, given, name) for name in ("records", "recovery", "signing")}
    rest = {name: value for name, value in given.items() if name != "format"}
    clinic = Clinic(**{**rest, **halves})
    signature = _half(path, table, "signature", 64)
    if not is_signed(clinic.signing, signature, _signed(_plain(clinic))):
        raise _changed(path, "a line was changed after the clinic's key had signed it")
    if known and clinic.fingerprint != known:
        why = f"it belongs to another clinic: its keys are {clinic.fingerprint}, not {known}"
        raise _changed(path, why)
    return clinic


_KINDS: Mapping[str, type] = {
    "format": int,
    "name": str,
    "founded": int,
    "lock_after": int,
    "grace_hours": int,
    "keep_days": int,
    "records": str,
    "recovery": str,
    "signing": str,
}
"""Every line that is signed, in the order they stand in the file, and what each holds."""


def _plain(clinic: Clinic) -> dict[str, object]:
    values = {name: getattr(clinic, name, FORMAT) for name in _KINDS}
    return {n: _text(v) if isinstance(v, bytes) else v for n, v in values.items()}


def _signed(plain: Mapping[str, object]) -> bytes:
    """Return what the signature is made over."""
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return f"bedside clinic 1|{text}".encode()


def _table(content: bytes, path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(content.decode())
    except tomllib.TOMLDecodeError as error:
        raise _changed(path, f"it cannot be read ({error})") from None
    except (UnicodeDecodeError, RecursionError):
        raise _changed(path, "it cannot be read") from None


def _half(path: Path, table: Mapping[str, Any], name: str, length: int = HALF) -> bytes:
    try:
        half = base64.b64decode(str(table.get(name, "")), validate=True)
    except ValueError:
        half = b""
    if len(half) != length:
        raise _changed(path, f"the line “{name}” does not hold a key")
    return half


def _changed(path: Path, why: str) -> ClinicChanged:
    out = "`bedside site restore` puts it back as it was signed; ask whoever set bedside up"
    return ClinicChanged(
        f"{path} is not what the clinic signed: {why}. Nobody can sign in until it is. {out}."
        " An emergency visit can still be begun"
    )


def _text(part: bytes) -> str:
    return base64.b64encode(part).decode()


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole in place of the one before, durably, for its owner alone."""
    make_private(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(file, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
        sync_folder(path.parent)
    finally:
        part.unlink(missing_ok=True)
