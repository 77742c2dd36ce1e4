from __future__ import annotations

import sys

import pytest
from step import StepError, in_ci, run_quietly, run_shown


def test_output_is_shown_only_on_failure(capfd):
    run_quietly("greet", [sys.executable, "-c", "print('hello')"])
    assert "hello" not in capfd.readouterr().out
    with pytest.raises(StepError, match="greet failed \\(exit 3\\)"):
        run_quietly("greet", [sys.executable, "-c", "print('hello'); raise SystemExit(3)"])
    assert "hello" in capfd.readouterr().out


def test_program_that_is_not_there_is_a_failed_step():
    with pytest.raises(StepError, match="cannot start no-such-program"):
        run_quietly("greet", ["no-such-program"])


def test_exit_code_is_handed_on():
    assert run_shown([sys.executable, "-c", "raise SystemExit(7)"]) == 7


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), ("", False)])
def test_ci_is_read_off_the_environment(monkeypatch, value, expected):
    monkeypatch.setenv("CI", value)
    assert in_ci() is expected
