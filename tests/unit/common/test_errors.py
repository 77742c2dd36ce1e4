from __future__ import annotations

import pytest

from qxn_desktop.common.errors import (
    AppError,
    Bug,
    EnvironmentProblem,
    Problem,
    TrustError,
    UsageError,
    UserError,
    refuse,
)


def test_sentence_names_the_facts():
    error = UserError("E-PRB-004", "不能是同一人（{name}）。", name="韦小兰")
    assert error.message == "不能是同一人（韦小兰）。"
    assert str(error) == "E-PRB-004 不能是同一人（韦小兰）。"
    assert error.facts == {"name": "韦小兰"}


def test_braces_in_a_fact_are_not_filled_in():
    assert UserError("E-TPL-001", "{text}", text="缺少 {code}").message == "缺少 {code}"


def test_sentence_without_facts_may_hold_braces():
    assert UserError("E-TPL-001", "缺少 {").message == "缺少 {"


@pytest.mark.parametrize(
    ("kind", "exit_code"),
    [(UsageError, 2), (UserError, 3), (EnvironmentProblem, 4), (TrustError, 5), (Bug, 70)],
)
def test_exit_codes_are_those_of_the_command_line(kind: type[AppError], exit_code: int):
    assert kind("E-CLI-001", "出错").exit_code == exit_code


def test_no_problem_is_no_failure():
    refuse([])


def test_all_problems_are_told_at_once():
    problems = [Problem("item[1]", "E-TPL-001", "缺少编号。"), Problem("id", "E-TPL-002", "太长 {")]
    with pytest.raises(UserError) as caught:
        refuse(iter(problems))
    assert caught.value.code == "E-TPL-001"
    assert caught.value.message == "缺少编号；太长 {"
    assert caught.value.facts == {
        "problems": [["item[1]", "E-TPL-001", "缺少编号。"], ["id", "E-TPL-002", "太长 {"]]
    }
