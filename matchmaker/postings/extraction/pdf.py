"""The pages of a PDF with their headings set apart: what stands in larger letters is a heading, the largest the title."""

import io
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from math import hypot
from typing import Any

SECONDS_MOST = 20.0  # that a PDF may take; asked between its pages
LARGER = 1.15  # than the usual letters of a page
LEAST = 4  # letters of a piece of a heading


class Locked(Exception):
    """The file opens only with a password."""


@dataclass(frozen=True)
class Page:
    """largest: what stands in the largest letters, when some are larger than usual."""

    text: str
    largest: str = ""


class Pdf:
    """An opened PDF. Raises Locked for one under a password, and whatever its reader raises for a damaged one."""

    def __init__(self, content: bytes) -> None:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError

        logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity of every file
        self._reader = PdfReader(io.BytesIO(content))
        try:
            if self._reader.is_encrypted and not self._reader.decrypt(""):
                raise Locked
            self.page_count = len(self._reader.pages)
        except DependencyError as fault:  # newer ciphers need a library that only they would need
            raise Locked from fault

    @property
    def title(self) -> str:
        """The title that the file itself tells."""
        return str((self._reader.metadata and self._reader.metadata.title) or "")

    def pages(self) -> Iterator[Page]:
        """The pages, as many as can be read in the time there is."""
        begun = time.monotonic()
        for page in self._reader.pages:
            if time.monotonic() - begun > SECONDS_MOST:
                return
            yield _read(page)


def _read(page: Any) -> Page:
    pieces: list[tuple[str, float]] = []

    def note(text: str, outer: Any, inner: Any, _font: Any, size: float) -> None:
        scale = hypot(inner[0], inner[1]) * hypot(outer[0], outer[1])
        pieces.extend((line.strip(), abs(size * scale)) for line in text.split("\n") if line.strip())

    text = page.extract_text(visitor_text=note) or ""
    sizes = sorted(size for piece, size in pieces for _letter in piece)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    large = [(piece, size) for piece, size in pieces if size > LARGER * usual and len(piece) >= LEAST]
    return Page(_apart(text.split("\n"), [piece for piece, _size in large]), _largest(pieces, large))


def _largest(pieces: list[tuple[str, float]], large: list[tuple[str, float]]) -> str:
    """The first lines on end in the largest letters: a heading further down may be as large as the title."""
    least = max((size for _piece, size in large), default=float("inf")) / LARGER
    runs = groupby(pieces, key=lambda one: one[1] >= least)
    return next((" ".join(piece for piece, _size in run) for is_largest, run in runs if is_largest), "")


def _apart(lines: list[str], large: list[str]) -> str:
    """The lines with an empty one between those of a heading and the others."""
    found: list[str] = []
    was_heading = False
    for line in lines:
        is_heading = any(piece in line and 2 * len(piece) >= len(line.strip()) for piece in large)
        found += ["", line] if is_heading != was_heading else [line]
        was_heading = is_heading
    return "\n".join(found)
