"""What importing a sheet would do, line by line, before anything is written.

Lines are matched with the rows there are and with the lines before; households named in a sheet
of toilets or members are found, or will be made. A line at fault is left out and says why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress, Tally
from qxn_desktop.domain.column_cleaner import CleanColumn
from qxn_desktop.domain.heading_match import OWNER
from qxn_desktop.domain.operation import Draft
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.row_input import missing_fields
from qxn_desktop.domain.row_match import NEW, Doubt, Match
from qxn_desktop.services import row_rule
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_cleaning import Cleaned, LineFault
from qxn_desktop.services.import_side import Changes, Side
from qxn_desktop.services.national_entry import Change
from qxn_desktop.services.records import OFFICIAL_COLUMNS
from qxn_desktop.store.row import differing

Values = dict[str, Json]


class LineStatus(StrEnum):
    """What becomes of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"

    @property
    def words(self) -> str:
        return {"new": "新增", "changed": "更新", "same": "不变", "rejected": "有问题"}[self.value]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person decides about the lines.

    ``clear_empty``: an empty cell clears what the register holds. ``village``: of lines that name
    none. ``chosen``: the row that the line at a position is about, "" a new one.
    """

    clear_empty: bool = False
    village: str = ""
    chosen: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write.

    By position among the data rows: ``status``, ``ids`` ("": none), ``faults``, ``changes``
    (field → old, new; ``owner_changes``: of its household), ``notes`` (column, what was mended),
    ``findings`` of the rules of 数据体检 (``quality_plan`` finds them).
    ``confirmed``: changes made here that are in the national system now.
    ``owners_new``: households that are made along. ``seen``: how many operations were held.
    ``remarks`` are about the whole sheet.
    """

    cleaned: Cleaned
    options: ImportOptions
    status: Sequence[LineStatus]
    ids: Sequence[str]
    faults: Mapping[int, Sequence[LineFault]]
    changes: Mapping[int, Mapping[str, tuple[Json, Json]]]
    owner_changes: Mapping[int, Mapping[str, tuple[Json, Json]]]
    notes: Mapping[int, Sequence[tuple[int, str]]]
    drafts: Sequence[Draft]
    confirmed: Sequence[Change]
    owners_new: int
    seen: int
    findings: Mapping[int, Sequence[str]] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[LineStatus, int]:
        return Counter(self.status)

    def number(self, at: int) -> int:
        """The row of the sheet (from 1) of the line at position ``at``."""
        return self.cleaned.layout.rows[at] + 1


def plan(
    ctx: AppContext,
    cleaned: Cleaned,
    options: ImportOptions | None = None,
    progress: Progress = SILENT,
) -> ImportPlan:
    """What importing ``cleaned`` would do now.

    Raises:
        Cancelled: the user took it back.
    """
    tally = Tally(progress, cleaned.size)
    tally.begin("正在对照台账")
    planner = _Planner(ctx, cleaned, options or ImportOptions())
    for at in tally.each(range(cleaned.size)):
        planner.take(at)
    return planner.finish()


