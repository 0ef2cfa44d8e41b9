"""Identifiers of organisations: БИН and ROR."""

from matchmaker.core.i18n import _

WEIGHTS = (range(1, 12), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2))
ROR_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def bin_check_digit(first_eleven: str) -> int | None:
    """The check digit of a БИН: weights 1–11 modulo 11; if that is 10, weights 3…11, 1, 2; 10 again has none."""
    digits = [int(digit) for digit in first_eleven]
    for weights in WEIGHTS:
        rest = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11
        if rest < 10:
            return rest
    return None


def bin_fault(value: str) -> str | None:
    """What is wrong with a БИН, in words, or None."""
    if len(value) != 12 or not (value.isascii() and value.isdigit()):
        return _("A BIN has 12 digits.")
    if value[4] not in "456" or value[5] not in "0123":
        return _("The fifth digit of a BIN is 4, 5 or 6, the sixth 0 to 3. This may be an IIN.")
    if not 1 <= int(value[2:4]) <= 12:
        return _("The third and fourth digits of a BIN are the month of registration, 01 to 12.")
    if bin_check_digit(value[:11]) != int(value[11]):
        return _("The check digit does not fit: one of the digits is wrong.")
    return None


def ror_fault(value: str) -> str | None:
    """What is wrong with a ROR id (0, six base-32 characters, two check digits; ISO/IEC 7064 MOD 97-10), or None."""
    code = value.removeprefix("https://ror.org/").lower()
    shape = len(code) == 9 and code[0] == "0" and code[7:].isdigit()
    if not shape or any(letter not in ROR_ALPHABET for letter in code):
        return _("A ROR id looks like https://ror.org/05gq02987.")
    number = 0
    for letter in code[:7]:
        number = number * 32 + ROR_ALPHABET.index(letter)
    if 98 - (number * 100) % 97 != int(code[7:]):
        return _("The check digits of the ROR id do not fit: one of the characters is wrong.")
    return None
