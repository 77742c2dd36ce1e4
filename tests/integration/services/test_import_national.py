"""The five export workbooks of the national system, by their headings alone."""

from __future__ import annotations

import random

import pytest

from qxn_desktop.services import importing
from qxn_desktop.services.catalog import known_workbooks, registers
from qxn_desktop.services.import_layout import headings, open_file, register_for
from qxn_desktop.services.import_plan import LineStatus
from tests.builders import new_office
from tests.integration.services.test_importing import (
    IDS,
    VILLAGE_OF,
    counts,
    run,
    sentences,
    sheet,
    values,
)

ABOVE = [["防止返贫监测"], ["筛选条件：丫他镇；导出时间：2026-11-20 10:00:00"]]
PLACE = {"县": "册亨县", "乡": "丫他镇", "村": "板万村", "自然村": "一组"}
PLACE2 = {"县(市、区、旗)": "册亨县", "乡(镇)": "丫他镇", "行政村": "板万村", "自然村": "一组"}
HOME = {"户编号": "5200000000001", "户主姓名": "韦建国", "户类型": "脱贫户"}
PEOPLE = [
    {"人编号": "9001", "姓名": "韦建国", "证件号码": IDS[0], "与户主关系": "户主", "性别": "男"},
    {"人编号": "9002", "姓名": "王小花", "证件号码": IDS[1], "与户主关系": "配偶", "性别": "女"},
]
MONITORED = {
    **HOME, "监测对象类别": "脱贫不稳定户", "识别监测时间": "202305.0", "风险是否已消除": "否",
    "风险是否已消除0": "否", "户联系电话": "13800000000.0", "家庭人口数": "2",
    "整户无劳动能力兜底保障户": "否",
}  # fmt: skip
WORK = {"务工所在地": "浙江省义乌市", "务工时间": "10", "务工月收入": "4500", "务工企业": "某厂"}

BOOKS = {
    "（自定义）监测对象信息.xlsx": (
        "member",
        [{**PLACE, **MONITORED, **one, "劳动技能": "普通劳动力"} for one in PEOPLE],
    ),
    "（乡村建设）户信息_20261120.xlsx": ("member", [{**PLACE2, **HOME, **one} for one in PEOPLE]),
    "（务工月监测）已外出务工信息_20261120.xlsx": (
        "member",
        [{**PLACE2, **HOME, **PEOPLE[0], **WORK}],
    ),
    "计划外出务工信息_20261120.xlsx": (
        "member",
        [{**PLACE2, **HOME, **PEOPLE[1], "计划务工时间": "202703", "计划务工地": "广东省"}],
    ),
    "（自定义）行政村信息.xlsx": (
        "village",
        [{"县": "册亨县", "乡": "丫他镇", "行政村": "板万村", "总户数": "320", "总人口数": "1400"}],
    ),
}


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.workspace.close()


def book(tmp_path, name: str, order: random.Random | None = None):
    lines = BOOKS[name][1]
    titles = list(lines[0])
    if order:
        order.shuffle(titles)
    rows = [[line[title] for title in titles] for line in lines]
    return sheet(tmp_path / name, [*ABOVE, titles, *rows])


@pytest.mark.parametrize("name", BOOKS)
def test_each_comes_in_without_a_mapping_and_only_once(office, tmp_path, name):
    register, lines = BOOKS[name]
    path = book(tmp_path, name)
    assert register_for(office, open_file(path)) == register
    plan = run(office, register, path)
    assert sentences(plan) == []
    new = LineStatus.CHANGED if register == "village" else LineStatus.NEW
    assert plan.counts == {new: len(lines)}
    assert plan.cleaned.layout.known.startswith("国家系统")
    assert counts(run(office, register, path)) == (0, 0, len(lines), 0)


@pytest.mark.parametrize("name", BOOKS)
def test_the_order_of_columns_does_not_matter(office, tmp_path, name):
    register, lines = BOOKS[name]
    plan = run(office, register, book(tmp_path, name, random.Random(name)))
    assert sentences(plan) == []
    assert len([one for one in plan.status if one is not LineStatus.REJECTED]) == len(lines)


def test_all_five_meet_in_one_household(office, tmp_path):
    for name, (register, _) in BOOKS.items():
        run(office, register, book(tmp_path, name))
    [home] = values(office, "household")
    expected = {
        "village": VILLAGE_OF["板万村"], "group": "一组", "head_name": "韦建国",
        "phone": "13800000000", "national_code": "5200000000001",
        "monitor_category": "脱贫不稳定户", "risk_open": "是",
        "identified_month": "2023-05", "population": 2,
    }  # fmt: skip
    assert {key: home[key] for key in expected} == expected
    people = {row["name"]: row for row in values(office, "member")}
    assert (people["韦建国"]["working"], people["韦建国"]["work_place"]) == ("是", "浙江省义乌市")
    assert people["王小花"]["plans_work"] == "是"
    assert "work_place" not in people["王小花"]
    village = office.ws.get("village", VILLAGE_OF["板万村"])
    assert village is not None
    assert (village.values["registered_households"], village.values["population"]) == (320, 1400)


def test_households_come_out_of_the_lines_of_people(office, tmp_path):
    plan = run(office, "household", book(tmp_path, "（自定义）监测对象信息.xlsx"))
    assert counts(plan) == (1, 0, 1, 0)
    assert "id_number" not in values(office, "household")[0]


def test_lines_of_another_township_stay_out(office, tmp_path):
    name = "（自定义）行政村信息.xlsx"
    line = {**BOOKS[name][1][0], "乡": "秧坝镇"}
    path = sheet(tmp_path / name, [*ABOVE, list(line), list(line.values())])
    assert "不属于丫他镇" in sentences(run(office, "village", path))[0][2]


def test_every_field_that_a_workbook_names_is_there(office):
    for workbook in known_workbooks():
        for use in workbook.uses:
            known = headings(office, use.register).targets
            assert {target for target in use.columns.values() if target} <= known.keys()
            assert all(registers()[use.register].field(name) for name in use.constants)


def test_other_sheets_are_not_taken_for_one_of_them(office, tmp_path):
    rows = [["村", "户主姓名", "身份证号"], ["板万村", "韦建国", IDS[0]]]
    path = sheet(tmp_path / "a.xlsx", rows)
    assert register_for(office, open_file(path)) == ""
    assert importing.prepare(office, "household", path).cleaned.layout.known == ""
