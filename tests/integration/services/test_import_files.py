"""Each file of ``tests/data/import`` comes in as far as it can, and says what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from qxn_desktop.common.errors import UserError
from qxn_desktop.services import importing
from tests.builders import new_office
from tests.integration.services.test_importing import counts, run, sentences, values

FOLDER = Path(__file__).parents[2] / "data" / "import"


@pytest.fixture
def office(tmp_path):
    door, ctx = new_office(tmp_path / "ws")
    yield ctx
    door.workspace.close()


CASES: dict[str, tuple[tuple[int, int, int, int], list[tuple[int, str, str]]]] = {
    "标题单位说明在上.xlsx": ((1, 0, 0, 0), []),
    "合计和签字在下.xlsx": ((1, 0, 0, 0), []),
    "全角和空格.xlsx": ((1, 0, 0, 0), []),
    "两行表头.xlsx": ((2, 0, 0, 0), []),
    "逗号.csv": ((2, 0, 0, 0), []),
    "分号.csv": ((2, 0, 0, 0), []),
    "制表符.csv": ((2, 0, 0, 0), []),
    "浮点和科学计数.xlsx": (
        (2, 0, 0, 2),
        [(4, "户主证件号", "15位以后的数字已经丢失"), (5, "户主证件号", "科学计数法")],
    ),
    "村名写法.xlsx": (
        (2, 0, 0, 1),
        [(3, "村", "可能是丫他社区居民委员会（522327103001）、丫他村")],
    ),
    "别的乡镇.xlsx": ((1, 0, 0, 1), [(3, "村", "这一行是“秧坝镇”的，不属于丫他镇")]),
    "重名.xlsx": ((2, 0, 0, 1), [(4, "", "可能是2条农户中的一条")]),
    "重复行.xlsx": ((1, 0, 1, 1), [(4, "", "和第2行是同一条农户，内容却不一样")]),
    "已脱敏.xlsx": ((0, 0, 0, 1), [(2, "户主证件号", "已经脱敏"), (2, "联系电话", "已经脱敏")]),
    "缺必填.xlsx": (
        (0, 0, 0, 2),
        [(2, "村", "缺少必填的“所在村”"), (3, "户主姓名", "缺少必填的“户主姓名”")],
    ),
    "日期.xlsx": (
        (2, 0, 0, 2),
        [
            (4, "认定日期", "是数字，不是日期"),
            (5, "识别监测时间", "不是有效年月"),
            (5, "认定日期", "不是有效日期"),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_file_comes_in_as_far_as_it_can(office, name):
    expected, told = CASES[name]
    plan = run(office, "household", FOLDER / name)
    found = sentences(plan)
    assert counts(plan) == expected, found
    assert [one[:2] for one in found] == [one[:2] for one in told]
    assert all(part in one[2] for one, (_, _, part) in zip(found, told, strict=True)), found
    again = run(office, "household", FOLDER / name)
    assert counts(again)[:2] == (0, 0)


@pytest.mark.parametrize("name", ["改厕台账.xls", "改厕台账.et"])
def test_binary_workbooks_of_excel_and_wps(office, name):
    plan = run(office, "toilet", FOLDER / name)
    assert counts(plan) == (2, 0, 0, 1)
    assert sentences(plan)[0][:2] == (6, "身份证号")
    assert {row["accepted_on"] for row in values(office, "toilet")} == {"2023-05-06", "2024-06-07"}


def test_a_header_of_two_rows_and_merged_villages(office):
    run(office, "household", FOLDER / "两行表头.xlsx")
    found = {row["head_name"]: row for row in values(office, "household")}
    assert found["韦建军"]["identified_net_income"] == "15000.5"
    assert found["韦建军"]["identified_net_income_per_head"] == "3000.1"
    assert len({row["village"] for row in found.values()}) == 1


def test_dates_and_months_in_every_way_they_are_written(office):
    run(office, "household", FOLDER / "日期.xlsx")
    found = {row["head_name"]: row for row in values(office, "household")}
    assert (found["韦建国"]["identified_month"], found["韦建国"]["identified_on"]) == (
        "2023-05",
        "2023-05-06",
    )
    assert (found["韦建军"]["identified_month"], found["韦建军"]["identified_on"]) == (
        "2023-06",
        "2026-11-20",
    )


def test_a_sheet_without_a_header_asks_for_it(office):
    with pytest.raises(UserError, match="没有找到表头"):
        importing.prepare(office, "household", FOLDER / "没有表头.xlsx")
    assert office.ws.operation_count() == 0
