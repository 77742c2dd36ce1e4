"""Rules of schooling: docs/domain.md B.10 009, 020 and 042."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import JUNIOR, PRESCHOOL
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView, MemberView

LOW = ("文盲", "半文盲", "小学")
VOCATIONAL = ("中职", "高职")
SENIOR = ("普通高中", "中职")
MASTER = ("硕士", "博士")
COLLEGE = ("高职", "本科", *MASTER)
AGE = columns("member", "id_number birth_date")


def dq_009_education_or_school(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """文化程度、在校生状况、未上学原因三者全空；或前两项同时填."""
    for member in home.members:
        if member.has("education") and member.has("school"):
            yield member.fault(
                "education school",
                "文化程度和在校生状况都填了，只能填一个：在校的清空文化程度，不在校的清空在校生状况。",
            )
        elif not any(map(member.has, ("education", "school", "dropout_reason"))) and (
            terms.asks(member, "education")
        ):
            yield member.fault(
                "education school", "文化程度、在校生状况、未上学原因都空着，请填其中一项。"
            )


def dq_020_age_of_a_stage(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """年龄与学段不符."""
    for member in home.members:
        if member.age is None:
            continue
        wrong = _school_fault(member.age, member.text("school"), terms)
        if wrong:
            yield member.fault("school birth_date", wrong)
        low, high = terms.parameters["labour_from"], terms.parameters["low_school_to"]
        if low <= member.age <= high and member.text("education").startswith(LOW):
            yield member.fault(
                "education birth_date",
                f"{member.age}岁，文化程度是“{member.text('education')}”，请核实是否完成义务教育。",
            )


def _school_fault(age: int, school: str, terms: Terms) -> str:
    """What is odd about being in ``school`` at ``age``; "" when nothing is."""
    numbers = terms.parameters
    limits = (
        (school in JUNIOR, "junior_from", "junior_to"),
        (school.startswith(SENIOR), "senior_from", "senior_to"),
        (school.startswith(MASTER), "master_from", ""),
        (school.startswith(COLLEGE), "college_from", ""),
        (school in PRESCHOOL, "", "preschool_to"),
    )
    for holds, least, most in limits:
        if holds and least and age < numbers[least]:
            return f"{age}岁，在校生状况是“{school}”，年龄偏小，请核对。"
        if holds and most and age > numbers[most]:
            return f"{age}岁，在校生状况是“{school}”，年龄偏大，请核对。"
    return ""


def dq_042_rain_and_dew(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """中职、高职学生未享雨露计划；不是中高职却享雨露计划. 只看脱贫户和监测对象."""
    if home.text("household_type") != "脱贫户" and not home.is_monitored:
        return
    for member in home.members:
        vocational = _is_vocational(member)
        if vocational and member.no("rain_dew"):
            yield member.fault(
                "rain_dew school",
                f"在读{member.text('school')}，没有享受雨露计划，请核实是否符合条件、帮助申请。",
            )
        if not vocational and member.yes("rain_dew"):
            at = member.text("school") or "不在校"
            yield member.fault(
                "rain_dew school", f"享受雨露计划，却不是中职、高职学生（{at}），请核对。"
            )


def _is_vocational(member: MemberView) -> bool:
    return member.text("school").startswith((*VOCATIONAL, "技师"))


RULES = (
    Rule(
        9, "文化程度和在校生状况", Severity.ERROR,
        "文化程度、在校生状况、失学原因三者全空；或文化程度与在校生同时填",
        "3_01_002/003, 3_12_004",
        columns("member", "education school dropout_reason"), dq_009_education_or_school,
        needs=columns("member", "education school"),
    ),
    Rule(
        20, "年龄与学段不符", Severity.WARNING,
        "年龄与学段不符：初中 <12 或 >17；高中/中职 <15 或 >20；本专科及以上 <18；硕士 <20；"
        "≥7 岁仍学前；16–22 岁小学及以下",
        "5_17_001–007, 5_12_013–019",
        (*columns("member", "school education"), *AGE), dq_020_age_of_a_stage,
        needs=columns("member", "school education"),
        parameters=(
            "junior_from", "junior_to", "senior_from", "senior_to", "college_from",
            "master_from", "preschool_to", "labour_from", "low_school_to",
        ),
    ),
    Rule(
        42, "雨露计划", Severity.WARNING,
        "中职/高职学生未享雨露计划；非中高职却享雨露", "1111_2, 5_15_011/012",
        (
            *columns("member", "school rain_dew"),
            *columns("household", "household_type monitor_category"),
        ),
        dq_042_rain_and_dew, needs=columns("member", "rain_dew"),
    ),
)  # fmt: skip
