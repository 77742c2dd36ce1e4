"""How a sheet is read: where its header stands, and which of its columns go into which fields.

Proposed from the headings; what a clerk changed is remembered for sheets with the same headings,
on this machine alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_text import read_json_file
from qxn_desktop.common.progress import SILENT, Progress
from qxn_desktop.domain.heading_match import ColumnMatch, Headings, plain_title
from qxn_desktop.domain.known_workbook import WorkbookUse, recognise
from qxn_desktop.domain.register import RegisterSpec
from qxn_desktop.domain.sheet_header import Header, data_rows, find_header, header_at, heading_key
from qxn_desktop.excel.table_reader import TableFile, TableSheet, read_table_file
from qxn_desktop.services import records
from qxn_desktop.services.catalog import known_workbooks
from qxn_desktop.services.context import AppContext

OWNER = "household"
REMEMBERED = "import:"


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet and how it is read. ``rows`` are its data rows (from 0).

    ``known`` is the name of the workbook of the national system that it is, else "";
    ``constants`` are fields that every line of it has.
    """

    register: RegisterSpec
    sheet: TableSheet
    header: Header
    rows: tuple[int, ...]
    columns: tuple[ColumnMatch, ...]
    known: str = ""
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def mapped(self) -> tuple[ColumnMatch, ...]:
        """The columns that go into a field for sure, or because somebody said so."""
        return tuple(one for one in self.columns if one.target and one.sure)


def open_file(path: Path, progress: Progress = SILENT) -> TableFile:
    """The tables in the file at ``path``.

    Raises:
        UserError: as ``read_table_file``; or nothing is in it.
    """
    found = read_table_file(path, progress)
    if not any(sheet.rows for sheet in found.sheets):
        raise UserError("E-IMP-001", "“{name}”里没有内容，请核对是不是选错了文件。", name=path.name)
    return found


def headings(ctx: AppContext, register: str) -> Headings:
    """The names of everything that a sheet of ``register`` may fill.

    Raises:
        UserError: no such register, or its rows come of a procedure.
    """
    return Headings(records.writable(ctx, register), ctx.ws.schema.registers.get(OWNER))


def choose_sheet(file: TableFile, known: Headings, name: str = "") -> TableSheet:
    """The sheet called ``name``; else the visible one whose headings fit the register best.

    Raises:
        UserError: there is no such sheet.
    """
    filled = [sheet for sheet in file.sheets if sheet.rows]
    if name:
        found = next((sheet for sheet in file.sheets if sheet.name.strip() == name.strip()), None)
        if found is None or not found.rows:
            listed = "、".join(f"“{sheet.name}”" for sheet in filled)
            message = "没有叫“{name}”的工作表，或它是空的；有内容的是：{listed}。"
            raise UserError("E-IMP-002", message, name=name, listed=listed)
        return found
    shown = [sheet for sheet in filled if not sheet.hidden] or filled
    return max(shown, key=lambda sheet: _fit(sheet, known))


