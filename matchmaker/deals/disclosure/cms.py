"""Checks a detached CMS signature (RFC 5652) of a text against certificates that are trusted. Knows nothing of deals.

A signature is good when its one signer signed attributes that hold the digest of exactly this text, with the key of a
certificate that is valid now and leads to a trusted one. RSA (PKCS #1 v1.5) and ECDSA with SHA-2 are checked here; what else
there is (GOST keys, revocation lists) is a matter of the national service: see docs/signing.md.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.verification import ExtensionPolicy, PolicyBuilder, Store, VerificationError

from matchmaker.core.i18n import _

DIGESTS: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}
ARMOUR = re.compile(rb"-----(BEGIN|END) [A-Z0-9 ]+-----")
BIN = re.compile(r"(?:BIN)?(\d{12})")  # how national certificates write the number of an organisation
MOST = 2**18
# what the parsers raise at bytes that somebody has spoilt
MALFORMED = (
    ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, x509.ExtensionNotFound, x509.DuplicateExtension
)  # fmt: skip


class BadSignature(Exception):
    """The signature does not hold; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Signer:
    """Who signed, as the certificate says."""

    subject: str
    organisation_bin: str = ""


def decoded(sent: bytes) -> bytes:
    """A signature as bytes (DER), whether it came as such, as PEM or in base64. Raises BadSignature."""
    if len(sent) > MOST:
        raise BadSignature(_("This is too large for a signature. Send only the signature, not the text with it."))
    if sent[:1] == b"\x30":
        return sent
    try:
        return base64.b64decode(b"".join(ARMOUR.sub(b"", sent).split()), validate=True)
    except binascii.Error as fault:
        raise _unreadable() from fault


def _unreadable() -> BadSignature:
    return BadSignature(_("This is no CMS signature. Send the file (.p7s, .cms) or the base64 text of your programme."))


def verify_detached(text: bytes, signature: bytes, trusted: Sequence[x509.Certificate], at: datetime) -> Signer:
    """Who signed exactly this text. Raises BadSignature, saying what to do."""
    try:
        return _verify(text, signature, trusted, at)
    except MALFORMED as fault:
        raise _unreadable() from fault


def _verify(text: bytes, signature: bytes, trusted: Sequence[x509.Certificate], at: datetime) -> Signer:
    signed, certificates = _read(signature)
    (info,) = signed["signer_infos"]
    certificate = next((one for one in certificates if _is_of(info, one)), None)
    if certificate is None:
        raise BadSignature(_("The signature came without its certificate. Sign again and let it be included."))
    digest_name = info["digest_algorithm"]["algorithm"].native
    if digest_name not in DIGESTS:
        raise _other_key()
    _check_text(signed, _attributes(info), hashlib.new(digest_name, text).digest(), text)
    _check_key(info, certificate, DIGESTS[digest_name]())
    _check_certificate(certificate, certificates, trusted, at)
    return Signer(certificate.subject.rfc4514_string(), _bin_of(certificate))


def _read(signature: bytes) -> tuple[Any, list[x509.Certificate]]:
    """The signed data and the certificates that came with it."""
    content = cms.ContentInfo.load(signature, strict=True)
    if content["content_type"].native != "signed_data":
        raise ValueError("not signed data")
    signed = content["content"]
    found = [x509.load_der_x509_certificate(one.chosen.dump()) for one in signed["certificates"]]
    return signed, found


def _attributes(info: Any) -> dict[str, list[Any]]:
    """The signed attributes by name; one that comes twice, or none at all, is a fault."""
    found = [(one["type"].native, [value.native for value in one["values"]]) for one in info["signed_attrs"]]
    if len(dict(found)) != len(found):
        raise ValueError("an attribute stands twice")
    return dict(found)


def _is_of(info: Any, certificate: x509.Certificate) -> bool:
    """Whether the signer names this certificate, by issuer and number or by its key."""
    named = info["sid"].chosen
    if info["sid"].name == "issuer_and_serial_number":
        same_issuer = named["issuer"].dump() == certificate.issuer.public_bytes()
        return same_issuer and int(named["serial_number"].native) == certificate.serial_number
    key = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
    return bytes(named.native) == key


def _check_text(signed: Any, attributes: dict[str, list[Any]], digest: bytes, text: bytes) -> None:
    carried = signed["encap_content_info"]["content"].native
    kinds = {signed["encap_content_info"]["content_type"].native, *attributes.get("content_type", [])}
    is_this = attributes.get("message_digest") == [digest] and kinds == {"data"} and carried in (None, text)
    if not is_this:
        raise BadSignature(_("Another text was signed. Download the text from this page and sign that file."))


def _check_key(info: Any, certificate: x509.Certificate, digest: hashes.HashAlgorithm) -> None:
    """The attributes, encoded as a set (RFC 5652, 5.4), are signed with the certificate's key."""
    attributes, value = info["signed_attrs"].untag().dump(), info["signature"].native
    try:
        algorithm, key = info["signature_algorithm"].signature_algo, certificate.public_key()
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise _other_key() from fault
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm == "rsassa_pkcs1v15":
            key.verify(value, attributes, padding.PKCS1v15(), digest)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == "ecdsa":
            key.verify(value, attributes, ec.ECDSA(digest))
        else:
            raise _other_key()
    except InvalidSignature as fault:
        raise BadSignature(_("The signature does not fit the certificate that came with it. Sign again.")) from fault


def _other_key() -> BadSignature:
    return BadSignature(_("Keys of this kind cannot be checked here. Sign with an RSA key, or accept by password."))


def _check_certificate(
    certificate: x509.Certificate, others: list[x509.Certificate], trusted: Sequence[x509.Certificate], at: datetime
) -> None:
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        raise BadSignature(_("The certificate is not valid today. Renew it, or sign with a valid one."))
    if not _may_sign(certificate):
        raise BadSignature(_("This certificate is not meant for signing. Choose the one for signatures."))
    policy = PolicyBuilder().store(Store(list(trusted))).time(at.astimezone(UTC).replace(tzinfo=None))
    policy = policy.extension_policies(
        ca_policy=ExtensionPolicy.webpki_defaults_ca(), ee_policy=ExtensionPolicy.permit_all()
    )
    try:
        policy.build_client_verifier().verify(certificate, [one for one in others if one != certificate])
    except VerificationError as fault:
        raise BadSignature(
            _("The certificate was issued by an authority that is not trusted here. Sign with a national certificate.")
        ) from fault


def _may_sign(certificate: x509.Certificate) -> bool:
    """Its key usage, where it is said, allows signatures."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _bin_of(certificate: x509.Certificate) -> str:
    units = certificate.subject.get_attributes_for_oid(x509.NameOID.ORGANIZATIONAL_UNIT_NAME)
    found = (BIN.fullmatch(str(one.value)) for one in units)
    return next((one[1] for one in found if one), "")
