"""Rows of the registers: listed, shown, added, changed, taken away and brought back.

Personal values come out masked. Seeing them whole takes a reason, which goes into the audit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qxn_desktop.common.errors import Problem, UserError, refuse
from qxn_desktop.common.ids import new_id
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.fold import fold
from qxn_desktop.domain.operation import Kind
from qxn_desktop.domain.privacy import mask, mask_row, redact
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.row_identity import numbered_id, official_number
from qxn_desktop.domain.row_input import missing_fields, with_missing
from qxn_desktop.services import record_input, row_rule
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.referral import refuse_referred
from qxn_desktop.services.routing import draft
from qxn_desktop.store.condition import Query
from qxn_desktop.store.record_query import Page
from qxn_desktop.store.row import HistoryEntry, Row, differing

OFFICIAL_COLUMNS = {"village": frozenset({"name", "kind"})}
"""Columns that come from the division table and are not typed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows to list. ``unmasked`` is the reason to see personal values whole."""

    where: Mapping[str, Json] = field(default_factory=dict)
    search: str = ""
    sort: str = "id"
    limit: int | None = None
    after: str | None = None
    unmasked: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it may be shown, with its past if that was asked for."""

    row: Row
    history: tuple[HistoryEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A row and those of its fields that were written."""

    id: str
    fields: tuple[str, ...]
    change: ChangeSet = field(default_factory=ChangeSet)


def registers(ctx: AppContext) -> list[RegisterSpec]:
    """The registers that users keep."""
    return [spec for spec in ctx.ws.schema.registers.values() if not spec.internal]


def page(ctx: AppContext, register: str, wanted: Wanted) -> Page:
    """One page of a register.

    Raises:
        UserError: no such register, field or row to go on after; a condition of the wrong type.
    """
    spec = spec_of(ctx, register)
    query = _query(ctx, spec, wanted)
    found = ctx.ws.page(spec.id, query)
    if not found.total and _spelt(wanted.search):
        found = _page_by_pinyin(ctx, spec, query)
    if wanted.unmasked:
        ctx.ws.audit("reveal", register=spec.id, rows=len(found.rows), reason=wanted.unmasked)
        return found
    return replace(found, rows=tuple(_masked(spec, row) for row in found.rows))


def get(ctx: AppContext, id_: str, *, history: bool = False, unmasked: str = "") -> Record:
    """The live row ``id_`` of any register; with its history, one that was deleted too.

    Raises:
        UserError: there is none, or it was deleted.
    """
    gone = _deleted_in(ctx, id_) if history and ctx.ws.find(id_) is None else None
    row = live(ctx, id_) if gone is None else Row(gone, id_, {}, deleted=True)
    spec = ctx.ws.schema.registers[row.register]
    past = tuple(ctx.ws.history(row.register, id_)) if history else ()
    if unmasked:
        ctx.ws.audit("reveal", register=spec.id, row=id_, reason=unmasked)
        return Record(row, past)
    return Record(_masked(spec, row), tuple(_masked_entry(spec, entry) for entry in past))


def add(ctx: AppContext, register: str, raw: Mapping[str, Json]) -> Changed:
    """A new row from what was typed.

    Raises:
        UserError: every fault of the row; or its official number is taken.
    """
    spec = writable(ctx, register)
    if spec.identity == "code":
        raise UserError("E-REG-310", "{title}来自行政区划表，不能添加。", title=spec.title)
    id_, values = judge_new(ctx, spec, raw)
    change = ctx.ws.write([draft(ctx, spec.id, id_, Kind.PUT, values)])
    return Changed(id_, _in_order(spec, values), change)


def judge_new(
    ctx: AppContext, spec: RegisterSpec, raw: Mapping[str, Json]
) -> tuple[str, dict[str, Json]]:
    """The id and the values that a new row of what was typed would have.

    Raises:
        UserError: every fault of the row; or its official number is taken.
    """
    values, problems = record_input.read_values(ctx, spec, raw)
    values = record_input.inherited(ctx, spec, _filled(values))
    problems = with_missing(spec, values, problems)
    refuse(problems + row_rule.faults(ctx, spec.id, "", values, values.keys()))
    return _free_id(ctx, spec, values), values


def set_values(ctx: AppContext, id_: str, raw: Mapping[str, Json]) -> Changed:
    """Change a row; only what really differs is written.

    Raises:
        UserError: no such row, or every fault of the values.
    """
    row = live(ctx, id_)
    spec = writable(ctx, row.register)
    new, problems = judge_change(ctx, spec, row, raw)
    refuse(problems)
    if not new:
        return Changed(id_, ())
    change = ctx.ws.write([draft(ctx, spec.id, id_, Kind.PUT, new)])
    return Changed(id_, _in_order(spec, new), change)


def judge_change(
    ctx: AppContext, spec: RegisterSpec, row: Row, raw: Mapping[str, Json]
) -> tuple[dict[str, Json], list[Problem]]:
    """What a change of ``row`` by what was typed would write, and all that is wrong with it."""
    values, problems = record_input.read_values(ctx, spec, raw)
    problems += _official(spec, row, values)
    new = differing(row, values)
    whole = _filled({**row.values, **new})
    emptied = {key for key, value in new.items() if value is None}
    problems += [found for found in missing_fields(spec, whole) if found.path in emptied]
    problems += row_rule.faults(ctx, spec.id, row.id, whole, new.keys())
    if spec.identity in new:
        problems += _taken(ctx, spec, whole, besides=row.id)
    return new, problems


def delete(ctx: AppContext, id_: str) -> Changed:
    """Take a row away; its history stays and it can be brought back.

    Raises:
        UserError: no such row, or others refer to it.
    """
    row = live(ctx, id_)
    spec = writable(ctx, row.register)
    if spec.identity == "code":
        raise UserError("E-REG-311", "{title}来自行政区划表，不能删除。", title=spec.title)
    gone = draft(ctx, spec.id, id_, Kind.DELETE)
    refuse_referred(ctx, [gone])
    return Changed(id_, (), ctx.ws.write([gone]))


def restore(ctx: AppContext, id_: str) -> Changed:
    """Bring a deleted row back as it was.

    Raises:
        UserError: it is not deleted, or its number has been given to another row since.
    """
    if ctx.ws.find(id_):
        raise UserError("E-REG-312", "这条记录没有被删除，不用恢复。")
    register = _deleted_in(ctx, id_)
    if register is None:
        raise _unknown(id_)
    spec = writable(ctx, register)
    values = fold(register, id_, ctx.ws.operations(register, id_), ctx.ws.before).values
    _refuse_taken(ctx, spec, values, besides=id_)
    _refuse_orphan(ctx, spec, values)
    return Changed(id_, (), ctx.ws.write([draft(ctx, register, id_, Kind.UNDELETE)]))


def spec_of(ctx: AppContext, register: str) -> RegisterSpec:
    """The register of this name.

    Raises:
        UserError: there is none.
    """
    spec = ctx.ws.schema.registers.get(register)
    if spec is None:
        listed = "、".join(f"{known.id}（{known.title}）" for known in registers(ctx))
        message = "没有台账“{register}”，可用：{listed}。"
        raise UserError("E-REG-313", message, register=register, listed=listed)
    return spec


# --- reading ----------------------------------------------------------------------------------


def _query(ctx: AppContext, spec: RegisterSpec, wanted: Wanted) -> Query:
    _refuse_unknown(spec, wanted.sort)
    if wanted.after is not None and ctx.ws.get(spec.id, wanted.after) is None:
        message = "{title}里没有编号为“{id}”的记录，不能从它之后接着列。"
        raise UserError("E-REG-315", message, title=spec.title, id=wanted.after)
    where = _conditions(ctx, spec, wanted.where)
    return Query(where, wanted.search.strip(), wanted.sort, wanted.limit, wanted.after)


def _conditions(ctx: AppContext, spec: RegisterSpec, raw: Mapping[str, Json]) -> dict[str, Json]:
    for key in raw:
        known = _refuse_unknown(spec, key)
        if known is not None and known.is_json:
            message = "“{title}”有多个值，不能作为筛选条件。"
            raise UserError("E-REG-316", message, title=known.title)
    typed = {key: value for key, value in raw.items() if key != "id"}
    columns = tuple(replace(known, derived=False) for known in spec.fields)
    values, problems = record_input.read_values(ctx, replace(spec, fields=columns), typed)
    refuse(problems)
    return {**values, "id": raw["id"]} if "id" in raw else values


def _refuse_unknown(spec: RegisterSpec, name: str) -> FieldSpec | None:
    known = spec.field(name)
    if known is None and name != "id":
        listed = "、".join(["id", *(f"{f.id}（{f.title}）" for f in spec.fields)])
        message = "{title}没有字段“{name}”，可用：{listed}。"
        raise UserError("E-REG-317", message, title=spec.title, name=name, listed=listed)
    return known


def _spelt(search: str) -> bool:
    text = search.strip()
    return text.isascii() and text.isalpha()


def _page_by_pinyin(ctx: AppContext, spec: RegisterSpec, query: Query) -> Page:
    """Rows whose label the search spells, where it stands in no text itself."""
    if not spec.label_field:
        return Page((), None, 0)
    ids = labels(ctx, spec.id).spelt(query.search.lower())
    return ctx.ws.page(spec.id, replace(query, search="", among=tuple(ids)))


def _masked(spec: RegisterSpec, row: Row) -> Row:
    return replace(row, values=mask_row(spec.fields, row.values))


def _masked_entry(spec: RegisterSpec, entry: HistoryEntry) -> HistoryEntry:
    known = spec.field(entry.field)
    if known is None:  # an event and its facts, or a mark
        return replace(entry, old=_redacted(entry.old), new=_redacted(entry.new))
    return replace(entry, old=mask(known, entry.old), new=mask(known, entry.new))


def _redacted(value: Json) -> Json:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_redacted(part) for part in value]
    if isinstance(value, dict):
        return {key: _redacted(part) for key, part in value.items()}
    return value


# --- writing ----------------------------------------------------------------------------------


def live(ctx: AppContext, id_: str) -> Row:
    """The live row ``id_`` of any register.

    Raises:
        UserError: there is none; it was deleted, or has become another.
    """
    row = ctx.ws.find(id_)
    if row is not None:
        return row
    register = _deleted_in(ctx, id_)
    if register is None:
        raise _unknown(id_)
    _refuse_merged(ctx, register, id_)
    raise UserError("E-REG-318", "这条记录已被删除。需要时请先恢复它（undelete {id}）。", id=id_)


def _deleted_in(ctx: AppContext, id_: str) -> str | None:
    """The register of a row that is there no more."""
    known = (name for name in ctx.ws.schema.registers if ctx.ws.operations(name, id_))
    return next(known, None)


def _refuse_merged(ctx: AppContext, register: str, id_: str) -> None:
    end = ctx.ws.became(register, id_)
    row = ctx.ws.get(register, end) if end else None
    if row is not None:
        raise UserError(
            "E-REG-325", "这一条已并入“{name}”（编号 {id}），请改那一条。",
            name=record_input.label(ctx, row), id=row.id,
        )  # fmt: skip


def _unknown(id_: str) -> UserError:
    return UserError("E-REG-319", "没有编号为“{id}”的记录，请核对编号。", id=id_)


def writable(ctx: AppContext, register: str) -> RegisterSpec:
    """The register of this name, where users change its rows by hand.

    Raises:
        UserError: there is none, or its rows come of a procedure.
    """
    spec = spec_of(ctx, register)
    if spec.internal:
        message = "{title}由办理过程产生，不能直接增删改，请用相应的办理命令。"
        raise UserError("E-REG-320", message, title=spec.title)
    return spec


def _official(spec: RegisterSpec, row: Row, values: Mapping[str, Json]) -> list[Problem]:
    """Values that would overwrite what the division table says."""
    return [
        Problem(key, "E-REG-321", f"{row.text('name')}的名称和类型来自区划表，不能改；可改简称。")
        for key in OFFICIAL_COLUMNS.get(spec.id, frozenset()) & values.keys()
        if values[key] != row.values.get(key)
    ]


def _free_id(ctx: AppContext, spec: RegisterSpec, values: Mapping[str, Json]) -> str:
    _refuse_taken(ctx, spec, values, besides="")
    number = official_number(spec, values)
    if not number:
        return new_id()
    id_ = numbered_id(spec, number)
    if ctx.ws.get(spec.id, id_):  # it was added under this number, which was changed since
        return new_id()
    _refuse_merged(ctx, spec.id, id_)
    if ctx.ws.operations(spec.id, id_):
        message = "这个证件号的{title}登记过，后来删除了。请恢复那一条（undelete {id}）再改。"
        raise UserError("E-REG-322", message, title=spec.title, id=id_)
    return id_


def _refuse_taken(
    ctx: AppContext, spec: RegisterSpec, values: Mapping[str, Json], besides: str
) -> None:
    refuse(_taken(ctx, spec, values, besides))


def _taken(
    ctx: AppContext, spec: RegisterSpec, values: Mapping[str, Json], besides: str
) -> list[Problem]:
    """The complaint that the official number in ``values`` is another row's."""
    other = record_input.same_number(ctx, spec, values)
    if other is None or other.id == besides:
        return []
    return [
        Problem(
            spec.identity, "E-REG-323",
            f"这个证件号已登记给“{record_input.label(ctx, other)}”（编号 {other.id}），"
            "请核对证件号，或改那一条。",
        )
    ]  # fmt: skip


def _refuse_orphan(ctx: AppContext, spec: RegisterSpec, values: Mapping[str, Json]) -> None:
    for known in spec.fields:
        target = values.get(known.id)
        if known.type == "ref" and isinstance(target, str) and not ctx.ws.get(known.ref, target):
            raise UserError(
                "E-REG-324", "它的“{title}”（编号 {id}）已不在，请先恢复那一条。",
                title=known.title, id=target,
            )  # fmt: skip


def _filled(values: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in values.items() if value is not None}


def _in_order(spec: RegisterSpec, values: Mapping[str, Json]) -> tuple[str, ...]:
    return tuple(known.id for known in spec.fields if known.id in values)
