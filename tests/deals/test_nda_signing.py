"""Signing with a certificate: real CMS signatures hold, and each that does not is told why."""

import base64
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import PKCS7Options
from flask import Flask

from matchmaker.core import clock
from matchmaker.core.errors import Invalid
from matchmaker.deals.disclosure import cms
from matchmaker.deals.disclosure.models import Acceptance
from matchmaker.deals.disclosure.signing import Cms, Methods, Proof, methods
from matchmaker.organisations.models import Organisation
from tests.apps import make_app
from tests.cast import Cast, make_cast
from tests.conftest import sign_in
from tests.deals.certificates import Authority, Person
from tests.deals.ndas import make_room
from tests.pages import errors_of, soup, text_of

TEXT = "Соглашение о конфиденциальности. Құпиялылық туралы келісім.\n".encode()


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


def checked(signature: bytes, *trusted: Authority, text: bytes = TEXT) -> str:
    """Whose signature it is, or why it does not hold."""
    try:
        certificates = [one.certificate for one in trusted]
        return cms.verify_detached(text, cms.decoded(signature), certificates, clock.now()).subject
    except cms.BadSignature as fault:
        return str(fault).partition(".")[0]


def test_a_signature_of_exactly_this_text_holds(authority: Authority) -> None:
    person = authority.person(unit="BIN123456789012")
    signed = person.sign(TEXT)
    assert checked(signed, authority) == "OU=BIN123456789012,CN=ИВАНОВА АЙГУЛЬ"
    assert cms.verify_detached(TEXT, signed, [authority.certificate], clock.now()).organisation_bin == "123456789012"
    assert checked(base64.encodebytes(signed), authority) == checked(signed, authority)
    assert checked(person.sign(TEXT, encoding=Encoding.PEM), authority) == checked(signed, authority)
    assert checked(person.sign(TEXT, PKCS7Options.Binary), authority) == checked(signed, authority)  # the text within
    elliptic = authority.person("Curve", key=ec.generate_private_key(ec.SECP384R1()))
    assert checked(elliptic.sign(TEXT), authority) == "CN=Curve"


def test_a_chain_is_followed_to_the_authority_that_is_trusted(authority: Authority) -> None:
    below = Authority("Issuing NCA", above=authority)
    signed = below.person("Deputy").sign(TEXT)
    assert checked(signed, authority) == "CN=Deputy"
    assert checked(signed, below) == "CN=Deputy"
    assert (
        checked(signed, Authority("Somebody else"))
        == "The certificate was issued by an authority that is not trusted here"
    )


WRONG: dict[str, tuple[Callable[[Authority], bytes], str]] = {
    "another text": (lambda one: one.person().sign(TEXT + b" "), "Another text was signed"),
    "another text within": (lambda one: one.person().sign(b"x", PKCS7Options.Binary), "Another text was signed"),
    "nothing signed but the text": (
        lambda one: one.person().sign(TEXT, PKCS7Options.DetachedSignature, PKCS7Options.NoAttributes),
        "Another text was signed",
    ),
    "a stranger's authority": (
        lambda one: Authority("Stranger").person().sign(TEXT),
        "The certificate was issued by an authority that is not trusted here",
    ),
    "an authority of the same name": (
        lambda one: _namesake().person().sign(TEXT),
        "The certificate was issued by an authority that is not trusted here",
    ),
    "expired": (lambda one: one.person(days_ago=61).sign(TEXT), "The certificate is not valid today"),
    "not valid yet": (lambda one: one.person(days_ago=-1).sign(TEXT), "The certificate is not valid today"),
    "not for signing": (lambda one: one.person(key_encipherment=True).sign(TEXT), "This certificate is not meant for signing"),
    "issued by a person": (lambda one: _issued_by_a_person(one), "The certificate was issued by an authority that is not trusted here"),
    "another's key": (
        lambda one: Person(one.person("Other").key, one.person().certificate).sign(TEXT),
        "The signature does not fit the certificate that came with it",
    ),
    "no certificate": (
        lambda one: one.person().sign(TEXT, PKCS7Options.DetachedSignature, PKCS7Options.NoCerts),
        "The signature came without its certificate",
    ),
    "no signature": (lambda one: b"hello", "This is no CMS signature"),
    "a certificate alone": (lambda one: one.pem, "This is no CMS signature"),
    "too large": (lambda one: b"\x30" * 300_000, "This is too large for a signature"),
}  # fmt: skip


def _namesake() -> Authority:
    made = Authority("Another key")
    made.name = Authority().name
    return made


def _issued_by_a_person(authority: Authority) -> bytes:
    """Somebody with a good certificate issues one to somebody else."""
    issuer = authority.person("Issuer")
    mine = Authority("Mine", above=authority)
    mine.key, mine.name, mine.certificate = issuer.key, issuer.certificate.subject, issuer.certificate  # type: ignore[assignment]
    return mine.person("Victim").sign(TEXT)


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_hold_is_told_why(authority: Authority, case: str) -> None:
    make, words = WRONG[case]
    assert checked(make(authority), authority) == words


