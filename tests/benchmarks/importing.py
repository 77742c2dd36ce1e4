"""A large sheet into a register, beside what its reader alone takes."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable
from pathlib import Path

import python_calamine
import xlsxwriter

from qxn_desktop.domain.id_number import check_digit
from qxn_desktop.domain.register import FieldSpec
from qxn_desktop.services import importing
from qxn_desktop.services.catalog import registers
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.import_plan import LineStatus
from tests.benchmarks.benchmark import Figures, Target, benchmark, seconds
from tests.benchmarks.exchange import pair

LINES, COLUMNS, ROUNDS = 50_000, 40, 3
BLANK = 0.1
"""Share of the cells that nobody filled in."""
VILLAGES = ("丫他村", "巴金村", "八窝村", "坪位村", "巧洞村", "田坎村", "洛省村", "板万村")
UNIQUE = ("head_name", "id_number", "phone", "national_code", "local_code")


@benchmark("50,000 × 40 cells imported, checked and stored", Target(ratio=4))
def import_sheet(folder: Path) -> Figures:
    """Beside it: python-calamine reads the same file."""
    path = folder / "台账.xlsx"
    write_sheet(path)
    measured, baseline = [], []
    for at in range(ROUNDS):
        (folder / f"{at}").mkdir()
        ctx = pair(folder / f"{at}")[0]
        baseline.append(seconds(lambda: read_raw(path)))

        def work(ctx: AppContext = ctx) -> None:
            plan = importing.prepare(ctx, "household", path)
            assert plan.counts[LineStatus.NEW] == LINES, dict(plan.counts)
            importing.apply(ctx, plan)

        measured.append(seconds(work))
        ctx.ws.close()
    return Figures(statistics.median(measured), statistics.median(baseline))


def read_raw(path: Path) -> None:
    """What the reader of workbooks takes by itself."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    book.get_sheet_by_index(0).to_python()


def write_sheet(path: Path) -> None:
    """A sheet of households as townships keep them: numbers, dates, choices, blanks."""
    dice = random.Random(1)
    fields = _fields()
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, [field.title for field in fields])
        for line in range(LINES):
            for column, field in enumerate(fields):
                needed = field.required or field.id in UNIQUE
                if needed or dice.random() > BLANK:
                    page.write(line + 1, column, _value(dice, field, line))


def _fields() -> list[FieldSpec]:
    known = registers()["household"].fields
    usable = [f for f in known if not f.derived and f.type not in ("photo", "json", "ref")]
    return usable[:COLUMNS]


def _value(dice: random.Random, field: FieldSpec, line: int) -> str | float:
    if field.id in UNIQUE or field.type == "phone":
        return _unique(dice, field, line)
    made: dict[str, Callable[[], str | float]] = {
        "village": lambda: dice.choice(VILLAGES),
        "integer": lambda: float(max(1, int(field.min or 1)) + dice.randint(0, 8)),
        "decimal": lambda: dice.randint(0, 99_999) / 100,
        "choice": lambda: dice.choice(field.options),
        "multi": lambda: dice.choice(field.options),
        "yesno": lambda: dice.choice(("是", "否")),
        "month": lambda: f"20{dice.randint(14, 26)}{dice.randint(1, 12):02}",
        "date": lambda: f"2025-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "text": lambda: dice.choice(("一组", "二组", "三组", "丫他镇农业服务中心", "无")),
    }
    return made[field.type]()


def _unique(dice: random.Random, field: FieldSpec, line: int) -> str:
    if field.type == "id_number":
        day = f"{1940 + line % 60}{1 + line // 60 % 12:02}{1 + line // 720 % 28:02}"
        first = f"522327{day}{line % 997:03}"
        return first + check_digit(first)
    if field.type == "phone":
        return f"138{line:08}"
    if field.id == "head_name":
        return dice.choice("韦王罗岑黄陆") + chr(0x4E00 + line % 5000) + chr(0x6000 + line // 5000)
    return f"5223270000{line:06}"
