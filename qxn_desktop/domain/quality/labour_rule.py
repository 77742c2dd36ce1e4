"""Rules of labour and health: docs/domain.md B.10 012 to 019."""

from __future__ import annotations

from collections.abc import Iterator

from qxn_desktop.domain.id_number import DISABILITY_CATEGORIES
from qxn_desktop.domain.quality.finding import Fault, Severity
from qxn_desktop.domain.quality.person import (
    DISABLED,
    FULL_LABOUR,
    NO_LABOUR,
    WEAK_LABOUR,
    card_of,
    has_post,
    is_between,
    is_healthy,
    is_pupil,
    lacks_labour,
    works,
)
from qxn_desktop.domain.quality.rule import Rule, Terms, columns
from qxn_desktop.domain.quality.view import HouseholdView

WORK = columns("member", "working public_job public_job_months")
AGE = columns("member", "id_number birth_date")
CHILD_SKILL = "无劳动力"
LIMBS = DISABILITY_CATEGORIES.index("肢体") + 1


def dq_012_child_with_labour(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """未满 16 岁：劳动技能应是无劳动力；不能务工、任公益岗."""
    limit = terms.parameters["labour_from"]
    for member in home.members:
        if member.age is None or member.age >= limit:
            continue
        if member.has("skill") and member.text("skill") != CHILD_SKILL:
            yield member.fault(
                "skill birth_date",
                f"{member.age}岁，劳动技能填“{member.text('skill')}”；"
                f"未满{limit}岁应填“{CHILD_SKILL}”。",
            )
        if works(member):
            yield member.fault(
                "working public_job birth_date",
                f"{member.age}岁，却填了务工或公益性岗位，请核对年龄和务工情况。",
            )


def dq_013_old_holder_of_a_post(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """70 岁及以上任公益岗."""
    limit = terms.parameters["post_age"]
    for member in home.members:
        if member.age is not None and member.age >= limit and has_post(member):
            yield member.fault(
                "public_job birth_date",
                f"{member.age}岁仍在公益性岗位上（{limit}岁及以上要核实），请核对是否还在岗。",
            )


def dq_014_healthy_without_labour(home: HouseholdView, terms: Terms) -> Iterator[Fault]:
    """16 至 59 岁、健康、不在校，却填丧失、无、弱半劳动力."""
    numbers = terms.parameters
    for member in home.members:
        if (
            is_between(member.age, numbers["labour_from"], numbers["labour_to"])
            and is_healthy(member)
            and not is_pupil(member)
            and member.text("skill") in {*NO_LABOUR, WEAK_LABOUR}
        ):
            yield member.fault(
                "skill health",
                f"{member.age}岁、健康、不在校，劳动技能却填“{member.text('skill')}”，"
                "请核对健康状况和劳动技能。",
            )


def dq_015_pupil_with_labour(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """在校生填有劳动力，或已务工、计划务工."""
    for member in home.members:
        if not is_pupil(member):
            continue
        if member.text("skill") in {*FULL_LABOUR, WEAK_LABOUR}:
            yield member.fault(
                "skill school",
                f"在校（{member.text('school')}），劳动技能却填“{member.text('skill')}”，"
                "请改正其中一项。",
            )
        if member.yes("working") or member.yes("plans_work"):
            doing = "已外出务工" if member.yes("working") else "计划外出务工"
            yield member.fault(
                "working plans_work school",
                f"在校（{member.text('school')}），却填{doing}，请改正其中一项。",
            )


def dq_016_work_without_labour(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """无、丧失劳动力却务工、任公益岗；全户无劳动力却享受就业帮扶."""
    for member in home.members:
        if lacks_labour(member) and works(member):
            yield member.fault(
                "skill working public_job",
                f"劳动技能填“{member.text('skill')}”，却填了务工或公益性岗位，请改正其中一项。",
            )
    if home.has("measure_employment") and home.members and all(map(lacks_labour, home.members)):
        yield home.fault(
            "measure_employment", "全户都没有劳动力，却填了就业帮扶，请核对劳动技能和帮扶措施。"
        )


def dq_017_ill_only_out_of_school(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """未上学原因是因病、因残，健康状况却是健康."""
    for member in home.members:
        reason = member.text("dropout_reason")
        if ("病" in reason or "残" in reason) and is_healthy(member):
            yield member.fault(
                "dropout_reason health",
                f"未上学原因填“{reason}”，健康状况却是“健康”，请改正其中一项。",
            )


def dq_018_disabled_without_card(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """健康状况是残疾，却没有登记残疾证."""
    for member in home.members:
        if DISABLED in member.many("health") and not card_of(member):
            yield member.fault(
                "disability_card health",
                "健康状况填“残疾”，没有登记残疾人证号；请补上，没有办证的请核对健康状况。",
            )


def dq_019_gravely_disabled_labour(home: HouseholdView, _terms: Terms) -> Iterator[Fault]:
    """一、二级肢体残疾填普通劳动力（残疾证第 19、20 位是 41、42）."""
    for member in home.members:
        card = card_of(member)
        if card[18:20] in {f"{LIMBS}1", f"{LIMBS}2"} and member.text("skill") == "普通劳动力":
            grade = {"1": "一", "2": "二"}[card[19]]
            yield member.fault(
                "skill disability_card",
                f"残疾人证是{grade}级肢体残疾，劳动技能却填“普通劳动力”，请核实劳动能力。",
            )


RULES = (
    Rule(
        12, "未满16岁有劳动力或务工", Severity.ERROR,
        "<16 岁劳动技能≠无劳动力；<16 岁务工或公益岗",
        "2_01_011, 2_12_014, 3_01_008, 5_12_004, 5_16_010",
        (*columns("member", "skill"), *WORK, *AGE), dq_012_child_with_labour,
        needs=(*columns("member", "skill"), *WORK), parameters=("labour_from",),
    ),
    Rule(
        13, "70岁及以上在公益岗", Severity.WARNING,
        "≥70 岁任公益岗", "5_01_006, 5_12_005",
        (*columns("member", "public_job public_job_months"), *AGE), dq_013_old_holder_of_a_post,
        needs=columns("member", "public_job public_job_months"), parameters=("post_age",),
    ),
    Rule(
        14, "健康青壮年没有劳动力", Severity.WARNING,
        "16–59 岁、健康、非在校却填丧失/无/弱半劳动力", "2_01_005, 5_12_008, 1111_14/15",
        (*columns("member", "skill health school"), *AGE), dq_014_healthy_without_labour,
        needs=columns("member", "skill"), parameters=("labour_from", "labour_to"),
    ),
    Rule(
        15, "在校生有劳动力或务工", Severity.WARNING,
        "在校生有劳动力状况或已务工/计划务工", "1111_07, 4_01_006, 4_12_002",
        columns("member", "school skill working plans_work"), dq_015_pupil_with_labour,
        needs=columns("member", "school"),
    ),
    Rule(
        16, "没有劳动力却务工", Severity.ERROR,
        "无/丧失劳动力却务工或公益岗、就业帮扶", "2_01_015, 5_15_006/007",
        (*columns("member", "skill"), *WORK, *columns("household", "measure_employment")),
        dq_016_work_without_labour, needs=columns("member", "skill"),
    ),
    Rule(
        17, "因病因残失学却健康", Severity.ERROR,
        "失学原因因病/因残但健康=健康", "2_01_012",
        columns("member", "dropout_reason health"), dq_017_ill_only_out_of_school,
        needs=columns("member", "dropout_reason"),
    ),
    Rule(
        18, "残疾没有残疾证", Severity.WARNING,
        "健康=残疾但无残疾证（证号非 20/22 位且未登记）", "4_12_003",
        columns("member", "health disability_card id_number other_id"),
        dq_018_disabled_without_card, needs=columns("member", "disability_card"),
    ),
    Rule(
        19, "重度肢残填普通劳动力", Severity.WARNING,
        "一、二级肢体残疾（证末两位 41/42）填普通劳动力", "4_01_008",
        columns("member", "skill disability_card id_number other_id"),
        dq_019_gravely_disabled_labour, needs=columns("member", "disability_card"),
    ),
)  # fmt: skip
