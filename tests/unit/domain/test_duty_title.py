from __future__ import annotations

import pytest

from qxn_desktop.domain.duty_title import due_title, title_fault


@pytest.mark.parametrize(
    ("level", "post", "title"),
    [
        ("州", "党政主要负责人", "第一责任人"),
        ("县", "党政主要负责人", "第一责任人"),
        ("县", "分管负责人", "直接责任人"),
        ("乡镇", "党政主要负责人", "具体责任人"),
        ("乡镇", "党委书记", "具体责任人"),
        ("乡镇", "乡镇长（街道主任）", "具体责任人"),
        ("乡镇", "分管负责人", "一般责任人"),
        ("村", "村支书", "一般责任人"),
    ],
)
def test_titles_are_bound_to_the_level(level: str, post: str, title: str) -> None:
    assert due_title(level, post) == title
    assert title_fault(level, post, title) == ""
    assert title_fault(level, post, "") == ""


def test_the_head_of_a_township_is_not_the_first_responsible() -> None:
    told = title_fault("乡镇", "党委书记", "第一责任人")
    assert told == (
        "乡镇的党委书记应是“具体责任人”，不是“第一责任人”（依州实施意见二（二）），请改选。"
    )
    assert "没有给这个职务定称谓" in title_fault("村", "村支书", "直接责任人")
