"""Blocks as data, and how their headings are numbered."""

from __future__ import annotations

import pytest

from qxn_desktop.reports.document import (
    Column,
    Heading,
    Level,
    Paragraph,
    Table,
    chinese_number,
    heading_number,
    numbered,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")],
)
def test_chinese_numbers(value: int, text: str) -> None:
    assert chinese_number(value) == text


@pytest.mark.parametrize(
    ("level", "text"), [(1, "十二、"), (2, "（十二）"), (3, "12."), (4, "（12）")]
)
def test_each_level_has_its_form(level: Level, text: str) -> None:
    assert heading_number(level, 12) == text


def test_a_higher_heading_starts_lower_ones_anew() -> None:
    levels: list[Level] = [1, 2, 2, 3, 4, 1, 2, 3]
    blocks = list(numbered([Heading("x", level) for level in levels]))
    assert [block.text for block in blocks if isinstance(block, Heading)] == [
        "一、x", "（一）x", "（二）x", "1.x", "（1）x", "二、x", "（一）x", "1.x",
    ]  # fmt: skip


def test_other_blocks_pass_unchanged() -> None:
    blocks = [Paragraph("甲"), Paragraph("乙", indent=False)]
    assert list(numbered(blocks)) == blocks


def test_a_row_of_another_length_is_refused() -> None:
    columns = (Column("村"), Column("应查"))
    with pytest.raises(ValueError, match="2 columns"):
        Table(columns, (("丫他村",),))
    with pytest.raises(ValueError, match="2 columns"):
        Table(columns, (("丫他村", "1"),), total=("合计", "1", "2"))
