"""The funding mix of a project: what is committed and negotiated by source, and the gap. Pure, in minor units of one currency.

The gap is the cost without what is committed; of the gap, a part may be negotiated and the rest is open. What is committed,
negotiated and open adds up to the cost, and the shares of all of them to exactly 100 %.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from matchmaker.deals.money.royalty import WHOLE_BP
from matchmaker.deals.money.shares import shares_of
from matchmaker.vocabularies import terms

COMMITTED, NEGOTIATED = "committed", "negotiated"
PUBLIC = frozenset({"budget", "state_grant"})


class Line(Protocol):
    """What a row of funding tells."""

    @property
    def source(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def amount_minor(self) -> int: ...


@dataclass(frozen=True)
class Part:
    """The money of one source, with its shares of the cost in basis points."""

    source: str
    committed_minor: int
    negotiated_minor: int
    committed_bp: int
    negotiated_bp: int


@dataclass(frozen=True)
class Mix:
    """Who pays a project, in the order of the vocabulary. `open_minor`: neither committed nor negotiated."""

    cost_minor: int
    parts: tuple[Part, ...]
    open_minor: int
    open_bp: int

    @property
    def committed_minor(self) -> int:
        """What is promised for certain."""
        return sum(part.committed_minor for part in self.parts)

    @property
    def negotiated_minor(self) -> int:
        """What is talked about."""
        return sum(part.negotiated_minor for part in self.parts)

    @property
    def gap_minor(self) -> int:
        """What is not promised yet."""
        return max(0, self.cost_minor - self.committed_minor)

    @property
    def committed_bp(self) -> int:
        """The promised share of the cost."""
        return sum(part.committed_bp for part in self.parts)

    @property
    def negotiated_bp(self) -> int:
        """The share that is talked about."""
        return sum(part.negotiated_bp for part in self.parts)

    @property
    def gap_bp(self) -> int:
        """The share that is not promised yet."""
        return self.negotiated_bp + self.open_bp


def mix_of(cost_minor: int, lines: Iterable[Line]) -> Mix:
    """The mix of a project that costs so much."""
    sums: dict[str, list[int]] = {}
    for line in lines:
        sums.setdefault(line.source, [0, 0])[line.state == NEGOTIATED] += line.amount_minor
    sources = sorted(sums, key=_place)
    amounts = [amount for source in sources for amount in sums[source]]
    amounts.append(max(0, cost_minor - sum(amounts)))
    shares = shares_of(amounts)
    parts = tuple(_part(source, amounts[2 * place :], shares[2 * place :]) for place, source in enumerate(sources))
    return Mix(cost_minor, parts, amounts[-1], shares[-1])


def _place(source: str) -> tuple[int, str]:
    known = list(terms("funding_sources"))
    return (known.index(source) if source in known else len(known), source)


def _part(source: str, amounts: Sequence[int], shares: Sequence[int]) -> Part:
    return Part(source, amounts[0], amounts[1], shares[0], shares[1])


@dataclass(frozen=True)
class Total:
    """The projects of one currency together."""

    currency: str
    number: int
    cost_minor: int
    committed_minor: int
    negotiated_minor: int
    gap_minor: int


def totals_of(mixes: Iterable[tuple[str, Mix]]) -> list[Total]:
    """Sums by currency, never mixed, the currencies in order."""
    found: dict[str, list[Mix]] = {}
    for currency, mix in mixes:
        found.setdefault(currency, []).append(mix)
    return [_total(currency, found[currency]) for currency in sorted(found)]


def _total(currency: str, mixes: Sequence[Mix]) -> Total:
    return Total(
        currency=currency,
        number=len(mixes),
        cost_minor=sum(mix.cost_minor for mix in mixes),
        committed_minor=sum(mix.committed_minor for mix in mixes),
        negotiated_minor=sum(mix.negotiated_minor for mix in mixes),
        gap_minor=sum(mix.gap_minor for mix in mixes),
    )


def segments(mix: Mix) -> list[tuple[float, float, str, str]]:
    """The stacked bar: begin and width in percent, source and state; what nobody has promised or discussed is `open`."""
    widths = [(part.source, COMMITTED, part.committed_bp) for part in mix.parts]
    widths += [(part.source, NEGOTIATED, part.negotiated_bp) for part in mix.parts]
    found, begins = list[tuple[float, float, str, str]](), 0
    for source, state, width in [*widths, ("", "open", mix.open_bp)]:
        if width:
            found.append((begins / 100, width / 100, source, state))
        begins += width
    assert begins in (0, WHOLE_BP)
    return found
