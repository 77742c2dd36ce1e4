"""Which rules the events of a register go by: whoever tells what happened asks here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qxn_desktop.domain.case_machine import RULES as CASE_RULES
from qxn_desktop.domain.lead_machine import LEAD_RULES
from qxn_desktop.domain.procedure import Rule
from qxn_desktop.domain.rectification_rule import RULES as RECTIFICATION_RULES

RULES_OF: Mapping[str, Mapping[str, Rule[Any]]] = {
    "problem": RECTIFICATION_RULES,
    "monitor_case": CASE_RULES,
    "lead": LEAD_RULES,
}


def rule_of(register: str, event: str) -> Rule[Any] | None:
    """The rule of an event of a register's rows; None where there is none."""
    return RULES_OF.get(register, {}).get(event)
