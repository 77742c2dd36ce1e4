from __future__ import annotations

from datetime import date, timedelta

import pytest

from qxn_desktop.domain.holiday_table import parse_holiday_rows, read_year

HEAD = ["日期", "类型", "名称"]
OFF = [[f"2027-10-0{day}", "放假", "国庆节"] for day in range(1, 8)]


def codes(*rows: list[str]) -> list[tuple[str, str]]:
    found, problems = parse_holiday_rows(rows)
    assert found == {}
    return [(problem.path, problem.code) for problem in problems]


def test_a_table_with_days_off_and_worked():
    found, problems = parse_holiday_rows([HEAD, *OFF, [], ["2027年10月9日", "补班", "国庆节"]])
    assert problems == []
    assert found[2027].off[date(2027, 10, 1)] == "国庆节"
    assert found[2027].worked == {date(2027, 10, 9): "国庆节"}
    assert read_year(found[2027].to_json()) == found[2027]


def test_columns_in_another_order_and_of_two_years():
    rows = [["名称", "备注", "类 型", "日　期"]]
    start = date(2027, 12, 28)
    rows += [["元旦", "", "休", (start + timedelta(days=n)).isoformat()] for n in range(14)]
    found, problems = parse_holiday_rows(rows)
    assert [problem.path for problem in problems] == ["2027"]
    assert found == {}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["2027-02-30", "放假", ""], "E-WS-334"),
        (["", "放假", ""], "E-WS-334"),
        (["2027-05-01", "加班", ""], "E-WS-335"),
        (["2027-10-01", "上班", ""], "E-WS-336"),
        (["1950-10-01", "放假", ""], "E-WS-337"),
        (["2027-10-11", "上班", ""], "E-WS-338"),
        (["2027-10-10", "上班", "国" * 21], "E-WS-339"),
    ],
)
def test_each_fault_names_its_row(row, code):
    assert codes(HEAD, *OFF, row) == [("第 9 行", code)]


def test_all_faults_at_once():
    found = codes(HEAD, ["x", "放假"], *OFF, ["2027-05-01", "?"])
    assert found == [("第 2 行", "E-WS-334"), ("第 10 行", "E-WS-335")]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "E-WS-331"),
        ([["日期", "名称"]], "E-WS-331"),
        ([HEAD], "E-WS-333"),
        ([HEAD, *OFF[:3]], "E-WS-340"),
    ],
)
def test_what_is_no_table_is_refused(rows, code):
    assert [problem for _, problem in codes(*rows)] == [code]


@pytest.mark.parametrize("value", [None, [], {}, {"off": {"x": ""}, "worked": {}}, {"off": []}])
def test_a_setting_of_another_form_is_no_table(value):
    assert read_year(value) is None
