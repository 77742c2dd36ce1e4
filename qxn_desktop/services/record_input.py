"""A row as a clerk types it, joined to the workspace: villages by name, references by number.

Nothing is written here; every fault is a ``Problem``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qxn_desktop.common.errors import Problem
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.character import half_width, tidy
from qxn_desktop.domain.division_search import match_villages
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.row_identity import official_number
from qxn_desktop.domain.row_input import clean_row
from qxn_desktop.services.context import AppContext
from qxn_desktop.store.row import Row

Found = tuple[dict[str, Json], list[Problem]]
NAMED = 3
"""How many of several rows are named in a message."""


def read_values(ctx: AppContext, spec: RegisterSpec, raw: Mapping[str, Json]) -> Found:
    """The canonical values of ``raw``, and all that is wrong with them.

    A village may be given by its name, a referred row by its number or label, where only one fits.
    """
    problems: list[Problem] = []
    given = dict(raw)
    for field in spec.fields:
        if field.type == "village" and _is_given(given.get(field.id)):
            _join(given, problems, field, resolve_village(ctx, field, given[field.id]))
    for field in spec.fields:
        if field.type == "ref" and _is_given(given.get(field.id)):
            _join(given, problems, field, resolve_ref(ctx, spec, field, given))
    values, faults = clean_row(spec, given, ctx.today)
    return values, problems + faults


def inherited(ctx: AppContext, spec: RegisterSpec, values: dict[str, Json]) -> dict[str, Json]:
    """``values`` with the village of the row they refer to, where they name none themselves."""
    field = spec.field(spec.village_field)
    if field is None or values.get(field.id) is not None:
        return values
    for ref in spec.fields:
        target = values.get(ref.id)
        row = ctx.ws.get(ref.ref, target) if ref.type == "ref" and isinstance(target, str) else None
        village = row.values.get("village") if row else None
        if village is not None:
            return {**values, field.id: village}
    return values


def same_number(ctx: AppContext, spec: RegisterSpec, values: Mapping[str, Json]) -> Row | None:
    """The live row that carries the official number in ``values``."""
    number = official_number(spec, values)
    rows = ctx.ws.select(spec.id, {spec.identity: number}, limit=1) if number else []
    return rows[0] if rows else None


def label(ctx: AppContext, row: Row) -> str:
    """What people call a row."""
    spec = ctx.ws.schema.registers[row.register]
    return row.text(spec.label_field) or row.id


def resolve_village(ctx: AppContext, field: FieldSpec, raw: Json) -> str | Problem:
    """The code of the village of this unit that ``raw`` (code or name) means."""
    text = half_width(str(raw))
    rows = ctx.ws.select("village")
    codes = {row.id for row in rows if text in (row.id, row.text("name"), row.text("short_name"))}
    codes = codes or {unit.code for unit in match_villages(ctx.divisions, ctx.ws.unit, text)}
    if len(codes) == 1:
        return codes.pop()
    if codes:
        names = "、".join(f"{row.text('name')}（{row.id}）" for row in rows if row.id in codes)
        message = f"{field.title}：“{text[:20]}”可能是{names}，请填12位代码。"
        return Problem(field.id, "E-REG-301", message)
    message = (
        f"{field.title}：“{text[:20]}”不是{ctx.unit.name}的村（社区），请填本单位的村名或代码。"
    )
    return Problem(field.id, "E-REG-302", message)


def resolve_ref(
    ctx: AppContext, spec: RegisterSpec, field: FieldSpec, given: Mapping[str, Json]
) -> str | Problem:
    """The id of the row that ``field`` of ``given`` (id, number or label) refers to."""
    target = ctx.ws.schema.registers[field.ref]
    text = tidy(str(given[field.id]))
    if ctx.ws.get(target.id, text):
        return text
    rows = _named(ctx, target, text, given.get(spec.village_field))
    if len(rows) == 1:
        return rows[0].id
    if not rows:
        message = f"{field.title}：没有“{text[:20]}”这条{target.title}，请先登记，或填它的编号。"
        return Problem(field.id, "E-REG-303", message)
    some = "、".join(f"{label(ctx, row)}（{row.id}）" for row in rows[:NAMED])
    message = f"{field.title}：“{text[:20]}”有{len(rows)}条{target.title}，如{some}，请填编号。"
    return Problem(field.id, "E-REG-304", message)


def _named(ctx: AppContext, target: RegisterSpec, text: str, village: Json) -> Sequence[Row]:
    """Rows of ``target`` with this number, else with this label (in the village, if known)."""
    if target.field(target.identity):
        rows = ctx.ws.select(target.id, {target.identity: text.upper()})
        if rows:
            return rows
    where: dict[str, Json] = {target.label_field: text}
    if target.field("village") and isinstance(village, str):
        where["village"] = village
    return ctx.ws.select(target.id, where) if target.label_field else ()


def _join(
    given: dict[str, Json], problems: list[Problem], field: FieldSpec, found: str | Problem
) -> None:
    if isinstance(found, Problem):
        problems.append(found)
        del given[field.id]
    else:
        given[field.id] = found


def _is_given(raw: Json) -> bool:
    return raw is not None and tidy(str(raw)) != ""
