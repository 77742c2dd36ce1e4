from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qxn_desktop.common.json_types import Json
from qxn_desktop.domain.evaluation import Evaluation, ItemVerdict, Outcome, Verdict
from qxn_desktop.domain.scoring import CheckScore, score_check
from qxn_desktop.domain.template import SEVERITIES, Template
from qxn_desktop.domain.template_parse import parse_template

HEAD = 'id = "T"\ntitle = "表"\nshort_title = "表"\ndomain = "试"\nobjects = ["village"]\n'


def template(severities: list[str], *, scored: bool = True) -> Template:
    text = HEAD + f"scored = {str(scored).lower()}\n"
    for number, severity in enumerate(severities):
        text += f'[[item]]\ncode = "A{number}"\ntext = "项"\ntype = "yesno"\n'
        text += f'severity = "{severity}"\nbasis_default = true\n'
    found, problems = parse_template(text)
    assert problems == []
    assert found is not None
    return found


def scored(
    *pairs: tuple[str, Verdict],
    outcome: Outcome = Outcome.DONE,
    settings: dict[str, Json] | None = None,
    counts: bool = True,
) -> CheckScore:
    checklist = template([severity for severity, _ in pairs], scored=counts)
    verdicts = tuple(ItemVerdict(f"A{n}", verdict) for n, (_, verdict) in enumerate(pairs))
    return score_check(checklist, Evaluation(outcome, verdicts), settings or {})


P, F, U, NA, OPEN, NOTED = (
    Verdict.PASS,
    Verdict.FAIL,
    Verdict.UNVERIFIED,
    Verdict.NA,
    Verdict.UNANSWERED,
    Verdict.NOTED,
)


@pytest.mark.parametrize(
    ("pairs", "points", "grade"),
    [
        ([("critical", P), ("major", P), ("minor", P)], "100.0", "优秀"),
        ([("critical", P), ("major", P), ("minor", F)], "88.2", "良好"),  # 1 - 2/17 = 0.88235
        ([("critical", P), ("major", F), ("minor", P)], "70.6", "合格"),  # 1 - 5/17 = 0.70588
        ([("critical", P), ("major", F), ("minor", F)], "58.8", "不合格"),  # 1 - 7/17 = 0.58824
        ([("critical", F), *[("major", P)] * 30], "93.8", "不合格"),  # 93.75 rounds up
        ([("minor", F), ("minor", P)], "50.0", "不合格"),
        ([("major", P), ("major", U), ("major", NA), ("major", NOTED)], "100.0", "优秀"),
        ([("major", F), ("critical", U), ("critical", OPEN)], "0.0", "不合格"),
    ],
)
def test_a_check_loses_the_weight_of_what_failed(
    pairs: list[tuple[str, Verdict]], points: str, grade: str
) -> None:
    assert scored(*pairs) == CheckScore(Decimal(points), grade)


@pytest.mark.parametrize("verdict", [U, NA, OPEN, NOTED])
def test_without_a_judged_item_there_is_no_score(verdict: Verdict) -> None:
    assert scored(("major", verdict)) == CheckScore(None, "")


def test_a_checklist_that_is_not_scored_and_an_absent_person_have_no_score() -> None:
    assert scored(("major", P), counts=False) == CheckScore()
    assert scored(("major", P), outcome=Outcome.AWAY) == CheckScore()
    assert scored(("major", P), outcome=Outcome.VACANT) == CheckScore()


def test_weights_and_grades_are_settings() -> None:
    weights: dict[str, Json] = {"weights": {"major": "1", "minor": "1"}}
    assert scored(("major", P), ("minor", F), settings=weights).points == Decimal("50.0")
    grades: dict[str, Json] = {"grades": {"达标": "40"}}
    assert scored(("minor", P), ("minor", F), settings=grades).grade == "达标"
    zero: dict[str, Json] = {"weights": {"minor": "0"}}
    assert scored(("minor", P), settings=zero) == CheckScore()


@given(st.lists(st.tuples(st.sampled_from(SEVERITIES), st.sampled_from(list(Verdict))), min_size=1))
def test_a_score_lies_between_nought_and_a_hundred(pairs: list[tuple[str, Verdict]]) -> None:
    score = scored(*pairs)
    if score.points is None:
        assert score.grade == ""
        assert {verdict for _, verdict in pairs}.isdisjoint({P, F})
    else:
        assert 0 <= score.points <= 100
        assert score.points.as_tuple().exponent == -1
        assert (score.grade == "不合格") == (("critical", F) in pairs or score.points < 60)
