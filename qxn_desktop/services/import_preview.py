"""What the window shows of an import before it is written: columns, lines, what would change.

Lines are put into words only when they are looked at; personal values are masked.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qxn_desktop.common.collector import held_back
from qxn_desktop.common.json_types import Json
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.cell_value import cell_text, is_blank
from qxn_desktop.domain.heading_match import OWNER, ColumnMatch
from qxn_desktop.domain.privacy import mask, redact
from qxn_desktop.domain.register import FieldSpec, RegisterSpec
from qxn_desktop.excel.table_reader import TableFile
from qxn_desktop.excel.workbook_bounds import column_letters
from qxn_desktop.services import importing, quality_plan
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_cleaning import LineFault, clean_sheet
from qxn_desktop.services.import_layout import (
    Layout,
    choose_sheet,
    headings,
    lay_out,
    open_file,
    register_for,
    remember,
    with_targets,
)
from qxn_desktop.services.import_plan import ImportOptions, ImportPlan, LineStatus, plan
from qxn_desktop.services.importing import Imported
from qxn_desktop.services.problem_list import village_names
from qxn_desktop.services.value_words import ValueWords

SAMPLES = 3
"""Contents of a column that are shown beside its heading."""
LONGEST_SAMPLE = 16


@dataclass(frozen=True, slots=True)
class Opened:
    """A file and how one of its sheets is read. ``targets``: titles of what can be filled."""

    path: Path
    file: TableFile
    layout: Layout
    targets: Mapping[str, str]
    villages: Mapping[str, str]
    remarks: tuple[str, ...]
    village: str = ""

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of the sheets with anything in them."""
        return tuple(sheet.name for sheet in self.file.sheets if sheet.rows)

    @property
    def lacks_village(self) -> bool:
        """Whether lines have to be told which village they are of."""
        spec = self.layout.register
        filled = {one.target for one in self.layout.mapped}
        return spec.field("village") is not None and not filled & {"village", f"{OWNER}.village"}


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A column as it is shown: its letters, heading, what stands in it, what it goes into."""

    column: int
    letters: str
    title: str
    sample: str
    target: str
    target_title: str
    sure: bool
    remark: str


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A line as it is shown. ``says`` is one sentence, ``told`` all of them."""

    at: int
    number: int
    label: str
    village: str
    status: LineStatus
    says: str
    told: tuple[str, ...]
    candidates: tuple[tuple[str, str], ...] = ()


def open_table(ctx: AppContext, path: Path, register: str, progress: Progress = SILENT) -> Opened:
    """The file at ``path`` for ``register``; one of the national system for its own.

    Raises:
        UserError: as ``open_file`` and ``lay_out``. Cancelled: the user took it back.
    """
    file = open_file(path, progress)
    known = register_for(ctx, file) or register
    sheet = choose_sheet(file, headings(ctx, known))
    return _opened(ctx, path, file, lay_out(ctx, known, sheet))


def lay_out_again(
    ctx: AppContext, opened: Opened, register: str, sheet: str, header_row: int | None
) -> Opened:
    """The same file for another register, sheet or row of the header (from 1).

    Raises:
        UserError: as ``lay_out``.
    """
    chosen = choose_sheet(opened.file, headings(ctx, register), sheet)
    return _opened(ctx, opened.path, opened.file, lay_out(ctx, register, chosen, header_row))


def with_target(ctx: AppContext, opened: Opened, column: int, target: str) -> Opened:
    """The same with another target for a column (from 0), which other columns lose."""
    freed = {one.column: "" for one in opened.layout.columns if target and one.target == target}
    layout = with_targets(ctx, opened.layout, {**freed, column: target})
    return _opened(ctx, opened.path, opened.file, layout)


def columns_of(opened: Opened) -> tuple[ColumnLine, ...]:
    """The columns with a heading, as they stand."""
    return tuple(_column(opened, one) for one in opened.layout.columns)


def preview(
    ctx: AppContext, opened: Opened, options: ImportOptions, progress: Progress = SILENT
) -> ImportPlan:
    """What importing would do, and what the rules of 数据体检 find in it.

    Raises:
        UserError: no column goes anywhere. Cancelled: the user took it back.
    """
    importing.refuse_unmapped(opened.layout)
    village = options.village or importing.only_village(ctx)
    with held_back():
        cleaned = clean_sheet(ctx, opened.layout, progress)
        made = plan(ctx, cleaned, replace(options, village=village), progress)
        found = quality_plan.findings_by_line(ctx, made, progress)
    return replace(made, findings=found)


def take_in(
    ctx: AppContext, opened: Opened, wanted: ImportPlan, progress: Progress = SILENT
) -> Imported:
    """Write a plan, and keep how the sheet was read for the next one of its kind.

    Raises:
        EnvironmentProblem: disk full; nothing was written. Cancelled: likewise.
    """
    done = importing.apply(ctx, wanted, progress)
    remember(ctx, opened.layout)
    return done


def positions(wanted: ImportPlan, status: LineStatus | None) -> array[int]:
    """The positions of the lines of a status, of all lines for None; with findings they count."""
    chosen = (at for at, one in enumerate(wanted.status) if status is None or one is status)
    return array("q", chosen)


def lines(ctx: AppContext, wanted: ImportPlan, at: Sequence[int]) -> list[PreviewLine]:
    """The lines at these positions, in words."""
    words, names = ValueWords(ctx), village_names(ctx)
    return [_line(ctx, wanted, one, words, names) for one in at]


