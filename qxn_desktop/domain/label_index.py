"""Thousands of labels (names, codes) found by a part of them or by how they are spelt.

Labels that begin with the same character are asked together: of a spelling, most are ruled out by
their surname. Measured: 34,000 names in 15 ms by initials, 4 ms by characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.pinyin import matches, matches_from, readings, remainders


class LabelIndex:
    """Labels by id. ``put`` and ``drop`` keep it up to date."""

    def __init__(self, labels: Mapping[str, str]) -> None:
        self._labels: dict[str, str] = {}
        self._ids: dict[str, set[str]] = {}
        self._by_first: dict[str, set[str]] = {}
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
            self._ids.setdefault(label, set()).add(id_)
            self._by_first.setdefault(_first(label)[0], set()).add(label)

    def drop(self, id_: str) -> None:
        """Forget ``id_``."""
        label = self._labels.pop(id_, "")
        if not label:
            return
        self._ids[label].discard(id_)
        if not self._ids[label]:
            del self._ids[label]
            self._by_first[_first(label)[0]].discard(label)

    def exactly(self, label: str) -> list[str]:
        """Ids that are called ``label``, nothing more and nothing less."""
        return sorted(self._ids.get(label, ()))

    def find(self, text: str) -> list[str]:
        """Ids whose label holds ``text``, or is spelt by it; equal ones first, then beginnings."""
        plain = half_width(text).strip().lower()
        if not plain:
            return []
        found = self._holding(plain)
        if plain.isascii() and plain.isalpha():
            found |= self._spelt(plain)
        ordered = sorted(found, key=lambda label: (_rank(label.lower(), plain), label))
        return [id_ for label in ordered for id_ in sorted(self._ids[label])]

    def spelt(self, letters: str) -> list[str]:
        """Ids whose label is spelt by ``letters`` (lower case) from its beginning on."""
        return [id_ for label in sorted(self._spelt(letters)) for id_ in sorted(self._ids[label])]

    def _holding(self, plain: str) -> set[str]:
        return {label for label in self._ids if plain in label.lower()}

    def _spelt(self, letters: str) -> set[str]:
        return set(self._spelt_labels(letters))

    def _spelt_labels(self, letters: str) -> Iterator[str]:
        for first, labels in self._by_first.items():
            rests = remainders(letters, first) if first else ()
            if "" in rests:
                yield from labels
            elif rests:
                for label in labels:
                    at = _first(label)[1]
                    if any(matches_from(rest, label, at) for rest in rests):
                        yield label


def named(text: str, label: str) -> bool:
    """Whether ``text`` is a part of ``label`` or spells its beginning; an empty one always is."""
    plain = half_width(text).strip().lower()
    if not plain or plain in label.lower():
        return True
    return plain.isascii() and plain.isalpha() and matches(plain, label)


def _first(label: str) -> tuple[str, int]:
    """The first letter of ``label`` and where it ends; ("", 0) when it has none."""
    for at, char in enumerate(label):
        if char.isalnum():
            return char, at + 1
    return "", 0


def _rank(label: str, plain: str) -> int:
    if label == plain:
        return 0
    return 1 if label.startswith(plain) else 2
