from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from qxn_desktop.common.errors import UserError
from qxn_desktop.common.progress import Cancelled
from qxn_desktop.domain.custom_field import described
from qxn_desktop.domain.id_number import check_digit
from qxn_desktop.services import importing, records, undo
from qxn_desktop.services.custom_fields import add_field
from qxn_desktop.services.import_plan import ImportPlan, LineStatus
from qxn_desktop.services.import_return import write_marked
from qxn_desktop.services.importing import Wish
from tests.builders import new_office

HEAD = ["序号", "村", "组", "户主姓名", "户主证件号", "联系电话", "家庭人口数", "备注"]
NUMBERS = ("522327199001010018", "52232719850203002X", "522327197012120035")


IDS = tuple(number[:17] + check_digit(number[:17]) for number in NUMBERS)
ROWS: list[list[object]] = [
    [1, "板万村", "一组", "韦建国", IDS[0], "13800000001", 4, ""],
    [2, "板万村", "一组", "韦建军", IDS[1], "13800000002", 5, "外出"],
    [3, "板万村", "二组", "王小明", IDS[2], "", 3, ""],
]


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.workspace.close()


def sheet(path: Path, rows: Sequence[Sequence[object]], name: str = "表一") -> Path:
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet(name)
        dated = made.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, dated)
                elif value not in (None, ""):
                    page.write(at, column, value)
    return path


def run(ctx, register: str, path: Path, **wish: object) -> ImportPlan:
    plan = importing.prepare(ctx, register, path, Wish(**wish))
    importing.apply(ctx, plan)
    return plan


def counts(plan: ImportPlan) -> tuple[int, int, int, int]:
    return tuple(plan.counts[status] for status in LineStatus)


def sentences(plan: ImportPlan) -> list[tuple[int, str, str]]:
    return [
        (plan.number(at), fault.title, fault.message)
        for at in sorted(plan.faults)
        for fault in plan.faults[at]
    ]


def values(ctx, register: str, where: Mapping[str, object] | None = None) -> list[dict]:
    return [dict(row.values) for row in ctx.ws.select(register, where, ("id",))]


def test_a_sheet_of_households_comes_in_and_a_second_time_changes_nothing(office, tmp_path):
    path = sheet(
        tmp_path / "a.xlsx", [["板万村台账"], ["单位：丫他镇"], HEAD, *ROWS, ["合计", "", "", 3]]
    )
    assert counts(run(office, "household", path)) == (3, 0, 0, 0)
    first = next(row for row in values(office, "household") if row["head_name"] == "韦建国")
    assert first == {
        "village": VILLAGE_OF["板万村"], "group": "一组", "head_name": "韦建国",
        "id_number": IDS[0], "phone": "13800000001", "population": 4,
    }  # fmt: skip
    before = office.ws.operation_count()
    assert counts(run(office, "household", path)) == (0, 0, 3, 0)
    assert office.ws.operation_count() == before


def test_a_dry_run_writes_nothing(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [HEAD, *ROWS])
    plan = importing.prepare(office, "household", path)
    assert counts(plan) == (3, 0, 0, 0)
    assert office.ws.operation_count() == 0


def test_an_import_is_one_step_that_can_be_taken_back(office, tmp_path):
    run(office, "household", sheet(tmp_path / "a.xlsx", [HEAD, *ROWS]))
    changed = [[*row[:6], row[6] + 1, row[7]] for row in ROWS[:2]]
    new = [[9, "板万村", "三组", "罗天才", "", "", 2, ""]]
    plan = run(office, "household", sheet(tmp_path / "b.xlsx", [HEAD, *changed, *new]))
    assert counts(plan) == (1, 2, 0, 0)
    assert undo.undo(office).words == "已撤销：修改2条农户，新增1条农户"
    assert sorted(row["population"] for row in values(office, "household")) == [3, 4, 5]
    undo.undo(office)
    assert office.ws.count("household") == 4


def test_rows_are_matched_by_number_by_code_and_by_name_within_the_village(office, tmp_path):
    head = ["国家系统户编号", "村", "组", "户主姓名", "户主证件号", "家庭人口数"]
    run(office, "household", sheet(tmp_path / "a.xlsx", [
        head,
        ["5200000001", "板万村", "", "韦建国", "", 1],
        ["", "板万村", "", "韦建军", IDS[1], 1],
        ["", "板万村", "一组", "王小明", "", 1],
    ]))  # fmt: skip
    plan = run(office, "household", sheet(tmp_path / "b.xlsx", [
        head,
        ["5200000001", "板万村", "", "韦国", "", 2],
        ["", "板万村", "", "韦军", IDS[1], 2],
        ["", "板万村村委会", "", "王小明", "", 2],
        ["", "板万村", "二组", "王小明", "", 2],
    ]))  # fmt: skip
    assert counts(plan) == (1, 3, 0, 0)
    assert office.ws.count("household") == 4


