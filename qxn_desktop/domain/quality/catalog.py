"""All rules by their number: the one table of docs/domain.md B.10."""

from __future__ import annotations

from collections.abc import Mapping

from qxn_desktop.domain.quality import contact_rule, family_rule, number_rule
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
        (*_ACROSS, *number_rule.RULES, *family_rule.RULES, *contact_rule.RULES),
        key=lambda one: one.number,
    )
}
