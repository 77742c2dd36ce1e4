"""The catalog: one file is one report."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from qxn_desktop.common.errors import Bug, UserError
from qxn_desktop.domain.monthly import MonthlyFigures
from qxn_desktop.reports import catalog
from qxn_desktop.reports.document import Document
from qxn_desktop.reports.registry import ReportSpec, all_reports, collect, find_report


def module(name: str, report: object) -> ModuleType:
    made = ModuleType(name)
    made.REPORT = report  # type: ignore[attr-defined]
    return made


def spec(report_id: str) -> ReportSpec:
    return ReportSpec(report_id, "某报表", int, lambda _figures: Document("某", "某镇", ()))


def test_every_file_of_the_catalog_is_a_report() -> None:
    [folder] = catalog.__path__
    files = {path.stem for path in Path(folder).glob("*.py")} - {"__init__"}
    assert len(all_reports()) == len(files)


def test_the_monthly_report_is_found_by_its_id() -> None:
    report = find_report("monthly")
    assert report.title == "人居环境整治与防返贫监测月报"
    assert report.figures is MonthlyFigures


def test_an_unknown_report_is_named_with_those_there_are() -> None:
    with pytest.raises(UserError, match=r"E-REP-001 没有名为 weekly 的报表.*monthly"):
        find_report("weekly")


def test_a_second_report_of_an_id_is_a_bug() -> None:
    with pytest.raises(Bug, match="E-REP-003"):
        collect([module("a", spec("same")), module("b", spec("same"))])


def test_a_file_without_a_report_is_a_bug() -> None:
    with pytest.raises(Bug, match="E-REP-002"):
        collect([module("a", None)])


def test_reports_are_listed_by_id() -> None:
    assert list(collect([module("a", spec("z")), module("b", spec("a"))])) == ["a", "z"]
