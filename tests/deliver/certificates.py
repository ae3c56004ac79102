"""Certificates for one test, from an authority made up for it."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_DAY = timedelta(days=1)


class Authority:
    """Somebody who signs certificates, kept in a folder; `ca` is the file to trust them by."""

    def __init__(self, folder: Path, name: str = "Test authority") -> None:
        """Make up an authority."""
        self._folder = folder
        self._name = _named(name)
        self._key = ec.generate_private_key(ec.SECP256R1())
        made = self._certificate(self._name, self._key.public_key(), is_authority=True)
        self.ca = folder / f"{name}.pem".replace(" ", "-")
        self.ca.write_bytes(made.public_bytes(serialization.Encoding.PEM))

    def issue(self, name: str, password: bytes = b"") -> Path:
        """Return a file of a certificate for this machine and its key, for its owner alone."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = self._certificate(_named(name), key.public_key(), is_authority=False)
        how = serialization.BestAvailableEncryption(password) if password else None
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            how or serialization.NoEncryption(),
        )
        path = self._folder / f"{name}.pem"
        path.touch(0o600)
        path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
        return path

    def server(self, *, asks: bool = False) -> ssl.SSLContext:
        """Return what a receiver talks by; whether it asks for a certificate of ours."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.issue("server"))
        if asks:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self.ca)
        return context

    def _certificate(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey, *, is_authority: bool
    ) -> x509.Certificate:
        now = datetime.now(UTC)
        hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _DAY)
            .not_valid_after(now + _DAY)
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
            .sign(self._key, hashes.SHA256())
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
