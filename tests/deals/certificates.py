"""A stand-in for a national certification authority: real keys, real certificates, real CMS signatures, made in the test."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from matchmaker.core import clock

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
DETACHED = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary]


@cache
def rsa_key(name: str) -> rsa.RSAPrivateKey:
    """A key of its own for each name: making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


def _name(common_name: str, unit: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    return x509.Name(parts + ([x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []))


def _usage(**true: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: true.get(name, False) for name in names})


@dataclass
class Person:
    """Somebody with a key and a certificate, who signs."""

    key: Key
    certificate: x509.Certificate
    chain: list[x509.Certificate] = field(default_factory=list)

    def sign(self, text: bytes, *options: pkcs7.PKCS7Options, encoding: Encoding = Encoding.DER) -> bytes:
        """A CMS signature of the text, detached unless options say otherwise."""
        builder = pkcs7.PKCS7SignatureBuilder().set_data(text).add_signer(self.certificate, self.key, hashes.SHA256())
        for one in self.chain:
            builder = builder.add_certificate(one)
        return builder.sign(encoding, list(options) or DETACHED)


class Authority:
    """An authority that issues certificates; its own is trusted where the settings say so."""

    def __init__(self, name: str = "Stand-in NCA", above: "Authority | None" = None) -> None:
        self.name, self.key, self.above = _name(name), rsa_key(name), above
        issuer = above or self
        self.certificate = self._issue(self.name, self.key, issuer, clock.now() - timedelta(days=30), is_authority=True)

    def _issue(
        self, subject: x509.Name, key: Key, issuer: "Authority", start: datetime, *, is_authority: bool, **usage: bool
    ) -> x509.Certificate:
        uses = {"key_cert_sign": True, "crl_sign": True} if is_authority else usage
        public = issuer.key.public_key()
        made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer.name).public_key(key.public_key())
        made = made.serial_number(x509.random_serial_number())
        made = made.not_valid_before(start).not_valid_after(start + timedelta(days=60))
        made = made.add_extension(x509.BasicConstraints(is_authority, None), critical=True)
        made = made.add_extension(_usage(**uses), critical=True)
        made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        made = made.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(public), critical=False)
        return made.sign(issuer.key, hashes.SHA256())

    def person(
        self, name: str = "ИВАНОВА АЙГУЛЬ", unit: str = "", *, days_ago: int = 10, key: Key | None = None, **usage: bool
    ) -> Person:
        """Somebody with a certificate that was issued so many days ago and holds for sixty."""
        own = key or rsa_key(f"person {name}")
        uses = usage or {"digital_signature": True, "content_commitment": True}
        start = clock.now() - timedelta(days=days_ago)
        certificate = self._issue(_name(name, unit), own, self, start, is_authority=False, **uses)
        return Person(own, certificate, [self.certificate] if self.above else [])

    @property
    def pem(self) -> bytes:
        """The authority's own certificate, as the settings' file holds it."""
        return self.certificate.public_bytes(Encoding.PEM)
