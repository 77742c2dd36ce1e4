"""Rules of measures for monitored households: docs/domain.md B.10 034 to 037."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import has_allowance, has_disability_allowance, is_supported
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.state import (
    DEVELOPING,
    DISABILITY,
    HOUSE,
    ILLNESS,
    MEASURE_FIELDS,
    MEASURES,
    MONITORED,
    RISK_FIELDS,
    SCHOOL,
    WATER,
    has_measure,
    has_some_labour,
    identified_by,
    is_developing,
    is_open,
    is_past,
    measures,
    risks,
)
from qxn_desktop.domain.quality.view import HouseholdView, MemberView

ANSWERS: Mapping[str, tuple[str, ...]] = {
    ILLNESS: ("measure_health", "measure_society"),
    SCHOOL: ("measure_compulsory_education", "measure_education", "measure_society"),
    DISABILITY: ("measure_support", "measure_society"),
    HOUSE: ("measure_housing", "measure_relocation"),
    WATER: ("measure_water",),
}
"""Which measures answer to a risk (5_18_001 to 007); the others are answered by any."""
REMOVED_ANSWERS = {ILLNESS: ("measure_health", "measure_society", "measure_support")}
"""Once the risk is removed, 综合保障 answers to 因病 too."""
FOUND = {
    "identified_dropout": ("失学辍学", ("measure_compulsory_education",)),
    "identified_uninsured": ("未参保", ("measure_health", "measure_society")),
}
TIMES = columns("household", "identified_on identified_month first_identified_month")
LABOUR = (*columns("household", "has_labour"), *columns("member", "skill"))
NOT_BEGUN = frozenset({"否", "无", "尚未实施", "未实施"})
SUPPORT: tuple[tuple[str, str, Callable[[MemberView], bool]], ...] = (
    ("低保", "allowance", has_allowance),
    ("特困", "extreme_poverty", is_supported),
    ("残疾", "disability_allowance", has_disability_allowance),
)
"""Words of 综合保障, and the members they are for."""
SUPPORT_FIELDS = tuple(field for _, field, _ in SUPPORT)


def dq_034_risk_without_its_measure(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """风险与措施不对应. 一项措施都没有的，由 036、037 提示."""
    if not home.is_monitored or not measures(home):
        return
    answers = {**ANSWERS, **(REMOVED_ANSWERS if home.is_removed else {})}
    for risk in risks(home):
        yield from _unanswered(home, f"风险是“{risk}”", answers.get(risk, ()))
    for field, (words, wanted) in FOUND.items():
        if home.yes(field):
            yield from _unanswered(home, f"识别时有{words}", wanted)


def _unanswered(home: HouseholdView, what: str, wanted: tuple[str, ...]) -> Iterator[Fault]:
    if wanted and not any(has_measure(home, field) for field in wanted):
        named = "、".join(MEASURES[field] for field in wanted)
        yield home.fault(" ".join(wanted), f"{what}，没有对应的措施（{named}），请核对帮扶措施。")


def dq_035_support_and_its_people(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """综合保障填了低保、特困、残补，户内没有这样的人；或有这样的人而没有填."""
    if not home.is_monitored or not measures(home):
        return
    text = home.text("measure_support")
    for word, field, fits in SUPPORT:
        if not any(member.has(field) for member in home.members):
            continue
        people = [member for member in home.members if fits(member)]
        if word in text and not people:
            yield home.fault(
                "measure_support", f"综合保障填了“{word}”，户内却没有人享受，请核对措施或成员。"
            )
        if people and word not in text:
            yield home.fault(
                "measure_support",
                f"“{people[0].label}”享受{_kind(word)}，综合保障里没有填，请补上。",
            )


def _kind(word: str) -> str:
    return {"特困": "特困供养", "残疾": "残疾人补贴"}.get(word, word)


def dq_036_enough_measures(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """有劳动力的监测户：措施不足、开发式未实施、仅有综合保障."""
    given = measures(home)
    if not is_open(home) or not given or not has_some_labour(home):
        return
    months = int(terms.parameters["developing_months"])
    if set(given) == {"measure_support"}:
        yield home.fault("measure_support", "有劳动力，却只有综合保障一项措施，请补开发式帮扶。")
    elif is_past(home, months, terms) and not any(is_developing(home, f) for f in DEVELOPING):
        yield home.fault(
            "development_help",
            f"有劳动力，识别满{months}个月，还没有开发式帮扶（产业、就业、金融、公益岗位）。"
            "请落实或核对；只填“其他”“技能培训”的不算。",
        )
    elif home.text("development_help") in NOT_BEGUN and is_past(home, months, terms):
        yield home.fault(
            "development_help",
            f"识别满{months}个月，开发式帮扶填“{home.text('development_help')}”，请落实或核对。",
        )
    count = len(risks(home))
    if len(given) < count:
        yield home.fault(
            "risk1", f"有{count}项风险，只有{len(given)}项措施，请核对是否每项风险都有措施。"
        )


def dq_037_no_measure(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """识别满 1 个月，没有任何措施."""
    months = int(terms.parameters["measure_months"])
    if is_open(home) and not measures(home) and is_past(home, months, terms):
        when = identified_by(home)
        yield home.fault(
            "development_help",
            f"{when:%Y年%m月}识别，满{months}个月还没有任何帮扶措施，请尽快落实或补录。",
        )


RULES = (
    Rule(
        34, "风险没有对应措施", Severity.ERROR,
        "风险与措施不对应", "5_18_001–007, 3_11_003–009",
        (*MONITORED, *RISK_FIELDS, *MEASURE_FIELDS, *columns("household", " ".join(FOUND))),
        dq_034_risk_without_its_measure, needs=MEASURE_FIELDS,
    ),
    Rule(
        35, "综合保障与成员不符", Severity.ERROR,
        "享受低保/特困/残补措施但户内无此类人员；或有此类人员而措施未勾选",
        "4_11_015/016, 5_16_003–008",
        (*MONITORED, *MEASURE_FIELDS, *columns("member", " ".join(SUPPORT_FIELDS))),
        dq_035_support_and_its_people, needs=MEASURE_FIELDS,
    ),
    Rule(
        36, "措施不足或没有开发式", Severity.WARNING,
        "有劳动力户措施不足/开发式未实施/仅综合保障", "5_11_030/032, 5_12_007/011",
        (
            *MONITORED, *RISK_FIELDS, *MEASURE_FIELDS, *TIMES, *LABOUR,
            *columns("household", "development_help"),
        ),
        dq_036_enough_measures, needs=MEASURE_FIELDS, parameters=("developing_months",),
    ),
    Rule(
        37, "识别满月没有措施", Severity.ERROR,
        "识别 ≥1 月无措施", "",
        (*MONITORED, *MEASURE_FIELDS, *TIMES), dq_037_no_measure,
        needs=MEASURE_FIELDS, parameters=("measure_months",),
    ),
)  # fmt: skip
