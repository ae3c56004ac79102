"""A FHIR server by TLS: who it is has to be proved, to the authorities that the site trusts."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

from bedside.core.parcels import Fate
from bedside.deliver.fhir.sender import FhirSender
from tests.deliver.fhir_peer import Peer, serving
from tests.deliver.going import going, parcel, talk, to

NOTE = parcel(going(talk(), to()))
_DAY = timedelta(days=1)


def _certificate(folder: Path, host: str, days: int = 1) -> Path:
    """Write a certificate of a server, signed by itself, with its key; return where."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "peer")])
    named = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(host))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - 3 * _DAY)
        .not_valid_after(now + days * _DAY)
        .add_extension(named, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, SHA256())
    )
    path = folder / f"{host}-{days}.pem"
    whole = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + whole)
    return path


@pytest.fixture
def by_tls(tmp_path: Path) -> Iterator[Callable[..., tuple[Peer, Path]]]:
    """Start servers by TLS; give each with the certificate that proves who it is."""
    from contextlib import ExitStack

    with ExitStack() as ends:

        def start(host: str = "127.0.0.1", days: int = 1) -> tuple[Peer, Path]:
            path = _certificate(tmp_path, host, days)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(path)
            return ends.enter_context(serving(context)), path

        yield start


def test_a_server_that_proves_who_it_is_gets_the_note(
    by_tls: Callable[..., tuple[Peer, Path]], made_sender: Callable[..., FhirSender]
) -> None:
    peer, ca = by_tls()
    reply = made_sender(peer.base, ca=str(ca)).send(NOTE, "")
    assert (reply.fate, reply.compared) == (Fate.DELIVERED, True)


@pytest.mark.parametrize(("host", "days"), [("127.0.0.2", 1), ("127.0.0.1", -1)])
def test_a_certificate_of_another_or_of_the_past_proves_nothing(
    by_tls: Callable[..., tuple[Peer, Path]],
    made_sender: Callable[..., FhirSender],
    host: str,
    days: int,
) -> None:
    peer, ca = by_tls(host, days)
    reply = made_sender(peer.base, ca=str(ca)).send(NOTE, "")
    assert (reply.fate, "cannot prove who it is" in reply.said) == (Fate.CLOSED, True)
    assert peer.seen == []


def test_a_server_whom_nobody_vouches_for_gets_nothing(
    by_tls: Callable[..., tuple[Peer, Path]], made_sender: Callable[..., FhirSender]
) -> None:
    peer, _ = by_tls()
    reply = made_sender(peer.base).send(NOTE, "")
    assert (reply.fate, "cannot prove who it is" in reply.said) == (Fate.CLOSED, True)
    assert peer.seen == []