def test_a_namesake_is_not_guessed(office, tmp_path):
    head = ["村", "组", "户主姓名", "家庭人口数"]
    run(office, "household", sheet(tmp_path / "a.xlsx", [
        head, ["板万村", "一组", "韦建国", 1], ["板万村", "二组", "韦建国", 2]
    ]))  # fmt: skip
    plan = run(office, "household", sheet(tmp_path / "b.xlsx", [head, ["板万村", "", "韦建国", 5]]))
    assert counts(plan) == (0, 0, 0, 1)
    assert [one[2] for one in sentences(plan)] == [
        "可能是2条农户中的一条，请补上编号或证件号，或者选定是哪一条。"
    ]
    assert len(plan.faults[0][0].candidates) == 2


def test_faulty_rows_stay_out_and_are_named(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [
        HEAD,
        ROWS[0],
        [2, "板万村", "", "韦建军", 522327198502030000.0, "", "", ""],
        [3, "不存在村", "", "王小明", "", "", "", ""],
        [4, "板万村", "", "", "", "", "", ""],
        [5, "板万村", "", "罗天才", "", "123", "四", ""],
        [6, "板万村", "", "岑大山", "522327********0010", "", "", ""],
        [7, "板万村", "", "黄小花", "522327199001010019", "", "", ""],
    ])  # fmt: skip
    plan = run(office, "household", path)
    assert counts(plan) == (1, 0, 0, 6)
    told = sentences(plan)
    assert [one[:2] for one in told] == [
        (3, "户主证件号"), (4, "村"), (5, "户主姓名"), (6, "联系电话"), (6, "家庭人口数"),
        (7, "户主证件号"), (8, "户主证件号"),
    ]  # fmt: skip
    assert "15位以后的数字已经丢失" in told[0][2]
    assert "不是丫他镇的村" in told[1][2]
    assert told[2][2] == "缺少必填的“户主姓名”，请补上。"
    assert "已经脱敏" in told[5][2]


def test_what_is_certain_is_mended_and_said(office, tmp_path):
    spaced = f"{IDS[0][:6]} {IDS[0][6:]}"
    path = sheet(tmp_path / "a.xlsx", [
        HEAD,
        [1, "板万村村民委员会", "", "韦　建国", f" {spaced}", 13800000001.0, "４", ""],
        [2, "板万", "", "韦建军", IDS[1].lower(), "13800000002.0", 5.0, ""],
    ])  # fmt: skip
    plan = run(office, "household", path)
    assert counts(plan) == (2, 0, 0, 0)
    notes = {
        (plan.number(at), column, note) for at, all_ in plan.notes.items() for column, note in all_
    }
    assert {
        (2, 3, "去掉空格"), (2, 4, "去掉空格"), (2, 6, "“4”读作“4”"), (3, 5, "去掉小数点"),
    } <= notes  # fmt: skip
    assert {row["phone"] for row in values(office, "household")} == {"13800000001", "13800000002"}
    assert {row["head_name"] for row in values(office, "household")} == {"韦建国", "韦建军"}


def test_empty_cells_clear_only_when_asked(office, tmp_path):
    run(office, "household", sheet(tmp_path / "a.xlsx", [HEAD, *ROWS]))
    bare = [[1, "板万村", "", "韦建国", IDS[0], "", "", ""]]
    path = sheet(tmp_path / "b.xlsx", [HEAD, *bare])
    assert counts(run(office, "household", path)) == (0, 0, 1, 0)
    assert counts(run(office, "household", path, clear_empty=True)) == (0, 1, 0, 0)
    row = values(office, "household", {"id_number": IDS[0]})[0]
    assert set(row) == {"village", "head_name", "id_number"}


def test_a_row_twice_in_a_sheet(office, tmp_path):
    other = [*ROWS[0][:6], 9, ""]
    plan = run(office, "household", sheet(tmp_path / "a.xlsx", [HEAD, ROWS[0], ROWS[0], other]))
    assert counts(plan) == (1, 0, 1, 1)
    assert sentences(plan) == [(4, "", "和第2行是同一条农户，内容却不一样，请只留一行。")]
    assert plan.notes[1] == [(-1, "和第2行相同，只导入一次")]


