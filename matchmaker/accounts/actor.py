"""Who acts: passed down from the entry point as the first argument, never fetched from a global."""

from dataclasses import dataclass

OFFICERS = frozenset({"officer", "administrator"})
OVERSEERS = frozenset({"officer", "operator", "analyst", "administrator"})
SELF_SERVICE_ROLES = ("researcher", "company")


@dataclass(frozen=True)
class Actor:
    """The account that acts, with the organisations it speaks for and those it manages."""

    user_id: int | None = None
    role: str = "anonymous"
    organisations: frozenset[int] = frozenset()
    managed: frozenset[int] = frozenset()
    name: str = ""
    email: str = ""
    locale: str = "en"
    timezone: str = "Asia/Almaty"

    @property
    def is_signed_in(self) -> bool:
        """Whether an account stands behind the actor."""
        return self.user_id is not None

    @property
    def is_officer(self) -> bool:
        """Technology-transfer officers and administrators."""
        return self.role in OFFICERS

    @property
    def is_overseer(self) -> bool:
        """Those who see the whole house: officers, operators, analysts, administrators."""
        return self.role in OVERSEERS


ANONYMOUS = Actor()
SYSTEM = Actor(role="administrator")
