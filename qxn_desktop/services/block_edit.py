"""Many cells of a register changed at once: pasted, filled down, set for all marked rows.

Nothing is written before every cell is judged; what is written is one step, taken back by one undo.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qxn_desktop.common.errors import Problem, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.changes import ChangeSet
from qxn_desktop.domain.operation import Draft, Kind
from qxn_desktop.domain.privacy import mask
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.domain.row_identity import official_number
from qxn_desktop.services import records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from qxn_desktop.services.value_words import ValueWords
from qxn_desktop.store.condition import Query
from qxn_desktop.store.row import Row

MASK_SIGN = "*"
"""What hidden signs of a personal value are shown as."""

TWICE = "这一块里有几行填了同一个证件号，请核对。"

Typed = Mapping[str, Mapping[str, Json]]
"""What was typed, by row and field."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot take what was typed; ``row`` is what people call its row."""

    id: str
    field: str
    row: str
    sentence: str


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell before and after, as it may be shown; ``id`` and ``field`` say which one it is."""

    row: str
    title: str
    old: str
    new: str
    id: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class BlockPlan:
    """What a block would write: new values by row, in the order of the block.

    ``cells``: how many cells change, ``same``: how many hold already what was typed.
    """

    register: str
    values: Mapping[str, Mapping[str, Json]] = field(default_factory=dict)
    faults: tuple[CellFault, ...] = ()
    cells: int = 0
    same: int = 0


def plan(ctx: AppContext, register: str, typed: Typed, progress: Progress = SILENT) -> BlockPlan:
    """Judge a block cell by cell; a faulty cell leaves the others of its row valid.

    Raises:
        UserError: no such register, or users do not change its rows by hand.
        Cancelled: the user gave up.
    """
    spec = records.writable(ctx, register)
    tally = Tally(progress, len(typed))
    tally.begin("正在核对")
    rows = _rows(ctx, spec, typed)
    judged = {id_: _judged(ctx, spec, rows.get(id_), typed[id_]) for id_ in tally.each(typed)}
    for id_ in _twice(spec, rows, {id_: new for id_, (new, _) in judged.items()}):
        judged[id_][0].pop(spec.identity)
        judged[id_][1].append(Problem(spec.identity, "E-REG-352", TWICE))
    words = ValueWords(ctx)
    faults = tuple(
        CellFault(id_, one.path, words.row(rows[id_]) if id_ in rows else "", one.message)
        for id_, (_, problems) in judged.items()
        for one in problems
    )
    values = {id_: new for id_, (new, _) in judged.items() if new}
    cells = sum(map(len, values.values()))
    bad = len({(one.id, one.field) for one in faults})
    return BlockPlan(register, values, faults, cells, sum(map(len, typed.values())) - cells - bad)


def write(ctx: AppContext, wanted: BlockPlan) -> ChangeSet:
    """Write a plan that is free of faults, or whose faulty cells are to be left as they are.

    Raises:
        UserError: a row of it was deleted meanwhile.
    """
    drafts: list[Draft] = [
        draft(ctx, wanted.register, id_, Kind.PUT, values) for id_, values in wanted.values.items()
    ]
    return ctx.ws.write(drafts)


def refuse_faults(wanted: BlockPlan) -> None:
    """Refuse a plan with faults.

    Raises:
        UserError: the first of them.
    """
    if wanted.faults:
        raise UserError("E-REG-353", "没有保存：{sentence}", sentence=wanted.faults[0].sentence)


def changes(ctx: AppContext, wanted: BlockPlan, most: int) -> list[CellChange]:
    """The first ``most`` cells of a plan before and after, for a look before it is written."""
    spec = records.spec_of(ctx, wanted.register)
    words, found = ValueWords(ctx), []
    rows = _rows(ctx, spec, [*wanted.values][:most])
    for id_, row in rows.items():
        for name, new in wanted.values[id_].items():
            known = spec.field(name)
            if known is not None:
                old = words.value(known, row.values.get(name))
                said = words.value(known, new)
                found.append(CellChange(words.row(row), known.title, old, said, id_, name))
    return found[:most]


def same_for_all(ids: Iterable[str], name: str, raw: Json) -> Typed:
    """The block that gives one field of many rows one value."""
    return {id_: {name: raw} for id_ in ids}


def _rows(ctx: AppContext, spec: RegisterSpec, ids: Iterable[str]) -> dict[str, Row]:
    """The live rows of the block by id, in the order of the block."""
    wanted = tuple(ids)
    found = {row.id: row for row in ctx.ws.page(spec.id, Query(among=wanted)).rows}
    return {id_: found[id_] for id_ in wanted if id_ in found}


def _judged(
    ctx: AppContext, spec: RegisterSpec, row: Row | None, raw: Mapping[str, Json]
) -> tuple[dict[str, Json], list[Problem]]:
    """What one row of the block would write, and the complaints about its other cells."""
    if row is None:
        return {}, [Problem(name, "E-REG-351", "这条记录已不在，请刷新后再试。") for name in raw]
    plain = {name: value for name, value in raw.items() if not _has_mask(spec.field(name), value)}
    new, problems = records.judge_change(ctx, spec, row, plain)
    problems += _masked(spec, row, raw)
    bad = {one.path for one in problems}
    return {name: value for name, value in new.items() if name not in bad}, problems


def _masked(spec: RegisterSpec, row: Row, raw: Mapping[str, Json]) -> list[Problem]:
    """Cells that hold asterisks which nobody can turn back into what they hide."""
    return [
        Problem(
            name, "E-REG-350",
            f"“{known.title}”带着遮盖的 *，不是完整的内容，请填完整的再粘贴。",
        )
        for name, value in raw.items()
        if (known := spec.field(name)) is not None
        and _has_mask(known, value)
        and value != mask(known, row.values.get(name))
    ]  # fmt: skip


def _has_mask(known: FieldSpec | None, value: Json) -> bool:
    return known is not None and known.mask != "" and MASK_SIGN in str(value or "")


def _twice(
    spec: RegisterSpec, rows: Mapping[str, Row], values: Mapping[str, Mapping[str, Json]]
) -> Sequence[str]:
    """Rows to which the block gives an official number that it gives to another row too."""
    numbers = {
        id_: official_number(spec, {**rows[id_].values, **new})
        for id_, new in values.items()
        if spec.identity in new
    }
    often = Counter(number for number in numbers.values() if number)
    return [id_ for id_, number in numbers.items() if often[number] > 1]


def _without(values: Mapping[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in values.items() if key != name}
