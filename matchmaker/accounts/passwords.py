"""Passwords: argon2id with the library's defaults."""

from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

LEAST = 10
hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return hasher.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Whether the password is the one that was hashed."""
    try:
        return hasher.verify(password_hash, password)
    except VerifyMismatchError:
        return False


@lru_cache
def _any_hash() -> str:
    return hash_password("no account has this password")


def waste_time(password: str) -> None:
    """Spend what a check costs, so that an unknown address answers no faster than a known one."""
    matches(_any_hash(), password)
