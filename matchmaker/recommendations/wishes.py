"""What would raise a score, in words: only what the reader's own side can change (`matching.gains`)."""

from dataclasses import dataclass

from matchmaker.core.i18n import _
from matchmaker.matching.gains import Gain


def wishes() -> dict[tuple[str, bool], str]:
    """What the own side may do about each gain: by part of the structure, and whether nothing is given there yet."""
    return {
        ("fields", True): _("Name your fields of science."),
        ("sectors", True): _("Name the sectors that it is for."),
        ("cooperation", True): _("Name the forms of cooperation that suit you."),
        ("cooperation", False): _("Agree to a form of cooperation that the other side offers."),
        ("trl", True): _("Give the stage of development (TRL)."),
        ("trl", False): _("Ask for a lower TRL, and develop it further together."),
        ("region", False): _("Work in their region too, or leave the region open."),
        ("partner", True): _("Say which kinds of partner you look for."),
        ("partner", False): _("Look for partners of their kind too."),
        ("budget", True): _("Name a budget."),
        ("budget", False): _("Bring your budget nearer to theirs, if you can."),
        ("deadline", False): _("Set a new deadline: yours has passed."),
    }


@dataclass(frozen=True)
class Wish:
    """What the own side could change, and the points that it could bring at most."""

    text: str
    points: float


def wished(gains: list[Gain]) -> list[Wish]:
    """The gains in the reader's language."""
    words = wishes()
    return [Wish(words[gain.name, gain.is_missing], gain.points) for gain in gains]
