"""What makes a framework or its figures impossible to reckon with, as an error that a page can word in any language."""

from enum import StrEnum


class Why(StrEnum):
    """The reasons, each with a sentence for logs and the command line."""

    TWICE = "more than one entry has this code"
    UNKNOWN_PARENT = "the parent is not a group of the framework"
    TOPS = "a framework has one group without a parent, the index"
    CIRCLE = "these groups do not lead up to the index"
    EMPTY_GROUP = "the group has no members"
    DIRECTION = "the direction is neither 1 nor -1"
    WEIGHT = "the weight is not a number of 0 or more"
    NO_WEIGHT = "the weights of the group's members are all zero"
    SHARES = "the weights of the group's members do not add up to the total asked for"
    SHAPE = "the figures are not one row per region and one column per indicator"
    INFINITE = "a figure is infinite"
    NO_DATA = "the indicator has no figures"
    CONSTANT = "the indicator has the same figure everywhere, so it tells no region from another"
    NO_FIGURES = "the region has no figures"
    NO_SCORE = "nothing that the region has figures for carries weight"
    NOT_POSITIVE = "a geometric mean needs scores above zero; choose a scale that starts above it"
    SCALE = "the scale is empty or turned round"
    TOO_FEW = "one draw, one region and one method at least are needed"


class Unusable(ValueError):
    """Raised with why and the codes concerned."""

    def __init__(self, why: Why, *codes: str) -> None:
        self.why = why
        self.codes = codes
        super().__init__(f"{why.value}: {', '.join(codes)}" if codes else why.value)
