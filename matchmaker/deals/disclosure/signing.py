"""How somebody signs: a method says who signed a text. The place where a national signature plugs in (docs/signing.md).

Methods: `password`, a click with the account's password once more; `cms`, a detached signature made with a certificate.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.orm import Session

from matchmaker.accounts.actions import check_own_password
from matchmaker.accounts.actor import Actor
from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.core.i18n import _
from matchmaker.organisations.models import Organisation

if TYPE_CHECKING:
    from cryptography.x509 import Certificate


@dataclass(frozen=True)
class Proof:
    """What somebody gives to sign with a method."""

    method: str = "password"
    password: str = ""
    signature: bytes = b""


@dataclass(frozen=True)
class Signed:
    """A signature that holds: by which method, and by whose certificate if there is one."""

    method: str
    signer: str = ""
    signature: bytes | None = None


class Method(Protocol):
    """A way to sign."""

    def check(self, actor: Actor, db: Session, organisation: Organisation, text: bytes, proof: Proof) -> Signed:
        """The actor signs exactly this text for the organisation. Raises Invalid with words that say what to do."""


Methods = Mapping[str, Method]


class Password:
    """The built-in method: whoever is signed in proves with the password that it is they who sit there."""

    def check(self, actor: Actor, db: Session, organisation: Organisation, text: bytes, proof: Proof) -> Signed:
        """Check the password of the actor's account."""
        check_own_password(actor, db, proof.password)
        return Signed("password")


@dataclass(frozen=True)
class Cms:
    """A detached CMS signature over the text's bytes, whose certificate leads to one of `path` (PEM)."""

    path: Path

    def check(self, actor: Actor, db: Session, organisation: Organisation, text: bytes, proof: Proof) -> Signed:
        """Check the signature, its certificate, and that a certificate of an organisation is of this one."""
        from matchmaker.deals.disclosure import cms  # the libraries of certificates load only where somebody signs so

        if not proof.signature:
            raise Invalid({"signature": _("Send the signature that your programme has made.")})
        try:
            raw = cms.decoded(proof.signature)
            signer = cms.verify_detached(text, raw, self._trusted(), clock.now())
        except cms.BadSignature as fault:
            raise Invalid({"signature": str(fault)}) from fault
        if signer.organisation_bin and organisation.bin and signer.organisation_bin != organisation.bin:
            raise Invalid(
                {"signature": _("The certificate is of another organisation. Sign with one of “%(name)s”.", name=organisation.name)}
            )  # fmt: skip
        return Signed("cms", signer.subject, raw)

    def _trusted(self) -> list["Certificate"]:
        from cryptography.x509 import load_pem_x509_certificates

        return load_pem_x509_certificates(self.path.read_bytes())


def methods(certificates: str) -> dict[str, Method]:
    """The methods of this installation; `cms` only where the file of trusted certificates is set."""
    found: dict[str, Method] = {"password": Password()}
    return found | {"cms": Cms(Path(certificates))} if certificates else found


def sign(actor: Actor, db: Session, known: Methods, organisation: Organisation, text: bytes, proof: Proof) -> Signed:
    """Sign a text with the method that the proof names. Raises Invalid."""
    method = known.get(proof.method)
    if method is None:
        raise Invalid({"method": _("Choose how to sign from the list.")})
    return method.check(actor, db, organisation, text, proof)
