"""Numbers that the rules go by. What the rule's text or another source gives is marked so.

The rules of docs/domain.md B.10 name most of these numbers themselves; a unit may set others
with its basis. What has no source is 默认.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

B10 = "规则文本"
DEFAULT = "默认"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number: its name for people, what it is counted in and where it comes from."""

    key: str
    title: str
    default: Decimal
    unit: str = ""
    source: str = B10


def _of(key: str, title: str, default: str, unit: str = "", source: str = B10) -> Parameter:
    return Parameter(key, title, Decimal(default), unit, source)


PARAMETERS: Mapping[str, Parameter] = {
    one.key: one
    for one in (
        _of("kept_share", "一列有多少行填了才查空", "50", "%", DEFAULT),
        _of("labour_from", "劳动年龄从", "16", "岁"),
        _of("labour_to", "劳动年龄到", "59", "岁"),
        _of("support_from", "健康人享受特困供养核对年龄从", "18", "岁"),
        _of("post_age", "公益岗年龄上限", "70", "岁"),
        _of("junior_from", "初中最小年龄", "12", "岁"),
        _of("junior_to", "初中最大年龄", "17", "岁"),
        _of("senior_from", "高中、中职最小年龄", "15", "岁"),
        _of("senior_to", "高中、中职最大年龄", "20", "岁"),
        _of("college_from", "本专科最小年龄", "18", "岁"),
        _of("master_from", "硕士最小年龄", "20", "岁"),
        _of("preschool_to", "学前教育最大年龄", "6", "岁"),
        _of("low_school_to", "小学及以下文化程度核对到", "22", "岁"),
        _of("wage_low", "务工月收入下限", "100", "元"),
        _of("wage_lowest_worker", "已务工人员月收入下限", "400", "元"),
        _of("wage_high", "务工月收入上限", "30000", "元"),
        _of("most_posts", "一人最多公益岗种数", "2", "种"),
        _of("income_high", "识别时人均纯收入上限", "20000", "元"),
        _of("income_low", "识别时人均纯收入下限", "4000", "元"),
        _of("wage_income_odd", "工资性收入疑似填错的上限", "99", "元"),
        _of("field_area", "耕地、牧草地、水面面积上限", "100", "亩"),
        _of("wood_area", "林地、退耕还林、林果面积上限", "200", "亩"),
        _of("road_distance", "与主干路距离上限", "5", "公里"),
        _of("labour_share", "缺劳动力的劳动力占比上限", "25", "%"),
        _of("labour_share_large", "人多的户缺劳动力的劳动力占比上限", "50", "%"),
        _of("large_household", "几人及以上算人多的户", "4", "人"),
        _of("removal_months", "识别到消除至少", "6", "个月"),
        _of("measure_months", "识别后几个月应有措施", "1", "个月"),
        _of("developing_months", "识别后几个月应有开发式措施", "6", "个月"),
        _of("school_from", "义务教育年龄从", "6", "岁"),
        _of("school_to", "义务教育年龄到", "15", "岁", DEFAULT),
    )
}


@dataclass(frozen=True, slots=True)
class Parameters:
    """The numbers in force: the unit's own where it set one.

    ``income_lines``: 监测收入线 by year (docs/domain.md B.2); a missing year is never borrowed.
    """

    own: Mapping[str, Decimal]
    income_lines: Mapping[int, Decimal] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Decimal:
        return self.own.get(key, PARAMETERS[key].default)

    def income_line(self, year: int) -> Decimal | None:
        """The line of a year; None when nobody has set it."""
        return self.income_lines.get(year)


def parameters_of(own: Mapping[str, object], lines: Mapping[str, object]) -> Parameters:
    """The parameters by a unit's own numbers and its income lines by year.

    Entries of another shape are passed over.
    """
    numbers = {key: number for key, value in own.items() if (number := _decimal(value)) is not None}
    by_year = {
        int(year): number
        for year, value in lines.items()
        if year.isdecimal() and (number := _decimal(value)) is not None
    }
    return Parameters({k: n for k, n in numbers.items() if k in PARAMETERS}, by_year)


def _decimal(value: object) -> Decimal | None:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None
