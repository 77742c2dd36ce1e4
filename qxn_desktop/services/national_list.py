"""The list of what has to be entered in the national system: for the window, and as a workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.domain.register_sheet import RegisterSheet, SheetColumn
from qxn_desktop.services import exporting, national_entry, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.national_entry import GONE, Change
from qxn_desktop.services.value_words import EMPTY, ValueWords
from qxn_desktop.store.row import Row

ENDING = ".xlsx"
COLUMNS = (
    SheetColumn("村（社区）", width=12),
    SheetColumn("户编号", width=18),
    SheetColumn("户主", width=10),
    SheetColumn("姓名", width=10),
    SheetColumn("栏目", width=20),
    SheetColumn("国家系统里是", width=26),
    SheetColumn("改为", width=26),
    SheetColumn("改动时间", width=17),
    SheetColumn("改动人", width=10),
    SheetColumn("已录入", width=8),
)


@dataclass(frozen=True, slots=True)
class NationalLine:
    """One change as it is shown; ``name`` is empty for the household's own fields."""

    change: Change
    village: str
    code: str
    head: str
    name: str
    title: str
    old: str
    new: str
    at: str
    by: str


def lines(ctx: AppContext, *, unmasked: str = "") -> list[NationalLine]:
    """What has still to be entered. ``unmasked``: the reason to see it whole, which is logged."""
    found = national_entry.open_changes(ctx)
    words = ValueWords(ctx)
    made = [_line(ctx, one, words, whole=bool(unmasked)) for one in found]
    if unmasked:
        ctx.ws.audit("reveal", register="national_entry", rows=len(made), reason=unmasked)
    return made


def export(ctx: AppContext, target: Path, *, unmasked: str = "") -> tuple[Path, int]:
    """Write the list as a workbook; gives its path and how many lines it has.

    Raises:
        UserError: the name does not end in .xlsx. EnvironmentProblem: it cannot be written.
    """
    if target.suffix.lower() != ENDING:
        raise UserError("E-IMP-050", "“{name}”的格式不对，请存成 .xlsx。", name=target.name)
    found = lines(ctx, unmasked=unmasked)
    line = f"单位：{ctx.unit.name}　截至：{ctx.today.isoformat()}　共{len(found)}处"
    demo = settings.value(ctx, settings.DEMO) == "是"
    title = "本机改动、需录入国家系统的清单"
    sheet = RegisterSheet(title, line, COLUMNS, exporting.WARNING, demo)
    exporting.write_workbook(sheet, _rows(found), target)
    ctx.ws.audit("export", register="national_entry", rows=len(found), purpose="internal")
    return target, len(found)


def default_name(ctx: AppContext) -> str:
    """A name for the file that tells nothing of anybody."""
    return f"需录入国家系统_{ctx.unit.name}_{ctx.today:%Y%m%d}{ENDING}"


def mark(ctx: AppContext, done: Collection[NationalLine]) -> int:
    """Note that these were entered; how many."""
    national_entry.mark(ctx, [one.change for one in done])
    return len(done)


def _rows(found: Sequence[NationalLine]) -> Iterator[list[str]]:
    for one in found:
        yield [
            one.village, one.code, one.head, one.name, one.title, one.old, one.new,
            one.at, one.by, "",
        ]  # fmt: skip


def _line(ctx: AppContext, one: Change, words: ValueWords, *, whole: bool) -> NationalLine:
    spec = ctx.ws.schema.registers[one.register]
    row = ctx.ws.get(one.register, one.record)
    home = row if one.register == "household" else _home(ctx, row)
    known = spec.field(one.column)
    name = row.text("name") if row is not None and one.register == "member" else ""
    return NationalLine(
        one,
        words.village(one.village) if one.village else "",
        home.text("national_code") if home else "",
        home.text("head_name") if home else "",
        name,
        known.title if known else f"（这{spec.counter}已删除）",
        _said(words, known, one.old, whole=whole),
        "减少，请在系统里办理" if one.column == GONE else _said(words, known, one.new, whole=whole),
        national_entry.day_words(one.at),
        one.by,
    )


def _home(ctx: AppContext, row: Row | None) -> Row | None:
    return ctx.ws.get("household", row.text("household")) if row is not None else None


def _said(words: ValueWords, known: FieldSpec | None, value: Json, *, whole: bool) -> str:
    if known is None:
        return ""
    if whole and known.mask and value is not None:
        return str(value)
    said = words.value(known, value)
    return "（空）" if said == EMPTY else said