def written_words(done: Imported, title: str, counter: str) -> str:
    """What an import did, in one sentence."""
    parts = [
        f"新增 {done.added} {counter}" if done.added else "",
        f"更新 {done.updated} {counter}" if done.updated else "",
        f"不变 {done.unchanged} {counter}" if done.unchanged else "",
        f"连同新建 {done.owners} 户" if done.owners else "",
        f"有问题没有导入的 {done.rejected} 行" if done.rejected else "",
    ]
    return f"{title}：{'，'.join(filter(None, parts)) or '没有可导入的行'}。"


def _opened(ctx: AppContext, path: Path, file: TableFile, layout: Layout) -> Opened:
    known = headings(ctx, layout.register.id)
    targets = {key: target.title for key, target in known.targets.items()}
    remarks = tuple(one for one in importing.remarks(file, layout) if "公式" in one)
    return Opened(path, file, layout, targets, village_names(ctx), remarks)


def _column(opened: Opened, one: ColumnMatch) -> ColumnLine:
    field = _field(opened.layout.register, one.target)
    samples: list[str] = []
    for row in opened.layout.rows[:200]:
        cells = opened.layout.sheet.rows[row]
        value = cells[one.column] if one.column < len(cells) else ""
        text = cell_text(value).strip()
        if not is_blank(value) and text not in samples:
            samples.append(text)
        if len(samples) == SAMPLES:
            break
    shown = [_shown(field, text)[:LONGEST_SAMPLE] for text in samples]
    title = opened.targets.get(one.target, "")
    return ColumnLine(
        one.column, column_letters(one.column + 1), one.title, "、".join(shown),
        one.target, title, one.sure, one.remark,
    )  # fmt: skip


def _field(spec: RegisterSpec, target: str) -> FieldSpec | None:
    return None if target.startswith(f"{OWNER}.") else spec.field(target)


def _shown(field: FieldSpec | None, text: str) -> str:
    """A content that nobody has checked yet: numbers of people and telephones are masked."""
    return str(mask(field, text)) if field is not None and field.mask else redact(text)


def _line(
    ctx: AppContext, wanted: ImportPlan, at: int, words: ValueWords, names: Mapping[str, str]
) -> PreviewLine:
    told = (
        *(_fault_words(one) for one in wanted.faults.get(at, ())),
        *_change_words(wanted.cleaned.layout.register, wanted.changes.get(at, {}), words, ""),
        *_change_words(
            ctx.ws.schema.registers[OWNER], wanted.owner_changes.get(at, {}), words, "农户的"
        ),
        *(f"体检提示：{one}" for one in wanted.findings.get(at, ())),
        *(f"已改好：{_note_words(wanted, *one)}" for one in wanted.notes.get(at, ())),
    )
    village = _value(wanted, at, "village")
    ids = [id_ for fault in wanted.faults.get(at, ()) for id_ in fault.candidates]
    return PreviewLine(
        at,
        wanted.number(at),
        _label(wanted, at),
        names.get(str(village), "") if village else "",
        wanted.status[at],
        told[0] if told else "",
        told,
        tuple((id_, _candidate(ctx, id_, words)) for id_ in ids),
    )


def _label(wanted: ImportPlan, at: int) -> str:
    """What people call a line: its name, else its household's."""
    spec = wanted.cleaned.layout.register
    for name, columns in ((spec.label_field, "own"), ("head_name", "owner")):
        read = getattr(wanted.cleaned, columns).get(name)
        if read is not None and read.values[at] is not None:
            return str(read.values[at])
    return ""


def _value(wanted: ImportPlan, at: int, name: str) -> Json:
    for read in (wanted.cleaned.own.get(name), wanted.cleaned.owner.get(name)):
        if read is not None and read.values[at] is not None:
            return read.values[at]
    return wanted.options.village or None


def _fault_words(fault: LineFault) -> str:
    if fault.column < 0:
        return fault.message
    return f"{column_letters(fault.column + 1)}列“{fault.title}”：{_without_title(fault)}"


def _without_title(fault: LineFault) -> str:
    head, colon, rest = fault.message.partition("：")
    return rest if colon and len(head) <= len(fault.title) + 8 and rest else fault.message


def _note_words(wanted: ImportPlan, column: int, note: str) -> str:
    if column < 0:
        return note
    titles = {one.column: one.title for one in wanted.cleaned.layout.columns}
    return f"“{titles.get(column, '')}”{note}"


def _change_words(
    spec: RegisterSpec, changes: Mapping[str, tuple[Json, Json]], words: ValueWords, whose: str
) -> list[str]:
    found = []
    for name, (old, new) in changes.items():
        known = spec.field(name)
        if known is not None:
            was, now = words.value(known, old), words.value(known, new)
            found.append(f"{whose}{known.title}：{was} → {now}")
    return found


def _candidate(ctx: AppContext, id_: str, words: ValueWords) -> str:
    """A row that a line may be about, told apart from its namesakes."""
    row = ctx.ws.find(id_)
    if row is None:
        return ""
    spec = ctx.ws.schema.registers[row.register]
    parts = [words.row(row)]
    for name in ("village", "group", "id_number", "national_code", "phone", "code"):
        known = spec.field(name)
        if known is not None and row.values.get(name) is not None:
            parts.append(words.value(known, row.values[name]))
    return "　".join(parts)
