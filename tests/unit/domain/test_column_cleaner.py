from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from qxn_desktop.common.errors import Problem
from qxn_desktop.domain.column_cleaner import ColumnCleaner
from qxn_desktop.domain.register import FieldSpec, FieldType

TODAY = date(2026, 11, 25)


def cleaned(kind: FieldType, *cells: Any, **more: Any) -> tuple[list[Any], list[str], list[str]]:
    """Values, codes of problems and notes of a column."""
    found = ColumnCleaner(FieldSpec("x", "某列", kind, **more), TODAY).column(cells)
    return (
        list(found.values),
        [found.problems[at].code if at in found.problems else "" for at in range(len(cells))],
        [found.notes.get(at, "") for at in range(len(cells))],
    )


@pytest.mark.parametrize(
    ("kind", "cell", "value"),
    [
        ("integer", 4.0, 4),
        ("integer", "４人", 4),
        ("decimal", 0.1 + 0.2, "0.3"),
        ("decimal", 1e-7, "0.0000001"),
        ("decimal", 1234.5600000000001, "1234.56"),
        ("text", 5200000001.0, "5200000001"),
        ("text", "202305.0", "202305"),
        ("text", True, "是"),
        ("phone", 13800000000.0, "13800000000"),
        ("phone", "13800000000.0", "13800000000"),
        ("month", 202305.0, "2023-05"),
        ("month", "202305.0", "2023-05"),
        ("date", datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001
        ("date", 20260102.0, "2026-01-02"),
        ("date", "2026年1月2日", "2026-01-02"),
        ("yesno", True, "是"),
        ("text", time(8, 30), "08:30:00"),
        ("text", "　", None),
        ("text", None, None),
        ("text", "", None),
    ],
)
def test_what_is_certain_is_read(kind, cell, value):
    unit = "人" if kind == "integer" else ""
    assert cleaned(kind, cell, unit=unit)[0] == [value]


@pytest.mark.parametrize(
    ("kind", "cell", "code"),
    [
        ("id_number", 5.22327199001010e17, "E-IMP-020"),
        ("id_number", 522327199001010012, "E-IMP-020"),
        ("id_number", "5.22327E+17", "E-REG-211"),
        ("text", 6.2284804028e18, "E-IMP-020"),
        ("decimal", "#REF!", "E-IMP-021"),
        ("id_number", "522327********0010", "E-IMP-022"),
        ("date", 45000.0, "E-IMP-023"),
        ("month", 45000.0, "E-IMP-023"),
        ("integer", date(2026, 1, 2), "E-IMP-024"),
        ("phone", date(2026, 1, 2), "E-IMP-024"),
        ("integer", float("inf"), "E-REG-205"),
        ("integer", float("nan"), "E-REG-205"),
        ("decimal", 1e308, "E-REG-206"),
        ("integer", "四", "E-REG-205"),
    ],
)
def test_what_is_lost_is_refused(kind, cell, code):
    mask = "id_number" if kind == "id_number" else ""
    values, codes, notes = cleaned(kind, cell, mask=mask)
    assert (values, codes, notes) == ([None], [code], [""])


def test_what_was_mended_is_said_without_personal_values():
    assert cleaned("phone", "１３８00000000", "138 0000 0000", mask="phone")[2] == [
        "全角改半角",
        "去掉空格",
    ]
    assert cleaned("integer", "1,234")[2] == ["“1,234”读作“1234”"]
    assert cleaned("month", "2023年5月", "202305", "2023-05")[2] == [
        "“2023年5月”读作“2023-05”", "", ""
    ]  # fmt: skip


def test_true_and_one_are_two_contents():
    assert cleaned("text", 1.0, True, 1)[0] == ["1", "是", "1"]


def test_under_an_opposite_heading_yes_means_no():
    cleaner = ColumnCleaner(FieldSpec("x", "风险未消除", "yesno"), TODAY, opposite=True)
    assert list(cleaner.column(["是", "否", ""]).values) == ["否", "是", None]


def test_names_are_resolved_once_each():
    asked = []

    def resolve(text: str) -> str | Problem:
        asked.append(text)
        return "1" if text == "板万村" else Problem("", "E-REG-302", "没有这个村。")

    found = ColumnCleaner(FieldSpec("x", "村", "village"), TODAY, resolve).column(
        ["板万村", "月亮村", "板万村", ""]
    )
    assert (list(found.values), asked) == (["1", None, "1", None], ["板万村", "月亮村"])
    assert (found.problems[1].path, found.problems[1].code) == ("x", "E-REG-302")
