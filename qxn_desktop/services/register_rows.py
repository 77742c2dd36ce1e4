"""Rows of a register as cells of a sheet, for one purpose, a window of the file at a time.

A column is a field of the register, or of a row that it refers to: ``household.head_name``.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.privacy import Purpose, mask
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.register_parse import ledger_field
from qxn_desktop.domain.register_sheet import Cell, CellKind, SheetColumn
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.store.condition import Query
from qxn_desktop.store.row import Row

WINDOW = 1_000
"""Rows that are read at once."""
WIDTHS: Mapping[str, float] = {
    "integer": 8, "decimal": 10, "date": 12, "month": 9, "yesno": 8, "village": 14, "phone": 14,
    "id_number": 21, "choice": 14,
}  # fmt: skip
USUAL_WIDTH, NAME_WIDTH, LONG_WIDTH = 16, 11, 28
MOST_FOR_HEAD = 10
"""Signs that a column gets for the sake of its head."""
SHORT_TEXTS = frozenset({"group", "room", "year"})
LONG_TEXTS = frozenset({"note", "location", "measures", "description"})
"""Fields of free text that hold less or more than others do."""
KINDS: Mapping[str, CellKind] = {"integer": "integer", "decimal": "decimal", "date": "date"}

Tell = Callable[[Json], Cell]


@dataclass(frozen=True, slots=True)
class ColumnPath:
    """A column: ``field`` of the register, or of the row that its field ``via`` refers to."""

    field: FieldSpec
    via: FieldSpec | None = None

    @property
    def path(self) -> str:
        return f"{self.via.id}.{self.field.id}" if self.via else self.field.id


def column(ctx: AppContext, spec: RegisterSpec, path: str) -> ColumnPath | None:
    """The column that ``path`` names, None where the register has none such."""
    field = ledger_field(ctx.ws.schema.registers, spec, path)
    via, dot, _ = path.partition(".")
    return ColumnPath(field, spec.field(via) if dot else None) if field else None


def column_paths(ctx: AppContext, spec: RegisterSpec, paths: Sequence[str]) -> list[ColumnPath]:
    """The columns named by ``paths``; those that the register does not have are left out."""
    found = (column(ctx, spec, path) for path in paths)
    return [one for one in found if one is not None]


def sheet_columns(columns: Sequence[ColumnPath], villages: Sequence[str]) -> list[SheetColumn]:
    """The columns as a sheet has them."""
    return [_sheet_column(column.field, villages) for column in columns]


def cells(
    ctx: AppContext,
    spec: RegisterSpec,
    columns: Sequence[ColumnPath],
    keys: array[int],
    purpose: Purpose | None,
) -> Iterator[tuple[str, list[Cell]]]:
    """Each row of ``keys`` with its id; ``purpose`` None shows personal values whole."""
    teller = _Teller(ctx, columns, purpose)
    for start in range(0, len(keys), WINDOW):
        rows = [row for row in ctx.ws.at_keys(spec.id, keys[start : start + WINDOW]) if row]
        referred = teller.referred(rows)
        for row in rows:
            yield row.id, teller.tell(row, referred)


class _Teller:
    """Tells cells of rows; one function a column, made once."""

    def __init__(
        self, ctx: AppContext, columns: Sequence[ColumnPath], purpose: Purpose | None
    ) -> None:
        self._ctx = ctx
        self._columns = columns
        self._purpose = purpose
        self._villages = village_names(ctx)
        self._tells = [self._tell(column.field) for column in columns]
        self._labels: dict[str, Tell] = {}

    def referred(self, rows: Sequence[Row]) -> dict[tuple[str, str], Row]:
        """The rows that ``rows`` refer to in the columns, by register and id."""
        found = {}
        refs = {ref for c in self._columns if (ref := c.via or _ref(c.field)) is not None}
        for ref in refs:
            ids = {row.text(ref.id) for row in rows} - {""}
            query = Query(among=tuple(sorted(ids)))
            for target in self._ctx.ws.page(ref.ref, query).rows if ids else ():
                found[ref.ref, target.id] = target
        return found

    def tell(self, row: Row, referred: Mapping[tuple[str, str], Row]) -> list[Cell]:
        """The cells of a row."""
        told: list[Cell] = []
        for column, tell in zip(self._columns, self._tells, strict=True):
            source: Row | None = row
            if column.via is not None:
                source = referred.get((column.via.ref, row.text(column.via.id)))
            value = source.values.get(column.field.id) if source else None
            if value is None:
                told.append(None)
            elif column.field.type == "ref" and column.via is None:
                told.append(self._label(referred.get((column.field.ref, str(value)))))
            else:
                told.append(tell(value))
        return told

    def _label(self, target: Row | None) -> Cell:
        if target is None:
            return None
        spec = self._ctx.ws.schema.registers[target.register]
        known = spec.field(spec.label_field)
        if known is None:
            return None
        tell = self._labels.get(spec.id)
        if tell is None:
            tell = self._labels[spec.id] = self._tell(known)
        value = target.values.get(known.id)
        return tell(value) if value is not None else None

    def _tell(self, field: FieldSpec) -> Tell:
        if field.type == "village":
            return lambda value: self._villages.get(str(value), str(value))
        plain = _PLAIN.get(field.type)
        if plain is not None:
            return plain
        if self._purpose is None or (not field.mask and field.type != "text"):
            return str
        purpose = self._purpose
        return lambda value: str(mask(field, value, purpose) or "") or None


def _sheet_column(field: FieldSpec, villages: Sequence[str]) -> SheetColumn:
    title = f"{field.title}（{field.unit}）" if field.unit else field.title
    options = field.options if field.type in ("choice", "yesno") else ()
    if field.type == "yesno":
        options = ("是", "否")
    if field.type == "village":
        options = tuple(villages)
    return SheetColumn(title, KINDS.get(field.type, "text"), _sheet_width(field, title), options)


def _sheet_width(field: FieldSpec, title: str) -> float:
    """As wide as what stands in it usually is; the head takes up to three lines."""
    width = WIDTHS.get(field.type, USUAL_WIDTH)
    if field.type == "choice":
        longest = max((2 * len(option) for option in field.options), default=0)
        width = min(longest + 2, USUAL_WIDTH)
    elif field.mask == "name":
        width = NAME_WIDTH
    elif field.id in SHORT_TEXTS:
        width = WIDTHS["yesno"]
    elif field.type == "text" and (field.mask == "address" or field.id in LONG_TEXTS):
        width = LONG_WIDTH
    return max(width, min(2 * len(title) + 1, MOST_FOR_HEAD))


def _ref(field: FieldSpec) -> FieldSpec | None:
    return field if field.type == "ref" else None


def _integer(value: Json) -> Cell:
    return value if type(value) is int else str(value)


def _list(value: Json) -> Cell:
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _count(value: Json) -> Cell:
    """Of what holds photos or other values only how many are told."""
    return len(value) if isinstance(value, list | dict) else str(value)


def _decimal(value: Json) -> Cell:
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return str(value)


def _date(value: Json) -> Cell:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)


_PLAIN: Mapping[str, Tell] = {
    "integer": _integer,
    "decimal": _decimal,
    "date": _date,
    "multi": _list,
    "photo": _count,
    "json": _count,
}
