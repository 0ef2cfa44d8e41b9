"""BM25 that grows: a new document is found at once, a removed one is gone at once.

Robertson, Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond (2009). k1 and b suit texts that are long
and whose repetitions tell; k3 lets a word that a long query repeats count more, up to a bound.

A word is a group of stems parted by spaces (`engine.groups`); a document holds all stems of its groups, and a query's
group counts as the best of its stems, so that several glosses of one word are not several words.
"""

from array import array
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

K1, B, K3 = 3.0, 0.9, 8.0
MOST = 255  # repetitions that are told apart
SMALL = 4096  # entries of a group up to which it is scored together with others
Scores = NDArray[np.float64]
Ids = NDArray[np.int64]
Mask = NDArray[np.bool_]
List = tuple["array[int]", "array[int]"]
Held = tuple[NDArray[np.int32], NDArray[np.uint8]]
Part = tuple[NDArray[np.int32], Scores]


class Field:
    """The term lists and lengths of one field; rows are those of the index that it belongs to."""

    def __init__(self) -> None:
        self.lengths = array("f")
        self.lists: dict[str, List] = {}

    def append(self, row: int, groups: Mapping[str, int]) -> None:
        """Add the next row."""
        self.lengths.append(float(sum(groups.values())))
        counts: dict[str, int] = {}
        for group, count in groups.items():
            for term in group.split(" "):
                counts[term] = counts.get(term, 0) + count
        for term, count in counts.items():
            rows, stored = self.lists.setdefault(term, (array("i"), array("B")))
            rows.append(row)
            stored.append(min(count, MOST))

    def keep(self, alive: NDArray[np.int64], moved: NDArray[np.int32]) -> None:
        """Forget dead rows; `moved` gives each living row its new number, and −1 to a dead one."""
        self.lengths = array("f", np.frombuffer(self.lengths, np.float32)[alive].tobytes())
        kept: dict[str, List] = {}
        for term, (rows, counts) in self.lists.items():
            new = moved[np.frombuffer(rows, np.int32)]
            if (new >= 0).any():
                kept[term] = (
                    array("i", new[new >= 0].tobytes()),
                    array("B", np.frombuffer(counts, np.uint8)[new >= 0].tobytes()),
                )
        self.lists = kept

    def scores(self, groups: Mapping[str, int], is_open: Mask) -> tuple[Scores, float]:
        """BM25 of every open row, 0 elsewhere, and the most that a document could reach: every word, without end.

        Frequencies and lengths are those of the open rows: others do not show through a score.
        """
        number, total = int(is_open.sum()), np.zeros(len(is_open))
        if not number:
            return total, 1.0
        norms = self._norms(is_open)
        most = np.log(1 + (number - 0.5) / 1.5) * (K1 + 1)
        small, scratch, ideal = Batch(), np.zeros(len(is_open)), 0.0
        for group, count in groups.items():
            weight = count * (K3 + 1) / (count + K3)
            ideal += weight * most
            lists = [self._list(stem) for stem in group.split(" ") if stem in self.lists]
            if sum(len(rows) for rows, _counts in lists) <= SMALL:
                small.add(lists, weight)
            else:
                _add_best([_part(one, is_open, number, norms) for one in lists], weight, scratch, total)
        total += small.scores(is_open, number, norms)
        return np.where(is_open, total, 0.0), max(ideal, 1e-9)

    def parts(self, groups: Mapping[str, int], is_open: Mask, row: int) -> dict[str, float]:
        """What each stem adds to the score of one row: the best stem of each group."""
        number, norms = int(is_open.sum()), self._norms(is_open)
        found: dict[str, float] = {}
        for group, count in groups.items():
            gains = {stem: self._gain(stem, is_open, number, norms, row) for stem in group.split(" ")}
            stem = max(gains, key=lambda one: gains[one])
            if gains[stem] > 0:
                found[stem] = found.get(stem, 0.0) + gains[stem] * count * (K3 + 1) / (count + K3)
        return found

    def rarity(self, group: str, is_open: Mask) -> float:
        """The inverse document frequency of a group's commonest stem among the open rows."""
        number = int(is_open.sum())
        found = [np.frombuffer(self.lists[stem][0], np.int32) for stem in group.split(" ") if stem in self.lists]
        return _rarity(max((int(is_open[rows].sum()) for rows in found), default=0), number)

    def _gain(self, stem: str, is_open: Mask, number: int, norms: Scores, row: int) -> float:
        if stem not in self.lists:
            return 0.0
        rows = np.frombuffer(self.lists[stem][0], np.int32)
        place = int(np.searchsorted(rows, row))  # rows are only ever added at the end
        if place == len(rows) or rows[place] != row:
            return 0.0
        held = self.lists[stem][1][place]
        return float(_rarity(int(is_open[rows].sum()), number) * held * (K1 + 1) / (held + norms[row]))

    def _norms(self, is_open: Mask) -> Scores:
        lengths = np.frombuffer(self.lengths, np.float32)
        mean = max(float(lengths[is_open].sum()) / max(int(is_open.sum()), 1), 1e-9)
        return np.asarray(K1 * (1 - B + B * lengths / mean), np.float64)

    def _list(self, stem: str) -> Held:
        rows, counts = self.lists[stem]
        return np.frombuffer(rows, np.int32), np.frombuffer(counts, np.uint8)


