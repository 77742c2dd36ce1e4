"""账账相符: one register beside another system's sheet, as a person reads it.

Nobody is right by itself: what differs is shown, a person decides which book to correct.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    """What became of a line."""

    DIFFERENT = "different"
    ONLY_THERE = "only_there"
    ONLY_HERE = "only_here"
    UNREAD = "unread"

    @property
    def words(self) -> str:
        return KIND_WORDS[self]


KIND_WORDS = {
    Kind.DIFFERENT: "不一致",
    Kind.ONLY_HERE: "只在本台账",
    Kind.ONLY_THERE: "只在对方表",
    Kind.UNREAD: "没有比成",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row that both hold, as words; "" where a side has nothing."""

    field: str
    title: str
    here: str
    there: str

    @property
    def words(self) -> str:
        """The field and both sides: 户类型：本台账“脱贫户”，对方“一般农户”."""
        here = f"本台账“{self.here}”" if self.here else "本台账没填"
        there = f"对方“{self.there}”" if self.there else "对方没填"
        return f"{self.title}：{here}，{there}"


@dataclass(frozen=True, slots=True)
class CompareLine:
    """One row or line. ``row``: the register's, "" where it is only there.

    ``number``: the line of the sheet (from 1), 0 where it is only here. ``remark``: why it could
    not be compared.
    """

    kind: Kind
    row: str
    number: int
    village: str
    village_name: str
    label: str
    differences: tuple[Difference, ...] = ()
    remark: str = ""

    @property
    def words(self) -> str:
        """What is to be said of it in one line."""
        if self.kind is Kind.DIFFERENT:
            return "；".join(one.words for one in self.differences)
        if self.kind is Kind.ONLY_HERE:
            return "本台账有，对方表里没有。"
        if self.kind is Kind.ONLY_THERE:
            return f"对方表第{self.number}行有，本台账里没有。"
        return f"对方表第{self.number}行：{self.remark}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A register beside a sheet. ``equal``: rows that both hold alike.

    ``fields`` are the titles of the columns that were compared, ``left`` the headings that were
    not. ``scope`` says which rows of the register were looked for.
    """

    register: str
    title: str
    file: str
    sheet: str
    day: date
    equal: int
    lines: tuple[CompareLine, ...]
    fields: tuple[str, ...]
    left: tuple[str, ...]
    scope: str

    @property
    def counts(self) -> Mapping[Kind, int]:
        return Counter(line.kind for line in self.lines)

    @property
    def agrees(self) -> bool:
        """Whether both books say the same."""
        return not self.lines
