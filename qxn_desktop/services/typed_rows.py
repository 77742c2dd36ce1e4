"""Filled sheets typed in, or read from a workbook: rows by their key, judged, recorded at once.

Nothing is written before all rows are judged. The table for paper sheets and the workbook that
comes back from a village share this: only where the texts come from differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from qxn_desktop.common.errors import Problem, UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.row_key import ObjectNumbers, parse_row_key
from qxn_desktop.domain.template import Item, Template
from qxn_desktop.domain.typed_answer import EMPTY, read_day, read_typed
from qxn_desktop.services import check_draft, checks
from qxn_desktop.services.check_draft import CheckDraft
from qxn_desktop.services.check_round import CheckRound, RoundLine, free_round, object_numbers
from qxn_desktop.services.checks import JudgedVisit, Recorded, Visit
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.templates import templates

MISSING = "E-CHK-120"
"""The problem of an item that has still to be answered."""

KEY, DATE, INSPECTOR, ROW = "key", "date", "inspector", "row"
"""Where a fault lies that is no item's."""
TITLES = {KEY: "表号", DATE: "检查日期", INSPECTOR: "检查人", ROW: "整行"}


class RowStatus(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    BLANK = "blank"
    ALREADY = "already"
    INCOMPLETE = "incomplete"
    FAULT = "fault"

    @property
    def words(self) -> str:
        return {
            "new": "可以登记",
            "blank": "没有填",
            "already": "已登记过",
            "incomplete": "没填完",
            "fault": "有差错",
        }[self.value]


@dataclass(frozen=True, slots=True)
class TypedRow:
    """One row as typed. ``answers`` are texts by item code; ``places`` say where each stands.

    ``number`` is the row's as people see it; ``reason`` is why, where 不适用 has none of its own;
    ``formulas`` are the codes of cells that hold a formula.
    """

    number: int
    key: str
    answers: Mapping[str, str]
    date: str = ""
    inspector: str = ""
    reason: str = ""
    places: Mapping[str, str] = field(default_factory=dict)
    formulas: frozenset[str] = frozenset()

    @property
    def blank(self) -> bool:
        """Nothing was filled in; a date put down beforehand does not count."""
        return all(text.strip() in EMPTY for text in self.answers.values())


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell. ``code`` is the item's, or one of ``TITLES``."""

    code: str
    place: str
    title: str
    message: str

    def __str__(self) -> str:
        where = f"{self.place}“{self.title}”" if self.place else f"“{self.title}”"
        return f"{where}：{self.message}"


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row and what becomes of it. ``line`` None: its key names no object.

    ``visit`` is what will be recorded, for new rows; ``draft`` holds what is right of the others.
    """

    number: int
    key: str
    status: RowStatus
    line: RoundLine | None = None
    faults: tuple[CellFault, ...] = ()
    remarks: tuple[str, ...] = ()
    visit: JudgedVisit | None = None
    draft: CheckDraft | None = None

    @property
    def called(self) -> str:
        """What people call its object."""
        return self.line.called if self.line else ""

    @property
    def openings(self) -> int:
        """How many problems it opens; a lead counts as one."""
        if self.visit is None:
            return 0
        opened = len(self.visit.check.opened())
        return min(opened, 1) if self.visit.check.template.opens == "lead" else opened


@dataclass(frozen=True, slots=True)
class ReadRows:
    """All rows of a table or workbook. ``remarks`` are about the whole (columns not known …)."""

    template: Template
    rows: tuple[ReadRow, ...]
    remarks: tuple[str, ...] = ()

    def having(self, status: RowStatus) -> tuple[ReadRow, ...]:
        return tuple(row for row in self.rows if row.status is status)

    @property
    def counts(self) -> Mapping[RowStatus, int]:
        return Counter(row.status for row in self.rows)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What was recorded of a table or workbook."""

    recorded: tuple[Recorded, ...]
    already: int

    @property
    def problems(self) -> int:
        return sum(len(one.problems) for one in self.recorded)

    @property
    def leads(self) -> int:
        return sum(len(one.leads) for one in self.recorded)


class KeyBook:
    """Which object of a checklist a key names; reads the registers once."""

    def __init__(self, ctx: AppContext, template: Template) -> None:
        self.template = template
        self._numbers: ObjectNumbers = object_numbers(ctx, template)
        every: CheckRound = free_round(ctx, template.id)
        self._lines = {line.object_id: line for line in every.lines}

    def find(self, text: str) -> RoundLine:
        """The object of the key ``text``.

        Raises:
            UserError: no key, one of another checklist, of no object here, or of several.
        """
        key = parse_row_key(text)
        if key is None:
            raise UserError(
                "E-XLS-012", "表号“{text}”不对，请照空表上的重新抄一遍。", text=text[:40]
            )
        if key.template != self.template.id.upper():
            raise UserError(
                "E-XLS-013",
                "表号“{text}”不是{form}的，请放到它自己的表里登记。",
                text=text[:40], form=self.template.short_title,
            )  # fmt: skip
        found = [id_ for id_ in self._numbers.find(key.number) if id_ in self._lines]
        if not found:
            raise UserError(
                "E-XLS-014", "表号“{text}”的对象不在台账里，可能已被删除。", text=text[:40]
            )
        if len(found) > 1:
            raise UserError(
                "E-XLS-015", "表号“{text}”对应两个对象，请单独登记这一份。", text=text[:40]
            )
        return replace(self._lines[found[0]], key=str(key))


def template_of(ctx: AppContext, key: str) -> Template | None:
    """The checklist in use that a key is of; None when it is none's."""
    parsed = parse_row_key(key)
    if parsed is None:
        return None
    used = (template for template, _ in templates(ctx).values())
    return next((t for t in used if t.id.upper() == parsed.template), None)


def read_rows(
    ctx: AppContext,
    template: Template,
    rows: Sequence[TypedRow],
    folder: Path = Path(),
    progress: Progress = SILENT,
) -> ReadRows:
    """What becomes of each row; nothing is written. ``folder`` holds photos named in cells.

    Raises:
        Cancelled: the user took it back.
    """
    reader = _RowReader(ctx, KeyBook(ctx, template), folder)
    read = []
    for done, row in enumerate(rows):
        progress.report(done, len(rows), "正在核对填好的表")
        read.append(reader.read(row))
    return ReadRows(template, tuple(read))


def record_rows(ctx: AppContext, read: ReadRows, progress: Progress = SILENT) -> TakenIn:
    """Record the new rows in one write, all or none; what was recorded meanwhile is left out.

    Raises:
        EnvironmentProblem: nothing was written. Cancelled: likewise.
    """
    visits = [row.visit for row in read.rows if row.status is RowStatus.NEW and row.visit]
    fresh = []
    for done, visit in enumerate(visits):
        progress.report(done, len(visits), "正在登记")
        if checks.recorded_before(ctx, visit.check) is None:
            fresh.append(visit)
    recorded = checks.write_judged(ctx, fresh)
    kept = {(visit.check.template.id, visit.check.target.row.id) for visit in fresh}
    check_draft.discard(
        ctx, [d for d in check_draft.drafts(ctx) if (d.template, d.object_id) in kept]
    )
    return TakenIn(tuple(recorded), len(visits) - len(fresh))


def keep_as_drafts(ctx: AppContext, rows: Iterable[ReadRow]) -> int:
    """Keep what is right of unfinished rows as drafts, to be completed one by one; how many.

    An object that has a draft already keeps it.
    """
    count = 0
    for row in rows:
        draft = row.draft
        if draft is not None and check_draft.find(ctx, draft.template, draft.object_id) is None:
            check_draft.save(ctx, draft)
            count += 1
    return count


def parse_row(
    template: Template, row: TypedRow, year: int
) -> tuple[dict[str, Json], list[CellFault]]:
    """The raw answers of a row, and what is wrong with its cells: pure, for every key press."""
    found: dict[str, Json] = {}
    faults: list[CellFault] = []
    for item in template.items:
        answer = read_typed(item, row.answers.get(item.code, ""), year, row.reason)
        if item.code in row.formulas:
            faults.append(_fault(template, row, item.code, "这一格是公式，请改填结果。"))
        elif answer.problem is not None:
            faults.append(_fault(template, row, item.code, answer.problem.message))
        elif answer.value is not None:
            found[item.code] = answer.value
    return found, faults


class _RowReader:
    """Reads rows one after the other; knows what it has read."""

    def __init__(self, ctx: AppContext, keys: KeyBook, folder: Path) -> None:
        self._ctx = ctx
        self._keys = keys
        self._folder = folder
        self._before: dict[str, tuple[int, object]] = {}

    def read(self, row: TypedRow) -> ReadRow:
        """One row."""
        template = self._keys.template
        if not row.key.strip():
            if row.blank:
                return ReadRow(row.number, "", RowStatus.BLANK)
            missing = _fault(template, row, KEY, "没有表号，不知道是哪一户的，请照空表抄上。")
            return ReadRow(row.number, "", RowStatus.FAULT, faults=(missing,))
        try:
            line = self._keys.find(row.key)
        except UserError as error:
            faults = () if row.blank else (_fault(template, row, KEY, error.message),)
            status = RowStatus.BLANK if row.blank else RowStatus.FAULT
            return ReadRow(row.number, row.key, status, faults=faults)
        if row.blank:
            return ReadRow(row.number, line.key, RowStatus.BLANK, line)
        return self._filled(row, line)

    def _filled(self, row: TypedRow, line: RoundLine) -> ReadRow:
        template = self._keys.template
        answers, faults = parse_row(template, row, self._ctx.today.year)
        day = read_day(row.date, self._ctx.today.year)
        faults += self._date_faults(row, day)
        draft = CheckDraft(
            template.id, line.object_id, line.called, line.village, day,
            row.inspector.strip(), {k: v for k, v in answers.items() if not _is_photo(template, k)},
        )  # fmt: skip
        read = ReadRow(row.number, line.key, RowStatus.FAULT, line, tuple(faults), draft=draft)
        if faults or day is None:
            return read
        visit = Visit(
            template.id, line.object_id, day, answers, self._folder, row.inspector.strip()
        )
        return self._judged(row, read, visit)

    def _date_faults(self, row: TypedRow, day: date | None) -> Iterator[CellFault]:
        if not row.date.strip():
            yield _fault(self._keys.template, row, DATE, "没有填检查日期。")
        elif day is None:
            message = f"“{row.date[:40]}”不是真实的日期，请写成 2026-01-31 的样子。"
            yield _fault(self._keys.template, row, DATE, message)

    def _judged(self, row: TypedRow, read: ReadRow, visit: Visit) -> ReadRow:
        template = self._keys.template
        try:
            judged = checks.judge(self._ctx, visit)
        except UserError as error:
            problems = list(_problems_of(error))
            faults = tuple(_fault(template, row, p.path, p.message) for p in problems)
            unfinished = all(problem.code == MISSING for problem in problems)
            status = RowStatus.INCOMPLETE if unfinished else RowStatus.FAULT
            return replace(read, status=status, faults=faults)
        return self._compared(row, read, judged)

    def _compared(self, row: TypedRow, read: ReadRow, judged: JudgedVisit) -> ReadRow:
        """Against what is recorded, and against the rows before."""
        check = judged.check
        answers = check.answers.to_json()
        before = self._before.setdefault(check.target.row.id, (row.number, answers))
        if checks.recorded_before(self._ctx, check) is not None:
            return replace(read, status=RowStatus.ALREADY, faults=(), draft=None)
        if before[0] != row.number:
            if before[1] == answers:
                remark = (f"和第{before[0]}行相同，只登记一次。",)
                return replace(read, status=RowStatus.ALREADY, remarks=remark, draft=None)
            twice = f"和第{before[0]}行是同一个对象，答案却不同，请只留一行。"
            return replace(read, faults=(_fault(check.template, row, KEY, twice),), draft=None)
        others = checks.checks_of(self._ctx, template=check.template.id, object=check.target.row.id)
        if any(one.text("date") == check.date.isoformat() for one in others):
            other = f"{check.date} 已登记过一次，答案不同；以这份为准的，请先撤销原来的。"
            return replace(read, faults=(_fault(check.template, row, ROW, other),), draft=None)
        return replace(read, status=RowStatus.NEW, remarks=judged.remarks, visit=judged, draft=None)


def _is_photo(template: Template, code: str) -> bool:
    item = template.item(code)
    return item is not None and item.type == "photo"


def _problems_of(error: UserError) -> Iterator[Problem]:
    """The problems behind a refusal; itself where it names none."""
    listed = error.facts.get("problems")
    if not isinstance(listed, list):
        at = DATE if error.code == "E-CHK-205" else ROW
        yield Problem(at, error.code, error.message)
        return
    for path, code, message in listed:
        yield Problem(str(path), str(code), str(message))


def _fault(template: Template, row: TypedRow, code: str, message: str) -> CellFault:
    item = template.item(code)
    title = TITLES.get(code, code) if item is None else item_label(template, item)
    place = row.places.get(code) or f"第{row.number}行"
    return CellFault(code, place, title, _without_title(item, message))


def item_label(template: Template, item: Item) -> str:
    """An item by its number on the sheet and its text: 4. 化粪池外观与密闭情况."""
    return f"{template.items.index(item) + 1}. {item.text}"


def _without_title(item: Item | None, message: str) -> str:
    """``message`` without the item's code and text, which the fault says itself."""
    if item is None:
        return message
    return message.removeprefix(f"{item.code}“{item.text}”").removeprefix("：")
