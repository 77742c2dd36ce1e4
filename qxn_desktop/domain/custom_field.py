"""Columns that users add to registers without a program's change: rows of ``custom_field``.

The row's id follows from register, title and type, and the column's id from the row's: two
machines that add the same column before they meet hold one. A retired column, and one that a row
describes wrongly, is no column: what was filled in it is kept as of an unknown field.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.ids import hashed_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import tidy
from qxn_desktop.domain.register import FieldSpec, FieldType, RegisterSpec

REGISTER: Final = "custom_field"
SECTION: Final = "自定义列"
TYPE_WORDS: Final[Mapping[FieldType, str]] = {
    "text": "文字",
    "integer": "整数",
    "decimal": "小数",
    "date": "日期",
    "month": "年月",
    "choice": "单选",
    "multi": "多选",
    "yesno": "是或否",
    "phone": "电话",
}
"""Types that a user may choose, and what they are called."""
CHOOSING: Final = ("choice", "multi")
MEASURED: Final = ("integer", "decimal")
LONGEST_TITLE, LONGEST_UNIT = 20, 8
MOST_OPTIONS = 30
MOST_COLUMNS = 40
"""Of one register: a table with more is somebody's spreadsheet (默认)."""


@dataclass(frozen=True, slots=True)
class CustomField:
    """One such column as its row says. ``id`` is the row's."""

    id: str
    register: str
    title: str
    type: FieldType
    options: tuple[str, ...] = ()
    unit: str = ""
    retired: bool = False

    @property
    def key(self) -> str:
        """The column's id."""
        return f"x_{self.id[:12]}"

    @property
    def spec(self) -> FieldSpec:
        return FieldSpec(
            self.key, self.title, self.type,
            options=self.options, unit=self.unit, section=SECTION, source="本单位自定义",
            mask="phone" if self.type == "phone" else "",
        )  # fmt: skip

    def to_row(self) -> dict[str, Json]:
        """The values of its row; nothing where nothing is meant."""
        row: dict[str, Json] = {"register": self.register, "title": self.title, "type": self.type}
        if self.options:
            row["options"] = list(self.options)
        if self.unit:
            row["unit"] = self.unit
        return row


def described(
    register: str, title: str, type_: FieldType, options: Iterable[str] = (), unit: str = ""
) -> CustomField:
    """A new column as a user described it."""
    name, chosen = tidy(title), tuple(filter(None, map(tidy, options)))
    id_ = hashed_id(REGISTER, register, name, type_)
    return CustomField(id_, register, name, type_, chosen, tidy(unit))


def faults(
    made: CustomField, register: RegisterSpec, present: Iterable[CustomField]
) -> Iterator[Problem]:
    """What is wrong with a new column of ``register``; ``present`` are those added before."""
    taken = {one.title for one in register.fields}
    others = [one for one in present if one.register == register.id]
    if not made.title or len(made.title) > LONGEST_TITLE:
        yield Problem("title", "E-REG-160", f"请填列名，最多{LONGEST_TITLE}字。")
    elif made.title in taken:
        yield Problem("title", "E-REG-161", f"{register.title}已有“{made.title}”这一列，不用再加。")
    elif any(one.retired and one.title == made.title for one in others):
        message = f"“{made.title}”停用过，请恢复那一列，以前填的还在。"
        yield Problem("title", "E-REG-162", message)
    if made.type not in TYPE_WORDS:
        listed = "、".join(TYPE_WORDS.values())
        yield Problem("type", "E-REG-163", f"自定义列可以填：{listed}。")
    if made.type in CHOOSING and not 2 <= len(set(made.options)) == len(made.options):
        yield Problem("options", "E-REG-164", "请写至少两个选项，不要重复，用顿号隔开。")
    elif made.type not in CHOOSING and made.options:
        yield Problem("options", "E-REG-165", "只有单选、多选才写选项。")
    elif len(made.options) > MOST_OPTIONS:
        yield Problem("options", "E-REG-166", f"选项最多{MOST_OPTIONS}个，请合并一些。")
    if made.unit and (made.type not in MEASURED or len(made.unit) > LONGEST_UNIT):
        yield Problem("unit", "E-REG-167", f"只有整数、小数才写单位，最多{LONGEST_UNIT}字。")
    if len(others) >= MOST_COLUMNS:
        yield Problem("", "E-REG-168", f"一本台账最多加{MOST_COLUMNS}列。")


def read_custom_field(id_: str, values: Mapping[str, Json]) -> CustomField | None:
    """The column that a row describes, whoever wrote it; None where it describes none."""
    texts = [values.get(key) for key in ("register", "title", "type")]
    type_ = next((one for one in TYPE_WORDS if one == texts[2]), None)
    options = values.get("options") or []
    if type_ is None or not all(isinstance(one, str) and one for one in texts):
        return None
    if not isinstance(options, list) or not all(isinstance(one, str) and one for one in options):
        return None
    chosen = tuple(dict.fromkeys(str(one) for one in options))
    unit = values.get("unit")
    if (type_ in CHOOSING) != bool(chosen):
        return None
    return CustomField(
        id_, str(texts[0]), str(texts[1]), type_, chosen,
        unit if isinstance(unit, str) else "", values.get("retired") == "是",
    )  # fmt: skip


def extended(
    registers: Mapping[str, RegisterSpec], fields: Iterable[CustomField]
) -> dict[str, RegisterSpec]:
    """``registers`` with these columns at their ends, in the order of ids on every machine."""
    found = dict(registers)
    for one in sorted(fields, key=lambda field: field.id):
        spec = found.get(one.register)
        usable = spec is not None and not spec.internal and spec.field(one.key) is None
        if spec is not None and usable and not one.retired:
            found[spec.id] = replace(spec, fields=(*spec.fields, one.spec))
    return found
