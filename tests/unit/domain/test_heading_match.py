from __future__ import annotations

import pytest

from qxn_desktop.domain.heading_match import Headings
from qxn_desktop.services.catalog import registers

OWNER = registers()["household"]


def names(register: str) -> Headings:
    return Headings(registers()[register], OWNER)


@pytest.mark.parametrize(
    ("register", "title", "target"),
    [
        ("household", "户主姓名", "head_name"),
        ("household", "＊户主", "head_name"),
        ("household", "身份证号码", "id_number"),
        ("household", "行政村", "village"),
        ("household", "乡（镇）", "township"),
        ("household", "耕地面积（亩）", "farmland"),
        ("household", "人口（必填）", "population"),
        ("household", "识别时/人均纯收入", "identified_net_income_per_head"),
        ("household", "户主信息/姓名", "head_name"),
        ("household", "基本情况/联系电话", "phone"),
        ("household", "head_name", "head_name"),
        ("member", "姓名", "name"),
        ("member", "证件号码", "id_number"),
        ("member", "户编号", "household.national_code"),
        ("member", "户主姓名", "household.head_name"),
        ("member", "户主证件号", "household.id_number"),
        ("member", "联系电话", "phone"),
        ("toilet", "户主", "household.head_name"),
        ("toilet", "身份证号", "household.id_number"),
        ("toilet", "组", "household.group"),
        ("toilet", "村", "village"),
        ("toilet", "备注", "note"),
        ("toilet", "household.phone", "household.phone"),
    ],
)
def test_headings_are_known_by_name_and_synonym(register, title, target):
    [found] = names(register).match([title])
    assert (found.target, found.sure) == (target, True)


@pytest.mark.parametrize("title", ["人均纯收入（识别前）", "家庭人口数量统计", "耕地（公顷）"])
def test_what_is_only_similar_is_proposed(title):
    [found] = names("household").match([title])
    assert found.target
    assert not found.sure
    assert "核对" in found.remark


@pytest.mark.parametrize("title", ["序号", "导入问题", "天气"])
def test_what_is_no_field_is_left_out(title):
    [found] = names("household").match([title])
    assert (found.target, found.sure) == ("", False)


def test_a_target_goes_to_one_column_and_the_other_says_so():
    first, second = names("household").match(["户主姓名", "户主"])
    assert (first.target, second.target) == ("head_name", "")
    assert "重复" in second.remark


def test_an_opposite_heading_is_marked():
    [found] = names("household").match(["风险是否已消除"])
    assert (found.target, found.opposite) == ("risk_open", True)
