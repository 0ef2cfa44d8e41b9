"""Time zones by name. Finding them reads hundreds of files, so it is done once."""

from functools import lru_cache
from zoneinfo import available_timezones


@lru_cache
def known_zones() -> frozenset[str]:
    """Every zone that the machine knows."""
    return frozenset(available_timezones())


@lru_cache
def offered_zones() -> tuple[str, ...]:
    """The zones to choose from: places, not offsets."""
    return tuple(sorted(name for name in known_zones() if "/" in name and not name.startswith(("Etc", "posix"))))
