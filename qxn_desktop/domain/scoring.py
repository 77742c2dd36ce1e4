"""Scores of checks; a village's mean is in ``monthly``.

There is no official formula. Score = 100 × (1 − weights of failed ÷ weights of judged items);
what does not apply and what is 待核 is not judged; a failed critical item makes the grade 不合格.
Weights, grades and the least number of samples are settings marked 默认. Nothing is ranked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.decimal_text import read_decimal
from qxn_desktop.domain.evaluation import Evaluation, Outcome, Verdict
from qxn_desktop.domain.template import Severity, Template
from qxn_desktop.domain.template_setting import GRADES, SCORING_SETTINGS, WEIGHTS

FAILING_GRADE: Final = "不合格"

_TENTH: Final = Decimal("0.1")
_DEFAULTS: Final[Mapping[str, Json]] = {spec.key: spec.default for spec in SCORING_SETTINGS}


@dataclass(frozen=True, slots=True)
class CheckScore:
    """Points from 0 to 100 with one decimal place; None and "" where there is no score."""

    points: Decimal | None = None
    grade: str = ""


def score_check(
    template: Template, evaluation: Evaluation, settings: Mapping[str, Json]
) -> CheckScore:
    """The score of one check; none for unscored checklists, empty houses and absent people."""
    if not template.scored or evaluation.outcome is not Outcome.DONE:
        return CheckScore()
    values = template.setting_values(settings)
    failed = _severities(template, evaluation, Verdict.FAIL)
    judged = failed + _severities(template, evaluation, Verdict.PASS)
    weights = _table(values, WEIGHTS)
    whole = sum((weights[severity] for severity in judged), Decimal(0))
    if not whole:
        return CheckScore()
    lost = sum((weights[severity] for severity in failed), Decimal(0))
    points = _rounded(100 * (whole - lost) / whole)
    return CheckScore(points, _grade(points, "critical" in failed, _table(values, GRADES)))


def _severities(template: Template, evaluation: Evaluation, verdict: Verdict) -> list[Severity]:
    codes = evaluation.having(verdict)
    return [item.severity for item in template.items if item.code in codes]


def _table(values: Mapping[str, Json], key: str) -> dict[str, Decimal]:
    """A table of numbers: the unit's entries over the defaults, for weights entry by entry."""
    default, own = _DEFAULTS[key], values.get(key)
    entries = dict(default) if isinstance(default, dict) and key == WEIGHTS else {}
    entries |= own if isinstance(own, dict) else default if isinstance(default, dict) else {}
    numbers = {name: read_decimal(entry) for name, entry in entries.items()}
    return {name: number for name, number in numbers.items() if number is not None and number >= 0}


def _grade(points: Decimal, critical: bool, grades: Mapping[str, Decimal]) -> str:
    if critical:
        return FAILING_GRADE
    reached = [(least, title) for title, least in grades.items() if points >= least]
    return max(reached)[1] if reached else FAILING_GRADE


def _rounded(points: Decimal) -> Decimal:
    return points.quantize(_TENTH, ROUND_HALF_UP)