def lay_out(
    ctx: AppContext,
    register: str,
    sheet: TableSheet,
    header_row: int | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Layout:
    """How ``sheet`` is read: by ``mapping`` (heading → target), by what is remembered, by names.

    ``header_row`` (from 1) says where the header stands, where it is not found.

    Raises:
        UserError: no header, or a mapping of fields or headings that there are not.
    """
    known = headings(ctx, register)
    header = _header(sheet, known, header_row)
    columns = known.match(header.titles)
    workbook = recognise(known_workbooks(), [title for title in header.titles if title])
    use = workbook.use(register) if workbook else None
    if use is not None:
        columns = _with_opposites(known, _as_in(use, known, columns))
    remembered = recall(ctx, register, header) if mapping is None else mapping
    if remembered:
        columns = apply_mapping(known, columns, remembered)
    rows = tuple(data_rows(sheet.rows, header))
    title = workbook.title if workbook and use else ""
    constants = use.constants if use else {}
    return Layout(known.spec, sheet, header, rows, columns, title, constants)


def register_for(ctx: AppContext, file: TableFile) -> str:
    """The register that a file of the national system fills first; "" for any other file."""
    for sheet in file.sheets:
        header = find_header(sheet.rows, headings(ctx, OWNER).knows, sheet.merged)
        titles = [title for title in header.titles if title] if header else []
        workbook = recognise(known_workbooks(), titles)
        if workbook is not None:
            return workbook.uses[0].register
    return ""


def _as_in(use: WorkbookUse, known: Headings, columns: Sequence[ColumnMatch]) -> list[ColumnMatch]:
    """``columns`` as a known workbook has them; its word goes before names and synonyms."""
    found, taken = [], set[str]()
    for one in columns:
        target = use.columns.get(heading_key(one.title))
        if target is not None and (not target or (target in known.targets and target not in taken)):
            remark = "" if target else "这一列不用导入"
            one = replace(one, target=target, sure=bool(target), remark=remark)  # noqa: PLW2901
            taken.add(target)
        found.append(one)
    said = {one.target for one in found if use.columns.get(heading_key(one.title))}
    return [
        replace(one, target="", sure=False, remark="另有一列已对应")
        if one.target in said and not use.columns.get(heading_key(one.title))
        else one
        for one in found
    ]


def with_targets(ctx: AppContext, layout: Layout, targets: Mapping[int, str]) -> Layout:
    """``layout`` with other targets for the columns (from 0) named; "" leaves a column out."""
    known = headings(ctx, layout.register.id)
    changed = [
        replace(one, target=targets[one.column], sure=bool(targets[one.column]), remark="")
        if one.column in targets
        else one
        for one in layout.columns
    ]
    return replace(layout, columns=tuple(_with_opposites(known, changed)))


def apply_mapping(
    known: Headings, columns: Sequence[ColumnMatch], mapping: Mapping[str, str]
) -> tuple[ColumnMatch, ...]:
    """``columns`` by what ``mapping`` says of their headings; of the others nothing is taken.

    Raises:
        UserError: a target that is none; a heading that the sheet has not.
    """
    wanted = {plain_title(title): target for title, target in mapping.items()}
    strange = [target for target in wanted.values() if target and target not in known.targets]
    if strange:
        listed = "、".join(f"{key}（{one.title}）" for key, one in known.targets.items())
        raise UserError(
            "E-IMP-003", "对应关系里的字段“{name}”不存在，可用：{listed}。",
            name=strange[0], listed=listed,
        )  # fmt: skip
    lacking = wanted.keys() - {plain_title(one.title) for one in columns}
    if lacking:
        raise UserError(
            "E-IMP-004", "对应关系里的列“{name}”，表里没有，请核对表头。", name=sorted(lacking)[0]
        )
    changed = [
        replace(one, target=target, sure=bool(target), remark="" if target else "不导入")
        for one in columns
        for target in [wanted.get(plain_title(one.title), "")]
    ]
    return _with_opposites(known, changed)


def read_mapping(path: Path, known: Headings) -> dict[str, str]:
    """A saved mapping: ``{"列标题": "字段"}``, alone or under ``columns``; either way round.

    Raises:
        UserError: no such file, no JSON, or not of this form.
    """
    data = read_json_file(path)
    pairs = data.get("columns", data) if isinstance(data, dict) else None
    if not isinstance(pairs, dict) or not all(
        value is None or isinstance(value, str) for value in pairs.values()
    ):
        raise UserError(
            "E-IMP-005", "{path} 应写成 {form}，左边是表里的列，右边是字段。",
            path=path, form='{"户主": "head_name"}',
        )  # fmt: skip
    turned = pairs and all(key in known.targets for key in pairs)
    if turned and not all(value in known.targets for value in pairs.values()):
        return {str(value): key for key, value in pairs.items() if value}
    return {key: value or "" for key, value in pairs.items()}


def remember(ctx: AppContext, layout: Layout) -> None:
    """Keep how this sheet is read, for the next one with the same headings."""
    kept = {one.title: one.target for one in layout.mapped}
    text = json.dumps(kept, ensure_ascii=False)
    ctx.ws.keep_local({_key(layout.register.id, layout.header): text})


def recall(ctx: AppContext, register: str, header: Header) -> dict[str, str]:
    """How a sheet with these headings was read before; nothing when it never was."""
    kept = ctx.ws.local.find(_key(register, header))
    known = headings(ctx, register).targets
    pairs = json.loads(kept) if kept else {}
    return {title: target for title, target in pairs.items() if target in known}


def _key(register: str, header: Header) -> str:
    """One key for a register and a set of headings, in whatever order they stand."""
    titles = sorted(plain_title(title) for title in header.titles if title)
    return f"{REMEMBERED}{register}:{hashlib.sha256('|'.join(titles).encode()).hexdigest()[:32]}"


def _header(sheet: TableSheet, known: Headings, header_row: int | None) -> Header:
    if header_row is not None:
        if not 1 <= header_row <= len(sheet.rows):
            raise UserError(
                "E-IMP-006", "表头行应在第 1 到 {last} 行之间，请核对。", last=len(sheet.rows)
            )
        return header_at(sheet.rows, header_row - 1, sheet.merged)
    found = find_header(sheet.rows, known.knows, sheet.merged)
    if found is None:
        raise UserError("E-IMP-007", "没有找到表头，请指明表头在第几行，再导入。")
    return found


def _fit(sheet: TableSheet, known: Headings) -> int:
    found = find_header(sheet.rows, known.knows, sheet.merged)
    return 0 if found is None else sum(known.knows(title) for title in found.titles if title)


def _with_opposites(known: Headings, columns: Sequence[ColumnMatch]) -> tuple[ColumnMatch, ...]:
    """Whether 是 means 否 under a heading depends on what it is taken for."""
    named = {one.column: one for one in known.match([one.title for one in columns])}
    found = []
    for at, one in enumerate(columns):
        guess = named.get(at)
        opposite = guess is not None and guess.target == one.target and guess.opposite
        found.append(replace(one, opposite=opposite))
    return tuple(found)
