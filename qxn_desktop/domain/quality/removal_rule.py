"""Rules of removed risks and of incomes: docs/domain.md B.10 038 to 041."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import has_allowance, has_disability_allowance, is_supported
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.state import (
    MONITORED,
    NATURAL,
    has_measure,
    lacks_all_labour,
    months_since,
)
from qxn_desktop.domain.quality.view import HouseholdView

SINCE = "2022-04"
"""From when on six months are asked for (2_11_002)."""
INDICATORS = {
    "removed_dropout": "消除后是否失学辍学",
    "removed_housing_unsafe": "是否住房损毁",
    "removed_uninsured": "是否有成员未参保",
    "removed_water_unsafe": "是否饮水设施损毁",
    "removed_wage_income": "工资性收入",
    "removed_property_income": "财产性收入",
    "removed_transfer_income": "转移性收入",
    "removed_business_income": "生产经营性收入",
    "removed_business_cost": "生产经营性支出",
    "removed_net_income": "家庭纯收入",
    "removed_net_income_per_head": "人均纯收入",
    "removed_claim_income": "理赔收入",
    "removed_self_pay": "合规自付支出",
}
"""The thirteen that are asked for on removal (1_11_004)."""
CONTACT = {"monitor_contact": "监测联系人", "monitor_phone": "监测联系人电话"}
TIMES = columns("household", "identified_month removed_month removal_way")
SUPPORTED = columns("member", "allowance extreme_poverty disability_allowance")


def dq_038_removed_too_early(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """消除早于 6 个月；当月、次月消除；消除时人均纯收入低于线；整户无劳动力被消除.

    自然消除（整户自然减少等）不受这些限制（5_18_009 明说，其余同理，默认）.
    """
    if not home.is_removed or home.text("removal_way") == NATURAL:
        return
    months = int(terms.parameters["removal_months"])
    end = home.text("removed_month")
    gone = months_since(home.text("identified_month"), end)
    if gone is not None and gone <= 1:
        when = "当月" if gone == 0 else "次月" if gone == 1 else "以前"
        yield home.fault("removed_month identified_month", f"识别{when}就消除了风险，请核对时间。")
    elif gone is not None and gone < months and end >= SINCE:
        yield home.fault(
            "removed_month identified_month",
            f"识别后{gone}个月就消除了风险，原则上不少于{months}个月，请核对。",
        )
    line = terms.parameters.income_line(int(end[:4])) if end else None
    income = home.number("removed_net_income_per_head")
    if line is not None and income is not None and income < line:
        yield home.fault(
            "removed_net_income_per_head",
            f"消除时人均纯收入{income}元，低于当年监测收入线{line}元，请核对。",
        )
    if lacks_all_labour(home):
        yield home.fault(
            "removed_month has_labour",
            "整户没有劳动力，风险却标为已消除；落实保障后也应继续监测，请核对。",
        )


def dq_039_removal_complete(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """消除后 13 项指标有空；没有监测联系人."""
    if not home.is_removed or home.text("removal_way") == NATURAL:
        return
    empty = [field for field in INDICATORS if terms.asks(home, field)]
    if empty:
        named = "、".join(INDICATORS[field] for field in empty)
        yield home.fault(" ".join(empty), f"风险已消除，{len(empty)}项指标没有填：{named}。")
    contact = [field for field in CONTACT if terms.asks(home, field)]
    if contact:
        named = "、".join(CONTACT[field] for field in contact)
        yield home.fault(" ".join(contact), f"风险已消除，没有填{named}，请补上。")


def dq_040_income_against_measures(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """消除后收入与措施矛盾：有就业、公益岗而工资为 0；有低保等而转移为 0；有产业而经营为 0."""
    if not home.is_removed:
        return
    at_work = [f for f in ("measure_employment", "measure_public_job") if has_measure(home, f)]
    if at_work and home.number("removed_wage_income") == 0:
        yield home.fault(
            "removed_wage_income", "享受就业或公益岗位帮扶，消除后工资性收入却是0，请核对。"
        )
    if _is_supported(home) and home.number("removed_transfer_income") == 0:
        yield home.fault(
            "removed_transfer_income",
            "户内有人享受低保、特困供养或残疾人补贴，消除后转移性收入却是0，请核对。",
        )
    if has_measure(home, "measure_industry") and home.number("removed_business_income") == 0:
        yield home.fault(
            "removed_business_income", "享受产业帮扶，消除后生产经营性收入却是0，请核对。"
        )


def dq_041_odd_income(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """识别时人均纯收入过高或过低；工资性收入只有几元、几十元."""
    numbers = terms.parameters
    income = home.number("identified_net_income_per_head")
    if income is not None and income > numbers["income_high"]:
        yield home.fault(
            "identified_net_income_per_head",
            f"识别时人均纯收入{income}元，高于{numbers['income_high']}元，请核对是否填错。",
        )
    elif income is not None and income < numbers["income_low"]:
        yield home.fault(
            "identified_net_income_per_head",
            f"识别时人均纯收入{income}元，低于{numbers['income_low']}元，请核对是否填错。",
        )
    wage = home.number("identified_wage_income")
    if wage is not None and 0 < wage <= numbers["wage_income_odd"]:
        yield home.fault(
            "identified_wage_income", f"识别时全年工资性收入只有{wage}元，请核对单位是否是元。"
        )


def _is_supported(home: HouseholdView) -> bool:
    text = home.text("measure_support")
    kinds = (has_allowance, is_supported, has_disability_allowance)
    return any(word in text for word in ("低保", "特困", "残疾")) or any(
        kind(member) for member in home.members for kind in kinds
    )


RULES = (
    Rule(
        38, "消除过早或不该消除", Severity.ERROR,
        "消除早于 6 个月；当月/次月消除；消除时人均纯收入<线；整户无劳动力被消除",
        "2_11_002, 5_18_009, 4_11_010/011",
        (
            *MONITORED, *TIMES, *columns("member", "skill"),
            *columns("household", "removed_net_income_per_head has_labour"),
        ),
        dq_038_removed_too_early,
        needs=columns("household", "removed_month removed_net_income_per_head"),
        parameters=("removal_months",),
    ),
    Rule(
        39, "消除指标不全", Severity.ERROR,
        "消除指标 13 项有空；无监测联系人", "1_11_004, 1_11_011",
        (*MONITORED, *columns("household", " ".join(("removal_way", *INDICATORS, *CONTACT)))),
        dq_039_removal_complete, needs=columns("household", " ".join((*INDICATORS, *CONTACT))),
    ),
    Rule(
        40, "消除后收入与措施矛盾", Severity.WARNING,
        "消除后收入结构矛盾：享就业/公益岗而无工资性收入；享低保/特困/残补而无转移性收入；"
        "享产业帮扶而无经营收入",
        "4_11_012/013, 5_11_013",
        (
            *MONITORED, *SUPPORTED,
            *columns("household", "removed_wage_income removed_transfer_income"),
            *columns("household", "removed_business_income measure_employment"),
            *columns("household", "measure_public_job measure_industry measure_support"),
        ),
        dq_040_income_against_measures,
        needs=columns(
            "household", "removed_wage_income removed_transfer_income removed_business_income"
        ),
    ),
    Rule(
        41, "识别时收入异常", Severity.WARNING,
        "识别时人均纯收入 >20000；工资性收入 1–99 元；人均 <4000",
        "1111_18, 5_15_0023, 3_11_010",
        columns("household", "identified_net_income_per_head identified_wage_income"),
        dq_041_odd_income, parameters=("income_high", "income_low", "wage_income_odd"),
    ),
)  # fmt: skip
