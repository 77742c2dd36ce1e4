"""Values and rows as people read them: no codes, no ids, personal values masked."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.fold import INTO
from qxn_desktop.domain.lead import CHANNEL_WORDS, LEAD_STATE_WORDS
from qxn_desktop.domain.monitor_case import STAGE_WORDS as CASE_WORDS
from qxn_desktop.domain.privacy import mask
from qxn_desktop.domain.rectification import STAGE_WORDS
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.setting_entry import entries
from qxn_desktop.store.row import HistoryEntry, Row

EMPTY = "（空）"
CODED: Mapping[str, Mapping[str, str]] = {
    "state": {**STAGE_WORDS, **LEAD_STATE_WORDS, **CASE_WORDS},
    "channel": CHANNEL_WORDS,
    "outcome": {"done": "已查", "away": "户主不在", "vacant": "长期无人居住"},
}
"""Fields that hold codes, and what people call these."""
OWNED = frozenset({"toilet", "income_sheet", "off_farm_work", "monitor_case"})
"""Registers whose rows are called by the household that they belong to."""
GONE = "（已不在）"


class ValueWords:
    """Says values of one workspace; villages' names are read once.

    ``whole``: personal values unmasked; who asks for that has logged a reason.
    """

    def __init__(self, ctx: AppContext, *, whole: bool = False) -> None:
        self._ctx = ctx
        self._whole = whole
        self._villages: Mapping[str, str] = village_names(ctx)

    def value(self, field: FieldSpec, value: Json) -> str:
        """``value`` of ``field``: a village's name, a row's label, 3 张照片, （空）."""
        if value is None or value in ("", []):
            return EMPTY
        if field.type == "village":
            return self.village(str(value))
        if field.type == "ref":
            return self._target(field, str(value))
        if field.type in ("photo", "json"):
            return _brief(value, "张照片" if field.type == "photo" else "项")
        if field.id in CODED:
            return CODED[field.id].get(str(value), str(value))
        shown = value if self._whole else mask(field, value)
        parts = shown if isinstance(shown, list) else [shown]
        return "、".join(f"{part}" for part in parts) + field.unit

    def bare(self, field: FieldSpec, value: Json) -> str:
        """``value`` as a cell under its heading: without the unit, "" when empty."""
        if value is None or value in ("", []):
            return ""
        said = self.value(field, value)
        return said.removesuffix(field.unit) if field.unit else said

    def cell(self, row: Row, field: FieldSpec) -> str:
        """What ``row`` holds in ``field``; of a checked object what people call it."""
        if field.id == "object":
            return self.object(row)
        return self.value(field, row.values.get(field.id))

    def village(self, code: str) -> str:
        """The short name of a village of the unit."""
        return self._villages.get(code, code)

    def row(self, row: Row) -> str:
        """What people call ``row``; never its id."""
        spec = self._ctx.ws.schema.registers[row.register]
        if spec.id == "check":
            return f"{self.object(row)} {row.text('date')} 的检查".strip()
        if spec.id in OWNED:
            return self._owned(row)
        if spec.id == "village":
            return self.village(row.id)
        if spec.id == "setting":
            return self._settings.get(row.id, spec.title)
        field = spec.field(spec.label_field)
        if field is not None and row.text(field.id):
            return self.value(field, row.values[field.id])
        return row.text("number") or row.text("name") or row.text("title") or spec.title

    @cached_property
    def _settings(self) -> Mapping[str, str]:
        return {entry.key: entry.title for entry in entries(self._ctx)}

    def object(self, check: Row) -> str:
        """What people call the object of a check or problem; its village where it is gone."""
        register = check.text("object_register")
        known = register in self._ctx.ws.schema.registers
        found = self._ctx.ws.get(register, check.text("object")) if known else None
        return self.row(found) if found else self.village(check.text("village"))

    def _owned(self, row: Row) -> str:
        """Whose it is, and what it is called itself."""
        spec = self._ctx.ws.schema.registers[row.register]
        owner = self._ctx.ws.get("household", row.text("household"))
        whose = self.row(owner) if owner else ""
        return " ".join(filter(None, (whose, row.text(spec.label_field)))) or spec.title

    def _target(self, field: FieldSpec, id_: str) -> str:
        found = self._ctx.ws.get(field.ref, id_) if field.ref else None
        return self.row(found) if found else GONE


def removal_words(entry: HistoryEntry) -> str:
    """What an entry of the history about the row's being there says."""
    if str(entry.new).startswith(INTO):
        return "并入另一条"
    return "删除" if entry.new == "是" else "恢复"


def _brief(value: Json, unit: str) -> str:
    """What can be said of a value that holds others: how many."""
    if isinstance(value, dict | list):
        return f"{len(value)} {unit}"
    return str(value)
