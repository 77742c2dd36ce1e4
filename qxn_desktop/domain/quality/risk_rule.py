"""Rules of the risks a household is monitored for: docs/domain.md B.10 030 to 033, 045."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import (
    has_allowance,
    has_labour,
    is_disabled,
    is_ill,
    is_pupil,
    is_supported,
    works,
)
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.state import (
    DISABILITY,
    DISASTER,
    HOUSE,
    ILLNESS,
    LABOUR,
    MONITORED,
    OTHER,
    RISK_FIELDS,
    SCHOOL,
    WATER,
    WORK,
    is_open,
    lacks_all_labour,
    risks,
)
from qxn_desktop.domain.quality.view import HouseholdView

SAFETY = {
    "identified_housing_unsafe": ("住房出现安全问题", HOUSE),
    "identified_water_unsafe": ("饮水出现安全问题", WATER),
    "identified_dropout": ("有适龄儿童少年失学辍学", SCHOOL),
    "identified_uninsured": ("有成员未参加医保", ILLNESS),
}
"""What was found when the household was identified, and the risk that answers to it."""
SELF_PAY = ("identified_self_pay", "self_pay")


def dq_030_risk_without_ground(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """因残无残疾人；因病无病人或合规自付为 0；因学无在校生；因务工不稳而无人务工."""
    if not is_open(home):
        return
    known = risks(home)
    if DISABILITY in known and _told(home, "health") and not any(map(is_disabled, home.members)):
        yield home.fault("risk1", "风险是“因残”，户内没有残疾人，请核对风险或成员的健康状况。")
    if ILLNESS in known:
        yield from _nobody_ill(home)
    at_school = _told(home, "school") or _told(home, "education")
    if SCHOOL in known and at_school and not any(map(is_pupil, home.members)):
        yield home.fault("risk1", "风险是“因学”，户内没有在校生，请核对风险或在校生状况。")
    if WORK in known and home.members:
        yield from _no_work(home)


def _told(home: HouseholdView, field: str) -> bool:
    """Whether the field is filled for any member: where it is for none, nothing is known."""
    return any(member.has(field) for member in home.members)


def _nobody_ill(home: HouseholdView) -> Iterator[Fault]:
    if _told(home, "health") and not any(map(is_ill, home.members)):
        yield home.fault(
            "risk1", "风险是“因病”，户内没有大病、慢性病患者，请核对风险或成员的健康状况。"
        )
    if any(home.number(field) == 0 for field in SELF_PAY):
        yield home.fault(
            "risk1 identified_self_pay", "风险是“因病”，合规自付支出却是0，请核对医疗支出。"
        )


def _no_work(home: HouseholdView) -> Iterator[Fault]:
    if lacks_all_labour(home):
        yield home.fault(
            "risk1", "风险是“因务工就业不稳”，全户却没有劳动力，请核对风险或劳动技能。"
        )
    elif _told(home, "working") and not any(works(m) or m.has("work_from") for m in home.members):
        yield home.fault("risk1", "风险是“因务工就业不稳”，却没有任何人的务工记录，请补上。")


def dq_031_labour_enough(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """风险是缺劳动力，劳动力占比却超过四分之一（4 人以上户超过二分之一）."""
    people = home.members
    if not is_open(home) or LABOUR not in risks(home) or not people:
        return
    if not all(member.has("skill") for member in people):
        return
    numbers = terms.parameters
    large = len(people) >= numbers["large_household"]
    limit = numbers["labour_share_large" if large else "labour_share"]
    count = sum(map(has_labour, people))
    if Decimal(count) * 100 > limit * len(people):
        yield home.fault(
            "risk1",
            f"风险是“缺劳动力”，{len(people)}口人里有{count}个劳动力，占比超过{limit}%，请核对。",
        )


def dq_032_risk_explained(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """风险选“其他”须写备注；自然灾害须选子项，子项“其他”也须备注."""
    known = risks(home)
    if OTHER in known and not home.has("risk_note"):
        yield home.fault("risk_note", "风险选了“其他”，请在风险备注里写明是什么。")
    if DISASTER in known:
        kinds = home.many("disaster_kinds")
        if not kinds:
            yield home.fault("disaster_kinds", "风险是“因自然灾害”，请选明是哪一种灾害。")
        elif OTHER in kinds and OTHER not in known and not home.has("risk_note"):
            yield home.fault("risk_note", "自然灾害子项选了“其他”，请在风险备注里写明。")


def dq_033_safety_without_its_risk(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """识别时三保障、饮水有问题，风险却没有选对应的一项."""
    if not home.is_monitored:
        return
    known = risks(home)
    for field, (words, risk) in SAFETY.items():
        if home.yes(field) and risk not in known:
            yield home.fault(f"{field} risk1", f"识别时{words}，风险里没有“{risk}”，请补选或核对。")


def dq_045_no_labour_no_support(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """监测对象整户无劳动力，却无人享受低保；或没有标为兜底保障户."""
    if not is_open(home) or not lacks_all_labour(home):
        return
    told = [m for m in home.members if m.has("allowance") or m.has("extreme_poverty")]
    supported = any(has_allowance(m) or is_supported(m) for m in told)
    if told and not supported:
        yield home.fault(
            "has_labour", "整户没有劳动力，却没有人享受低保或特困供养，请核实、按程序申请。"
        )
    if not home.yes("support_only"):
        yield home.fault(
            "support_only has_labour",
            "整户没有劳动力，没有标为“整户无劳动能力兜底保障户”，请核对。",
        )


RULES = (
    Rule(
        30, "风险没有依据", Severity.WARNING,
        "因残但户内无残疾人；因病但无大病慢病患者，或合规自付=0；因学无在校生；"
        "因务工不稳但全无劳动力/无务工记录",
        "2_11_001, 5_15_013–015/020, 2_11_006",
        (
            *MONITORED, *RISK_FIELDS, *columns("household", " ".join((*SELF_PAY, "has_labour"))),
            *columns("member", "health school education skill working public_job work_from"),
            *columns("member", "public_job_months disability_card id_number other_id"),
        ),
        dq_030_risk_without_ground, needs=RISK_FIELDS,
    ),
    Rule(
        31, "不缺劳动力", Severity.WARNING,
        "缺劳动力但劳动力占比 >1/4（4 人以上户 >1/2）", "5_18_008, 5_11_029, 4_11_009",
        (*MONITORED, *RISK_FIELDS, *columns("member", "skill")), dq_031_labour_enough,
        needs=RISK_FIELDS, parameters=("labour_share", "labour_share_large", "large_household"),
    ),
    Rule(
        32, "风险没有写明", Severity.ERROR,
        "风险“其他”无备注；自然灾害无子项", "2_11_004/005",
        (*RISK_FIELDS, *columns("household", "risk_note disaster_kinds")), dq_032_risk_explained,
        needs=RISK_FIELDS,
    ),
    Rule(
        33, "三保障问题没有选风险", Severity.ERROR,
        "三保障饮水有问题但风险未选对应项", "4_11_006/007",
        (*MONITORED, *RISK_FIELDS, *columns("household", " ".join(SAFETY))),
        dq_033_safety_without_its_risk, needs=columns("household", " ".join(SAFETY)),
    ),
    Rule(
        45, "整户无劳动力没有兜底", Severity.WARNING,
        "整户无劳动力却无人享低保；未标兜底户", "5_19_003/007, 5_11_033",
        (
            *MONITORED, *columns("household", "has_labour support_only"),
            *columns("member", "skill allowance extreme_poverty"),
        ),
        dq_045_no_labour_no_support,
        needs=(*columns("household", "support_only"), *columns("member", "allowance")),
    ),
)  # fmt: skip
