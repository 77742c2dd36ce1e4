"""All rules by their number: the one table of docs/domain.md B.10."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.domain.quality import (
    contact_rule,
    family_rule,
    insurance_rule,
    labour_rule,
    lead_rule,
    living_rule,
    measure_rule,
    number_rule,
    removal_rule,
    risk_rule,
    school_rule,
    village_rule,
    work_rule,
)
from qxn_desktop.domain.quality.finding import Severity
from qxn_desktop.domain.quality.rule import Rule

SHARED_NUMBER, PHONE = 1, 21
"""The rules that look across rows (``duplicate``); the second also looks into a household."""

_ACROSS = (
    Rule(
        SHARED_NUMBER, "证件号重复", Severity.ERROR,
        "证件号在库内重复（同村、跨村分别提示）", "1_01_001", number_rule.PAPERS,
    ),
)  # fmt: skip

RULES: Mapping[int, Rule] = {
    rule.number: rule
    for rule in sorted(
        (
            *_ACROSS,
            *contact_rule.RULES,
            *family_rule.RULES,
            *insurance_rule.RULES,
            *labour_rule.RULES,
            *lead_rule.RULES,
            *living_rule.RULES,
            *measure_rule.RULES,
            *number_rule.RULES,
            *removal_rule.RULES,
            *risk_rule.RULES,
            *school_rule.RULES,
            *village_rule.RULES,
            *work_rule.RULES,
        ),
        key=lambda one: one.number,
    )
}

ASKED_OF: Mapping[str, tuple[str, str]] = {
    **{f"member.{field}": ("working", "是") for field in work_rule.WORKER},
    **{
        f"household.{field}": ("risk_open", "否")
        for field in (*removal_rule.INDICATORS, *removal_rule.CONTACT)
    },
}
"""Columns that are asked only of some rows: those where a field has this value."""
