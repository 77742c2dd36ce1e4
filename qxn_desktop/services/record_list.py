"""A register as the window lists it: filters, sorted keys, windows of lines ready to be shown."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from qxn_desktop.common.clock import moment_text
from qxn_desktop.domain.fold import fold
from qxn_desktop.domain.privacy import mask
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.village_count import VillageCount
from qxn_desktop.services import list_filter, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.label_search import labels
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.templates import templates
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.services.village_count import count_rows
from qxn_desktop.store.condition import Query
from qxn_desktop.store.row import Row

READ_ONLY = ("check", "lead")
"""Registers that come of the work, listed beside those that users keep."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "household": (
        "head_name", "village", "group", "household_type", "monitor_category", "population",
        "phone",
    ),
    "member": ("name", "village", "household", "relation", "gender", "id_number", "phone"),
    "toilet": ("code", "village", "household", "type", "status", "accepted_on"),
    "village": (
        "name", "kind", "registered_households", "population", "cleaners", "sewage_mode",
    ),
    "check": ("template", "village", "object", "date", "inspector", "outcome", "score"),
    "lead": ("number", "village", "household", "found_on", "description"),
}  # fmt: skip
"""Columns of the registers that have many; of others the first ones of the printed ledger."""
MOST_COLUMNS = 7
MOST_CHOICES = 12
"""Options of a field with a filter of its own."""
LATEST_FIRST = {"check": "date", "lead": "found_on"}
"""Registers of what happened stand by its day, the latest first, until one sorts them."""
OUTCOMES = {"done": "已检查", "away": "户主不在", "vacant": "空户"}
WINDOW = 1_000
"""Rows that are read at once where many are wanted."""
WIDE = 4_000
"""Ids that a search by pinyin may give; more are not wanted by anybody."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One row of a list: what its cells say, by field."""

    id: str
    village: str
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeletedLine:
    """A row that was taken away: what it was called, when and by whom.

    ``into``: what the row is called that it became part of, "" where it was deleted.
    """

    id: str
    label: str
    at: str
    actor: str
    into: str = ""


def listed_registers(ctx: AppContext) -> list[RegisterSpec]:
    """The registers to choose from, in the order of a township's work."""
    kept = sorted(records.registers(ctx), key=lambda spec: spec.place)
    return [*kept, *(ctx.ws.schema.registers[id_] for id_ in READ_ONLY)]


def is_kept_by_hand(spec: RegisterSpec) -> bool:
    """Whether users add, change and delete rows of the register."""
    return not spec.internal


def columns_of(spec: RegisterSpec) -> tuple[FieldSpec, ...]:
    """The columns of its list."""
    chosen = COLUMNS.get(spec.id)
    if chosen is not None:
        return tuple(known for known in map(spec.field, chosen) if known is not None)
    printed = [spec.field(path.partition(".")[0]) for path in spec.ledger] or list(spec.fields)
    wanted = [spec.field(spec.label_field), *printed, *spec.fields]
    shown = dict.fromkeys(one for one in wanted if one is not None and not one.is_json)
    return tuple(shown)[:MOST_COLUMNS]


def filters_of(spec: RegisterSpec) -> tuple[FieldSpec, ...]:
    """Fields that are worth a choice in the filter bar."""
    kinds = ("choice", "yesno")
    wanted = (known for known in spec.fields if known.type in kinds and known.indexed)
    return tuple(known for known in wanted if len(known.options) <= MOST_CHOICES)[:3]


def option_words(one: FieldSpec, option: str) -> str:
    """An option of a choice as people read it: codes of the outcome have words of their own."""
    return OUTCOMES.get(option, option) if one.id == "outcome" else option


def keys(ctx: AppContext, wanted: ListQuery) -> array[int]:
    """The keys of the rows of a list, in order; ``lines`` reads a window of them."""
    return ctx.ws.keys(wanted.register, store_query(ctx, wanted))


def lines(
    ctx: AppContext, register: str, window: Sequence[int], columns: Sequence[FieldSpec] = ()
) -> list[RecordLine | None]:
    """A window of ``keys`` as it may be shown; None for a row that is there no more.

    ``columns``: those that are wanted, else the usual ones.
    """
    spec = ctx.ws.schema.registers[register]
    rows = ctx.ws.at_keys(register, window)
    shown = columns or columns_of(spec)
    refs = _referred(ctx, [known for known in shown if known.type == "ref"], rows)
    words = ValueWords(ctx)
    return [None if row is None else _line(spec, shown, row, words, refs) for row in rows]


def texts(
    ctx: AppContext, register: str, wanted: Sequence[int], columns: Sequence[FieldSpec]
) -> list[list[str]]:
    """What the cells of many rows say, to be copied; rows that are gone are left out."""
    found: list[list[str]] = []
    for start in range(0, len(wanted), WINDOW):
        for line in lines(ctx, register, wanted[start : start + WINDOW], columns):
            if line is not None:
                found.append([line.cells.get(one.id, "") for one in columns])
    return found


