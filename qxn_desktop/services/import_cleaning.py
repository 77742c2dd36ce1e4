"""The cells of a sheet brought to the values of their fields, column by column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.cell_value import CellValue, cell_text
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.column_cleaner import CleanColumn, ColumnCleaner, Resolve
from qxn_desktop.domain.division import Level
from qxn_desktop.domain.division_search import match_villages
from qxn_desktop.domain.heading_match import OWNER, TOWNSHIP, ColumnMatch
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.services import record_input
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_layout import Layout

BETWEEN = "\0"
"""Between the township and the village of a line, while they are read as one."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line; ``column`` (from 0) is -1 when it is no cell's.

    ``candidates`` are ids of the rows that it may be about.
    """

    column: int
    title: str
    code: str
    message: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cleaned:
    """The values of a sheet: ``own`` of its rows, ``owner`` of their households, by field.

    ``faults`` and ``notes`` by position among the data rows.
    """

    layout: Layout
    own: dict[str, CleanColumn] = field(default_factory=dict)
    owner: dict[str, CleanColumn] = field(default_factory=dict)
    faults: dict[int, list[LineFault]] = field(default_factory=dict)
    notes: dict[int, list[tuple[int, str]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many data rows there are."""
        return len(self.layout.rows)

    def column_of(self, target: str) -> ColumnMatch | None:
        """The column that fills ``target``."""
        return next((one for one in self.layout.mapped if one.target == target), None)


def clean_sheet(ctx: AppContext, layout: Layout, progress: Progress = SILENT) -> Cleaned:
    """All mapped columns of a sheet.

    Raises:
        Cancelled: the user took it back.
    """
    cleaned = Cleaned(layout)
    cells = _columns(layout)
    for done, one in enumerate(layout.mapped):
        progress.report(done, len(layout.mapped), f"正在核对“{one.title}”")
        if one.target != TOWNSHIP.id:
            _clean_column(ctx, cleaned, one, cells)
    for name, value in layout.constants.items():
        cleaned.own.setdefault(name, CleanColumn([value] * cleaned.size, {}, {}))
    return cleaned


def _columns(layout: Layout) -> dict[int, Sequence[CellValue]]:
    """The cells of the mapped columns, by column; what is merged downwards is filled down."""
    rows, width = layout.sheet.rows, len(layout.header.titles)
    chosen = [rows[at] for at in layout.rows]
    if any(len(row) != width for row in chosen):
        chosen = [[*row[:width], *[""] * (width - len(row))] for row in chosen]
    by_column = list(zip(*chosen, strict=True)) if chosen else [()] * width
    found: dict[int, Sequence[CellValue]] = {
        one.column: by_column[one.column] for one in layout.mapped
    }
    places = {row: at for at, row in enumerate(layout.rows)} if layout.sheet.merged else {}
    for top, left, bottom, right in layout.sheet.merged:
        if bottom > top and left == right and left in found and top in places:
            filled = list(found[left])
            for row in range(top + 1, bottom + 1):
                if row in places and filled[places[row]] in ("", None):
                    filled[places[row]] = filled[places[top]]
            found[left] = filled
    return found


def _clean_column(
    ctx: AppContext,
    cleaned: Cleaned,
    one: ColumnMatch,
    cells: dict[int, Sequence[CellValue]],
) -> None:
    register = cleaned.layout.register
    owned = one.target.startswith(f"{OWNER}.")
    spec = ctx.ws.schema.registers[OWNER] if owned else register
    name = one.target.removeprefix(f"{OWNER}.")
    known = spec.field(name) or FieldSpec(name, one.title, "text")
    by_place = None
    if spec.identity == "code" and name in (spec.label_field, "id"):
        known = by_place = FieldSpec(name, one.title, "village")
    column = cells[one.column]
    township = cleaned.column_of(TOWNSHIP.id)
    if known.type == "village" and township is not None:
        places = zip(cells[township.column], column, strict=True)
        column = [
            f"{cell_text(town)}{BETWEEN}{cell_text(village)}" if village else ""
            for town, village in places
        ]
    cleaner = ColumnCleaner(known, ctx.today, _resolver(ctx, spec, known), opposite=one.opposite)
    made = cleaner.column(column)
    if known is by_place:
        name = "id"
        if "id" in cleaned.own:
            return
    (cleaned.owner if owned else cleaned.own)[name] = made
    for at, problem in made.problems.items():
        fault = LineFault(one.column, one.title, problem.code, problem.message)
        cleaned.faults.setdefault(at, []).append(fault)
    for at, note in made.notes.items():
        cleaned.notes.setdefault(at, []).append((one.column, note))


def _resolver(ctx: AppContext, spec: RegisterSpec, known: FieldSpec) -> Resolve | None:
    if known.type == "village":
        return partial(_village, ctx, known)
    if known.type == "ref":
        return partial(_referred, ctx, spec, known)
    return None


def _village(ctx: AppContext, known: FieldSpec, text: str) -> str | Problem:
    """The code of a village of this unit, by name or code, within its township where that stands.

    A line of another township is no village of this unit, whatever it is called.
    """
    town, between, village = text.rpartition(BETWEEN)
    if between and tidy(town):
        return _village_of_township(ctx, known, half_width(town), village)
    return record_input.resolve_village(ctx, known, village)


def _village_of_township(
    ctx: AppContext, known: FieldSpec, town: str, village: str
) -> str | Problem:
    inside = {unit.code for unit in (ctx.unit, *ctx.divisions.ancestors(ctx.ws.unit))}
    units = [
        unit
        for unit in ctx.divisions
        if unit.level is Level.TOWNSHIP
        and (unit.code in inside or ctx.divisions.contains(ctx.ws.unit, unit.code))
    ]
    named = [unit for unit in units if town in (unit.name, unit.code) or _stem(unit.name) == town]
    if not named:
        message = f"{known.title}：这一行是“{town[:20]}”的，不属于{ctx.unit.name}，没有导入。"
        return Problem(known.id, "E-IMP-025", message)
    found = match_villages(ctx.divisions, named[0].code, village) if len(named) == 1 else ()
    if len(found) == 1:
        return found[0].code
    return record_input.resolve_village(ctx, known, village)


def _stem(name: str) -> str:
    return name.removesuffix("街道").removesuffix("镇").removesuffix("乡")


def _referred(ctx: AppContext, spec: RegisterSpec, known: FieldSpec, text: str) -> str | Problem:
    """The one row that a number or a name means; where it lies is looked at later."""
    return record_input.resolve_ref(ctx, replace(spec, village_field=""), known, {known.id: text})