def test_a_signature_that_was_tampered_with_never_holds_and_never_breaks(authority: Authority) -> None:
    signed, chance, held = authority.person().sign(TEXT), random.Random(5), []
    for _try in range(400):
        spoilt = bytearray(signed)
        place = chance.randrange(len(spoilt))
        spoilt[place] ^= 1 << chance.randrange(8)
        if chance.random() < 0.2:
            del spoilt[chance.randrange(len(spoilt)) :]
        try:
            found = cms.verify_detached(TEXT, bytes(spoilt), [authority.certificate], clock.now())
        except cms.BadSignature:
            continue
        held.append((place, found.subject))
    # What is not signed may differ: versions, capabilities' null parameters. Who signed what may not.
    assert {subject for _place, subject in held} <= {"CN=ИВАНОВА АЙГУЛЬ"}
    assert len(held) < 20


def known(authority: Authority, folder: Path) -> Methods:
    path = folder / "trusted.pem"
    path.write_bytes(authority.pem)
    return methods(str(path))


def test_an_nda_is_accepted_with_a_certificate(app: Flask, cast: Cast, authority: Authority, tmp_path: Path) -> None:
    room, ways = make_room(app, cast), known(authority, tmp_path)
    text = room.offer().text.encode()
    person = authority.person("АВТОРОВ АСКАР")
    room.accept("author", proof=Proof("cms", signature=person.sign(text)), known=ways)
    room.accept("company", known=ways)
    with room.database.read() as db:
        kept = db.query(Acceptance).order_by(Acceptance.id).all()
        assert [(one.method, one.signer) for one in kept] == [("cms", "CN=АВТОРОВ АСКАР"), ("password", "")]
        assert kept[0].signature and checked(kept[0].signature, authority, text=text) == "CN=АВТОРОВ АСКАР"


def test_a_certificate_of_another_organisation_is_refused(
    app: Flask, cast: Cast, authority: Authority, tmp_path: Path
) -> None:
    room, ways = make_room(app, cast), known(authority, tmp_path)
    with room.database.write() as db:
        db.get_one(Organisation, cast.laboratory).bin = "123456789012"
    text = room.offer().text.encode()
    for unit in ("BIN210987654321", "BIN123456789012"):
        proof = Proof("cms", signature=authority.person("Somebody", unit).sign(text))
        if unit == "BIN123456789012":
            assert room.accept("author", proof=proof, known=ways).acceptances[0].signer == f"OU={unit},CN=Somebody"
        else:
            with pytest.raises(Invalid, match="of another organisation"):
                room.accept("author", proof=proof, known=ways)


def test_keys_of_another_kind_are_told_so(authority: Authority) -> None:
    person = authority.person("Edwards", key=ed25519.Ed25519PrivateKey.generate())  # type: ignore[arg-type]
    stolen = Person(authority.person("Real").key, person.certificate)
    assert checked(stolen.sign(TEXT), authority) == "Keys of this kind cannot be checked here"


def test_the_page_takes_a_file_or_text_and_says_what_is_wrong(
    sqlite_url: str, authority: Authority, tmp_path: Path
) -> None:
    (tmp_path / "trusted.pem").write_bytes(authority.pem)
    app = make_app(sqlite_url, tmp_path, signing_certificates=str(tmp_path / "trusted.pem"))
    assert app.extensions["signing"]["cms"] == Cms(tmp_path / "trusted.pem")
    room = make_room(app, make_cast(app.extensions["database"]))
    room.offer(lang="kk")
    author, address = sign_in(app, "author@example.org"), f"/deals/{room.deal_id}/nda"
    exact = author.get(f"{address}/text.txt").data
    base = {"seen": room.hash(), "method": "cms"}
    for sent, words in (
        ({}, "Send the signature that your programme has made."),
        (
            {"signature": "hello"},
            "This is no CMS signature. Send the file (.p7s, .cms) or the base64 text of your programme.",
        ),
        (
            {"signature": base64.b64encode(authority.person().sign(exact + b"!")).decode()},
            "Another text was signed. Download the text from this page and sign that file.",
        ),
    ):
        answer = author.post(f"{address}/accept", data=base | sent)
        assert (answer.status_code, errors_of(answer)) == (422, {"signature": words})
    file = (io.BytesIO(authority.person().sign(exact)), "nda.p7s")
    assert author.post(f"{address}/accept", data=base | {"signature_file": file}).status_code == 302
    said = text_of(soup(author.get(address)).select_one(".nda-sides .is-done"))
    assert "by digital signature: CN=ИВАНОВА АЙГУЛЬ" in said
    assert room.accept("company").state == "in_force"
