"""The report as PDF."""

from matchmaker.core.papers import pdf
from matchmaker.indicators.report.files.content import content_of, plain_data
from matchmaker.indicators.report.snapshot import Data


def paper(data: Data) -> bytes:
    """In the language in force."""
    return pdf("annual", plain_data(content_of(data)))