def test_a_sheet_of_toilets_makes_and_finds_its_households(office, tmp_path):
    run(office, "household", sheet(tmp_path / "h.xlsx", [HEAD, ROWS[0]]))
    head = ["序号", "村", "组", "户主", "身份证号", "户厕编号", "改造年度", "类型", "验收日期"]
    path = sheet(tmp_path / "t.xlsx", [
        ["改厕台账"],
        head,
        [1, "板万村", "一组", "韦建国", IDS[0], "HC-0001", 2023, "三格式", date(2023, 5, 6)],
        [2, "板万村", "一组", "韦建军", IDS[1], "HC-0002", "2024", "三格式", "2024.6.7"],
        ["合计", "", "", 2],
        ["填表人：韦×", "", "", "审核人：王×"],
    ])  # fmt: skip
    plan = run(office, "toilet", path)
    assert sentences(plan) == []
    assert counts(plan) == (2, 0, 0, 0)
    assert (plan.owners_new, office.ws.count("household")) == (1, 2)
    row = values(office, "toilet", {"code": "HC-0002"})[0]
    owner = office.ws.get("household", row["household"])
    assert owner is not None
    assert (owner.text("head_name"), owner.text("village")) == ("韦建军", row["village"])
    assert (row["year"], row["accepted_on"]) == (2024, "2024-06-07")
    before = office.ws.operation_count()
    assert counts(run(office, "toilet", path)) == (0, 0, 2, 0)
    assert office.ws.operation_count() == before


def test_people_with_the_columns_of_their_household(office, tmp_path):
    head = ["行政村", "户编号", "户主姓名", "姓名", "证件号码", "与户主关系", "性别"]
    path = sheet(tmp_path / "m.xlsx", [
        head,
        ["板万村", "5200001", "韦建国", "韦建国", IDS[0], "户主", "男"],
        ["板万村", "5200001", "韦建国", "王小花", IDS[1], "配偶", "女"],
        ["板万村", "5200001", "韦大国", "韦小强", IDS[2], "子", "男"],
    ])  # fmt: skip
    plan = run(office, "member", path)
    assert counts(plan) == (2, 0, 0, 1)
    assert sentences(plan) == [(4, "户主姓名", "和第2行是同一户，“户主姓名”却不一样，请核对。")]
    assert office.ws.count("household") == 1
    assert {row["village"] for row in values(office, "member")} == {VILLAGE_OF["板万村"]}


def test_a_row_at_fault_makes_no_household(office, tmp_path):
    head = ["村", "户主", "姓名", "证件号码"]
    path = sheet(tmp_path / "m.xlsx", [head, ["板万村", "韦建国", "", IDS[0]]])
    assert counts(run(office, "member", path)) == (0, 0, 0, 1)
    assert office.ws.count("household") == 0


def test_columns_that_are_only_similar_are_not_taken(office, tmp_path):
    head = ["村", "户主姓名", "家庭人口数量统计"]
    plan = run(office, "household", sheet(tmp_path / "a.xlsx", [head, ["板万村", "韦建国", 4]]))
    assert "population" not in values(office, "household")[0]
    assert any("只是相像" in remark for remark in plan.remarks)


def test_a_mapping_says_which_column_is_which(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["甲", "乙", "丙"], ["板万村", "韦建国", "4"]])
    with pytest.raises(UserError, match="没有认得的列"):
        importing.prepare(office, "household", path)
    saved = tmp_path / "map.json"
    for pairs in ({"甲": "village", "乙": "head_name"}, {"village": "甲", "head_name": "乙"}):
        saved.write_text(json.dumps(pairs, ensure_ascii=False), encoding="utf-8")
        plan = importing.prepare(office, "household", path, Wish(mapping=saved))
        assert counts(plan) == (1, 0, 0, 0)


def test_a_row_that_was_taken_away_comes_back_as_it_is_in_the_sheet(office, tmp_path):
    plan = run(office, "household", sheet(tmp_path / "a.xlsx", [HEAD, ROWS[1]]))
    records.delete(office, plan.ids[0])
    bare = sheet(tmp_path / "b.xlsx", [HEAD, [*ROWS[1][:6], 7, ""]])
    again = run(office, "household", bare)
    assert counts(again) == (1, 0, 0, 0)
    assert (again.ids, again.notes[0][0][1]) == (
        plan.ids,
        "以前登记过、后来删除的，导入会把它恢复",
    )
    [row] = values(office, "household")
    assert (row["population"], row.get("note")) == (7, None)
    assert counts(run(office, "household", bare)) == (0, 0, 1, 0)
    assert undo.undo(office).words == "已撤销：恢复农户 韦建军"
    assert office.ws.count("household") == 0
    undo.undo(office)
    assert values(office, "household") == [row]


