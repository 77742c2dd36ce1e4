"""Which title of responsibility a post has at its level: 州实施意见 二（二）; docs/domain.md A.2.

Heads of party and government are 第一责任人 in prefecture and county, 具体责任人 in a township (it
is the township's committee that is directly responsible, not a person); who is in charge is
直接责任人 in prefecture and county. Nobody else has a title in that document.
"""

from __future__ import annotations

from typing import Final

HEADS: Final = frozenset({"党政主要负责人", "党委书记", "乡镇长（街道主任）"})
IN_CHARGE: Final = "分管负责人"
OTHER: Final = "一般责任人"
_TITLES: Final = {
    ("州", "head"): "第一责任人",
    ("县", "head"): "第一责任人",
    ("乡镇", "head"): "具体责任人",
    ("州", "charge"): "直接责任人",
    ("县", "charge"): "直接责任人",
}


def due_title(level: str, post: str) -> str:
    """The title that the document gives to ``post`` at ``level``; 一般责任人 where none."""
    kind = "head" if post in HEADS else "charge" if post == IN_CHARGE else ""
    return _TITLES.get((level, kind), OTHER)


def title_fault(level: str, post: str, title: str) -> str:
    """What is wrong with ``title``, "" where it is right or not given."""
    due = due_title(level, post)
    if not title or title == due or not level or not post:
        return ""
    reason = "州实施意见没有给这个职务定称谓" if due == OTHER else "依州实施意见二（二）"
    return f"{level}的{post}应是“{due}”，不是“{title}”（{reason}），请改选。"
