"""What the rules call a pupil, a worker or a person without labour: one meaning for all of them.

Options are those of ``resources/registers/member.toml``. An empty field says nothing.
"""

from __future__ import annotations

import re

from qxn_desktop.domain.quality.view import MemberView

PRESCHOOL = frozenset({"学龄前儿童", "学前教育"})
JUNIOR = frozenset({"七年级", "八年级", "九年级"})
FULL_LABOUR = frozenset({"普通劳动力", "技能劳动力"})
WEAK_LABOUR = "弱劳动力或半劳动力"
NO_LABOUR = frozenset({"丧失劳动力", "无劳动力"})
HEALTHY, DISABLED = "健康", "残疾"
ILL = frozenset({"大病", "长期慢性病"})
ALLOWANCES = frozenset({"农村低保", "城市低保"})
EXTREME_POVERTY = frozenset({"农村特困", "城市特困"})
_SEVERAL = re.compile(r"[、，,；;\s]+")


def is_pupil(member: MemberView) -> bool:
    """在校生; a child before school is none."""
    return member.has("school") and member.text("school") not in PRESCHOOL


def is_healthy(member: MemberView) -> bool:
    """健康 and nothing else."""
    return member.many("health") == (HEALTHY,)


def is_ill(member: MemberView) -> bool:
    """大病 or 长期慢性病."""
    return not ILL.isdisjoint(member.many("health"))


def is_disabled(member: MemberView) -> bool:
    """By health, or by a disability card."""
    return DISABLED in member.many("health") or bool(card_of(member))


def card_of(member: MemberView) -> str:
    """The disability card's number: 20 or 22 characters; "" when there is none."""
    for field in ("disability_card", "id_number", "other_id"):
        if len(member.text(field)) in (20, 22):
            return member.text(field)
    return ""


def has_labour(member: MemberView) -> bool:
    """普通劳动力 or 技能劳动力."""
    return member.text("skill") in FULL_LABOUR


def lacks_labour(member: MemberView) -> bool:
    """无劳动力 or 丧失劳动力."""
    return member.text("skill") in NO_LABOUR


def has_post(member: MemberView) -> bool:
    """Holds a 公益性岗位."""
    return member.has("public_job") or (member.number("public_job_months") or 0) > 0


def works(member: MemberView) -> bool:
    """Has gone away to work, or holds a 公益性岗位."""
    return member.yes("working") or has_post(member)


def has_allowance(member: MemberView) -> bool:
    """享受低保."""
    return member.text("allowance") in ALLOWANCES


def is_supported(member: MemberView) -> bool:
    """享受特困供养."""
    return member.text("extreme_poverty") in EXTREME_POVERTY


def has_disability_allowance(member: MemberView) -> bool:
    """享受残疾人补贴."""
    return member.yes("disability_allowance")


def is_uninsured(member: MemberView) -> bool:
    """In neither medical insurance, and said to be so for at least one of them."""
    kinds = ("resident_medical", "employee_medical")
    return not any(map(member.yes, kinds)) and any(map(member.no, kinds))


def parts(text: str) -> tuple[str, ...]:
    """The entries of a cell that holds several, such as 技能培训、劳务输出."""
    return tuple(part for part in _SEVERAL.split(text) if part)


def is_between(age: int | None, first: object, last: object) -> bool:
    """Whether a known age lies within the years, both included."""
    return age is not None and int(str(first)) <= age <= int(str(last))
