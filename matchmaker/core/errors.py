"""The four ways a command can fail; the door (web, API, CLI) maps them to HTTP or an exit code."""


class DomainError(Exception):
    """Base of the errors below; `message` is already in the reader's language."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """The thing does not exist, or this actor may not know that it does."""


class Forbidden(DomainError):
    """The actor sees the thing but may not do this to it."""


class Conflict(DomainError):
    """Somebody else changed the thing since the form was opened."""


class Invalid(DomainError):
    """Input that cannot be taken. `errors` maps a field's name to what is wrong and the mend."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{field}: {text}" for field, text in errors.items()))
        self.errors = errors