def count(ctx: AppContext, wanted: ListQuery, what: str = "") -> VillageCount:
    """The list counted by village.

    Raises:
        UserError: the register is not kept by village.
    """
    spec = ctx.ws.schema.registers[wanted.register]
    title = what or spec.title
    return count_rows(ctx, title, spec.id, store_query(ctx, wanted), spec.counter)


def deleted(ctx: AppContext, register: str) -> list[DeletedLine]:
    """Rows of a register that were taken away, the latest first."""
    found = []
    for id_ in ctx.ws.deleted_ids(register):
        ops = ctx.ws.operations(register, id_)
        values = fold(register, id_, ops, ctx.ws.before).values
        row = Row(register, id_, values, deleted=True)
        last, end = ops[-1], ctx.ws.became(register, id_)
        target = ctx.ws.get(register, end) if end else None
        into = _label(ctx, target) if target is not None else ""
        line = DeletedLine(id_, _label(ctx, row), moment_text(last.wall), last.actor, into)
        found.append((last.wall, line))
    return [line for _, line in sorted(found, key=lambda pair: -pair[0])]


def plain_query(ctx: AppContext, wanted: ListQuery) -> Query:
    """The list as the store reads it; a search is looked for in texts only."""
    spec = records.spec_of(ctx, wanted.register)
    where = {spec.village_field: wanted.village} if wanted.village else {}
    latest = LATEST_FIRST.get(spec.id, "")
    sort = wanted.sort or latest or spec.village_field or spec.label_field or "id"
    down = wanted.descending if wanted.sort else bool(latest)
    query = Query(where, wanted.search.strip(), sort, filters=wanted.filters, descending=down)
    return list_filter.resolved(ctx, wanted, query)


def store_query(ctx: AppContext, wanted: ListQuery) -> Query:
    """The list as the store reads it; a search that stands in no text is taken for pinyin."""
    spec, query = records.spec_of(ctx, wanted.register), plain_query(ctx, wanted)
    letters = query.search.lower()
    is_spelling = letters.isascii() and letters.isalpha() and spec.label_field != ""
    if not is_spelling or ctx.ws.page(spec.id, replace(query, limit=1)).total:
        return query
    ids = labels(ctx, spec.id).spelt(letters)[:WIDE]
    return list_filter.narrowed(replace(query, search=""), ids)


def _line(
    spec: RegisterSpec,
    shown: Sequence[FieldSpec],
    row: Row,
    words: ValueWords,
    refs: Mapping[str, str],
) -> RecordLine:
    village = row.id if spec.village_field == "id" else row.text(spec.village_field)
    return RecordLine(row.id, village, {one.id: _cell(one, row, words, refs) for one in shown})


def _cell(one: FieldSpec, row: Row, words: ValueWords, refs: Mapping[str, str]) -> str:
    value = row.values.get(one.id)
    if value is None:
        return ""
    if one.type == "ref" or one.id in ("object", "template"):
        return refs.get(str(value), "")
    if one.id == "outcome":
        return OUTCOMES.get(str(value), "")
    return words.bare(one, value)


def _referred(
    ctx: AppContext, fields: Sequence[FieldSpec], rows: Sequence[Row | None]
) -> dict[str, str]:
    """What people call the rows that these ones refer to, by id."""
    found: dict[str, str] = {}
    for one in fields:
        ids = {row.text(one.id) for row in rows if row is not None}
        query = Query(among=tuple(sorted(ids - {""})))
        for target in ctx.ws.page(one.ref, query).rows if ids else ():
            found[target.id] = _label(ctx, target)
    forms = {id_: form.short_title for id_, (form, _) in templates(ctx).items()}
    return found | _objects(ctx, rows) | forms


def _objects(ctx: AppContext, rows: Sequence[Row | None]) -> dict[str, str]:
    """Objects of checks, which name their register beside their id."""
    by_register: dict[str, set[str]] = {}
    for row in rows:
        if row is not None and row.text("object"):
            by_register.setdefault(row.text("object_register"), set()).add(row.text("object"))
    found = village_names(ctx) if "village" in by_register else {}
    for register, ids in by_register.items():
        if register in ctx.ws.schema.registers and register != "village":
            query = Query(among=tuple(sorted(ids)))
            found |= {row.id: _label(ctx, row) for row in ctx.ws.page(register, query).rows}
    return found


def _label(ctx: AppContext, row: Row) -> str:
    spec = ctx.ws.schema.registers[row.register]
    known = spec.field(spec.label_field)
    return str((mask(known, row.values.get(known.id)) if known else "") or "")
