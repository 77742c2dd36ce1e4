"""What the rules call a monitored household's risks, measures, months and labour.

Fields are those of ``resources/registers/household.toml``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from qxn_desktop.domain.quality.person import has_labour, is_uninsured, lacks_labour, parts
from qxn_desktop.domain.quality.rule import Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView, MemberView

RISKS = ("risk1", "risk2", "risk3", "risk4", "risk5")
ILLNESS, SCHOOL, DISABILITY, DISASTER = "因病", "因学", "因残", "因自然灾害"
HOUSE, WATER, WORK, LABOUR, OTHER = "因安全住房", "因安全饮水", "因务工就业不稳", "缺劳动力", "其他"
MEASURES = {
    "measure_industry": "产业帮扶",
    "measure_employment": "就业帮扶",
    "measure_finance": "金融帮扶",
    "measure_public_job": "公益岗位帮扶",
    "measure_housing": "住房安全保障",
    "measure_water": "饮水安全保障",
    "measure_health": "健康帮扶",
    "measure_compulsory_education": "义务教育保障",
    "measure_education": "教育帮扶",
    "measure_support": "综合保障",
    "measure_society": "社会帮扶",
    "measure_relocation": "搬迁",
    "measure_living": "生产生活条件改善",
    "measure_infrastructure": "基础设施建设",
}
"""The kinds of measures, docs/domain.md B.10 (the columns of the national export)."""
DEVELOPING = ("measure_industry", "measure_employment", "measure_finance", "measure_public_job")
HOLLOW = frozenset({"其他", "技能培训"})
"""Measures that count as none of development when there is nothing else (5_12_011)."""
NONE = frozenset({"无", "否", "未享受", "尚未实施", "无此类措施"})
NATURAL = "自然消除"
DANGEROUS = frozenset({"C级", "D级"})

MONITORED = columns("household", "monitor_category risk_open")
RISK_FIELDS = columns("household", " ".join(RISKS))
MEASURE_FIELDS = columns("household", " ".join(MEASURES))


def is_open(home: HouseholdView) -> bool:
    """监测对象 whose risk is not removed."""
    return home.is_monitored and not home.is_removed


def risks(home: HouseholdView) -> tuple[str, ...]:
    """Its risks, each once."""
    return tuple(dict.fromkeys(home.text(field) for field in RISKS if home.has(field)))


def has_measure(home: HouseholdView, field: str) -> bool:
    """Whether it gets this kind of measure."""
    return home.has(field) and home.text(field) not in NONE


def measures(home: HouseholdView) -> tuple[str, ...]:
    """The measures that it gets, as fields."""
    return tuple(field for field in MEASURES if has_measure(home, field))


def is_developing(home: HouseholdView, field: str) -> bool:
    """Whether a measure helps the household to earn: more than 其他 and 技能培训."""
    return has_measure(home, field) and not HOLLOW.issuperset(parts(home.text(field)))


def months_since(start: str, end: str) -> int | None:
    """Whole months between two months (YYYY-MM); None when one is missing."""
    if len(start) < 7 or len(end) < 7:
        return None
    first, last = (int(text[:4]) * 12 + int(text[5:7]) for text in (start, end))
    return last - first


def identified_by(home: HouseholdView) -> date | None:
    """The latest day on which it can have been identified; None when nobody knows."""
    day = home.day("identified_on")
    if day is not None:
        return day
    month = home.text("identified_month") or home.text("first_identified_month")
    try:
        year, number = int(month[:4]), int(month[5:7])
        return date(year, number, monthrange(year, number)[1])
    except ValueError:
        return None


def is_past(home: HouseholdView, months: int, terms: Terms) -> bool:
    """Whether so many months have surely gone by since it was identified."""
    start = identified_by(home)
    return start is not None and after_months(start, months) <= terms.today


def after_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def lacks_all_labour(home: HouseholdView) -> bool:
    """整户无劳动力: everybody's skill says so, else the household's own field."""
    skilled = [member for member in home.members if member.has("skill")]
    if skilled and len(skilled) == len(home.members):
        return all(map(lacks_labour, home.members))
    return home.no("has_labour")


def has_some_labour(home: HouseholdView) -> bool:
    """有劳动力户: somebody with labour, else the household's own field."""
    return any(map(has_labour, home.members)) or (
        home.yes("has_labour") and not any(member.has("skill") for member in home.members)
    )


def is_out_of_school(member: MemberView, terms: Terms) -> bool:
    """失学辍学: of age for compulsory education, at no school, for no reason of the body.

    Where the column is kept, neither 在校生状况 nor a reason means that it has to be looked into
    (1_02_005).
    """
    first, last = terms.parameters["school_from"], terms.parameters["school_to"]
    if member.age is None or not first <= member.age <= last or member.has("school"):
        return False
    reason = member.text("dropout_reason")
    if any(word in reason for word in ("身体", "送教", "残")):
        return False
    return bool(reason) or terms.asks(member, "school")


def unsafe(home: HouseholdView, terms: Terms) -> Iterator[tuple[str, str]]:
    """What is not safe in a household now: the field, and words for it."""
    if home.yes("dangerous_house") or home.text("dwelling_grade") in DANGEROUS:
        yield "dwelling_grade", "住房是危房"
    if home.no("safe_water"):
        yield "safe_water", "安全饮用水没有解决"
    uninsured = sum(map(is_uninsured, home.members))
    if uninsured:
        yield "members", f"{uninsured}人没有参加医保"
    missing = sum(is_out_of_school(member, terms) for member in home.members)
    if missing:
        yield "members", f"{missing}名义务教育阶段的孩子不在校"


SAFETY_FIELDS = (
    *columns("household", "dangerous_house dwelling_grade safe_water"),
    *columns("member", "resident_medical employee_medical school dropout_reason"),
    *columns("member", "id_number birth_date"),
)
"""What ``unsafe`` looks at."""
