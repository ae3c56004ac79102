"""Secrets of destinations: read where they are kept, and kept nowhere else.

A setting names the place: `file:PATH` that only its owner can open, `env:NAME`, or
`keyring:SERVICE/NAME`. No message here holds a secret, or a part of one.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

_MOST = 64 * 1024
"""Bytes of the longest secret: a private key has 2 or 3 KiB."""
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NoSecret(Exception):
    """A secret cannot be had; the message says where it was looked for, why not, and a way out."""


def read_secret(where: str, environ: Mapping[str, str]) -> str:
    """Return the secret that is kept in this place, without the line end of a file; else NoSecret.

    It is read anew each time, so that one that was renewed is used from the next try on.
    """
    kind, _, place = where.partition(":")
    if kind == "file" and place:
        found = _from_file(Path(place).expanduser())
    elif kind == "env" and place:
        found = environ.get(place, "")
    elif kind == "keyring" and "/" in place:
        found = _from_keyring(*place.split("/", 1))
    else:
        raise NoSecret(
            f"{where!r} names no place: write file:PATH, env:NAME or keyring:SERVICE/NAME"
        )
    if not _is_text(found):
        raise NoSecret(f"{where} is not text: a token, a JWK, a PEM or an address is")
    if not found.strip():
        raise NoSecret(f"{where} holds nothing: put the secret there")
    return found.rstrip("\r\n")


def _is_text(found: str) -> bool:
    """Whether a secret can be sent: the environment may hold bytes that are no letters."""
    try:
        found.encode()
    except UnicodeEncodeError:
        return False
    return True


def _from_file(path: Path) -> str:
    try:
        file = os.open(path, _READ)
    except OSError as error:
        raise NoSecret(f"{path} cannot be opened: {error.strerror}") from error
    try:
        found = os.fstat(file)
        if not stat.S_ISREG(found.st_mode):
            raise NoSecret(f"{path} is no file: put the secret into one")
        if is_open_to_others(path, found):
            raise NoSecret(
                f"{path} can be opened by others: leave it to its owner alone{_remedy()}"
            )
        whole = os.read(file, _MOST + 1)
    except OSError as error:
        raise NoSecret(f"{path} cannot be read: {error.strerror}") from error
    finally:
        os.close(file)
    if len(whole) > _MOST:
        raise NoSecret(f"{path} is too long for a secret: at most {_MOST // 1024} KiB")
    try:
        return whole.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoSecret(f"{path} is not text: a token, a JWK or a PEM is") from None


def is_open_to_others(path: Path, found: os.stat_result) -> bool:
    """Whether anybody but the owner, or the system itself, may open a file."""
    if sys.platform == "win32":
        from bedside.deliver.rights import is_shared, written_rights

        return is_shared(written_rights(path))
    return bool(found.st_mode & 0o077)


def _remedy() -> str:
    return "" if sys.platform == "win32" else " (chmod 600)"


def _from_keyring(service: str, name: str) -> str:
    try:
        keyring = import_module("keyring")
    except ImportError:
        why = "this bedside has no keyring: pip install 'bedside[keyring]', or use file: or env:"
        raise NoSecret(f"keyring:{service}/{name}: {why}") from None
    failed: type[BaseException] = keyring.errors.KeyringError
    try:
        found = keyring.get_password(service, name)
    except failed as error:
        why = f"the keyring is not open ({type(error).__name__})"
        raise NoSecret(
            f"keyring:{service}/{name}: {why}: unlock it, or use file: or env:"
        ) from None
    return found if isinstance(found, str) else ""
