"""A register leaves the program: right types, masked by purpose, nothing half written."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qxn_desktop.common.errors import EnvironmentProblem, UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.privacy import Purpose
from qxn_desktop.services import exporting, records
from qxn_desktop.services.context import AppContext
from qxn_desktop.services.exporting import Wanted, export
from qxn_desktop.services.list_query import ListQuery
from qxn_desktop.store import audit_log
from tests.builders import new_office

NUMBER = "529000199003079035"
VILLAGE = "522327103200"
HOUSEHOLDS = ListQuery("household")
COLUMNS = (
    "village", "group", "head_name", "id_number", "phone", "population", "identified_on", "note",
)  # fmt: skip


@pytest.fixture
def office(tmp_path: Path) -> Iterator[AppContext]:
    door, ctx = new_office(tmp_path / "w")
    home = {
        "village": VILLAGE, "group": "3", "head_name": "韦国明", "id_number": NUMBER,
        "phone": "15400010001", "population": "5", "identified_on": "2023-05-01",
        "note": "=1+1", "household_type": "脱贫户",
    }  # fmt: skip
    added = records.add(ctx, "household", home)
    records.add(ctx, "household", {"village": VILLAGE, "head_name": "罗永"})
    raw = {"household": added.id, "name": "韦小妹", "birth_date": "2019-01-02"}
    records.add(ctx, "member", raw)
    yield ctx
    door.close()


def rows_of(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    return [*sheet.iter_rows(values_only=True)]


def test_a_workbook_holds_the_right_types(office: AppContext, tmp_path: Path) -> None:
    target = tmp_path / "户.xlsx"
    done = export(office, Wanted(HOUSEHOLDS, COLUMNS), target)
    assert done.rows == 2
    title, line, head, first, second = rows_of(target)
    assert title[0] == "监测对象动态管理台账"
    assert "内部工作" in str(line[0])
    assert head[2:6] == ("户主姓名", "户主证件号", "联系电话", "家庭人口数（人）")
    told = {row[2]: row for row in (first, second)}
    assert told["韦国明"][3:6] == ("529000********9035", "154****0001", 5)
    assert str(told["韦国明"][6])[:10] == "2023-05-01"
    assert told["罗永"][3:] == (None,) * 5


def test_nothing_becomes_a_formula(office: AppContext, tmp_path: Path) -> None:
    for name in ("a.xlsx", "a.csv"):
        export(office, Wanted(HOUSEHOLDS, ("note",)), tmp_path / name)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    cells = [cell for (cell,) in sheet.iter_rows(min_row=4) if cell.value]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s")]
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        told = [row for row in csv.reader(file) if row != [""]]
    assert told == [["备注"], ["'=1+1"]]


def test_the_head_stays_and_filters(office: AppContext, tmp_path: Path) -> None:
    export(office, Wanted(HOUSEHOLDS, COLUMNS), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet.freeze_panes == "D4"  # up to the name
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$3:$3", "$A:$C")
    assert sheet.auto_filter.ref == "A3:H5"
    assert "严禁外传" in (sheet.oddHeader.right.text or "")
    assert any("丫他" in str(rule.formula1) for rule in sheet.data_validations.dataValidation)


def test_the_public_is_shown_little(office: AppContext, tmp_path: Path) -> None:
    export(office, Wanted(HOUSEHOLDS, purpose=Purpose.PUBLIC), tmp_path / "a.xlsx")
    rows = rows_of(tmp_path / "a.xlsx")
    told = "\n".join(map(str, rows))
    assert "韦*明" in told
    for secret in ("韦国明", NUMBER, "9035", "15400010001", "154****", "=1+1"):
        assert secret not in told
    with pytest.raises(UserError, match="没有可以公示"):
        export(office, Wanted(ListQuery("member"), purpose=Purpose.PUBLIC), tmp_path / "b.xlsx")


def test_whole_values_need_a_reason_and_are_noted(office: AppContext, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="理由"):
        export(office, Wanted(HOUSEHOLDS, COLUMNS, unmasked="核"), tmp_path / "a.xlsx")
    wanted = Wanted(HOUSEHOLDS, purpose=Purpose.PUBLIC, unmasked="入户核对")
    with pytest.raises(UserError, match="公示"):
        export(office, wanted, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
    export(office, Wanted(HOUSEHOLDS, COLUMNS, unmasked="入户核对"), tmp_path / "a.xlsx")
    assert NUMBER in str(rows_of(tmp_path / "a.xlsx"))
    actions = [(entry.action, entry.facts) for entry in audit_log.entries(office.ws.db)]
    assert ("reveal", {"register": "household", "rows": 2, "reason": "入户核对"}) in actions


@pytest.mark.parametrize("name", ["花名册.doc", "花名册"])
def test_other_kinds_are_refused(office: AppContext, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="格式"):
        export(office, Wanted(HOUSEHOLDS), tmp_path / name)


def test_a_name_with_a_number_of_somebody_is_refused(office: AppContext, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="文件名"):
        export(office, Wanted(HOUSEHOLDS), tmp_path / f"{NUMBER}.xlsx")
    assert exporting.default_name(office, "toilet").endswith("_20261123.xlsx")


def test_a_column_that_is_not_there_is_named(office: AppContext, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nobody"):
        export(office, Wanted(HOUSEHOLDS, ("nobody",)), tmp_path / "a.xlsx")


def test_a_column_of_the_household_is_told_of_its_members(
    office: AppContext, tmp_path: Path
) -> None:
    wanted = Wanted(ListQuery("member"), ("household", "household.group", "name", "birth_date"))
    export(office, wanted, tmp_path / "a.xlsx")
    (*_, row) = rows_of(tmp_path / "a.xlsx")
    assert row[:3] == ("韦国明", "3", "韦小妹")
    assert row[3].date() == date(2019, 1, 2)  # type: ignore[attr-defined]


class GivesUp:
    """Cancels at the first look."""

    def report(self, _done: int, total: int, _words: str) -> None:
        if total:
            raise Cancelled


def test_what_is_cancelled_or_refused_leaves_the_old_file(
    office: AppContext, tmp_path: Path
) -> None:
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(Cancelled):
        export(office, Wanted(HOUSEHOLDS), target, GivesUp())
    assert target.read_bytes() == b"old"
    with pytest.raises(EnvironmentProblem):
        export(office, Wanted(HOUSEHOLDS), tmp_path / "nowhere" / "a.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"w", "a.xlsx"}


def test_documents_are_made_too(office: AppContext, tmp_path: Path) -> None:
    for ending in (".docx", ".pdf"):
        done = export(office, Wanted(HOUSEHOLDS, COLUMNS[:4]), tmp_path / f"a{ending}")
        assert done.rows == 2
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
