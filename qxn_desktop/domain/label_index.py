"""Thousands of labels (names, codes) found by a part of them or by how they are spelt.

Labels that begin with the same two letters are asked together: of a spelling, most are ruled out by
their surname. A part of a text is looked for among the labels that hold each of its signs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.pinyin import matches, matches_from, readings, remainders


class LabelIndex:
    """Labels by id. ``put`` and ``drop`` keep it up to date."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}
        self._by_start: dict[str, dict[str, set[str]]] = {}
        """Labels by their first letter and the one after it, "" where there is none."""
        self._by_char: dict[str, set[str]] = {}
        for id_, label in labels.items():
            self.put(id_, label)

    def __len__(self) -> int:
        return len(self._labels)

    def warm(self) -> None:
        """Read how all its characters are spelt, so that the first search need not."""
        for char in {char for label in self._ids for char in label if not char.isascii()}:
            readings(char)

    def put(self, id_: str, label: str) -> None:
        """Know ``id_`` under ``label``; "" takes it out."""
        self.drop(id_)
        if label:
            self._labels[id_] = label
            known = self._ids.setdefault(label, set())
            if not known:
                self._enter(label)
            known.add(id_)

    def drop(self, id_: str) -> None:
        """Forget ``id_``."""
        label = self._labels.pop(id_, "")
        if not label:
            return
        self._ids[label].discard(id_)
        if not self._ids[label]:
            del self._ids[label]
            first, second, _ = _start(label)
            self._by_start[first][second].discard(label)
            for char in set(label.lower()):
                self._by_char[char].discard(label)

    def _enter(self, label: str) -> None:
        first, second, _ = _start(label)
        self._by_start.setdefault(first, {}).setdefault(second, set()).add(label)
        for char in set(label.lower()):
            self._by_char.setdefault(char, set()).add(label)

    def exactly(self, label: str) -> list[str]:
        """Ids that are called ``label``, nothing more and nothing less."""
        return sorted(self._ids.get(label, ()))

    def find(self, text: str, most: int | None = None) -> list[str]:
        """Ids whose label holds ``text``, or is spelt by it; equal ones first, then beginnings.

        ``most``: so many are enough; a search then ends once it has them.
        """
        plain = half_width(text).strip().lower()
        if not plain:
            return []
        held = self._holding(plain)
        ordered = sorted(held, key=lambda label: (_rank(label.lower(), plain), label))
        found = self._ids_of(ordered, most)
        if plain.isascii() and plain.isalpha() and (most is None or len(found) < most):
            spelt = (label for label in self._spelt_labels(plain) if label not in held)
            if most is None:
                found = self._ids_of(
                    sorted({*held, *spelt}, key=lambda one: (_rank(one.lower(), plain), one))
                )
            else:
                found += self._ids_of(spelt, most - len(found))
        return found

    def spelt(self, letters: str) -> list[str]:
        """Ids whose label is spelt by ``letters`` (lower case) from its beginning on."""
        return self._ids_of(sorted(self._spelt_labels(letters)))

    def _ids_of(self, labels: Iterable[str], most: int | None = None) -> list[str]:
        every = (id_ for label in labels for id_ in sorted(self._ids[label]))
        return list(every if most is None else islice(every, most))

    def _holding(self, plain: str) -> set[str]:
        """Labels that hold a text: those that hold each of its signs, looked at closer."""
        sets = sorted((self._by_char.get(char, set()) for char in set(plain)), key=len)
        some = sets[0].intersection(*sets[1:])
        return some if len(plain) == 1 else {one for one in some if plain in one.lower()}

    def _spelt_labels(self, letters: str) -> Iterator[str]:
        """Labels that ``letters`` spell, by their first letters; most are ruled out by these."""
        known: dict[tuple[str, str], frozenset[str]] = {}
        for first in sorted(self._by_start):
            rests = remainders(letters, first) if first else frozenset[str]()
            seconds = self._by_start[first] if rests else {}
            for second in sorted(seconds):
                labels = seconds[second]
                if "" in rests:
                    yield from sorted(labels)
                elif second:
                    left: set[str] = set()
                    for rest in rests:
                        if (rest, second) not in known:
                            known[rest, second] = remainders(rest, second)
                        left |= known[rest, second]
                    yield from (label for label in sorted(labels) if _goes_on(left, label))


def named(text: str, label: str) -> bool:
    """Whether ``text`` is a part of ``label`` or spells its beginning; an empty one always is."""
    plain = half_width(text).strip().lower()
    if not plain or plain in label.lower():
        return True
    return plain.isascii() and plain.isalpha() and matches(plain, label)


def _start(label: str) -> tuple[str, str, int]:
    """The first two letters of ``label`` ("" for none), and where the second one ends."""
    letters = [(char, at + 1) for at, char in enumerate(label) if char.isalnum()][:2]
    if not letters:
        return "", "", 0
    return letters[0][0], letters[1][0] if len(letters) > 1 else "", letters[-1][1]


def _goes_on(rests: Collection[str], label: str) -> bool:
    """Whether one of ``rests`` spells what follows the second letter of ``label``."""
    if not rests:
        return False
    at = _start(label)[2]
    return "" in rests or any(matches_from(rest, label, at) for rest in rests)


def _rank(label: str, plain: str) -> int:
    if label == plain:
        return 0
    return 1 if label.startswith(plain) else 2
