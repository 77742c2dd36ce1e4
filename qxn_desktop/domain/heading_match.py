"""Which column of a sheet is which field: by name and synonym; what is only similar is proposed.

A sheet of a register whose rows belong to a household (toilets, members) may also carry the
household's own columns: their targets are written ``household.phone``.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from qxn_desktop.domain.character import half_width
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.sheet_header import JOIN, heading_key, without_unit

OWNER, VILLAGE = "household", "village"
"""The register that other rows belong to, and the name of the field that says to which."""
ROW_ID = FieldSpec("id", "记录编号", "text")
TOWNSHIP = FieldSpec("township", "乡镇", "text")
"""Columns that fill no field: the row's own id, and which township the village lies in."""
TOWNSHIP_NAMES = (
    "乡",
    "镇",
    "乡(镇)",
    "乡(镇、街道)",
    "乡镇(街道)",
    "乡镇街道",
    "所在乡镇",
    "乡镇名称",
)
CUTOFF = 0.7
"""How like a heading has to be to a name to be proposed (默认)."""
NOT_TYPED = ("photo", "json")
COUNTS = frozenset({"序号", "序", "编号序号", "no", "№"})
"""Headings of columns that just number the rows."""
IGNORED = COUNTS | {"导入问题"}

_BRACKET = re.compile(r"（([^（）]*)）\Z")
_HARMLESS = frozenset({"必填", "选填", "是/否", "是或否", "可多选", "单选", "多选", "下拉选择"})
_GENERAL = re.compile(r"(.{0,4}?)(基本)?(信息|情况|资料)\Z")


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may fill. ``owner``: of the household, not of the row itself."""

    field: FieldSpec
    owner: bool = False

    @property
    def key(self) -> str:
        """``phone``, or ``household.phone`` for the household's."""
        return f"{OWNER}.{self.field.id}" if self.owner else self.field.id

    @property
    def title(self) -> str:
        """What people call it."""
        return f"农户的{self.field.title}" if self.owner else self.field.title


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column (from 0), its heading, and the target proposed ("": none).

    ``sure``: by name or synonym; else only similar, and a person has to agree. ``remark`` says
    why in Chinese. ``opposite``: under this heading 是 means 否.
    """

    column: int
    title: str
    target: str = ""
    sure: bool = False
    remark: str = ""
    opposite: bool = False


class Headings:
    """The names that the targets of one register go by."""

    def __init__(self, spec: RegisterSpec, owner: RegisterSpec | None) -> None:
        self.spec = spec
        self.targets: dict[str, Target] = {t.key: t for t in _targets(spec, owner)}
        self._names: dict[str, tuple[str, bool]] = {}
        for at in range(3):
            for target in self.targets.values():
                for name, opposite in _names(target, at):
                    self._names.setdefault(heading_key(name), (target.key, opposite))
        village = owner.field(VILLAGE) if owner is not None else None
        if village is not None and VILLAGE in self.targets:
            for name in (village.title, *village.synonyms):
                self._names.setdefault(heading_key(name), (VILLAGE, False))

    def knows(self, title: str) -> bool:
        """Whether a heading names one of the targets for sure."""
        return heading_key(title) in IGNORED or self._named(title) is not None

    def match(self, titles: Sequence[str]) -> tuple[ColumnMatch, ...]:
        """What each heading is; a target goes to one column only, the better one."""
        found = [self._match(column, title) for column, title in enumerate(titles) if title]
        taken: dict[str, ColumnMatch] = {}
        for one in sorted(found, key=lambda one: (not one.sure, one.column)):
            if one.target:
                taken.setdefault(one.target, one)
        return tuple(_alone(one, taken) for one in found)

    def _match(self, column: int, title: str) -> ColumnMatch:
        key = heading_key(title)
        if key in IGNORED:
            return ColumnMatch(column, title, remark="序号不用导入")
        named = self._named(title)
        if named is not None:
            return ColumnMatch(column, title, named[0], sure=True, opposite=named[1])
        like = self._similar(key)
        if like is None:
            return ColumnMatch(column, title, remark="没有对应的字段")
        target, opposite = self._names[like]
        remark = f"只是相像（{self.targets[target].title}），请核对"
        return ColumnMatch(column, title, target, remark=remark, opposite=opposite)

    def _named(self, title: str) -> tuple[str, bool] | None:
        for key in _spellings(heading_key(title)):
            named = self._names.get(key)
            if named is not None:
                return named
        key = heading_key(title)
        bracket = _BRACKET.search(key)
        named = self._names.get(without_unit(key)) if bracket else None
        if bracket is None or named is None:
            return None
        unit = heading_key(self.targets[named[0]].field.unit)
        return named if bracket[1] in _HARMLESS or bracket[1] == unit else None

    def _similar(self, key: str) -> str | None:
        last = key.rpartition(JOIN)[2]
        for text in (key, without_unit(key), last):
            if text in self._names:
                return text
        close = difflib.get_close_matches(key, self._names, n=1, cutoff=CUTOFF)
        return close[0] if close else None


def _targets(spec: RegisterSpec, owner: RegisterSpec | None) -> Iterator[Target]:
    yield Target(ROW_ID)
    if spec.field(VILLAGE) is not None or spec.village_field == "id":
        yield Target(TOWNSHIP)
    yield from (Target(field) for field in spec.fields if _is_typed(field))
    if owner is not None and owner.id != spec.id and spec.field(OWNER) is not None:
        village = spec.field(VILLAGE) is not None
        for field in owner.fields:
            if _is_typed(field) and not (field.id == VILLAGE and village):
                yield Target(field, owner=True)


def _is_typed(field: FieldSpec) -> bool:
    return not field.derived and field.type not in NOT_TYPED


def _names(target: Target, at: int) -> Iterator[tuple[str, bool]]:
    """The names of a target: its own first, then synonyms, then those shared with the owner.

    A reference to the household is found by what the household itself is called.
    """
    field = target.field
    if at == 0:
        yield target.key, False
        yield from () if target.owner else ((field.title, False),)
        yield target.title, False
    elif field.id == OWNER:
        return
    elif at == 1:
        yield from () if target.owner else _synonyms(field)
    elif at == 2:
        yield field.title, False
        yield from _synonyms(field)


def _synonyms(field: FieldSpec) -> Iterator[tuple[str, bool]]:
    if field is TOWNSHIP:
        yield from ((name, False) for name in TOWNSHIP_NAMES)
    yield from ((name, False) for name in field.synonyms)
    yield from ((name, True) for name in field.opposites)


def _spellings(key: str) -> Iterable[str]:
    """A heading of two rows, the ways its parts are put together elsewhere."""
    yield key
    group, sign, last = key.rpartition(JOIN)
    if not sign:
        return
    yield group + last
    yield f"{last}（{group}）"
    general = _GENERAL.match(group)
    if general:
        yield general[1] + last
        yield last


def _alone(one: ColumnMatch, taken: Mapping[str, ColumnMatch]) -> ColumnMatch:
    first = taken.get(one.target)
    if not one.target or first is None or first.column == one.column:
        return one
    return replace(
        one, target="", sure=False, opposite=False, remark=f"和“{first.title}”一列重复，没有取"
    )


def plain_title(title: str) -> str:
    """A heading as it is remembered: by its letters alone."""
    return half_width(title).lower()
