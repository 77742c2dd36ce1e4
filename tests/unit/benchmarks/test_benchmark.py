from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as table
from tests.benchmarks import benchmark as frame
from tests.benchmarks.benchmark import Benchmark, Figures, Target, benchmark, side_by_side


@pytest.fixture
def registry(monkeypatch) -> dict[str, Benchmark]:
    monkeypatch.setattr(frame, "_REGISTRY", {})
    monkeypatch.setattr(table, "load", lambda: None)
    return frame._REGISTRY


@pytest.mark.parametrize(
    ("target", "figures", "met"),
    [
        (Target(ratio=5), Figures(5.0, 1.0), True),
        (Target(ratio=5), Figures(5.1, 1.0), False),
        (Target(ratio=5), Figures(0.1), False),
        (Target(measured=2), Figures(2.0), True),
        (Target(measured=2), Figures(2.1, 100.0), False),
        (Target(ratio=5, measured=2), Figures(1.0, 0.1), False),
        (Target(), Figures(1.0), True),
    ],
)
def test_target_is_the_most_that_is_allowed(target, figures, met):
    assert target.is_met(figures) is met


def test_name_is_taken_once(registry):
    benchmark("day", Target())(lambda _folder: Figures(1.0))
    with pytest.raises(ValueError, match="'day'"):
        benchmark("day", Target())(lambda _folder: Figures(1.0))
    assert list(registry) == ["day"]


def test_baseline_runs_in_turn_with_what_is_measured():
    calls: list[str] = []
    figures = side_by_side(lambda: calls.append("m"), lambda: calls.append("b"), times=3)
    assert calls == ["m", "b"] * 3
    assert figures.measured >= 0


def test_table_tells_figures_targets_and_misses(registry, capsys):
    benchmark("merge", Target(ratio=5))(lambda _folder: Figures(0.03, 0.01))
    benchmark("growth", Target(measured=1024))(lambda _folder: Figures(2**20, unit="bytes"))
    assert table.main([]) == 1
    heading, growth, merge = capsys.readouterr().out.splitlines()
    assert heading.split() == ["benchmark", "measured", "baseline", "ratio", "target"]
    assert growth.split() == ["growth", "1.00", "MB", "—", "—", "≤", "0.00", "MB", "MISSED"]
    assert merge.split() == ["merge", "30.0", "ms", "10.0", "ms", "3.00×", "≤", "5×", "ok"]


def test_words_choose(registry, capsys):
    counter = itertools.count()
    benchmark("one", Target())(lambda _folder: Figures(next(counter) + 1.0))
    benchmark("two", Target())(lambda _folder: Figures(next(counter) + 1.0))
    assert table.main(["tw"]) == 0
    assert next(counter) == 1
    assert table.main(["three"]) == 2
    assert "three" in capsys.readouterr().err


def test_every_benchmark_gets_an_empty_folder_of_its_own(registry):
    folders: list[Path] = []

    def run(folder: Path) -> Figures:
        folders.append(folder)
        assert list(folder.iterdir()) == []
        (folder / "left").touch()
        return Figures(1.0)

    benchmark("one", Target())(run)
    benchmark("two", Target())(run)
    assert table.main([]) == 0
    assert len(set(folders)) == 2
    assert not any(folder.exists() for folder in folders)


def test_those_of_the_project_are_found():
    table.load()
    assert "import of the command line" in {one.name for one in frame.registered()}