class Batch:
    """Groups whose stems few documents hold, scored all at once: a call of NumPy for each would cost more than the sums."""

    def __init__(self) -> None:
        self.lists: list[Held] = []
        self.groups: list[int] = []  # of each list
        self.weights: list[float] = []  # of each group

    def add(self, lists: list[Held], weight: float) -> None:
        """Add a group with the lists of its stems."""
        self.lists += lists
        self.groups += [len(self.weights)] * len(lists)
        self.weights.append(weight)

    def scores(self, is_open: Mask, number: int, norms: Scores) -> Scores:
        """The sum by row of what the best stem of each group gains there."""
        size = len(is_open)
        if not self.lists:
            return np.zeros(size)
        rows, counts = (np.concatenate(one) for one in zip(*self.lists, strict=True))
        lengths = np.array([len(one) for one, _counts in self.lists])
        own = np.repeat(np.arange(len(lengths)), lengths)
        frequencies: Scores = np.bincount(own, is_open[rows], len(lengths)).astype(np.float64)
        gains = _rarities(frequencies, number)[own] * counts * (K1 + 1) / (counts + norms[rows])
        keys = np.array(self.groups)[own] * size + rows
        order = np.argsort(keys, kind="stable")
        first = np.flatnonzero(np.diff(keys[order], prepend=-1))
        best, where = np.maximum.reduceat(gains[order], first), keys[order][first]
        sums = np.bincount(where % size, np.array(self.weights)[where // size] * best, size)
        return np.asarray(sums, np.float64)


def _part(held: Held, is_open: Mask, number: int, norms: Scores) -> Part:
    """The rows that hold a stem, with what each gains by it."""
    rows, counts = held
    return rows, _rarity(int(is_open[rows].sum()), number) * counts * (K1 + 1) / (counts + norms[rows])


def _rarities(frequencies: Scores, number: int) -> Scores:
    return np.asarray(np.log(1 + (number - frequencies + 0.5) / (frequencies + 0.5)), np.float64)


def _rarity(frequency: int, number: int) -> float:
    """The inverse document frequency of a stem that `frequency` of `number` documents hold."""
    return float(_rarities(np.array([float(frequency)]), number)[0])


def _add_best(found: list[Part], weight: float, scratch: Scores, total: Scores) -> None:
    """Add the best of a group's stems to every row; `scratch` is all zero before and after."""
    if len(found) == 1:
        rows, parts = found[0]
        total[rows] += weight * parts
        return
    for rows, parts in found:
        scratch[rows] = np.maximum(scratch[rows], parts)
    for rows, _parts in found:  # the first list that holds a row takes its best, and leaves nothing for the next
        total[rows] += weight * scratch[rows]
        scratch[rows] = 0.0


class LexicalIndex:
    """Documents by id, in rows that all fields share. Dead rows stay until half of all are dead."""

    def __init__(self, fields: Iterable[str] = ("words",)) -> None:
        self.fields = {name: Field() for name in fields}
        self.rows: dict[int, int] = {}
        self._ids = array("q")
        self._langs = array("b")
        self._alive = array("b")
        self._row_of = np.full(1024, -1, np.int32)
        self._known: list[str] = []

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, document_id: int, fields: Mapping[str, Mapping[str, int]], lang: str = "") -> None:
        """Add a document's counts, replacing an older version of it."""
        self.remove(document_id)
        row = len(self._ids)
        self.rows[document_id] = row
        self._ids.append(document_id)
        self._alive.append(1)
        self._langs.append(self._lang_code(lang))
        self._place(document_id, row)
        for name, field in self.fields.items():
            field.append(row, fields.get(name, {}))

    def _lang_code(self, lang: str) -> int:
        if lang not in self._known:
            self._known.append(lang)
        return self._known.index(lang)

    def _place(self, document_id: int, row: int) -> None:
        if document_id >= len(self._row_of):
            grown = np.full(max(2 * len(self._row_of), document_id + 1), -1, np.int32)
            grown[: len(self._row_of)] = self._row_of
            self._row_of = grown
        self._row_of[document_id] = row

    def remove(self, document_id: int) -> None:
        """Take a document out; an unknown id is fine."""
        row = self.rows.pop(document_id, None)
        if row is None:
            return
        self._alive[row] = 0
        self._row_of[document_id] = -1
        if len(self._ids) > 64 and len(self.rows) * 2 < len(self._ids):
            self._compact()

    def _compact(self) -> None:
        alive = np.flatnonzero(np.frombuffer(self._alive, np.int8))
        moved = np.full(len(self._ids), -1, np.int32)
        moved[alive] = np.arange(len(alive), dtype=np.int32)
        for field in self.fields.values():
            field.keep(alive, moved)
        self._ids = array("q", np.frombuffer(self._ids, np.int64)[alive].tobytes())
        self._langs = array("b", np.frombuffer(self._langs, np.int8)[alive].tobytes())
        self._alive = array("b", bytes([1]) * len(alive))
        self._row_of[:] = -1
        self._row_of[self.ids] = np.arange(len(alive))
        self.rows = dict(zip(self.ids.tolist(), range(len(alive)), strict=True))

    @property
    def ids(self) -> Ids:
        """The id of every row."""
        return np.array(self._ids, np.int64)

    def open_rows(self, permitted: Ids) -> Mask:
        """Which rows are alive and permitted."""
        found = np.zeros(len(self._ids), bool)
        found[self.rows_of(permitted)] = True
        return found

    def rows_of(self, ids: Ids) -> NDArray[np.int32]:
        """The rows of those ids that are known."""
        rows = self._row_of[ids[(ids >= 0) & (ids < len(self._row_of))]]
        return rows[rows >= 0]

    def languages(self, is_open: Mask) -> dict[str, NDArray[np.int64]]:
        """The open rows of each language."""
        codes = np.array(self._langs, np.int8)
        found = {lang: np.flatnonzero(is_open & (codes == code)) for code, lang in enumerate(self._known)}
        return {lang: rows for lang, rows in found.items() if len(rows)}

    def scores(self, field: str, groups: Mapping[str, int], is_open: Mask) -> tuple[Scores, float]:
        """BM25 of a field by row, and the most that could be reached."""
        return self.fields[field].scores(groups, is_open)

    def rarity(self, field: str, group: str, is_open: Mask) -> float:
        """How rare a word is in a field of the open rows, as BM25 weighs it."""
        return self.fields[field].rarity(group, is_open)

    def parts(self, field: str, groups: Mapping[str, int], is_open: Mask, document_id: int) -> dict[str, float]:
        """What each stem of a query adds to the score of one document."""
        return self.fields[field].parts(groups, is_open, self.rows[document_id])
