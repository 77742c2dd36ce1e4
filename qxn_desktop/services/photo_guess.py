"""Which object a photo shows, by the name of its file or folder: 板万村 韦国明 厕所.jpg.

Only where the name says exactly one; it is a proposal, which a person confirms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.search import HEAD, Hit, hit_of
from qxn_desktop.store.row import Row

SHORTEST, LONGEST = 2, 16
"""Signs of a name that is looked for within another."""
SHORTEST_CODE = 4
RUNS = re.compile(r"[^\x00-\x7f]+")
WORDS = re.compile(r"[\s_,，、（）()]+")
VILLAGE = "village"
VILLAGE_ENDINGS = ("社区", "村")
TOILET = "厕"


class Guess:
    """Guesses of one reading, no longer; each name is looked at once."""

    def __init__(self, ctx: AppContext) -> None:
        self._ctx = ctx
        self._villages = village_names(ctx)
        registers = ctx.ws.schema.registers.values()
        self._indexes = {
            spec.id: labels(ctx, spec.id)
            for spec in registers
            if spec.label_field and spec.village_field and not spec.internal and spec.id != VILLAGE
        }
        self._known: dict[tuple[str, ...], Hit | None] = {}

    def object(self, names: Sequence[str]) -> Hit | None:
        """The one object that ``names`` say: the file's name, then its folders' from the nearest.

        The nearest name that says any decides; the villages may be said by another.
        """
        key = tuple(names)
        if key not in self._known:
            row = self._meant(key)
            self._known[key] = hit_of(self._ctx, row) if row is not None else None
        return self._known[key]

    def _meant(self, names: tuple[str, ...]) -> Row | None:
        villages = {code for name in names for code in self._villages_in(name)}
        for name in names:
            rows = self._rows_in(name, villages)
            if rows:
                return self._toilet(rows[0], names) if len(rows) == 1 else None
        return self._ctx.ws.get(VILLAGE, *villages) if len(villages) == 1 else None

    def _villages_in(self, name: str) -> set[str]:
        found = {
            code: said for code, title in self._villages.items() if (said := _said(title, name))
        }
        longer = {
            code for code, said in found.items() for one in found.values() if said in one[:-1]
        }
        return set(found) - longer

    def _rows_in(self, name: str, villages: set[str]) -> list[Row]:
        """The rows whose label ``name`` holds, the longest labels only, in ``villages`` if any."""
        for title in sorted(self._villages.values(), key=len, reverse=True):
            name = name.replace(title, " ")
        found: list[Row] = []
        left = name
        for part in _parts(name):
            rows = [row for row in self._called(part) if _fits(row, villages)]
            if rows and part in left:
                left = left.replace(part, " ")  # a shorter name within it is not meant
                found += rows
        return found

    def _called(self, label: str) -> Iterator[Row]:
        for register, index in self._indexes.items():
            for id_ in index.exactly(label):
                row = self._ctx.ws.get(register, id_)
                if row is not None and row.text("relation") != HEAD:  # a head is the household
                    yield row

    def _toilet(self, row: Row, names: Sequence[str]) -> Row:
        """The toilet of a household where the name speaks of one."""
        if row.register == "household" and any(TOILET in name for name in names):
            toilets = self._ctx.ws.select("toilet", {"household": row.id})
            if len(toilets) == 1:
                return toilets[0]
        return row


def _fits(row: Row, villages: set[str]) -> bool:
    return not villages or row.text("village") in villages


def _said(title: str, name: str) -> str:
    """What of a village's name stands in ``name``: the whole, or all but 村; "" for nothing."""
    if title in name:
        return title
    bare = next((title.removesuffix(end) for end in VILLAGE_ENDINGS if title.endswith(end)), title)
    return bare if len(bare) >= SHORTEST and bare in name else ""


def _parts(name: str) -> Iterator[str]:
    """Parts of a name that may be somebody's or a code, the longest first."""
    parts = {word for word in (name, *WORDS.split(name)) if len(word) >= SHORTEST_CODE}
    for run in RUNS.findall(name):
        for length in range(SHORTEST, min(LONGEST, len(run)) + 1):
            parts |= {run[at : at + length] for at in range(len(run) - length + 1)}
    yield from sorted(parts, key=lambda part: (-len(part), part))