def test_what_was_taken_back_can_be_imported_again(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [HEAD, *ROWS])
    run(office, "household", path)
    undo.undo(office)
    assert counts(run(office, "household", path)) == (3, 0, 0, 0)
    assert office.ws.count("household") == 3


def test_work_is_cancelled_before_anything_is_written(office, tmp_path):
    class Cancelling:
        def report(self, _done: int, _total: int, words: str) -> None:
            if words == "正在写入台账":
                raise Cancelled

    plan = importing.prepare(office, "household", sheet(tmp_path / "a.xlsx", [HEAD, *ROWS]))
    with pytest.raises(Cancelled):
        importing.apply(office, plan, Cancelling())
    assert office.ws.operation_count() == 0


def test_what_was_written_meanwhile_is_looked_at_again(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [HEAD, ROWS[0]])
    plan = importing.prepare(office, "household", path)
    run(office, "household", path)
    done = importing.apply(office, plan)
    assert (done.added, done.unchanged) == (0, 1)


def test_villages_get_their_figures_by_name(office, tmp_path):
    path = sheet(
        tmp_path / "v.xlsx", [["名称", "户籍户数"], ["板万村民委员会", 320], ["月亮村", 1]]
    )
    plan = run(office, "village", path)
    assert counts(plan) == (0, 1, 0, 1)
    assert office.ws.get("village", VILLAGE_OF["板万村"]).values["registered_households"] == 320


def test_a_sheet_of_another_township_stays_out(office, tmp_path):
    head = ["乡镇", "村", "户主姓名"]
    rows = [["丫他镇", "板万村", "韦建国"], ["秧坝镇", "板万村", "韦建军"]]
    plan = run(office, "household", sheet(tmp_path / "a.xlsx", [head, *rows]))
    assert counts(plan) == (1, 0, 0, 1)
    assert "不属于丫他镇" in sentences(plan)[0][2]


def test_cells_merged_downwards_hold_for_all_their_rows(office, tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, ["村", "户主姓名"])
        page.merge_range(1, 0, 2, 0, "板万村")
        page.write_column(1, 1, ["韦建国", "韦建军"])
    assert counts(run(office, "household", path)) == (2, 0, 0, 0)


VILLAGE_OF = {"板万村": "522327103213"}


def test_the_workbook_comes_back_with_its_faults(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [["台账"], HEAD, ROWS[0], [2, "板万村", "", "", "", "123"]])
    plan = run(office, "household", path)
    back = write_marked(plan, path, tmp_path / "back.xlsx")
    page = openpyxl.load_workbook(back).active
    assert page.cell(2, 9).value == "导入问题"
    assert page.cell(4, 9).value == (
        "联系电话：电话号码不对：手机为11位、以13至19开头；座机带区号，请核对。"
    )
    assert page.cell(4, 6).comment.text.startswith("联系电话：")
    again = importing.prepare(office, "household", back)
    assert counts(again) == (0, 0, 1, 1)


def test_a_text_table_comes_back_as_a_workbook(office, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("村,户主姓名\n板万村,\n".encode("gb18030"))
    plan = run(office, "household", path)
    back = write_marked(plan, path, tmp_path / "back.xlsx")
    assert openpyxl.load_workbook(back).active["C2"].value == "缺少必填的“户主姓名”，请补上。"


def test_the_original_is_never_overwritten(office, tmp_path):
    path = sheet(tmp_path / "a.xlsx", [HEAD, ROWS[0]])
    plan = importing.prepare(office, "household", path)
    with pytest.raises(UserError, match="不能覆盖"):
        write_marked(plan, path, path)
    with pytest.raises(UserError, match=r"\.xlsx"):
        write_marked(plan, path, tmp_path / "a.xls")


def test_rules_of_a_register_hold_for_an_import_too(office, tmp_path):
    rows = [
        ["层级", "姓名", "职务", "责任人称谓"],
        ["乡镇", "韦某", "党委书记", "第一责任人"],
        ["乡镇", "罗某", "党委书记", "具体责任人"],
    ]
    plan = run(office, "staff", sheet(tmp_path / "s.xlsx", rows))
    assert counts(plan) == (1, 0, 0, 1)
    assert "应是“具体责任人”" in sentences(plan)[0][2]


def test_a_column_of_ones_own_comes_in_by_its_name(office, tmp_path):
    made = add_field(office, described("household", "烤烟面积", "decimal", (), "亩"))
    rows = [["村", "户主姓名", "烤烟面积（亩）"], ["丫他村", "韦国明", "3.50"]]
    run(office, "household", sheet(tmp_path / "h.xlsx", rows))
    assert [one[made.key] for one in values(office, "household")] == ["3.5"]
