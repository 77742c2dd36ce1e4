"""A township whose toilets are drawn for a check, and filled workbooks for tests of sheets."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.operation import Kind
from qxn_desktop.excel.workbook_reader import read_workbook
from qxn_desktop.services import settings, templates
from qxn_desktop.services.check_round import CheckRound, check_round
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.routing import draft
from tests.builders import VILLAGE

SECOND = "522327103202"
NAMES = ("韦阿甲", "罗阿乙", "岑阿丙", "王阿丁")

GOOD: Mapping[str, object] = {
    "HC01": "是", "HC02": "1", "HC04": "不适用 旱季停水", "HC05": "1", "HC06": "正常", "HC07": "是",
    "HC08": 60.0, "HC09": "农户自行还田", "HC10": 5, "HC12": "1", "HC15": "2",
}  # fmt: skip


class Stop:
    """Progress of somebody who takes the work back at its ``step``-th report."""

    def __init__(self, step: int = 0) -> None:
        self._left = step

    def report(self, *_: object) -> None:
        if self._left == 0:
            raise Cancelled
        self._left -= 1


def furnish_toilets(ctx: AppContext, count: int = 4) -> list[str]:
    """``count`` toilets with their households in two villages, all due this year."""
    ctx.ws.write(
        [
            one
            for n in range(count)
            for village in (VILLAGE if n % 2 == 0 else SECOND,)
            for one in (
                draft(
                    ctx, "household", f"h{n}", Kind.PUT,
                    {"village": village, "head_name": NAMES[n % 4], "group": f"{n + 1}组"},
                ),
                draft(
                    ctx, "toilet", f"t{n}", Kind.PUT,
                    {"village": village, "household": f"h{n}", "code": f"HT-{n + 1:03}",
                     "type": "三格式", "third_tank_full": "否"},
                ),
            )
        ]
    )  # fmt: skip
    settings.set_value(ctx, settings.START_DATE, "2026-11-01")
    templates.confirm(ctx, "HC", "yearly_all", "镇长办公会")
    return [f"t{n}" for n in range(count)]


def due(ctx: AppContext, village: str = "") -> CheckRound:
    return check_round(ctx, "HC", village)


def filled(
    blank: Path,
    out: Path,
    rows: Mapping[str, Mapping[str, object]],
    codes: Mapping[str, int],
    day: object = "2026-11-20",
) -> Path:
    """The blank workbook with answers by key; ``codes`` number the items as their columns do."""
    sheet = read_workbook(blank)[0]
    grid = {(cell.row, cell.column): cell.text for row in sheet.rows for cell in row}
    heads = {text.split(".")[0]: column for (row, column), text in grid.items() if row == 2}
    keys = {text: row for (row, column), text in grid.items() if column == 3 and row > 2}
    with xlsxwriter.Workbook(str(out)) as book:
        made = book.add_worksheet("检查表")
        for (row, column), text in grid.items():
            made.write_string(row - 1, column - 1, text)
        for key, answers in rows.items():
            made.write(keys[key] - 1, 3, day)
            for code, value in answers.items():
                made.write(keys[key] - 1, heads[str(codes[code])] - 1, value)
    return out