class _Planner:
    """Takes the lines one after the other."""

    def __init__(self, ctx: AppContext, cleaned: Cleaned, options: ImportOptions) -> None:
        spec = cleaned.layout.register
        self._ctx = ctx
        self._cleaned = cleaned
        self._options = options
        self._spec = spec
        self._side = Side(ctx, spec)
        owned = spec.field(OWNER) is not None and bool(cleaned.owner)
        self._owner = Side(ctx, ctx.ws.schema.registers[OWNER]) if owned else None
        self._rows = _rows_of(cleaned.own, cleaned.size)
        self._owner_rows = _rows_of(cleaned.owner, cleaned.size)
        self._official = OFFICIAL_COLUMNS.get(spec.id, frozenset())
        self._village = spec.village_field if spec.village_field != "id" else ""
        self._status = [LineStatus.REJECTED] * cleaned.size
        self._ids = [""] * cleaned.size
        self._faults: dict[int, list[LineFault]] = {k: [*v] for k, v in cleaned.faults.items()}
        self._notes: dict[int, list[tuple[int, str]]] = {}
        self._used: set[str] = set()
        for side in filter(None, (self._side, self._owner)):
            if cleaned.layout.known:
                side.shield()
        self._required = {known.id for known in spec.fields if known.required}

    def take(self, at: int) -> None:
        """The line at position ``at``."""
        if at in self._faults:
            return
        values, held = self._rows(at), self._owner_rows(at)
        if self._owner is not None and held:
            owner = self._find_owner(self._owner, at, values, held)
            if owner is None:
                return
            values[OWNER] = owner
        if self._village and self._village not in values:
            village = self._inherited_village(values) or self._options.village
            if village:
                values[self._village] = village
        id_ = self._match(at, values)
        if id_ is not None and self._owner is not None and held:
            owner = str(values[OWNER])
            self._used.add(owner)
            self._note_kept(at, self._owner, owner, held)
            self._owner.meet(owner, at, held)

    def _match(self, at: int, values: Values) -> str | None:
        """The row that the line is about; None when the line is at fault or says nothing new."""
        row_id = values.pop("id", None)
        found = self._found(at, values, row_id)
        if found is None:
            return None
        id_, new = found
        if id_ in self._side.met:
            self._repeat(at, id_, values)
            return None
        if new and self._lacks(at, values):
            return None
        for name in self._official:
            values.pop(name, None)
        if self._breaks_rule(at, "" if new else id_, values):
            return None
        self._note_kept(at, self._side, id_, values)
        take = self._side.begin if new else self._side.meet
        take(id_, at, values)
        self._ids[at] = id_
        self._status[at] = LineStatus.NEW if new else LineStatus.SAME
        return id_

    def _found(self, at: int, values: Values, row_id: Json) -> tuple[str, bool] | None:
        """The id of the row that the line is about, and whether it is new; None: at fault."""
        if self._spec.identity == "code":
            return self._found_by_code(at, row_id)
        chosen = self._options.chosen.get(at)
        known = row_id if isinstance(row_id, str) and row_id in self._side.index else chosen
        if known:
            return known, False
        match = self._side.index.find(values) if chosen is None else NEW
        if match.doubt is not None:
            self._doubt(at, self._spec, match)
            return None
        if match.id:
            return match.id, False
        id_ = self._side.new_row(values)
        if self._side.is_revived(id_):
            self._notes[at] = [(-1, "以前登记过、后来删除的，导入会把它恢复")]
        return id_, True

    def _found_by_code(self, at: int, row_id: Json) -> tuple[str, bool] | None:
        """A row of a register that nobody adds to: a village, by its code or its name."""
        if isinstance(row_id, str) and row_id in self._side.index:
            return row_id, False
        message = f"{self._spec.title}来自行政区划表，表里的这一行在本单位找不到。"
        self._fault(at, self._spec.label_field, "E-IMP-031", message)
        return None

    def _find_owner(self, side: Side, at: int, values: Values, held: Values) -> str | None:
        """The household of a line; one that is not there yet is begun. None: at fault."""
        village = values.get("village") or self._options.village
        if village:
            held.setdefault("village", village)
        match = side.index.find(held)
        if match.doubt is not None:
            self._doubt(at, side.spec, match)
            return None
        if match.id:
            return None if self._differs(side, at, match.id, held) else match.id
        lacking = missing_fields(side.spec, held)
        if lacking:
            title = _title(side.spec, lacking[0].path)
            message = f"农户不在台账里，要新建还缺“{title}”，请补上。"
            self._fault(at, f"{OWNER}.{lacking[0].path}", "E-IMP-032", message)
            return None
        id_ = side.new_row(held)
        side.begin(id_, at, dict(held))
        return id_

    def _differs(self, side: Side, at: int, owner: str, held: Values) -> bool:
        """Whether an earlier line says otherwise of the household; then this one is at fault."""
        before = side.met.get(owner, {})
        odd = [name for name, value in held.items() if before.get(name, value) != value]
        for name in odd:
            first = self._cleaned.layout.rows[side.first[owner]] + 1
            message = f"和第{first}行是同一户，“{_title(side.spec, name)}”却不一样，请核对。"
            self._fault(at, f"{OWNER}.{name}", "E-IMP-033", message)
        return bool(odd)

    def _inherited_village(self, values: Values) -> Json:
        """The village of the household that the line belongs to."""
        owner = values.get(OWNER)
        if not isinstance(owner, str):
            return None
        side = self._owner
        if side is not None and owner in side.index:
            return side.met.get(owner, {}).get("village") or side.index.known(owner).get("village")
        row = self._ctx.ws.get(OWNER, owner)
        return row.values.get("village") if row else None

    def _repeat(self, at: int, id_: str, values: Values) -> None:
        """A second line about the same row: the same again, or a contradiction."""
        number = self._cleaned.layout.rows[self._side.first[id_]] + 1
        before = self._side.met[id_]
        if all(before.get(name) == value for name, value in values.items()):
            self._status[at] = LineStatus.SAME
            self._ids[at] = id_
            self._notes[at] = [(-1, f"和第{number}行相同，只导入一次")]
            return
        message = f"和第{number}行是同一条{self._spec.title}，内容却不一样，请只留一行。"
        self._fault(at, "", "E-IMP-034", message)

    def _note_kept(self, at: int, side: Side, id_: str, values: Values) -> None:
        """What the sheet would undo of changes made here stays as it is here, and is said."""
        for name in side.shielded(id_, values):
            title = _title(side.spec, name)
            note = f"“{title}”在本机改过、还没录入国家系统，保留本机的"
            self._notes.setdefault(at, []).append((-1, note))

    def _lacks(self, at: int, values: Values) -> bool:
        if values.keys() >= self._required:
            return False
        lacking = missing_fields(self._spec, values)
        for problem in lacking:
            message = f"缺少必填的“{_title(self._spec, problem.path)}”，请补上。"
            self._fault(at, problem.path, "E-IMP-035", message)
        return bool(lacking)

    def _breaks_rule(self, at: int, id_: str, values: Values) -> bool:
        """Whether the line goes against a rule of its register, as a form would be told."""
        if self._spec.id not in row_rule.RULES:
            return False
        row = self._ctx.ws.get(self._spec.id, id_) if id_ else None
        new = differing(row, values) if row else values
        whole = {**row.values, **new} if row else values
        found = row_rule.faults(self._ctx, self._spec.id, id_, whole, new.keys())
        for problem in found:
            self._fault(at, problem.path, problem.code, problem.message)
        return bool(found)

    def _doubt(self, at: int, spec: RegisterSpec, match: Match) -> None:
        if match.doubt is Doubt.CONTRADICTION:
            message = f"编号和证件号对应的不是同一条{spec.title}，请核对。"
            self._fault(at, "", "E-IMP-036", message, match.candidates)
            return
        many = len(match.candidates)
        message = f"可能是{many}条{spec.title}中的一条，请补上编号或证件号，或者选定是哪一条。"
        self._fault(at, "", "E-IMP-037", message, match.candidates)

    def _fault(
        self, at: int, target: str, code: str, message: str, candidates: Sequence[str] = ()
    ) -> None:
        column = self._cleaned.column_of(target) if target else None
        place, title = (column.column, column.title) if column else (-1, "")
        fault = LineFault(place, title, code, message, tuple(candidates))
        self._faults.setdefault(at, []).append(fault)

    def finish(self) -> ImportPlan:
        """The plan, once all lines were taken."""
        owners, owner_changes = self._owner_drafts()
        side = self._owner
        owned = {side.first[id_]: made for id_, made in owner_changes.items()} if side else {}
        fresh = {draft.row for draft in owners} & side.fresh if side else ()
        clear = self._options.clear_empty
        own, changes = self._side.drafts(self._cleaned.own if clear else ())
        for id_, at in self._side.first.items():
            if self._status[at] is LineStatus.SAME and (id_ in changes or at in owned):
                self._status[at] = LineStatus.CHANGED
        notes = {at: [*found] for at, found in self._cleaned.notes.items()}
        for at, found in self._notes.items():
            notes.setdefault(at, []).extend(found)
        return ImportPlan(
            self._cleaned,
            self._options,
            self._status,
            self._ids,
            self._faults,
            {self._side.first[id_]: made for id_, made in changes.items()},
            owned,
            notes,
            [*owners, *own],
            [*self._side.confirmed, *(side.confirmed if side else ())],
            len(fresh),
            self._ctx.ws.operation_count(),
        )

    def _owner_drafts(self) -> tuple[list[Draft], Changes]:
        """What is written of households; of lines at fault none is made."""
        side = self._owner
        if side is None:
            return [], {}
        for id_ in [id_ for id_ in side.met if id_ not in self._used]:
            del side.met[id_]
        return side.drafts(self._cleaned.owner if self._options.clear_empty else ())


def _rows_of(columns_read: Mapping[str, CleanColumn], size: int) -> Callable[[int], Values]:
    """Gives the filled values of the line at a position."""
    names = tuple(columns_read)
    read = [column.values for column in columns_read.values()]
    lines: list[tuple[Json, ...]] = list(zip(*read, strict=True)) if read else [()] * size

    def row(at: int) -> Values:
        return {k: v for k, v in zip(names, lines[at], strict=True) if v is not None}

    return row


def _title(spec: RegisterSpec, name: str) -> str:
    known = spec.field(name)
    return known.title if known else name
