"""The findings of 数据体检 as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qxn_desktop.common.errors import UserError
from qxn_desktop.domain.quality.catalog import RULES
from qxn_desktop.domain.register_sheet import RegisterSheet, SheetColumn
from qxn_desktop.services import exporting, settings
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.quality import FindingLine

ENDING = ".xlsx"
COLUMNS = (
    SheetColumn("村（社区）", width=14),
    SheetColumn("户主", width=12),
    SheetColumn("对象", width=12),
    SheetColumn("台账", width=10),
    SheetColumn("级别", width=8),
    SheetColumn("规则", width=24),
    SheetColumn("有问题的栏", width=24),
    SheetColumn("情况和办法", width=60),
    SheetColumn("已核理由", width=30),
    SheetColumn("核对人", width=10),
    SheetColumn("核对日期", width=12),
)


def export_findings(ctx: AppContext, lines: Sequence[FindingLine], target: Path) -> Path:
    """Write ``lines`` as a workbook; gives its path.

    Raises:
        UserError: the name does not end in .xlsx.
        EnvironmentProblem: it cannot be written.
    """
    if target.suffix.lower() != ENDING:
        raise UserError("E-EXP-060", "“{name}”的格式不对，体检结果请存成 .xlsx。", name=target.name)
    line = f"单位：{ctx.unit.name}　体检日期：{ctx.today.isoformat()}　共{len(lines)}条"
    demo = settings.value(ctx, settings.DEMO) == "是"
    sheet = RegisterSheet("数据体检结果", line, COLUMNS, exporting.WARNING, demo)
    exporting.write_workbook(sheet, _rows(ctx, lines), target)
    ctx.ws.audit("export", register="quality", rows=len(lines), purpose="internal")
    return target


def default_name(ctx: AppContext) -> str:
    """A name for the file that tells nothing of anybody."""
    return f"数据体检结果_{ctx.unit.name}_{ctx.today:%Y%m%d}{ENDING}"


def field_titles(ctx: AppContext, line: FindingLine) -> str:
    """The fields of a finding as people call them."""
    spec = ctx.ws.schema.registers[line.finding.register]
    known = (spec.field(name) for name in line.finding.fields)
    return "、".join(field.title for field in known if field)


def _rows(ctx: AppContext, lines: Iterable[FindingLine]) -> Iterator[list[str]]:
    for line in lines:
        one, mark = line.finding, line.mark
        yield [
            line.village_name,
            one.head,
            one.who,
            ctx.ws.schema.registers[one.register].title,
            one.severity.words,
            RULES[one.rule].title,
            field_titles(ctx, line),
            one.sentence,
            mark.reason if mark else "",
            mark.by if mark else "",
            mark.on if mark else "",
        ]
